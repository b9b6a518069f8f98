"""The filters of the list of activities."""

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
from .queries import Choice, Choices, belonging_in_turn, belonging_to, is_common, with_partner, within


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
        self._by_keys = False
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

    def to_count(self, queryset: QuerySet) -> QuerySet:
        """The rows that `apply` gives, asked for in the way in which they are counted fastest."""
        self._by_keys = True
        narrowed = self.apply(queryset)
        self._by_keys = False
        return narrowed

    def narrow_year(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities that began in that year."""
        return queryset.filter(starts_on__year=int(value))

    def narrow_kind(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities of that kind."""
        return queryset.filter(kind=value)

    def narrow_area(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities that serve that area, one of its objectives or one of its actions."""
        return self._narrow("area", queryset, value)

    def narrow_objective(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities that serve that objective or one of its actions."""
        return self._narrow("objective", queryset, value)

    def narrow_action(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities that serve that action."""
        return self._narrow("action", queryset, value)

    def narrow_topic(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities of that topic."""
        return self._narrow("topic", queryset, value)

    def narrow_chairmanship(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities that began in that term of the chair."""
        return queryset.filter(within(*self._key("chairmanship", value)))

    def _key(self, what: str, value: str) -> Any:
        return next(choice.key for choice in self._offered[what] if choice.address == value)

    def _narrow(self, what: str, queryset: QuerySet, value: str) -> QuerySet:
        key = self._key(what, value)
        in_turn = not self._by_keys and is_common(what, key)
        return queryset.filter(belonging_in_turn(what, key) if in_turn else belonging_to(what, key))

    def narrow_partner(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities that the partner hosted or co-chaired."""
        return queryset.filter(with_partner(self._partners[value]))

    def narrow_status(self, queryset: QuerySet, value: str) -> QuerySet:
        """Activities that stand so."""
        return queryset.filter(status=value)
