"""The filters of the laboratory's list."""

from collections.abc import Hashable
from typing import Any, NamedTuple

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from apps.common.bilingual import active_language, in_language
from apps.common.forms import FilterForm
from apps.common.memory import kept_briefly
from apps.common.paging import Listed
from apps.common.widgets import QuickSelect
from apps.framework.models import Action, ActionPlan, Area
from apps.partners.models import Partner, Region

from .models import Offer, Proposal, SupportKind, SupportSought
from .queries import WantedList, most_wanted_first
from .workflow import WELCOMING, State

ENDED = (State.CONCLUDED, State.CLOSED)


LONGEST_CHOICE = 90


class ProposalFilter(FilterForm):
    """What a proposal is, serves, concerns and seeks, whose it is, and those that have ended instead of the open ones.

    `seats` are the partners for which the reader acts: what they offered before is what suits them.
    """

    kind = forms.ChoiceField(label=_("Kind"), widget=QuickSelect)
    area = forms.ChoiceField(label=pgettext_lazy("part of a plan", "Area"), widget=QuickSelect)
    action = forms.ChoiceField(label=_("Action"), widget=QuickSelect)
    region = forms.ChoiceField(label=_("Region"), widget=QuickSelect)
    support = forms.ChoiceField(label=_("Support sought"), widget=QuickSelect)
    suits = forms.ChoiceField(label=_("Suits your seat"), widget=QuickSelect)
    partner = forms.ChoiceField(label=_("Partner"), widget=QuickSelect)
    stage = forms.ChoiceField(label=_("Stage"), widget=QuickSelect)
    order = forms.ChoiceField(label=_("Order"), widget=QuickSelect)

    def __init__(self, query: QueryDict, *, seats: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        self._seats = seats
        super().__init__(query, **kwargs)

    @property
    def drawn_by(self) -> tuple[Hashable, ...]:
        """Who acts for no partner is not asked what suits it."""
        return *super().drawn_by, bool(self._seats)

    def full_clean(self) -> None:
        """The choices are set before the query is judged."""
        offered = offered_in(active_language())
        self._areas = {number: pk for pk, number, _words in offered.areas}
        self._actions = {number: pk for pk, number, _words in offered.actions}
        choices = {
            "kind": [("", pgettext("kinds of proposal", "All kinds")), *Proposal.Kind.choices],
            "area": [("", _("All areas")), *((number, words) for _pk, number, words in offered.areas)],
            "action": [("", _("All actions")), *((number, words) for _pk, number, words in offered.actions)],
            "region": [("", _("All regions")), *((code, words) for _pk, code, words in offered.regions)],
            "support": [("", pgettext("kinds of support", "All kinds")), *SupportKind.choices],
            "suits": [("", _("All proposals")), ("before", _("Like what your seat offered before"))],
            "partner": [("", _("All partners")), *offered.partners],
            "stage": [("", _("Open and under way")), ("ended", _("Concluded and closed"))],
            "order": [("", _("Newest first")), ("wanted", _("Most offers, followers and comments first"))],
        }
        if not self._seats:
            self.fields.pop("suits", None)
        for name in self.fields:
            self.fields[name].choices = choices[name]
        super().full_clean()

    def apply(self, queryset: QuerySet) -> QuerySet:
        """Without a stage, what takes offers."""
        queryset = super().apply(queryset)
        return queryset if "stage" in self.values else queryset.none_but(WELCOMING)

    def in_order(self, queryset: QuerySet) -> Listed:
        """The latest first, unless asked otherwise."""
        if self.values.get("order") == "wanted":
            return WantedList(most_wanted_first(queryset), counted=queryset)
        return Listed(queryset.latest_first())

    def narrow_kind(self, queryset: QuerySet, kind: str) -> QuerySet:
        """Proposals of that kind."""
        return queryset.filter(kind=kind)

    def narrow_area(self, queryset: QuerySet, number: str) -> QuerySet:
        """Proposals that serve an objective of that area."""
        links = Proposal.objectives.through.objects
        served = links.filter(proposal=OuterRef("pk"), objective__area=self._areas[number])
        return queryset.filter(Exists(served))

    def narrow_action(self, queryset: QuerySet, number: str) -> QuerySet:
        """Proposals that serve that action of the plan in force."""
        served = Proposal.actions.through.objects.filter(proposal=OuterRef("pk"), action=self._actions[number])
        return queryset.filter(Exists(served))

    def narrow_region(self, queryset: QuerySet, code: str) -> QuerySet:
        """Proposals about that region, or of a partner that lies in it."""
        concerned = Proposal.regions.through.objects.filter(proposal=OuterRef("pk"), region__code=code)
        partners = Partner.objects.filter(region__code=code).order_by().values("pk")
        return queryset.filter(Q(Exists(concerned)) | Q(partner__in=partners))

    def narrow_support(self, queryset: QuerySet, kind: str) -> QuerySet:
        """Proposals that seek that kind of support."""
        return queryset.filter(Exists(SupportSought.objects.filter(proposal=OuterRef("pk"), kind=kind)))

    def narrow_suits(self, queryset: QuerySet, suits: str) -> QuerySet:
        """Proposals of others like those to which the own seats offered: the same kind of support, action or area."""
        offers = Offer.objects.filter(partner__in=self._seats).order_by()
        offered_to = offers.values("proposal")
        actions, objectives = Proposal.actions.through.objects, Proposal.objectives.through.objects
        known_actions = actions.filter(proposal__in=offered_to).values("action")
        known_areas = objectives.filter(proposal__in=offered_to).values("objective__area")
        alike = Q(Exists(SupportSought.objects.filter(proposal=OuterRef("pk"), kind__in=offers.values("kind"))))
        alike |= Q(Exists(actions.filter(proposal=OuterRef("pk"), action__in=known_actions)))
        alike |= Q(Exists(objectives.filter(proposal=OuterRef("pk"), objective__area__in=known_areas)))
        return queryset.exclude(partner__in=self._seats).filter(alike)

    def narrow_partner(self, queryset: QuerySet, code: str) -> QuerySet:
        """Proposals of that partner."""
        return queryset.filter(partner__code__iexact=code)

    def narrow_stage(self, queryset: QuerySet, stage: str) -> QuerySet:
        """Proposals that have ended."""
        return queryset.none_but(ENDED)

    def narrow_order(self, queryset: QuerySet, order: str) -> QuerySet:
        """All of them: an order leaves nothing out."""
        return queryset


class Offered(NamedTuple):
    """What can be chosen of what the house knows: areas, actions and regions (key, number or code, words), partners."""

    areas: list[tuple[int, str, str]]
    actions: list[tuple[int, str, str]]
    regions: list[tuple[int, str, str]]
    partners: list[tuple[str, str]]


@kept_briefly
def offered_in(language: str) -> Offered:
    """Areas and actions of the plan in force, regions, and partners of today, in four queries."""
    areas = areas_of_the_plan().values_list("pk", "number", f"title_{language}")
    partners = Partner.objects.taking_part().in_reading_order(language).values_list("code", f"name_{language}")
    return Offered(
        areas=[(pk, str(number), f"{number} · {title}") for pk, number, title in areas],
        actions=[(one.pk, str(one.number), _in_a_line(one)) for one in actions_of_the_plan()],
        regions=list(Region.objects.order_by("position", "pk").values_list("pk", "code", f"name_{language}")),
        partners=[(code.lower(), name) for code, name in partners],
    )


def _in_a_line(action: Action) -> str:
    """An action under its number, cut where it would make the control wider than a page."""
    words = str(in_language(action, "title") or in_language(action, "summary") or "")
    return Truncator(f"{action.number} · {words}" if words else str(action.number)).chars(LONGEST_CHOICE)


def areas_of_the_plan() -> QuerySet:
    """The areas of the youngest plan in force."""
    plan = ActionPlan.objects.in_force().values("pk")[:1]
    return Area.objects.filter(plan__in=plan).order_by("number", "pk")


def actions_of_the_plan() -> QuerySet:
    """The actions of the youngest plan in force."""
    plan = ActionPlan.objects.in_force().values("pk")[:1]
    return Action.objects.filter(objective__area__plan__in=plan).order_by("number", "pk")
