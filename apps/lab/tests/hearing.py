"""Each event of the laboratory, played before people of every sort: what the table of who hears of what is held to."""

import datetime
from collections.abc import Callable

from django.contrib.auth.models import Group
from django.utils import timezone

from apps.accounts.groups import HEAD_OF_SECRETARIAT
from apps.accounts.tests.factories import UserFactory
from apps.activities.tests.factories import ActivityFactory
from apps.lab import services
from apps.lab.models import Following, Query
from apps.lab.services import Given, Said, SheetDraft
from apps.lab.workflow import OfferState, QueryState, State
from apps.notifications.models import Notice
from apps.notifications.reminders import remind_all
from apps.partners.tests.factories import ChairmanshipFactory, PartnerFactory, focal_point, secretariat_member

from .asking import QueryFactory, SheetFactory
from .cast import former_focal_point, missing_migrants_only, observer
from .factories import CommentFactory, OfferFactory, ProposalFactory, StandingOfferFactory

LONG = datetime.timedelta(days=100)
SEATS = {
    "own": ("GA", ("head", "alternate", "contributor", "reader")),
    "offering": ("CH", ("head", "contributor", "reader")),
    "concerned": ("SN", ("head", "reader")),
    "chair": ("MA", ("head", "reader")),
    "ready": ("FR", ("head", "alternate", "contributor")),
    "named": ("BF", ("head", "contributor", "reader")),
    "follower": ("ML", ("head",)),
    "bystander": ("TG", ("head", "reader")),
}
OFFICE = {"member", "colleague", "head of office"}


def of(*seats: str, but: tuple[str, ...] = ()) -> set[str]:
    """The people of these seats, as they are called here, without those in some roles."""
    return {f"{seat} {role}" for seat in seats for role in SEATS[seat][1] if role not in but}


READERS, LISTENERS = ("reader",), ("reader", "contributor")
GROUPS = {
    "own seat": of("own"),
    "own writers": of("own", but=READERS),
    "own speakers": of("own", but=LISTENERS),
    "offering seat": of("offering"),
    "the other of the two": of("offering"),
    "concerned partners": of("concerned"),
    "addressees": of("chair", but=LISTENERS),
    "ready speakers": of("ready", but=LISTENERS),
    "those in the thread": of("offering", "bystander") | {"colleague"},
    "named writers": of("named", but=READERS),
    "named readers": {"named reader"},
    "other seat": of("named"),
    "followers": of("follower"),
    "asked seats": of("offering", "concerned"),
    "asked writers": of("offering", "concerned", but=READERS),
    "silent writers": of("offering", but=READERS),
    "secretariat": OFFICE,
    "head of the secretariat": {"head of office"},
    "other focal points": of("offering", "chair", "named", "bystander") | {"ready contributor", "observer"},
}


class World:
    """People of every sort, and the things that happen to them; each event says who acts, None for the clock."""

    def __init__(self) -> None:
        self.people = {
            f"{seat} {role}": focal_point(code, role) for seat, (code, roles) in SEATS.items() for role in roles
        }
        self.people |= {
            "observer": observer(),
            "member": secretariat_member(email="member@example.org"),
            "colleague": secretariat_member(email="colleague@example.org"),
            "head of office": secretariat_member(email="head@example.org"),
            "administrator": UserFactory(email="admin@example.org", administrator=True),
            "former": former_focal_point("GA"),
            "other network": missing_migrants_only("GA"),
        }
        self.people["head of office"].groups.add(Group.objects.get_or_create(name=HEAD_OF_SECRETARIAT)[0])
        ChairmanshipFactory(partner=PartnerFactory(code="MA"), starts_on=timezone.localdate() - LONG)
        self.names = {person.pk: name for name, person in self.people.items()}
        self.own, self.offering, self.office = (self.people[name] for name in ("own head", "offering head", "member"))

    def proposal(self, state=State.OPEN, **facts):
        """One of the own seat that concerns a partner and is followed."""
        proposal = ProposalFactory(state=state, author=self.own, **facts)
        proposal.partners_concerned.add(PartnerFactory(code="SN"))
        for target in (proposal, None):
            Following.objects.get_or_create(person=self.people["follower head"], proposal=target)
        return proposal

    def offer(self, state=OfferState.MADE, to=State.OPEN, **facts):
        """An offer to such a proposal."""
        return OfferFactory(proposal=self.proposal(to, **facts), state=state, author=self.offering)

    def thread(self):
        """What a seat said for all and the secretariat answered; the answer of a third one names another."""
        top = CommentFactory(proposal=self.proposal(), author=self.offering)
        CommentFactory(parent=top, partner=None, author=self.people["colleague"])
        named = frozenset([PartnerFactory(code="BF").pk])
        said = Said("Well", "en", PartnerFactory(code="TG"), mentioned=named)
        return services.answer_comment(top, said, by=self.people["bystander head"])

    def query(self, state=QueryState.RUNNING, **facts):
        """Questions of the own seat to two others."""
        return QueryFactory(state=state, author=self.own, asked=["CH", "SN"], is_to_all=False, **facts)


PLAYERS: dict[str, Callable[[World], str | None]] = {}


def plays(*names: str) -> Callable:
    """Mark the event of which these messages tell; it returns who acts."""

    def register(play: Callable[[World], str | None]) -> Callable:
        PLAYERS.update(dict.fromkeys((f"lab.{name}" for name in names), play))
        return play

    return register


@plays("submitted", "sent")
def submit(world):
    services.submit(world.proposal(State.DRAFT), by=world.own)
    return "own head"


@plays("returned")
def give_back(world):
    services.return_(world.proposal(State.SUBMITTED), by=world.office, note="Which?")
    return "member"


@plays("author_asked")
def ask_author(world):
    services.ask_author(world.proposal(State.SUBMITTED), by=world.office, note="Which?")
    return "member"


@plays("author_answered")
def answer_secretariat(world):
    services.explain(world.proposal(State.SUBMITTED, question_at=timezone.now()), by=world.own, note="These")
    return "own head"


@plays("published_own", "match_found", "published_concerned", "published_followed", "published")
def publish(world):
    StandingOfferFactory(partner__code="FR")
    services.publish(world.proposal(State.SUBMITTED), by=world.office)
    return "member"


@plays("suggestion_put")
def publish_suggestion(world):
    services.publish(world.proposal(State.SUBMITTED, kind="suggestion", addressee="chair"), by=world.office)
    return "member"


@plays("suggestion_answered", "suggestion_answered_followed")
def answer_suggestion(world):
    chair, suggestion = PartnerFactory(code="MA"), world.proposal(kind="suggestion", addressee="chair")
    facts = {"partner": chair, "text": "We agree", "language": "en"}
    services.answer_suggestion(suggestion, by=world.people["chair head"], **facts)
    return "chair head"


@plays("moved_on", "moved_on_office", "moved_on_followed")
def conclude(world):
    services.conclude(world.offer(OfferState.ACCEPTED, to=State.UNDER_WAY).proposal, by=world.own, note="Done")
    return "own head"


@plays("withdrawn_own", "withdrawn", "withdrawn_office", "withdrawn_followed")
def withdraw(world):
    services.withdraw(world.offer().proposal, by=world.own)
    return "own head"


@plays("merged")
def merge(world):
    other = ProposalFactory(state=State.OPEN, partner__code="BF")
    services.merge(world.offer().proposal, into=other, by=world.office)
    return "member"


@plays("news_told")
def tell_news(world):
    services.tell_news(world.offer().proposal, by=world.own, text="It goes on")
    return "own head"


@plays("date_moved")
def move_date(world):
    services.set_offers_until(world.proposal(), by=world.own, until=timezone.now() + LONG)
    return "own head"


@plays("sequel_named")
def name_sequel(world):
    proposal = world.offer(OfferState.ACCEPTED, to=State.UNDER_WAY).proposal
    OfferFactory(proposal=proposal, partner__code="TG")
    services.add_sequel(proposal, by=world.own, thing=ActivityFactory())
    return "own head"


@plays("reply_sent")
def reply(world):
    services.send_reply(world.offer().proposal, by=world.office, texts={"en": "All", "fr": "Tout"})
    return "member"


@plays("comment_made", "comment_followed", "mentioned")
def comment(world):
    world.thread()
    return "bystander head"


@plays("addition_made")
def add(world):
    said = world.thread()
    Notice.objects.all().delete()
    services.add_to_comment(said, by=world.people["bystander head"], text="And", language="en")
    return "bystander head"


@plays("comment_private")
def comment_between_two(world):
    said = Said("Between us", "en", PartnerFactory(code="GA"), between=PartnerFactory(code="CH"))
    services.add_comment(world.proposal(), said, by=world.own)
    return "own head"


@plays("addition_private")
def add_between_two(world):
    two = {"partner": PartnerFactory(code="GA"), "between": PartnerFactory(code="CH")}
    said = CommentFactory(proposal=world.proposal(), author=world.own, **two)
    services.add_to_comment(said, by=world.own, text="And", language="en")
    return "own head"


@plays("offer_asked")
def ask_about_offer(world):
    services.ask_about_offer(world.offer(), Said("For how long?", "en", None), by=world.own)
    return "own head"


@plays("offer_made", "offer_sent")
def offer(world):
    words = {"partner": PartnerFactory(code="CH"), "kind": "funding", "text": "Money", "language": "en"}
    services.offer_support(world.proposal(), by=world.offering, **words)
    return "offering head"


@plays("offer_accepted", "accepted_followed")
def accept(world):
    services.accept_offer(world.offer(), by=world.own)
    return "own head"


@plays("offer_declined")
def decline(world):
    services.decline_offer(world.offer(), by=world.own)
    return "own head"


@plays("offer_withdrawn")
def take_offer_back(world):
    services.withdraw_offer(world.offer(), by=world.offering)
    return "offering head"


@plays("standing_fits")
def hold_ready(world):
    world.proposal()
    held = services.HeldReady(kind="expertise", title="T", text="x", language="en")
    services.publish_standing(held, by=world.people["ready head"], partner=PartnerFactory(code="FR"))
    return "ready head"


@plays("query_asked")
def ask(world):
    services.ask_query(world.query(QueryState.DRAFT), by=world.own)
    return "own head"


@plays("answer_came")
def answer(world):
    draft = SheetDraft("en", {1: Given("Nobody")})
    facts = {"partner": PartnerFactory(code="CH"), "version": None, "is_sent": True}
    services.save_answers(world.query(), draft, by=world.offering, **facts)
    return "offering head"


@plays("query_extended")
def extend(world):
    services.extend_query(world.query(), by=world.own, due_at=timezone.now() + LONG, zone="Europe/Brussels")
    return "own head"


@plays("query_closed")
def close_questions(world):
    world.query(due_at=timezone.now())
    services.close_due_queries()


@plays("query_withdrawn")
def withdraw_questions(world):
    services.withdraw_query(world.query(), by=world.own)
    return "own head"


@plays("query_compiled")
def compile_answers(world):
    query = world.query(QueryState.CLOSED)
    SheetFactory(query=query)
    services.compile_query(query, by=world.own)
    return "own head"


@plays("look_recalled")
def recall_look(world):
    world.proposal(State.SUBMITTED)
    remind_all(timezone.now() + LONG)


@plays("question_recalled")
def recall_question(world):
    services.ask_author(world.proposal(State.SUBMITTED), by=world.office, note="Which?")
    Notice.objects.all().delete()
    remind_all(timezone.now() + LONG)


@plays("look_escalated")
def escalate(world):
    world.proposal(State.SUBMITTED, submitted_at=timezone.now() - LONG)
    services.escalate()


@plays("answer_recalled")
def recall_answer(world):
    world.offer()
    remind_all(timezone.now() + LONG)


@plays("news_asked")
def ask_for_news(world):
    world.proposal(opened_at=timezone.now() - LONG)
    services.ask_for_news()


def a_silent_seat(world) -> Query:
    """Questions that one of two seats has answered."""
    query = world.query()
    SheetFactory(query=query, partner__code="SN")
    return query


@plays("query_recalled")
def recall_questions(world):
    remind_all(a_silent_seat(world).due_at - datetime.timedelta(hours=1))


@plays("query_reminded")
def remind(world):
    services.remind_silent(a_silent_seat(world), by=world.own)
    return "own head"
