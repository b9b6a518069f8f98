"""What a proposal serves, seeks and concerns besides its texts, each gathered in one question."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils.text import capfirst

from apps.common.bilingual import active_language, sort_key
from apps.common.prepared import Prepared
from apps.framework.models import Action, GcmObjective, Objective, action_url, objective_url
from apps.partners.models import Partner, Region

from ..models import Proposal, SupportKind, SupportSought

TO_ONE = {
    "objectives": "objective_id",
    "actions": "action_id",
    "gcm_objectives": "gcmobjective_id",
    "partners_concerned": "partner_id",
    "regions": "region_id",
}
# Areas have fewer objectives.
A_PLACE = 1_000


def _called(name: str) -> Value:
    return Value(name, output_field=CharField())


def _keys(proposal: int) -> QuerySet:
    sought = SupportSought.objects.filter(proposal=proposal).order_by()
    parts = [
        getattr(Proposal, name)
        .through.objects.filter(proposal=proposal)
        .values_list(_called(name), Cast(column, TextField()))
        for name, column in TO_ONE.items()
    ]
    return sought.values_list(_called("sought"), Cast("kind", TextField())).union(*parts, all=True)


ask_keys = Prepared(_keys)


def links_of(proposal: Proposal) -> dict[str, list[str]]:
    """The keys of what a proposal serves and concerns, and the kinds of support sought (`sought`), as texts."""
    found: dict[str, list[str]] = {name: [] for name in ("sought", *TO_ONE)}
    if proposal.pk is not None:
        for name, key in ask_keys(proposal=proposal.pk):
            found[name].append(key)
    return found


@dataclass(frozen=True)
class Belongings:
    """What stands beside the texts of a proposal: (name, address) of objectives, actions, partners, regions and
    objectives of the Global Compact, kinds of support in words, by name in the reader's language.
    """

    objectives: tuple[tuple[str, str], ...] = ()
    actions: tuple[tuple[str, str], ...] = ()
    partners: tuple[tuple[str, str], ...] = ()
    regions: tuple[str, ...] = ()
    gcm: tuple[tuple[str, str], ...] = ()
    sought: tuple[str, ...] = ()


def _told(language: str, proposal: int) -> QuerySet:
    def rows(what: str, found: QuerySet, place: Any, code: str, name: str) -> QuerySet:
        return found.order_by().values_list(
            _called(what), Cast(place, IntegerField()), Cast(code, TextField()), Cast(name, TextField())
        )

    about = Partner.objects.rewrite(False).filter(proposals_about=proposal)
    gcm = GcmObjective.objects.rewrite(False).filter(proposals=proposal)
    regions = Region.objects.rewrite(False).filter(proposals=proposal)
    objectives = Objective.objects.rewrite(False).filter(proposals=proposal)
    actions = Action.objects.rewrite(False).filter(proposals=proposal)
    return rows("sought", SupportSought.objects.filter(proposal=proposal), "pk", "kind", "kind").union(
        rows("partners", about, "pk", "code", f"name_{language}"),
        rows("gcm", gcm, "number", "number", f"title_{language}"),
        rows("regions", regions, "position", "code", f"name_{language}"),
        rows("objectives", objectives, F("area__number") * A_PLACE + F("number"), "code", "area__plan__slug"),
        rows("actions", actions, "number", "number", "objective__area__plan__slug"),
        all=True,
    )


ask_belongings = Prepared(_told)


def belongings_of(proposal: Proposal, language: str | None = None) -> Belongings:
    """The same for its page, in that language (default: the active one), in one question."""
    found: dict[str, list] = defaultdict(list)
    for what, place, code, name in ask_belongings(language or active_language(), proposal=proposal.pk):
        found[what].append((place, code, name))
    kinds = {code for _place, code, _name in found["sought"]}
    return Belongings(
        objectives=tuple(
            (str(Objective(code=code)), objective_url(slug, code)) for _place, code, slug in sorted(found["objectives"])
        ),
        actions=tuple(
            (str(Action(number=number)), action_url(slug, number)) for number, _code, slug in sorted(found["actions"])
        ),
        partners=tuple(
            (name, Partner(code=code).get_absolute_url()) for _place, code, name in _by_name(found["partners"])
        ),
        regions=tuple(name for _place, _code, name in sorted(found["regions"])),
        gcm=tuple((f"{place} · {name}", _gcm_url(place)) for place, _code, name in sorted(found["gcm"])),
        sought=tuple(capfirst(str(kind.label)) for kind in SupportKind if kind in kinds),
    )


def _by_name(rows: list[tuple[int, str, str]]) -> list[tuple[int, str, str]]:
    return sorted(rows, key=lambda row: sort_key(row[2]))


def _gcm_url(number: int) -> str:
    return GcmObjective(number=number).get_absolute_url()
