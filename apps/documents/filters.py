"""The filters of the space's library: those of the public one, and level, network, "new since"."""

import datetime
from collections.abc import Hashable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from apps.common.dates import day
from apps.common.widgets import QuickSelect
from apps.partners.networks import NFP

from .forms import DocumentFilters
from .queries import Choices
from .queries.space import SpaceChoices


class SpaceFilters(DocumentFilters):
    """A person is offered the levels and networks of which they may read something, and no others."""

    level = forms.ChoiceField(label=pgettext_lazy("filter of documents", "For whom"), widget=QuickSelect)
    network = forms.ChoiceField(label=_("Network"), widget=QuickSelect)
    since = forms.DateField(label=_("New since"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, query: QueryDict, choices: Choices, own: SpaceChoices) -> None:
        self._own = own
        super().__init__(query, choices)

    @property
    def drawn_by(self) -> tuple[Hashable, ...]:
        """What this person can choose among, too."""
        return *super().drawn_by, self._own

    def full_clean(self) -> None:
        """Check the query against what this person can choose among."""
        self.fields["level"].choices = [("", pgettext("levels of documents", "all")), *self._own.levels]
        networks = [(code, name) for code, name, _pk in self._own.networks]
        self.fields["network"].choices = [("", pgettext("networks", "all")), *networks]
        if not self._own.networks:
            self.fields["network"].widget = forms.HiddenInput()
        super().full_clean()

    def in_order(self, queryset: QuerySet) -> QuerySet:
        """The latest first; what is new since a day by how new it is here."""
        return queryset.newest_first() if "since" in self.values else queryset.latest_first()

    def narrow_level(self, queryset: QuerySet, value: str) -> QuerySet:
        """Documents of that level."""
        return queryset.filter(level=value)

    def narrow_network(self, queryset: QuerySet, value: str) -> QuerySet:
        """Papers of that network."""
        of_it = Q(network=next(pk for code, _name, pk in self._own.networks if code == value))
        return queryset.filter(of_it | Q(network__isnull=True) if value == NFP else of_it)

    def narrow_since(self, queryset: QuerySet, value: datetime.date) -> QuerySet:
        """What was published on that day or later."""
        begins = timezone.make_aware(datetime.datetime.combine(value, datetime.time.min))
        return queryset.filter(published_at__gte=begins)

    def _in_words(self, name: str, raw: str) -> Any:
        return day(self.cleaned_data[name]) if name == "since" else super()._in_words(name, raw)
