"""The filters of the laboratory's list."""

from typing import NamedTuple

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from apps.common.bilingual import active_language
from apps.common.forms import FilterForm
from apps.common.memory import kept_briefly
from apps.common.widgets import QuickSelect
from apps.framework.models import ActionPlan, Area
from apps.partners.models import Partner

from .models import Proposal
from .workflow import WELCOMING, State

ENDED = (State.CONCLUDED, State.CLOSED)


class ProposalFilter(FilterForm):
    """Kind, area of the plan in force, partner, and those that have ended instead of those that are open."""

    kind = forms.ChoiceField(label=_("Kind"), widget=QuickSelect)
    area = forms.ChoiceField(label=pgettext_lazy("part of a plan", "Area"), widget=QuickSelect)
    partner = forms.ChoiceField(label=_("Partner"), widget=QuickSelect)
    stage = forms.ChoiceField(label=_("Stage"), widget=QuickSelect)

    def full_clean(self) -> None:
        """The choices are set before the query is judged."""
        offered = offered_in(active_language())
        self._areas = {number: pk for pk, number, _words in offered.areas}
        choices = {
            "kind": [("", pgettext("kinds of proposal", "All kinds")), *Proposal.Kind.choices],
            "area": [("", _("All areas")), *((number, words) for _pk, number, words in offered.areas)],
            "partner": [("", _("All partners")), *offered.partners],
            "stage": [("", _("Open and under way")), ("ended", _("Concluded and closed"))],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered
        super().full_clean()

    def apply(self, queryset: QuerySet) -> QuerySet:
        """Without a stage, what takes offers."""
        queryset = super().apply(queryset)
        return queryset if "stage" in self.values else queryset.none_but(WELCOMING)

    def narrow_kind(self, queryset: QuerySet, kind: str) -> QuerySet:
        """Proposals of that kind."""
        return queryset.filter(kind=kind)

    def narrow_area(self, queryset: QuerySet, number: str) -> QuerySet:
        """Proposals that serve an objective of that area."""
        links = Proposal.objectives.through.objects
        served = links.filter(proposal=OuterRef("pk"), objective__area=self._areas[number])
        return queryset.filter(Exists(served))

    def narrow_partner(self, queryset: QuerySet, code: str) -> QuerySet:
        """Proposals of that partner."""
        return queryset.filter(partner__code__iexact=code)

    def narrow_stage(self, queryset: QuerySet, stage: str) -> QuerySet:
        """Proposals that have ended."""
        return queryset.none_but(ENDED)


class Offered(NamedTuple):
    """What can be chosen of what the house knows: areas (key, number, words) and partners (code, name)."""

    areas: list[tuple[int, str, str]]
    partners: list[tuple[str, str]]


@kept_briefly
def offered_in(language: str) -> Offered:
    """Areas of the plan in force and partners of today, in two queries."""
    areas = areas_of_the_plan().values_list("pk", "number", f"title_{language}")
    partners = Partner.objects.taking_part().in_reading_order(language).values_list("code", f"name_{language}")
    return Offered(
        areas=[(pk, str(number), f"{number} · {title}") for pk, number, title in areas],
        partners=[(code.lower(), name) for code, name in partners],
    )


def areas_of_the_plan() -> QuerySet:
    """The areas of the youngest plan in force."""
    plan = ActionPlan.objects.in_force().values("pk")[:1]
    return Area.objects.filter(plan__in=plan).order_by("number", "pk")
