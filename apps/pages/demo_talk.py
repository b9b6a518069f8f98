"""Conversations of the demonstration: comments, questions to all in each state, a suggestion, standing offers.

All of them are marked as examples. Real states comment and answer, and never keep anybody waiting; that is what the
invented partners are for.
"""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from apps.accounts.models import User
from apps.framework.models import Area, Objective
from apps.lab import services
from apps.lab.models import Answer, Comment, Proposal, Query, StandingOffer
from apps.lab.services.answering import Given, SheetDraft
from apps.lab.services.asking import QueryDraft, QuestionDraft
from apps.lab.workflow import QueryState
from apps.partners.models import Partner

Acting = dict[str, User]
FORUM = "Un forum annuel des associations de la diaspora"
LEAFLETS = "Plain-language information for seasonal workers"


@dataclass(frozen=True)
class Asked:
    """Questions of an invented partner to some, what each answered, and how far they went."""

    partner: str
    language: str
    title: str
    introduction: str
    questions: tuple[str, ...]
    to: tuple[str, ...]
    answers: tuple[tuple[str, str, tuple[str, ...]], ...]
    state: str


QUERIES = (
    Asked(
        "XA",
        "fr",
        "Registres d’état civil mobiles",
        "Nous préparons un essai dans deux régions et voudrions profiter de l’expérience d’autrui.",
        ("Avez-vous des équipes mobiles d’état civil ?",),
        ("XB",),
        (),
        QueryState.DRAFT,
    ),
    Asked(
        "XB",
        "en",
        "Recognition of skills: who decides?",
        "A short comparison for a workshop in spring.",
        ("Which authority decides on certificates?", "How long does it take on average?"),
        ("XA", "CH"),
        (("CH", "en", ("The cantons and the professional associations together.", "About three months.")),),
        QueryState.RUNNING,
    ),
    Asked(
        "XA",
        "fr",
        "Guichets d’accueil des familles de retour",
        "Pour dimensionner nos propres guichets.",
        ("Combien de personnes y travaillent ?", "Qui les finance ?"),
        ("XB", "FR"),
        (
            ("XB", "en", ("Four in each town.", "The towns and one foundation.")),
            ("FR", "fr", ("Cela varie selon les départements.", "L’État et les collectivités.")),
        ),
        QueryState.CLOSED,
    ),
    Asked(
        "XB",
        "en",
        "Leaflets for seasonal workers: languages and formats",
        "To avoid writing what exists already.",
        ("In which languages do you publish?", "Paper, recording or both?"),
        ("XA", "EU"),
        (
            ("XA", "fr", ("En français et dans trois langues locales.", "Les deux, et un numéro d’appel.")),
            ("EU", "en", ("In all official languages.", "Mostly on line.")),
        ),
        QueryState.COMPILED,
    ),
    Asked(
        "XA",
        "fr",
        "Calendrier commun des formations",
        "",
        ("Qui tiendrait le calendrier ?",),
        ("XB",),
        (),
        QueryState.WITHDRAWN,
    ),
)


def make(acting: Acting, secretariat: User) -> int:
    """Make them once, through the services that people use; returns how many."""
    if Query.objects.exists():
        return 0
    number = _comments(acting) + _suggestion(acting, secretariat) + _standing(acting)
    for asked in QUERIES:
        _ask(asked, acting)
    Query.objects.update(is_example=True)
    Answer.objects.update(is_example=True)
    Comment.objects.update(is_example=True)
    StandingOffer.objects.update(is_example=True)
    return number + len(QUERIES)


def _partner(code: str) -> Partner:
    return Partner.objects.get(code=code)


def _said(code: str, text: str, language: str, between: str = "") -> services.Said:
    return services.Said(text, language, _partner(code), _partner(between) if between else None)


def _comments(acting: Acting) -> int:
    """A thread with an answer and an addition, one that was taken back, and one between two partners."""
    forum = Proposal.objects.filter(title_fr=FORUM).first()
    leaflets = Proposal.objects.filter(title_en=LEAFLETS).first()
    if forum is None or leaflets is None:
        return 0
    thread = services.add_comment(
        forum, _said("CH", "Quelles associations avaient participé les années passées ?", "fr"), by=acting["CH"]
    )
    answer = _said("XA", "Une trentaine, de sept pays. Nous en joindrons la liste.", "fr")
    services.answer_comment(thread, answer, by=acting["XA"])
    services.add_to_comment(thread, by=acting["CH"], text="Merci, cela nous aidera.", language="fr")
    mistaken = services.add_comment(forum, _said("XB", "This was meant for another proposal.", "en"), by=acting["XB"])
    services.take_back_comment(mistaken, by=acting["XB"])
    private = _said("XB", "Could your lawyer come in the second week of March?", "en", between="XA")
    services.add_comment(leaflets, private, by=acting["XB"])
    return 4


def _suggestion(acting: Acting, secretariat: User) -> int:
    """A suggestion to the secretariat, with its answer."""
    objective = Objective.objects.filter(code="7", area__plan__slug="cadiz-2023-2027").first()
    texts = {
        "title": "One page on each meeting, a week after it",
        "summary": "Officials who could not travel would like to know what was said before the report is ready.",
        "support_sought": "An hour of the secretariat after each meeting.",
    }
    draft = services.Draft(
        Proposal.Kind.SUGGESTION,
        "en",
        texts,
        objectives=frozenset({objective.pk} if objective else ()),
        addressee="secretariat",
    )
    proposal = services.begin_draft(draft, partner=_partner("XB"), by=acting["XB"])
    Proposal.objects.filter(pk=proposal.pk).update(is_example=True)
    proposal = services.publish(services.submit(proposal, by=acting["XB"]), by=secretariat)
    words = "Gladly: we begin with the next thematic meeting, and put the page into the library."
    services.answer_suggestion(proposal, by=secretariat, partner=None, text=words, language="en")
    return 2


def _standing(acting: Acting) -> int:
    """What two invented partners hold ready."""
    areas = frozenset(Area.objects.filter(plan__slug="cadiz-2023-2027", number__in=(1, 2)).values_list("pk", flat=True))
    held = (
        (
            "XA",
            "expertise",
            "Une juriste du travail pour des missions courtes",
            "Jusqu’à quatre semaines par an.",
            "fr",
        ),
        ("XB", "training", "Training in reception and counselling", "Two trainers for a week, twice a year.", "en"),
    )
    for code, kind, title, text, language in held:
        ready = services.HeldReady(kind, title, text, language, areas=areas)
        services.publish_standing(ready, by=acting[code], partner=_partner(code))
    return len(held)


def _ask(asked: Asked, acting: Acting) -> None:
    by, to = acting[asked.partner], frozenset(_partner(code).pk for code in asked.to)
    draft = QueryDraft(
        asked.language,
        asked.title,
        asked.introduction,
        tuple(QuestionDraft(text) for text in asked.questions),
        is_to_all=False,
        addressees=to,
        due_at=timezone.now() + datetime.timedelta(days=21),
    )
    query = services.begin_query(draft, partner=_partner(asked.partner), by=by)
    if asked.state == QueryState.DRAFT:
        return
    query = services.ask_query(query, by=by)
    for code, language, texts in asked.answers:
        given = {number: Given(text) for number, text in enumerate(texts, start=1)}
        services.save_answers(
            query, SheetDraft(language, given), partner=_partner(code), by=acting[code], version=None, is_sent=True
        )
    if asked.state == QueryState.WITHDRAWN:
        services.withdraw_query(query, by=by)
    if asked.state in (QueryState.CLOSED, QueryState.COMPILED):
        query = services.close_query(query, by=by)
    if asked.state == QueryState.COMPILED:
        services.compile_query(query, by=by)
