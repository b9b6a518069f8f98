"""Form controls with many choices, written in one go: a template for each choice costs more than the whole page."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminSplitDateTime, AutocompleteSelect, AutocompleteSelectMultiple
from django.forms.widgets import Script
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

KEY = re.compile(r"[0-9]{1,18}", re.ASCII)
CHOSEN = mark_safe(" selected")


class QuickSelect(forms.Select):
    """A list to choose one value from, without groups; the same markup as Django's, a fiftieth of the time."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The control with its choices."""
        attributes = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        choices = tuple((str(option), str(words)) for option, words in self.choices)
        return format_html(
            "<select{}>{}</select>",
            format_html_join("", ' {}="{}"', attributes.items()),
            _options(choices, "" if value is None else str(value)),
        )


@lru_cache(maxsize=256)
def _options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """The choices, remembered by their words: the same partners stand on every page of a list. All are escaped."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((option, CHOSEN if option == chosen else "", "".join(words)) for option, words in choices),
    )


class QuickChoices:
    """Draws boxes to tick or to choose one from as Django does, groups included, but without a template for each."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The control with its choices."""
        given = tuple((key, said if isinstance(said, bool) else str(said)) for key, said in (attrs or {}).items())
        own = tuple(self.attrs.items())
        return _drawn(type(self), own, name, given, _as_words(self.choices), tuple(self.format_value(value)))

    def drawn(self, name: str, value: Any, attrs: dict[str, Any]) -> SafeString:
        """The same, not remembered."""
        widget = self.get_context(name, value, attrs)["widget"]
        groups = (
            format_html("<div><label>{}</label>{}</div>", group, self._boxes(options))
            if group
            else self._boxes(options)
            for group, options, _index in widget["optgroups"]
        )
        body = format_html_join("", "{}", ((group,) for group in groups))
        return format_html('<div id="{}">{}</div>', widget["attrs"].get("id", name), body)

    @staticmethod
    def _boxes(options: list[dict[str, Any]]) -> SafeString:
        return format_html_join(
            "",
            '<div><label for="{}"><input type="{}" name="{}" value="{}"{}> {}</label></div>',
            (
                (
                    option["attrs"].get("id", ""),
                    option["type"],
                    option["name"],
                    option["value"],
                    _attributes(option["attrs"]),
                    option["label"],
                )
                for option in options
            ),
        )


def _as_words(choices: Iterable[tuple[Any, Any]]) -> tuple[tuple[str, Any], ...]:
    """Choices in the words of the active language, those of a group within it, escaped: text that is marked as safe
    and the same text that is not are two things, and equal.
    """
    return tuple(
        (str(option), _as_words(words) if isinstance(words, list | tuple) else conditional_escape(words))
        for option, words in choices
    )


@lru_cache(maxsize=256)
def _drawn(
    control: type["QuickChoices"],
    own: tuple[tuple[str, Any], ...],
    name: str,
    attrs: tuple[tuple[str, Any], ...],
    choices: tuple[tuple[str, Any], ...],
    chosen: tuple[str, ...],
) -> SafeString:
    """Boxes remembered by all that they say: the same partners and actions stand on every form of the laboratory."""
    return control(attrs=dict(own), choices=choices).drawn(name, list(chosen), dict(attrs))


def _attributes(attrs: dict[str, Any]) -> SafeString:
    """Attributes as Django writes them: those that are true by their name alone, those that are false not at all."""
    given = ((name, value) for name, value in attrs.items() if value is not False)
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in given
        ),
    )


class QuickRadios(QuickChoices, forms.RadioSelect):
    """One of a few."""


class QuickCheckboxes(QuickChoices, forms.CheckboxSelectMultiple):
    """Several of many."""


class NamedSplitDateTime(AdminSplitDateTime):
    """The office's day and time, each control under a name of its own that screen readers tell."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context, with the words that stand beside the two controls as their names."""
        context = super().get_context(name, value, attrs)
        for control, words in zip(
            context["widget"]["subwidgets"], (context["date_label"], context["time_label"]), strict=True
        ):
            control["attrs"]["aria-label"] = words
        return context


class NumberedAutocomplete:
    """Django's search for a name looks up whatever key an address or a forged form gives; here only what may be one."""

    def optgroups(self, name: str, value: list, attr: dict[str, Any] | None = None) -> list:
        """The chosen ones among the keys that are numbers."""
        return super().optgroups(name, [key for key in value if KEY.fullmatch(str(key))], attr)


class SearchForOne(NumberedAutocomplete, AutocompleteSelect):
    """One of very many, found by its name."""


class SearchForSeveral(NumberedAutocomplete, AutocompleteSelectMultiple):
    """Several of very many; without the button that clears all, which stands in the list where only members may."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        """Django's attributes, without leave to clear all at once: each member is taken off by its own button."""
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


class ResumableFileInput(forms.FileInput):
    """A file to choose. Where scripts run, a large one is sent in pieces first, and the form carries its reference.

    The reference survives a form that comes back with errors, so that the file need not be sent again.
    """

    takes_pieces = False

    class Media:
        js = (Script("js/upload.js", defer=True),)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The file itself where there is one, else the reference of one that was sent before."""
        file = super().value_from_datadict(data, files, name)
        reference = data.get(f"{name}-sent", "") if self.takes_pieces else ""
        return reference if file is None and reference else file

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither came."""
        return super().value_omitted_from_data(data, files, name) and f"{name}-sent" not in data

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """The control; with what the script needs to know where pieces are taken."""
        if not self.takes_pieces:
            return super().render(name, value, attrs, renderer)
        told = {
            "data-controller": "upload",
            "data-url": reverse("upload_begin"),
            "data-limit": settings.UPLOAD_LIMIT,
            "data-too-large": gettext("The file is too large; at most %(limit)s are accepted.")
            % {"limit": filesizeformat(settings.UPLOAD_LIMIT)},
            "data-sending": gettext("Sending the file"),
            "data-waiting": gettext("The line is lost. Trying again."),
            "data-ready": gettext("The file has arrived. It is kept once you save."),
            "data-busy": gettext("The file is still on its way. Please wait until it has arrived, then save."),
        }
        reference = value if isinstance(value, str) else ""
        control = super().render(name, None, {**(attrs or {}), **told}, renderer)
        ready = format_html('<p class="upload" role="status">{}</p>', told["data-ready"]) if reference else ""
        return format_html('{}<input type="hidden" name="{}-sent" value="{}">{}', control, name, reference, ready)


class ResumableFilesInput(ResumableFileInput):
    """Several files to choose at once: a list of files, and of references of those that were sent in pieces before."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list:
        """The files, then the references."""
        chosen = forms.FileInput.value_from_datadict(self, data, files, name) or []
        sent = data.get(f"{name}-sent", "") if self.takes_pieces else ""
        return [*(chosen if isinstance(chosen, list) else [chosen]), *sent.split()]
