"""An example of each message of the laboratory."""

from apps.lab import notifications
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import OfferState, State
from apps.notifications.tests.samples import Sample, sample
from apps.partners.tests.factories import focal_point, secretariat_member

TITLE, SUMMARY, SOUGHT = "Zeltaro 1", "Vorpilu 1 anta", "Kresti 2 molu"
OFFERED, CONDITIONS, NOTE = "Brondi 3 talo", "Simvo 4 rano", "Pelko 5 dira"
DUE = "2026-12-01T17:00:00+00:00"
WORDS = (TITLE, SUMMARY, SOUGHT, OFFERED, CONDITIONS, NOTE)


def a_proposal(state=State.OPEN):
    """A proposal of Gabon whose words are of no language."""
    texts = {"title_en": TITLE, "summary_en": SUMMARY, "support_sought_en": SOUGHT}
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
    return Sample(notifications.Submitted(a_proposal(State.SUBMITTED)), secretariat_member(), quoted())


about_proposal("lab.sent", notifications.Sent, State.SUBMITTED, by="Zelda")
about_proposal("lab.returned", notifications.Returned, State.RETURNED, note=NOTE)
about_proposal("lab.published_own", notifications.PublishedOwn)
about_proposal("lab.published", notifications.Published)
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


about_offer("lab.answer_recalled", notifications.AnswerRecalled, stage="after", due=DUE)
