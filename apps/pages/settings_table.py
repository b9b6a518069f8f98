"""The one table of the office: every period, limit and switch that the rooms declare, to be read and changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext

from apps.common.access import require
from apps.common.models import OfficeChoice
from apps.common.office_settings import OfficeSetting, decide, declared_settings, office_setting

LONGEST_TEXT = 200


@dataclass(frozen=True)
class SettingRow:
    """A row of the table: what is decided, its field, our proposal in words, and who decided last."""

    setting: OfficeSetting
    field: forms.BoundField
    proposal: str
    latest: Any


@dataclass(frozen=True)
class RoomOfSettings:
    """The rows of one room under its name."""

    label: str
    name: str
    rows: list[SettingRow]


def _field_name(name: str) -> str:
    """A setting's name as that of a field."""
    return name.replace(".", "-")


def _field_for(setting: OfficeSetting) -> forms.Field:
    # With the value that the page showed, so that only what this person changed is written, and nothing of a colleague.
    shown = {"label": setting.label, "help_text": setting.help_text, "show_hidden_initial": True}
    if isinstance(setting.default, bool):
        return forms.BooleanField(required=False, **shown)
    if isinstance(setting.default, int):
        return forms.IntegerField(min_value=setting.least, max_value=setting.most, **shown)
    if setting.choices:
        return forms.ChoiceField(choices=setting.choices, **shown)
    return forms.CharField(max_length=LONGEST_TEXT, **shown)


class OfficeSettingsForm(forms.Form):
    """All declared settings with the values that hold now."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for setting in declared_settings():
            name = _field_name(setting.name)
            self.fields[name] = _field_for(setting)
            self.initial[name] = office_setting(setting.name)

    @transaction.atomic
    def save(self, *, by: Any) -> int:
        """Decide what was changed on the page; returns how many settings have another value now."""
        changed = (one.name for one in declared_settings() if _field_name(one.name) in self.changed_data)
        return sum(decide(name, self.cleaned_data[_field_name(name)], by=by) for name in changed)


def _in_words(setting: OfficeSetting) -> str:
    """The default as it is told beside the field."""
    if isinstance(setting.default, bool):
        return (
            pgettext("a switch of the office", "on") if setting.default else pgettext("a switch of the office", "off")
        )
    return str(dict(setting.choices).get(setting.default, setting.default))


def _latest() -> dict[str, Any]:
    """The latest record of every setting that was ever decided, by its name; one query."""
    records = OfficeChoice.history.order_by("history_date", "history_id").select_related("history_user")
    return {record.name: record for record in records}


def _rooms(form: OfficeSettingsForm) -> Iterator[RoomOfSettings]:
    latest, rooms = _latest(), {}
    for setting in declared_settings():
        row = SettingRow(setting, form[_field_name(setting.name)], _in_words(setting), latest.get(setting.name))
        rooms.setdefault(setting.name.partition(".")[0], []).append(row)
    for name, rows in rooms.items():
        yield RoomOfSettings(capfirst(str(apps.get_app_config(name).verbose_name)), name, rows)


def table(request: HttpRequest, context: dict) -> HttpResponse:
    """Show the table; a POST changes what differs from what the page showed, or comes back with what is wrong."""
    require(request.user, "pages.decide_settings")
    form = OfficeSettingsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number = form.save(by=request.user)
        if number:
            said = ngettext("%(number)d setting was changed.", "%(number)d settings were changed.", number)
            messages.success(request, said % {"number": number})
        else:
            messages.info(request, gettext("Nothing was changed."))
        return HttpResponseRedirect(reverse("admin:settings"))
    context |= {"title": gettext("Settings of the office"), "form": form, "rooms": list(_rooms(form))}
    return TemplateResponse(request, "admin/settings.html", context, status=422 if form.errors else 200)
