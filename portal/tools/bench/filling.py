"""Fills a database of the bench with as much as asked: people, documents, activities, proposals, in both languages."""

import datetime
import random
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from django.db import connection, models
from django.utils import timezone

from apps.accounts.models import User
from apps.activities.models import Activity, Kind, Status
from apps.common import statistics
from apps.documents.models import Document, DocumentFile, Level
from apps.documents.models import Kind as DocumentKind
from apps.framework.models import Action, ActionPlan, Objective, Topic
from apps.lab.models import Comment, Offer, Proposal, ProposalLine, SupportKind, SupportSought
from apps.lab.workflow import OfferState, State
from apps.notifications.models import Preference
from apps.partners.models import NFP, Chairmanship, Mandate, Network, Partner, Region
from apps.partners.rules import GIVEN_BY_HEAD as BESIDE_THE_HEAD

BATCH = 2000
DIFFERENT_TEXTS = 50
BUSY_SEAT = "GA"
BUSY = 2
FIRST_DAY = datetime.date(2006, 7, 10)
SENTENCES = {
    "en": (
        "Delegations from both continents compared what has worked and what has not.",
        "The co-chairs recalled that protection comes first, whatever the route.",
        "Three working groups looked at data, at resources and at the place of local authorities.",
        "Participants asked for a follow-up within a year and for examples that can be copied.",
        "The host presented a national strategy that had been adopted a few months before.",
    ),
    "fr": (
        "Les délégations des deux continents ont comparé ce qui a réussi et ce qui a échoué.",
        "Les coprésidents ont rappelé que la protection prime, quelle que soit la route.",
        "Trois groupes de travail se sont penchés sur les données, les moyens et le rôle des collectivités.",
        "Les participants ont demandé un suivi dans l’année et des exemples à reprendre.",
        "Le pays hôte a présenté une stratégie nationale adoptée quelques mois auparavant.",
    ),
}
THEMES = {
    "en": (
        "Voluntary return and reintegration",
        "Regular migration and mobility",
        "Diaspora and development",
        "Fight against trafficking",
    ),
    "fr": (
        "Retour volontaire et réintégration",
        "Migration régulière et mobilité",
        "Diaspora et développement",
        "Lutte contre la traite",
    ),
}
CITIES = (("Brussels", "Bruxelles"), ("Lisbon", "Lisbonne"), ("Abuja", "Abuja"), ("Cotonou", "Cotonou"))


@cache
def texts(language: str, sentences: int) -> list[str]:
    """Texts of so many sentences of that language, in paragraphs of four."""
    chance = random.Random(sentences)
    made = []
    for _ in range(DIFFERENT_TEXTS):
        chosen = [chance.choice(SENTENCES[language]) for _ in range(sentences)]
        made.append("\n\n".join(" ".join(chosen[start : start + 4]) for start in range(0, sentences, 4)))
    return made


def text(chance: random.Random, language: str, sentences: int) -> str:
    """One of them."""
    return chance.choice(texts(language, sentences))


def keep(model: type[models.Model], rows: Iterable[models.Model]) -> Iterator[list[models.Model]]:
    """Write rows in batches, whatever their number, and pass each batch on with its keys."""
    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        yield model._base_manager.bulk_create(batch)


def relate(relation: Any, pairs: Iterable[tuple[int, int]]) -> None:
    """Write the rows between two tables; a pair is written once."""
    through = relation.through
    here, there = relation.field.m2m_column_name(), relation.field.m2m_reverse_name()
    through._base_manager.bulk_create(
        [through(**{here: one, there: other}) for one, other in dict.fromkeys(pairs)], batch_size=BATCH
    )


def one_of(chance: random.Random, things: list) -> Any:
    """One of them, a few of the first far more often: every list that is narrowed to one has a full page somewhere."""
    return chance.choice(things[:BUSY] if chance.random() < 0.5 else things)


def in_languages(number: int, make: Callable[[str], str], name: str) -> dict[str, str]:
    """A text in both languages; each tenth row has but one, so that the fallback is measured too."""
    languages = ("en",) if number % 10 == 3 else ("fr",) if number % 10 == 7 else ("en", "fr")
    return {f"{name}_{language}": make(language) for language in languages}


def people(count: int) -> None:
    """Focal points of today, spread over the partners, one in two reading French."""
    partners = list(Partner.objects.taking_part())
    network = Network.objects.get(code=NFP)
    made = (
        User(
            email=f"person.{number}@bench.example.org",
            name=f"Person {number}",
            language=("en", "fr")[number % 2],
            password="!",
        )
        for number in range(count)
    )
    for batch in keep(User, made):
        Mandate.objects.bulk_create(
            Mandate(
                user=user, partner=partners[place % len(partners)], network=network, role=BESIDE_THE_HEAD[place % 3]
            )
            for place, user in enumerate(batch)
        )
        # Who chose nothing reads of what others propose in a weekly digest; these are told at once.
        Preference.objects.bulk_create(Preference(person=user, topic="lab", frequency="at_once") for user in batch)


def _activity(number: int, chance: random.Random, partners: list[Partner]) -> Activity:
    """An activity of one of the last twenty years."""
    day = FIRST_DAY + datetime.timedelta(days=chance.randrange(7500))
    city = CITIES[number % len(CITIES)]
    return Activity(
        slug=f"bench-activity-{number}",
        kind=Kind.values[number % len(Kind.values)],
        status=Status.HELD if day < timezone.localdate() else Status.ANNOUNCED,
        starts_on=day,
        ends_on=day + datetime.timedelta(days=1) if number % 3 else None,
        is_online=number % 5 == 0,
        city_en=city[0],
        city_fr=city[1],
        country=partners[number % len(partners)],
        people=20 + number % 180,
        countries=5 + number % 40,
        publication=Activity.Publication.PUBLISHED if number % 20 else Activity.Publication.DRAFT,
        published_at=timezone.now() - datetime.timedelta(days=1),
        **in_languages(number, lambda language: f"{THEMES[language][number % 4]} ({number})", "title"),
        **in_languages(number, lambda language: text(chance, language, 4), "summary"),
        **in_languages(number, lambda language: text(chance, language, 12), "body"),
    )


def activities(count: int) -> None:
    """Activities with co-chairs, and with areas, objectives and actions of the plan that was in force."""
    start = Activity.objects.count()
    chance = random.Random(start)
    partners = list(Partner.objects.filter(kind=Partner.Kind.STATE))
    plan = ActionPlan.objects.latest("valid_from")
    parts = list(Action.objects.filter(objective__area__plan=plan).values_list("objective__area", "objective", "pk"))
    made = (_activity(number, chance, partners) for number in range(start, start + count))
    for batch in keep(Activity, made):
        relate(Activity.co_chairs, [(row.pk, one_of(chance, partners).pk) for row in batch for _ in range(2)])
        under = [(row, one_of(chance, parts)) for row in batch if row.starts_on >= plan.valid_from]
        relate(Activity.areas, [(row.pk, area) for row, (area, _, _) in under])
        relate(Activity.objectives, [(row.pk, objective) for row, (_, objective, _) in under])
        relate(Activity.actions, [(row.pk, action) for row, (_, _, action) in under if row.people % 3])


LEVELS = (Level.PUBLIC,) * 8 + (Level.FOCAL_POINTS, Level.COMMITTEE)


def _document(number: int, chance: random.Random) -> Document:
    """A document of one of the last twenty years; each twelfth has no date, each tenth is a draft."""
    day = FIRST_DAY + datetime.timedelta(days=chance.randrange(7400))
    return Document(
        slug=f"bench-document-{number}",
        kind=DocumentKind.values[number % len(DocumentKind.values)],
        level=LEVELS[number % len(LEVELS)],
        issued_on=day if number % 12 else None,
        publication=Document.Publication.PUBLISHED if number % 20 else Document.Publication.DRAFT,
        published_at=timezone.now() - datetime.timedelta(days=1),
        **in_languages(number, lambda language: f"{THEMES[language][number % 4]} [{number}]", "title"),
        **in_languages(number, lambda language: text(chance, language, 4), "summary"),
    )


def documents(count: int) -> None:
    """Documents with official addresses, tied to parts of the plan, topics, terms of the chair and partners."""
    start = Document.objects.count()
    chance = random.Random(start)
    partners = list(Partner.objects.filter(kind=Partner.Kind.STATE).values_list("pk", flat=True))
    terms = list(Chairmanship.objects.values_list("pk", flat=True))
    topics = list(Topic.objects.values_list("pk", flat=True))
    plan = ActionPlan.objects.latest("valid_from")
    parts = list(Action.objects.filter(objective__area__plan=plan).values_list("objective__area", "objective", "pk"))
    made = (_document(number, chance) for number in range(start, start + count))
    for batch in keep(Document, made):
        tied = [(row.pk, *one_of(chance, parts)) for row in batch if chance.random() < 0.5]
        relate(Document.areas, [(pk, area) for pk, area, _, _ in tied])
        relate(Document.objectives, [(pk, objective) for pk, _, objective, _ in tied])
        relate(Document.actions, [(pk, action) for pk, _, _, action in tied])
        for relation, keys in (
            (Document.topics, topics),
            (Document.chairmanships, terms),
            (Document.partners, partners),
        ):
            relate(relation, [(row.pk, one_of(chance, keys)) for row in batch if chance.random() < 0.3])
        DocumentFile._base_manager.bulk_create(
            DocumentFile(document=row, language=code, address=f"https://example.org/{row.slug}-{code}.pdf")
            for row in batch
            for code in ("en", "fr")
        )


STATES = (
    (State.OPEN,) * 12
    + (State.UNDER_WAY,) * 3
    + (State.CONCLUDED, State.CLOSED, State.SUBMITTED, State.RETURNED, State.DRAFT)
)
WAITING = (State.SUBMITTED, State.RETURNED, State.DRAFT)
MOST_WAITING = 200
REACHED = {
    State.DRAFT: (),
    State.SUBMITTED: ("submitted",),
    State.RETURNED: ("submitted",),
    State.OPEN: ("submitted", "opened"),
    State.UNDER_WAY: ("submitted", "opened", "started"),
    State.CONCLUDED: ("submitted", "opened", "started", "concluded"),
    State.CLOSED: ("submitted", "opened", "closed"),
}


def _state(number: int) -> State:
    """Most are open; what waits for somebody does not grow with what has been."""
    state = STATES[number % len(STATES)]
    return State.CONCLUDED if number > MOST_WAITING and state in WAITING else state


def _proposal(number: int, chance: random.Random, seats: list[Mandate]) -> Proposal:
    """A proposal, every second of the first seat, in one language, in every second case translated.

    So the small site has full pages of one's own too, as the large one: only then do the two compare.
    """
    seat, state, language = seats[number * (number % 2) % len(seats)], _state(number), ("en", "fr")[number // 2 % 2]
    begun = timezone.now() - datetime.timedelta(days=20, minutes=chance.randrange(500_000))
    written = ("en", "fr") if number % 8 > 3 else (language,)
    texts = {f"title_{code}": f"{THEMES[code][number % 4]} ({number})" for code in written}
    for name in ("summary", "context", "expected_results", "support_sought"):
        texts |= {f"{name}_{code}": text(chance, code, 4) for code in written}
    reached = {f"{step}_at": begun + datetime.timedelta(days=place) for place, step in enumerate(REACHED[state], 1)}
    return Proposal(
        partner_id=seat.partner_id,
        author_id=seat.user_id,
        kind=(kind := Proposal.Kind.values[number % len(Proposal.Kind.values)]),
        addressee="secretariat" if kind == Proposal.Kind.SUGGESTION else "",
        language=language,
        state=state,
        created_at=begun,
        **texts,
        **reached,
    )


def _offers(batch: list[Proposal], chance: random.Random, seats: list[Mandate]) -> Iterator[Offer]:
    """An offer for every third proposal that takes them; one in two waits for an answer, up to what a year brings."""
    for place, proposal in enumerate(row for row in batch if row.is_welcoming):
        seat, is_answered = chance.choice(seats), bool(place % 2) or place > MOST_WAITING
        if place % 3 == 0 and seat.partner_id != proposal.partner_id:
            yield Offer(
                proposal=proposal,
                partner_id=seat.partner_id,
                author_id=seat.user_id,
                kind=Offer.Kind.EXPERTISE,
                language="en",
                text=text(chance, "en", 3),
                state=OfferState.ACCEPTED if is_answered else OfferState.MADE,
                ended_at=timezone.now() if is_answered else None,
            )


def _lines(batch: list[Proposal]) -> Iterator[ProposalLine]:
    """What the door of the workflow would have written for the first steps."""
    for proposal in batch:
        if proposal.submitted_at:
            yield ProposalLine(
                proposal=proposal,
                partner_id=proposal.partner_id,
                actor_id=proposal.author_id,
                step="submit",
                from_state=State.DRAFT,
                to_state=State.SUBMITTED,
                at=proposal.submitted_at,
            )


def proposals(count: int) -> None:
    """Proposals in every state, with objectives, offers and timelines."""
    start = Proposal.objects.count()
    chance = random.Random(start)
    acting = Mandate.objects.acting().filter(role__in=("head", "alternate")).select_related("partner")
    seats = [mandate for mandate in acting if not mandate.partner.is_observer]
    seats.sort(key=lambda mandate: (mandate.partner.code != BUSY_SEAT, mandate.pk))
    objectives = list(Objective.objects.values_list("pk", flat=True))
    regions = list(Region.objects.values_list("pk", flat=True))
    made = (_proposal(number, chance, seats) for number in range(start, start + count))
    for batch in keep(Proposal, made):
        relate(Proposal.objectives, [(row.pk, chance.choice(objectives)) for row in batch])
        relate(Proposal.regions, [(row.pk, chance.choice(regions)) for row in batch])
        SupportSought.objects.bulk_create(
            [SupportSought(proposal=row, kind=chance.choice(SupportKind.values)) for row in batch], batch_size=BATCH
        )
        ProposalLine.objects.bulk_create(_lines(batch), batch_size=BATCH)
        Offer.objects.bulk_create(_offers(batch, chance, seats), batch_size=BATCH)


def _comment(chance: random.Random, about: list[Proposal], seats: list[Mandate], parents: list[Comment]) -> Comment:
    """A comment of some seat; every third answers an earlier one, every tenth stays between two partners."""
    parent = chance.choice(parents) if parents and chance.random() < 1 / 3 else None
    proposal = about[0] if chance.random() < 1 / 50 else chance.choice(about)
    proposal_id = parent.proposal_id if parent else proposal.pk
    seat, language = chance.choice(seats), chance.choice(("en", "fr"))
    is_private = parent is None and chance.random() < 1 / 10 and seat.partner_id != proposal.partner_id
    return Comment(
        proposal_id=proposal_id,
        parent=parent,
        partner_id=seat.partner_id,
        author_id=seat.user_id,
        between_id=parent.between_id if parent else seat.partner_id if is_private else None,
        language=language,
        text=text(chance, language, 3),
        at=timezone.now() - datetime.timedelta(minutes=chance.randrange(500_000)),
    )


def comments(count: int) -> None:
    """Comments on listed proposals, one in fifty on the same one, with answers to them."""
    chance = random.Random(count)
    acting = Mandate.objects.acting().filter(role__in=("head", "alternate", "contributor"))
    seats = list(acting.order_by("pk")[:BATCH])
    about = list(Proposal.objects.listed().order_by("pk").only("pk", "partner"))
    parents: list[Comment] = []
    while count > 0:
        made = [_comment(chance, about, seats, parents) for _ in range(min(count, BATCH))]
        Comment.objects.bulk_create(made, batch_size=BATCH)
        parents = [one for one in made if one.parent_id is None]
        count -= len(made)


def fill(counts: dict[str, int]) -> None:
    """So many of each more; the database then takes stock, as it does by night."""
    for make in (people, documents, activities, proposals, comments):
        if counts.get(make.__name__):
            make(counts[make.__name__])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    statistics.refresh()
