"""The filters of the list of activities."""

import datetime
from collections.abc import Hashable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from apps.common.forms import FilterForm
from apps.common.widgets import QuickSelect

from .models import Kind, Status
from .queries import Choice, Choices, Narrowing


def _select(label: str, *choices: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=QuickSelect)


def _hidden(label: str) -> forms.ChoiceField:
    """A filter that other pages lead to; it is kept and lifted like the others, but not chosen here."""
    return forms.ChoiceField(label=label, widget=forms.HiddenInput)


class ActivityFilters(FilterForm):
    """Year, kind, part of a plan, topic, partner (host or co-chair), status; pages lead to those of a term too."""

    year = _select(_("Year"))
    kind = _select(_("Kind"), ("", pgettext_lazy("kinds of activities", "all")), *Kind.choices)
    area = _select(_("Area of the action plan"))
    objective = _select(_("Objective"))
    action = _select(_("Action"))
    topic = _select(_("Topic"))
    partner = _select(_("Partner"))
    status = _select(_("Status"), ("", pgettext_lazy("statuses of activities", "all")), *Status.choices)
    chairmanship = _hidden(_("Chairmanship"))

    def __init__(self, query: QueryDict, choices: Choices) -> None:
        self._offered: dict[str, tuple[Choice, ...]] = dict(choices.belonging)
        self._partners = {partner.code.lower(): partner.pk for partner in choices.in_order}
        self._choices = choices
        super().__init__(query)

    @property
    def drawn_by(self) -> tuple[Hashable, ...]:
        """What there is to choose from, too."""
        return *super().drawn_by, self._choices

    def hidden_fields(self) -> list[forms.BoundField]:
        """Those that are on: empty ones would only lengthen the address."""
        return [field for field in super().hidden_fields() if field.name in self.values]

    def full_clean(self) -> None:
        """Check the query against what there is."""
        years = ((str(year), str(year)) for year in self._choices.years)
        self.fields["year"].choices = [("", pgettext("years", "all")), *years]
        everything = {"area": pgettext("areas of a plan", "all"), "action": pgettext("actions of a plan", "all")}
        everything |= {"objective": pgettext("objectives of a plan", "all"), "topic": pgettext("topics", "all")}
        for what in (*everything, "chairmanship"):
            offered = ((choice.address, choice.words) for choice in self._offered.get(what, ()))
            self.fields[what].choices = [("", everything.get(what, "")), *offered]
        partners = ((partner.code.lower(), partner.name) for partner in self._choices.in_order)
        self.fields["partner"].choices = [("", pgettext("partners", "all")), *partners]
        super().full_clean()

    def apply(self, queryset: QuerySet) -> QuerySet:
        """The queryset narrowed by every filter that is on."""
        return self.narrowing.applied_to(queryset)

    @property
    def narrowing(self) -> Narrowing:
        """What the filters that are on ask for."""
        narrowing = Narrowing()
        for name, value in self.values.items():
            getattr(self, f"_by_{name}", self._by_belonging)(narrowing, name, value)
        return narrowing

    def _by_year(self, narrowing: Narrowing, name: str, value: str) -> None:
        """Activities that began in that year."""
        year = int(value)
        narrowing.by(name, year_begins=datetime.date(year, 1, 1), year_ends=datetime.date(year, 12, 31))

    def _by_chairmanship(self, narrowing: Narrowing, name: str, value: str) -> None:
        """Activities that began in that term of the chair."""
        span = self._key(name, value)
        narrowing.by(name, term_begins=span.first, term_ends=span.last, term=span.term)

    def _by_partner(self, narrowing: Narrowing, name: str, value: str) -> None:
        """Activities that the partner hosted or co-chaired."""
        narrowing.by_belonging(name, self._partners[value])

    def _by_kind(self, narrowing: Narrowing, name: str, value: str) -> None:
        """Activities of that kind."""
        narrowing.by(name, kind=value)

    def _by_status(self, narrowing: Narrowing, name: str, value: str) -> None:
        """Activities that stand so."""
        narrowing.by(name, status=value)

    def _by_belonging(self, narrowing: Narrowing, name: str, value: str) -> None:
        """Activities that serve that part of a plan or a part of it, or are of that topic."""
        narrowing.by_belonging(name, self._key(name, value))

    def _key(self, what: str, value: str) -> Any:
        return next(choice.key for choice in self._offered[what] if choice.address == value)
