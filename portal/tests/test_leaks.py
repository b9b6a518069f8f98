"""Nobody meets a word that is not theirs: marked content in every state and field, crawled as each sort of reader."""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, reverse

from apps.accounts.models import User
from apps.lab.notifications import (
    AcceptedFollowed,
    AdditionMade,
    AnswerCame,
    AnswerFollowed,
    CommentFollowed,
    CommentMade,
    Mentioned,
    MovedOnFollowed,
    MovedOnOffice,
    OfferAsked,
    OfferMade,
    PrivateAddition,
    PrivateComment,
    Published,
    PublishedConcerned,
    PublishedFollowed,
    PublishedOwn,
    QueryAsked,
    QueryClosed,
    QueryExtended,
    QueryWithdrawn,
    ReplySent,
    Submitted,
    SuggestionAnswered,
    SuggestionPut,
    Withdrawn,
    WithdrawnFollowed,
    WithdrawnOffice,
    WithdrawnOwn,
)
from apps.notifications.messages import Message
from apps.partners.models import Circular
from apps.partners.notifications import CircularSent

from .crawl import HOMES, links_of, match_of
from .marked import READERS, World
from .marked_silence import MarkedProcedure, mark_procedures

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
# What the office does not see of itself: drafts and what was returned belong to their seat.
SEATS_OWN_AFFAIR = {
    "draft proposal or what belongs to it",
    "returned proposal or what belongs to it",
    "withdrawn proposal or what belongs to it",
}
MARK = re.compile("mark[0-9a-f]{12}")
BACKEND = "apps.accounts.backends.MailAddressBackend"
# Pages on which one only types, and steps on the way of signing in: they show nothing of what others wrote.
ENDS = ("account_logout", "settings:export", "choose_language")
# Papers whose words are compressed, so that none would be found; the same stands on pages that are read.
PAPERS = ("lab:concept_note_pdf", "ask:full")
OF_A_PROPOSAL = (
    *(Submitted, PublishedOwn, SuggestionPut, PublishedConcerned, PublishedFollowed, Published, WithdrawnOffice),
    *(WithdrawnFollowed, SuggestionAnswered, AnswerFollowed),
)


def browser_of(person: User) -> Client:
    """A browser in which that person is signed in, or nobody."""
    browser = Client()
    if person.is_authenticated:
        browser.force_login(User.objects.get(pk=person.pk), backend=BACKEND)
    return browser


def body_of(response: HttpResponse) -> bytes:
    """What was sent; of an archive also the names and contents of what is in it."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] != b"PK":
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join([name.encode() + archive.read(name) for name in archive.namelist()])


def told(response: HttpResponse) -> str:
    """All that an answer says: body and headers."""
    return body_of(response).decode(errors="replace") + str(dict(response.items()))


def crawl(browser: Client, known: list[str]) -> Iterator[str]:
    """What every page says that links lead to or that is known; of lists that differ in a filter, the first."""
    waiting, seen = [*HOMES, reverse("pages:dashboard"), *known], set()
    while waiting:
        address = waiting.pop()
        parts = urlsplit(address)
        shape = (parts.path, tuple(sorted(pair.partition("=")[0] for pair in parts.query.split("&"))))
        if shape in seen:
            continue
        seen.add(shape)
        try:
            if match_of(address).view_name in (*ENDS, *PAPERS):
                continue
        except Resolver404:
            pass
        response = browser.get(address)
        yield told(response)
        if response.headers.get("Content-Type", "").startswith("text/html") and response.status_code == 200:
            waiting += links_of(response.content.decode())


def marks_in(text: str) -> set[str]:
    """Every mark that stands in a text: each has this form, so the text is read once, however many there are."""
    return set(MARK.findall(text))


def known_to(name: str, world: World, found: set[str]) -> set[str]:
    """Where the marks stood, of those found, that this reader must not meet."""
    return {world.where[word] for word in found & world.marks.keys() if name not in world.marks[word]}


@pytest.fixture
def world() -> World:
    cache.clear()
    return World()


@pytest.fixture
def procedures(world) -> list[MarkedProcedure]:
    return mark_procedures(world)


def test_nobody_meets_a_word_that_is_not_theirs(world, procedures, caplog):
    caplog.set_level(logging.INFO)
    known, stolen, met = world.addresses(), {}, {}
    for name in READERS:
        met[name] = set().union(*map(marks_in, crawl(browser_of(world.people[name]), known)))
        stolen[name] = known_to(name, world, met[name])

    assert {name: where for name, where in stolen.items() if where} == {}
    # The walk proves something only where those who may read the words do meet them.
    assert {world.where[title] for title in world.titles if title not in met["secretariat"]} <= SEATS_OWN_AFFAIR
    for name in READERS:
        theirs = {word for word, readers in world.marks.items() if name in readers}
        assert len(met[name] & theirs) > len(theirs) / 3, name
    everything = set().union(*met.values())
    unmet = {where for word, where in world.where.items() if "silence procedure" in where and word not in everything}
    assert unmet == set()
    assert [record for record in caplog.records if marks_in(record.getMessage())] == []


def messages_about(scene) -> Iterator[Message]:
    """Every message about a proposal, its offers, comments and answers."""
    yield from (about(scene.proposal) for about in OF_A_PROPOSAL)
    yield from (about(scene.proposal, step="conclude", note="") for about in (MovedOnFollowed, MovedOnOffice))
    yield WithdrawnOwn(scene.proposal, by="")
    yield ReplySent(scene.reply)
    for offer in scene.offers:
        yield from (about(offer) for about in (OfferMade, Withdrawn, AcceptedFollowed))
    for comment in scene.comments:
        yield from (about(comment) for about in (CommentMade, CommentFollowed, Mentioned, PrivateComment))
        for addition in comment.additions.all():
            yield from (about(addition) for about in (AdditionMade, PrivateAddition))
    yield from (OfferAsked(comment) for comment in scene.comments if comment.offer is not None)


def queue_everything(world: World, procedures: list[MarkedProcedure], people: list[User]) -> None:
    """Every message about everything that is marked, as if rights had been lost meanwhile."""
    for scene in world.scenes:
        for message in messages_about(scene):
            message.queue_for(people)
    for query in world.queries:
        for message in (QueryAsked, QueryClosed, QueryExtended, QueryWithdrawn):
            message(query).queue_for(people)
    for sheet in world.sheets:
        AnswerCame(sheet).queue_for(people)
    for circular in Circular.objects.all():
        CircularSent(circular).queue_for(people)
    for procedure in procedures:
        for message in procedure.messages():
            message.queue_for(people)


def test_a_mail_that_waits_asks_again_who_may_read_it(world, procedures):
    """Every message is queued to everybody, as if rights had been lost meanwhile."""
    people = [person for person in world.people.values() if person.is_authenticated]
    queue_everything(world, procedures, people)

    world.all_mails_leave()

    names = dict.fromkeys(User.objects.in_office().values_list("email", flat=True), "secretariat")
    names |= {User.objects.get(pk=person.pk).email: name for name, person in world.people.items() if person.pk}
    stolen = {}
    for message in mail.outbox:
        text = str(message.message().as_bytes(), errors="replace") + message.body + str(message.alternatives)
        for word in known_to(names[message.to[0]], world, marks_in(text)):
            stolen.setdefault(names[message.to[0]], set()).add(word)
    assert stolen == {}
    assert {names[message.to[0]] for message in mail.outbox} >= {"own head", "offering head", "secretariat"}
