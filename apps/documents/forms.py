"""The filters of the library, and the form by which the office keeps a file."""

import datetime
from collections.abc import Hashable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from apps.common.files import CheckedFileField
from apps.common.forms import FilterForm
from apps.common.widgets import QuickSelect

from .models import LEADS_NOWHERE, DocumentFile, Kind
from .queries import Choices, NarrowedDocuments, among_few, among_many, language_name
from .services import Access, keep_file, keep_light, take_off_file


def _select(label: str, *choices: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=QuickSelect)


def _hidden(label: str) -> forms.ChoiceField:
    """A filter that other pages lead to; it is kept and lifted like the others, but not chosen here."""
    return forms.ChoiceField(label=label, widget=forms.HiddenInput)


class DocumentFilters(FilterForm):
    """Kind, year, language, area and action of a plan, topic; and what pages of other rooms lead to."""

    kind = _select(_("Kind"), ("", pgettext_lazy("kinds of documents", "all")), *Kind.choices)
    year = _select(_("Year"))
    language = _select(_("Available in"))
    area = _select(_("Area of the action plan"))
    action = _select(_("Action"))
    topic = _select(_("Topic"))
    objective = _hidden(_("Objective"))
    chairmanship = _hidden(_("Chairmanship"))
    partner = _hidden(_("Partner"))

    def __init__(self, query: QueryDict, choices: Choices) -> None:
        self._choices = choices
        self._things = {what: {choice.address: choice for choice in offered} for what, offered in choices.belonging}
        super().__init__(query)

    @property
    def drawn_by(self) -> tuple[Hashable, ...]:
        """What there is to choose from, too."""
        return *super().drawn_by, self._choices

    def hidden_fields(self) -> list[forms.BoundField]:
        """Those that are on: empty ones would only lengthen the address."""
        return [field for field in super().hidden_fields() if field.name in self.values]

    def full_clean(self) -> None:
        """Check the query against the years, languages and things that there are."""
        years = ((str(year), str(year)) for year in self._choices.years)
        self.fields["year"].choices = [("", pgettext("years", "all")), *years]
        languages = ((code, capfirst(language_name(code))) for code, _name in settings.LANGUAGES)
        self.fields["language"].choices = [("", pgettext("languages of documents", "any")), *languages]
        everything = {"area": pgettext("areas of a plan", "all"), "topic": pgettext("topics", "all")}
        for what, offered in self._choices.belonging:
            first = ("", everything.get(what) or pgettext("actions of a plan", "all"))
            self.fields[what].choices = [first, *((choice.address, choice.words) for choice in offered)]
        super().full_clean()

    @property
    def among_public(self) -> NarrowedDocuments:
        """The public documents that the filters let through, as a page asks for them."""
        names: list[str] = []
        values: dict[str, Any] = {}
        for name, value in self.values.items():
            if name in self._things:
                choice = self._things[name][value]
                names.append(f"{name}/{'many' if choice.has_many else 'few'}")
                values[name] = choice.pk
            elif name == "year":
                names.append(name)
                values["year_begins"] = datetime.date(int(value), 1, 1)
                values["year_ends"] = datetime.date(int(value), 12, 31)
            else:
                names.append(name)
                values[name] = value
        return NarrowedDocuments(tuple(names), values)

    def narrow_kind(self, queryset: QuerySet, value: str) -> QuerySet:
        """Documents of that kind."""
        return queryset.filter(kind=value)

    def narrow_year(self, queryset: QuerySet, value: str) -> QuerySet:
        """Documents of that year."""
        return queryset.filter(issued_on__year=int(value))

    def narrow_language(self, queryset: QuerySet, value: str) -> QuerySet:
        """Documents that are to be had in that language."""
        return queryset.filter(Exists(DocumentFile.objects.filter(document=OuterRef("pk"), language=value)))

    def narrow_area(self, queryset: QuerySet, value: str) -> QuerySet:
        """Documents of that area, of its objectives and of its actions."""
        return self._narrow("area", queryset, value)

    def narrow_action(self, queryset: QuerySet, value: str) -> QuerySet:
        """Documents of that action."""
        return self._narrow("action", queryset, value)

    def narrow_topic(self, queryset: QuerySet, value: str) -> QuerySet:
        """Documents of that topic."""
        return self._narrow("topic", queryset, value)

    def narrow_objective(self, queryset: QuerySet, value: str) -> QuerySet:
        """Documents of that objective and of its actions."""
        return self._narrow("objective", queryset, value)

    def narrow_chairmanship(self, queryset: QuerySet, value: str) -> QuerySet:
        """Documents of that term of the chair."""
        return self._narrow("chairmanship", queryset, value)

    def narrow_partner(self, queryset: QuerySet, value: str) -> QuerySet:
        """Documents that the partner has to do with."""
        return self._narrow("partner", queryset, value)

    def _narrow(self, what: str, queryset: QuerySet, value: str) -> QuerySet:
        choice = self._things[what][value]
        among = among_many if choice.has_many else among_few
        return queryset.filter(among(what, choice.pk))


class DocumentForm(forms.ModelForm):
    """A document in the office: what its access fields say together is checked here, with the words at the field."""

    def clean(self) -> dict[str, Any]:
        """Named partners and the box that lets only them read belong together."""
        cleaned = super().clean()
        is_named, names = cleaned.get("for_named_only"), cleaned.get("named_partners")
        if is_named and not names and "named_partners" not in self.errors:
            self.add_error("named_partners", _("Please name the partners who may read it."))
        if names and not is_named:
            self.add_error(
                "for_named_only",
                _("You named partners: please tick this box, or take the names away if all of the level may read it."),
            )
        return cleaned


class DocumentFileForm(forms.ModelForm):
    """A document in one language in the office: a file, the official address, or both. `sender` is who fills it.

    `access` is who read the document before the page was sent, on which that may be changed too.
    """

    sender: Any = None
    access: Access | None = None

    address = forms.URLField(label=_("Official address"), max_length=500, required=False, assume_scheme="https")
    upload = CheckedFileField(label=_("Add or replace the file"), required=False)
    note = forms.CharField(
        label=_("What changed in this file"),
        help_text=_("In the language of the file; readers see it beside the version."),
        max_length=300,
        required=False,
    )
    light = CheckedFileField(
        label=_("Light version"), help_text=_("The same text in a smaller file, for slow lines."), required=False
    )
    take_off = forms.BooleanField(
        label=_("Take the file off"),
        help_text=_(
            "Readers no longer get it, nor the versions before it; it stays in the storage, and in the history."
        ),
        required=False,
    )

    class Meta:
        model = DocumentFile
        fields = ("language", "address")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("upload", "light"):
            self.fields[name].sender = self.sender

    def clean(self) -> dict[str, Any]:
        """There is a file or an address afterwards; a file is not taken off and given at once; light means smaller."""
        cleaned = super().clean()
        upload, take_off = cleaned.get("upload"), cleaned.get("take_off")
        if upload and take_off:
            self.add_error("take_off", _("Either give a new file or take the file off."))
        is_kept = upload or (self.instance.key and not take_off)
        if not is_kept and not cleaned.get("address") and "address" not in self.errors and "upload" not in self.errors:
            raise ValidationError(LEADS_NOWHERE, code="leads_nowhere")
        self._check_light(cleaned.get("light"), upload, bool(is_kept))
        return cleaned

    def _check_light(self, light: Any, upload: Any, is_kept: bool) -> None:
        if not light or "upload" in self.errors:
            return
        if not is_kept:
            self.add_error("light", _("A light version stands beside a file. Please add the file too."))
        elif light.size >= (upload.size if upload else self.instance.size or 0):
            self.add_error("light", _("This file is not smaller than the one beside which it would stand."))

    def save(self, commit: bool = True) -> DocumentFile:
        """Keep the files, then the row; the file before becomes a former version."""
        typed = self.cleaned_data
        if typed.get("upload"):
            keep_file(self.instance, typed["upload"], by=self.sender, note=typed.get("note", ""), access=self.access)
        elif typed.get("take_off"):
            take_off_file(self.instance, access=self.access)
        if typed.get("light"):
            keep_light(self.instance, typed["light"])
        return super().save(commit)


class DocumentFileFormSet(forms.BaseInlineFormSet):
    """The languages of a document; one that is removed is taken off first, so that nobody is given its versions."""

    @property
    def _access(self) -> Access | None:
        return getattr(self.instance, "access_before", None)

    def save_existing(self, form: DocumentFileForm, obj: DocumentFile, commit: bool = True) -> DocumentFile:
        """Keep the file before for those who read it until now, whatever else the page changes."""
        form.access = self._access
        return super().save_existing(form, obj, commit)

    def delete_existing(self, obj: DocumentFile, commit: bool = True) -> None:
        """Put the file aside, then remove the row."""
        if commit:
            take_off_file(obj, access=self._access)
        super().delete_existing(obj, commit)
