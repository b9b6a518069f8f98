"""Entries of the laboratory for the demonstration, each marked as an example and made through the services people use.

Every state occurs. Real states only offer and accept; delays, refusals and withdrawals are those of invented partners.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from apps.accounts.models import User
from apps.framework.models import Objective
from apps.lab import services
from apps.lab.models import Offer, Proposal
from apps.partners.models import Partner


@dataclass(frozen=True)
class Example:
    """A proposal of an invented partner: its words, what it serves, and the steps it has taken, with their days."""

    partner: str
    language: str
    kind: str
    title: str
    summary: str
    support_sought: str
    objective: str
    steps: tuple[tuple[str, int, str], ...]
    offer: tuple[str, str, str, str] | None = None
    addressee: str = ""


EXAMPLES = (
    Example(
        "XA",
        "fr",
        "technical",
        "Former des agents d’état civil dans les régions frontalières",
        "Les naissances survenues pendant un déplacement restent souvent sans acte. "
        "Nous souhaitons former cent agents en deux ans.",
        "Deux formateurs par session et des supports de cours éprouvés.",
        "5a",
        (),
    ),
    Example(
        "XB",
        "en",
        "project",
        "A guide to recognising skills learnt on the job",
        "Returning craftspeople have skills but no certificate. "
        "A short guide would help employers and training centres to assess them.",
        "Examples of assessment sheets, and one expert for a workshop of three days.",
        "3",
        (("submit", 2, ""),),
    ),
    Example(
        "XB",
        "en",
        "financial",
        "Reception desks for returning families",
        "Families who come back need one place to ask about school, health and housing.",
        "A contribution to the first year of two desks.",
        "10",
        (
            ("submit", 9, ""),
            ("return", 6, "Please say which towns are meant, and what the two desks will cost in the first year."),
        ),
    ),
    Example(
        "XA",
        "fr",
        "partners",
        "Un forum annuel des associations de la diaspora",
        "Les associations se connaissent peu. Un forum de deux jours leur permettrait de préparer des projets communs.",
        "Un pays coorganisateur et des associations prêtes à participer.",
        "1",
        (("submit", 20, ""), ("publish", 17, "")),
        (
            "XB",
            "experience",
            "We held such a forum twice and can share the programme, the budget and the lessons.",
            "decline",
        ),
    ),
    Example(
        "XB",
        "en",
        "technical",
        "Plain-language information for seasonal workers",
        "Seasonal workers sign contracts they cannot read. Leaflets and recordings in four languages would help.",
        "Model texts and experience with recordings.",
        "3",
        (("submit", 60, ""), ("publish", 57, ""), ("start", 30, "")),
        (
            "XA",
            "expertise",
            "Nous pouvons prêter nos modèles de contrat illustrés et une juriste pendant deux semaines.",
            "accept",
        ),
    ),
    Example(
        "XA",
        "fr",
        "project",
        "Cartographie des services d’aide aux mineurs non accompagnés",
        "Un répertoire simple, tenu à jour, des services présents le long de la route.",
        "Un format commun et des correspondants dans les pays voisins.",
        "5b",
        (
            ("submit", 200, ""),
            ("publish", 196, ""),
            ("start", 150, ""),
            (
                "conclude",
                20,
                "Le répertoire couvre onze villes ; il est mis à jour chaque trimestre par les correspondants.",
            ),
        ),
        ("XB", "partnership", "We will name a correspondent and keep our part of the directory up to date.", "accept"),
    ),
    Example(
        "XB",
        "en",
        "suggestion",
        "A shared calendar of all trainings",
        "Dates of trainings collide. One calendar would help.",
        "Somebody who keeps it.",
        "7",
        (
            ("submit", 120, ""),
            ("publish", 118, ""),
            ("close", 40, "Nobody could take this on this year; it may come back."),
        ),
        addressee="secretariat",
    ),
    Example(
        "XB",
        "en",
        "project",
        "A study on return counselling",
        "We wanted to compare counselling before departure in several countries.",
        "Two partner institutes.",
        "10",
        (("submit", 90, ""), ("publish", 88, ""), ("withdraw", 50, "")),
    ),
)

DIALOGUES = (
    (
        "archive-ga",
        "CH",
        "expertise",
        "Deux missions d’appui d’une coopérative qui forme de jeunes entrepreneurs agricoles.",
        "fr",
    ),
    (
        "archive-ci",
        "EU",
        "experience",
        "Lessons learnt from three diaspora mappings, with the questionnaires that were used.",
        "en",
    ),
    (
        "archive-ml",
        "FR",
        "partnership",
        "Une mise en relation avec des associations qui préparent un forum semblable.",
        "fr",
    ),
)


def make(acting: dict[str, User], secretariat: User) -> int:
    """Make the examples and the dialogues around the archived proposals; returns how many entries were made.

    `acting` gives each partner's person by code. What was made before is left alone.
    """
    if Proposal.objects.filter(is_example=True).exists():
        return 0
    for example in EXAMPLES:
        _play(example, acting, secretariat)
    for reference, code, kind, text, language in DIALOGUES:
        proposal = Proposal.objects.filter(reference=reference).select_related("partner").first()
        if proposal is not None:
            _offer(proposal, code, kind, text, "accept", acting, language=language)
    return len(EXAMPLES) + len(DIALOGUES) + sum(example.offer is not None for example in EXAMPLES)


def _play(example: Example, acting: dict[str, User], secretariat: User) -> None:
    """Write the proposal and take its steps; the offer comes as soon as all seats can see it."""
    author = acting[example.partner]
    objective = Objective.objects.get(code=example.objective, area__plan__slug="cadiz-2023-2027")
    texts = {"title": example.title, "summary": example.summary, "support_sought": example.support_sought}
    facts = {"objectives": frozenset({objective.pk}), "addressee": example.addressee}
    draft = services.Draft(example.kind, example.language, texts, **facts)
    proposal = services.begin_draft(draft, partner=Partner.objects.get(code=example.partner), by=author)
    Proposal.objects.filter(pk=proposal.pk).update(is_example=True)
    for name, days_ago, note in example.steps:
        by = secretariat if name in ("return", "publish") else author
        proposal = services.PROPOSAL_STEPS[name](proposal, by=by, note=note)
        _date_back(proposal, name, days_ago)
        if name == "publish" and example.offer:
            _offer(proposal, *example.offer, acting, days_ago=days_ago - 1)


def _offer(
    proposal: Proposal,
    code: str,
    kind: str,
    text: str,
    answer: str,
    acting: dict[str, User],
    *,
    language: str = "",
    days_ago: int = 0,
) -> None:
    """Another partner offers, and the proposing seat answers."""
    giver, taker = acting[code], acting[proposal.partner.code]
    offer = services.offer_support(
        proposal,
        by=giver,
        partner=Partner.objects.get(code=code),
        kind=kind,
        text=text,
        language=language or giver.language,
        contact=giver.email,
    )
    services.OFFER_STEPS[answer](offer, by=taker)
    moment = timezone.now() - datetime.timedelta(days=days_ago)
    Offer.objects.filter(pk=offer.pk).update(is_example=True, made_at=moment, ended_at=moment)
    offer.lines.update(at=moment)


MOMENT_OF: dict[str, Iterable[str]] = {
    "submit": ("submitted_at",),
    "publish": ("opened_at",),
    "start": ("started_at",),
    "conclude": ("concluded_at",),
    "close": ("closed_at",),
    "withdraw": ("withdrawn_at",),
    "return": (),
}


def _date_back(proposal: Proposal, step: str, days_ago: int) -> None:
    """Set what the step dated, and its line, back to when the example says it happened."""
    moment = timezone.now() - datetime.timedelta(days=days_ago)
    Proposal.objects.filter(pk=proposal.pk).update(**dict.fromkeys(MOMENT_OF[step], moment))
    proposal.lines.filter(step=step, offer=None).update(at=moment)
    proposal.refresh_from_db()
