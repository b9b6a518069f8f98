"""An example of each message of the laboratory."""

import datetime

from apps.activities.tests.factories import ActivityFactory
from apps.documents.tests.factories import DocumentFactory
from apps.lab import notifications
from apps.lab.models import ConsolidatedReply, Sequel, SuggestionAnswer
from apps.lab.tests.asking import QueryFactory, SheetFactory
from apps.lab.tests.factories import CommentFactory, OfferFactory, ProposalFactory, StandingOfferFactory
from apps.lab.workflow import OfferState, QueryState, State
from apps.notifications.tests.samples import Sample, sample
from apps.partners.tests.factories import focal_point, secretariat_member

TITLE, SUMMARY, SOUGHT = "Zeltaro 1", "Vorpilu 1 anta", "Kresti 2 molu"
OFFERED, CONDITIONS, NOTE = "Brondi 3 talo", "Simvo 4 rano", "Pelko 5 dira"
SAID = "Larvo 6 tindu"
DUE = "2026-12-01T17:00:00+00:00"
UNTIL = datetime.datetime(2027, 1, 15, 17, tzinfo=datetime.UTC)
WORDS = (TITLE, SUMMARY, SOUGHT, OFFERED, CONDITIONS, NOTE)


def a_proposal(state=State.OPEN):
    """A proposal of Gabon whose words are of no language."""
    texts = {"title_en": TITLE, "summary_en": SUMMARY, "support_sought_en": SOUGHT, "offers_until": UNTIL}
    return ProposalFactory(state=state, author=focal_point("GA"), **texts)


def an_offer(state=OfferState.MADE):
    """A Swiss offer to it."""
    swiss = focal_point("CH")
    words = {"text": OFFERED, "conditions": CONDITIONS, "contact": "x@example.org"}
    return OfferFactory(proposal=a_proposal(), author=swiss, state=state, **words)


def quoted(*people):
    """What people wrote themselves, and their names and partners."""
    names = [str(person) for person in people]
    return (*WORDS, "Country GA", "Pays GA", "Country CH", "Pays CH", *names)


def about_proposal(name, message, state=State.OPEN, **facts):
    """Register an example of a message about a proposal, for its own seat."""

    def make() -> Sample:
        proposal = a_proposal(state)
        return Sample(message(proposal, **facts), proposal.author, quoted(proposal.author))

    sample(name)(make)


def about_offer(name, message, state=OfferState.MADE, **facts):
    """Register an example of a message about an offer, for the seat that made it."""

    def make() -> Sample:
        offer = an_offer(state)
        return Sample(message(offer, **facts), offer.author, quoted(offer.author, offer.proposal.author))

    sample(name)(make)


@sample("lab.submitted")
def submitted() -> Sample:
    """For the secretariat."""
    return Sample(
        notifications.Submitted(a_proposal(State.SUBMITTED), note=NOTE, note_in="en"), secretariat_member(), quoted()
    )


about_proposal("lab.sent", notifications.Sent, State.SUBMITTED, by="Zelda", note=NOTE, note_in="en")
about_proposal("lab.returned", notifications.Returned, State.RETURNED, note=NOTE)
about_proposal("lab.published_own", notifications.PublishedOwn, note=NOTE, note_in="en")
about_proposal("lab.published", notifications.Published)
about_proposal("lab.published_concerned", notifications.PublishedConcerned)
about_proposal("lab.suggestion_put", notifications.SuggestionPut)
about_proposal("lab.date_moved", notifications.DateMoved, until=DUE)
about_proposal("lab.moved_on_office", notifications.MovedOnOffice, State.CONCLUDED, step="conclude", note=NOTE)
about_proposal("lab.withdrawn_own", notifications.WithdrawnOwn, State.WITHDRAWN, by="Zelda", note=NOTE, note_in="en")
about_proposal("lab.withdrawn_office", notifications.WithdrawnOffice, State.WITHDRAWN)
about_proposal("lab.moved_on", notifications.MovedOn, State.CONCLUDED, step="conclude", note=NOTE)
about_offer("lab.withdrawn", notifications.Withdrawn)
about_offer("lab.offer_made", notifications.OfferMade)
about_offer("lab.offer_sent", notifications.OfferSent, by="Zelda")
about_offer("lab.offer_accepted", notifications.OfferAccepted, OfferState.ACCEPTED, note=NOTE)
about_offer("lab.offer_declined", notifications.OfferDeclined, OfferState.DECLINED, note=NOTE)
about_offer("lab.offer_withdrawn", notifications.OfferWithdrawn, OfferState.WITHDRAWN, note=NOTE)


@sample("lab.look_recalled")
def look_recalled() -> Sample:
    """For the secretariat: still waiting."""
    message = notifications.LookRecalled(a_proposal(State.SUBMITTED), stage="before", due=DUE)
    return Sample(message, secretariat_member(), quoted())


about_proposal(
    "lab.question_recalled",
    notifications.QuestionRecalled,
    State.SUBMITTED,
    stage="after",
    due=DUE,
    note=NOTE,
    written_in="en",
)
about_offer("lab.answer_recalled", notifications.AnswerRecalled, stage="after", due=DUE)


def about_comment(name, message, **facts):
    """Register an example of a message about a comment, for the seat that proposed."""

    def make() -> Sample:
        offer = an_offer()
        proposal = offer.proposal
        given = {key: {"between": offer.partner, "offer": offer}[key] for key in facts}
        comment = CommentFactory(proposal=proposal, author=offer.author, text=SAID, **given)
        return Sample(message(comment), proposal.author, (*quoted(offer.author, proposal.author), SAID))

    sample(name)(make)


about_comment("lab.comment_made", notifications.CommentMade)
about_comment("lab.comment_followed", notifications.CommentFollowed)
about_comment("lab.mentioned", notifications.Mentioned)
about_comment("lab.comment_private", notifications.PrivateComment, between=True)
about_comment("lab.offer_asked", notifications.OfferAsked, between=True, offer=True)
about_proposal("lab.published_followed", notifications.PublishedFollowed)
about_proposal("lab.moved_on_followed", notifications.MovedOnFollowed, State.CONCLUDED, step="conclude", note=NOTE)
about_proposal("lab.withdrawn_followed", notifications.WithdrawnFollowed, State.WITHDRAWN)
about_offer("lab.accepted_followed", notifications.AcceptedFollowed, OfferState.ACCEPTED)


def about_answer(name, message):
    """Register an example of a message about the answer to a suggestion."""

    def make() -> Sample:
        proposal = a_proposal()
        SuggestionAnswer.objects.create(proposal=proposal, author=secretariat_member(), text=SAID)
        return Sample(message(proposal), proposal.author, (*quoted(proposal.author), SAID))

    sample(name)(make)


about_answer("lab.suggestion_answered", notifications.SuggestionAnswered)
about_answer("lab.suggestion_answered_followed", notifications.AnswerFollowed)


def about_addition(name, message, **facts):
    """Register an example of a message about what is added to a comment, for the seat that proposed."""

    def make() -> Sample:
        offer = an_offer()
        swiss, proposal = offer.author, offer.proposal
        comment = CommentFactory(proposal=proposal, author=swiss, **{key: offer.partner for key in facts})
        addition = comment.additions.create(author=swiss, text=SAID, language="en")
        return Sample(message(addition), proposal.author, (*quoted(swiss, proposal.author), SAID))

    sample(name)(make)


about_addition("lab.addition_made", notifications.AdditionMade)
about_addition("lab.addition_private", notifications.PrivateAddition, between=True)


@sample("lab.sequel_named")
def sequel_named() -> Sample:
    """For the seat that proposed: an activity followed."""
    proposal, activity = a_proposal(State.UNDER_WAY), ActivityFactory(title_en=OFFERED, title_fr=OFFERED)
    sequel = Sequel.objects.create(proposal=proposal, activity=activity, added_by=proposal.author)
    return Sample(notifications.SequelNamed(sequel), proposal.author, quoted(proposal.author))


@sample("lab.reply_sent")
def reply_sent() -> Sample:
    """For the seat that proposed."""
    proposal = a_proposal()
    words = {"text_en": SAID, "text_fr": SAID}
    reply = ConsolidatedReply.objects.create(proposal=proposal, author=secretariat_member(), **words)
    return Sample(notifications.ReplySent(reply), proposal.author, (*quoted(proposal.author), SAID))


@sample("lab.look_escalated")
def look_escalated() -> Sample:
    """For the head of the secretariat: left lying."""
    proposal = a_proposal(State.SUBMITTED)
    proposal.submitted_at -= datetime.timedelta(days=30)
    return Sample(notifications.LookEscalated(proposal), secretariat_member(), quoted())


about_proposal("lab.news_asked", notifications.NewsAsked, last=DUE)
about_proposal("lab.news_told", notifications.NewsTold, note=NOTE, written_in="en")
about_proposal("lab.author_asked", notifications.AuthorAsked, State.SUBMITTED, note=NOTE, written_in="en")


@sample("lab.author_answered")
def author_answered() -> Sample:
    """For the secretariat: what the seat answers."""
    message = notifications.AuthorAnswered(a_proposal(State.SUBMITTED), note=NOTE, written_in="en")
    return Sample(message, secretariat_member(), quoted())


@sample("lab.merged")
def merged() -> Sample:
    """For the seat of the one that was merged."""
    proposal = a_proposal(State.CLOSED)
    proposal.merged_into = a_proposal()
    return Sample(notifications.Merged(proposal, note=NOTE), proposal.author, quoted(proposal.author))


about_proposal("lab.match_found", notifications.MatchFound, standing="abcdefghjk", offered=OFFERED, written_in="en")


@sample("lab.standing_fits")
def standing_fits() -> Sample:
    """For the partner that holds it ready."""
    swiss = focal_point("CH")
    return Sample(
        notifications.StandingFits(StandingOfferFactory(author=swiss, title=OFFERED), number=2), swiss, quoted(swiss)
    )


ASKED, INTRODUCTION = "Plenda 6 sulo", "Mirto 7 gela"


def a_query(state=QueryState.RUNNING):
    """A query of Gabon to Switzerland whose words are of no language."""
    return QueryFactory(
        state=state, author=focal_point("GA"), title=TITLE, introduction=INTRODUCTION, questions=[ASKED], asked=["CH"]
    )


def about_query(name, message, state=QueryState.RUNNING, reader="CH", **facts):
    """Register an example of a message about a query, for a seat that was asked, or for the asker."""

    def make() -> Sample:
        query = a_query(state)
        person = focal_point("CH") if reader == "CH" else query.author
        given = {key: value(query) if callable(value) else value for key, value in facts.items()}
        return Sample(message(query, **given), person, (*quoted(person), ASKED, INTRODUCTION))

    sample(name)(make)


def seat_asked(query):
    """The seat that was asked."""
    return query.addressees.get().pk


about_query("lab.query_asked", notifications.QueryAsked)
about_query("lab.query_recalled", notifications.QueryRecalled, stage="before", due=DUE, seat=seat_asked)
about_query("lab.query_reminded", notifications.QueryReminded, stage="before", due=DUE, at=DUE, seat=seat_asked)
about_query("lab.query_closed", notifications.QueryClosed, QueryState.CLOSED, reader="GA")
about_query("lab.query_extended", notifications.QueryExtended)
about_query("lab.query_withdrawn", notifications.QueryWithdrawn, QueryState.WITHDRAWN)


@sample("lab.query_compiled")
def query_compiled() -> Sample:
    """For all seats concerned: the compilation."""
    query, swiss = a_query(QueryState.COMPILED), focal_point("CH")
    query.compilation = DocumentFactory(level="focal_points", slug="plenda")
    query.save()
    return Sample(notifications.QueryCompiled(query), swiss, (*quoted(swiss), "/fr/espace/documents/plenda"))


@sample("lab.answer_came")
def answer_came() -> Sample:
    """For the asker: a seat has answered."""
    query = a_query()
    sheet = SheetFactory(query=query, texts=[SAID], texts__audience="asker")
    return Sample(notifications.AnswerCame(sheet), query.author, (*quoted(query.author), ASKED, SAID))
