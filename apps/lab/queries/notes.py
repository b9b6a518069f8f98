"""A proposal as a concept note: its facts and texts under their headings, in one language, for a page and for a PDF."""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext, override

from apps.common.bilingual import Words, in_language
from apps.common.context import furniture
from apps.common.dates import day
from apps.framework.models import Action, Objective

from ..models import TEXTS, Proposal
from ..workflow import EDITABLE
from .belongings import belongings_of


@dataclass(frozen=True)
class ConceptNote:
    """What the paper says, in its language; `reserve` goes with a mention of the Global Compact, else it is empty."""

    language: str
    reference: str
    title: Words
    state: str
    day: str
    is_draft: bool
    statement: str
    facts: list[tuple[str, str]]
    sections: list[tuple[str, Words]]
    objectives: list[str]
    actions: list[str]
    gcm: list[str]
    reserve: Words


def concept_note(proposal: Proposal, language: str) -> ConceptNote:
    """The note in that language; texts that do not exist in it stand as they were written."""
    with override(language):
        belongings = belongings_of(proposal, language)
        gcm = [name for name, _url in belongings.gcm]
        statement = gettext(
            "Statement of the partner that proposes, %(partner)s. It binds no other partner of the Dialogue."
        )
        return ConceptNote(
            language=language,
            reference=proposal.reference,
            title=in_language(proposal, "title"),
            state=proposal.get_state_display(),
            day=day(proposal.opened_at or proposal.submitted_at or proposal.updated_at),
            is_draft=proposal.state in EDITABLE,
            statement=statement % {"partner": proposal.partner},
            facts=[(term, value) for term, value in _facts(proposal, belongings) if value],
            sections=[(heading, text) for name, heading in _headings() if (text := in_language(proposal, name))],
            objectives=[_titled(one, one.code) for one in _objectives(proposal)],
            actions=[_titled(one, str(one.number)) for one in _actions(proposal)],
            gcm=gcm,
            reserve=_reserve() if gcm else Words(),
        )


def _headings() -> list[tuple[str, str]]:
    headings = {
        "summary": gettext("Summary"),
        "context": gettext("Context"),
        "aims": gettext("What it is to achieve"),
        "expected_results": gettext("Expected results"),
        "activities_planned": gettext("Activities planned"),
        "already_done": gettext("What the country already does"),
        "support_sought": gettext("Support sought"),
    }
    return [(name, headings[name]) for name in TEXTS if name in headings]


def _facts(proposal: Proposal, belongings) -> list[tuple[str, str]]:
    return [
        (gettext("Put forward by"), str(proposal.partner)),
        (gettext("Kind"), capfirst(proposal.get_kind_display())),
        (gettext("State"), capfirst(proposal.get_state_display())),
        (gettext("Addressed to"), capfirst(proposal.addressee_told)),
        (gettext("Period"), proposal.period_told),
        (gettext("Budget"), proposal.budget_told),
        (gettext("Share of it that is sought"), proposal.share_told),
        (gettext("Kinds of support sought"), ", ".join(belongings.sought)),
        (gettext("Partners concerned"), ", ".join(name for name, _url in belongings.partners)),
        (gettext("Regions concerned"), ", ".join(belongings.regions)),
        (gettext("Contact"), proposal.contact),
        (gettext("Written in"), capfirst(proposal.get_language_display())),
    ]


def _objectives(proposal: Proposal) -> list[Objective]:
    return list(proposal.objectives.order_by("area__number", "number", "code"))


def _actions(proposal: Proposal) -> list[Action]:
    return list(proposal.actions.order_by("number", "pk"))


def _titled(row: Objective | Action, name: str) -> str:
    words = in_language(row, "title") or in_language(row, "summary")
    return f"{name} · {words}" if words else name


def _reserve() -> Words:
    own = gettext(
        "Relating activities or documents to an objective of the Global Compact changes no national position and does"
        " not mean that any state accepts the Global Compact by its silence."
    )
    return in_language(furniture.read(), "gcm_disclaimer") or Words(own)
