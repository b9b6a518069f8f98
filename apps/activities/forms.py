"""The filters of the list of activities."""

from collections.abc import Hashable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from apps.common.forms import FilterForm
from apps.common.widgets import QuickSelect

from .models import Activity, Kind, Status
from .queries import Choices, with_partner


def _select(label: str, *choices: tuple[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=QuickSelect)


class ActivityFilters(FilterForm):
    """Year, kind, area of a plan, partner (host or co-chair), status."""

    year = _select(_("Year"))
    kind = _select(_("Kind"), ("", pgettext_lazy("kinds of activities", "all")), *Kind.choices)
    area = _select(_("Area of the action plan"))
    partner = _select(_("Partner"))
    status = _select(_("Status"), ("", pgettext_lazy("statuses of activities", "all")), *Status.choices)

    def __init__(self, query: QueryDict, choices: Choices) -> None:
        self._areas = {address: pk for address, pk, _words in choices.areas}
        self._partners = {partner.code.lower(): partner.pk for partner in choices.in_order}
        self._choices = choices
        super().__init__(query)

    @property
    def drawn_by(self) -> tuple[Hashable, ...]:
        """The years, partners and areas that there are to choose from, too."""
        return *super().drawn_by, self._choices

    def full_clean(self) -> None:
        """Check the query against the years, areas and partners that there are."""
        everything = ("", pgettext("years", "all"))
        self.fields["year"].choices = [everything, *((str(year), str(year)) for year in self._choices.years)]
        areas = ((address, words) for address, _pk, words in self._choices.areas)
        self.fields["area"].choices = [("", pgettext("areas of a plan", "all")), *areas]
        partners = ((partner.code.lower(), partner.name) for partner in self._choices.in_order)
        self.fields["partner"].choices = [("", pgettext("partners", "all")), *partners]
        super().full_clean()

    def narrow_year(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities that began in that year."""
        return queryset.filter(starts_on__year=int(value))

    def narrow_kind(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities of that kind."""
        return queryset.filter(kind=value)

    def narrow_area(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities that serve that area."""
        serving = Activity.areas.through.objects.filter(activity=OuterRef("pk"), area=self._areas[value])
        return queryset.filter(Exists(serving))

    def narrow_partner(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities that the partner hosted or co-chaired."""
        return queryset.filter(with_partner(self._partners[value]))

    def narrow_status(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities that stand so."""
        return queryset.filter(status=value)
