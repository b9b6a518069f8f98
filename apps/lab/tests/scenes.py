"""Proposals in every state with every text marked for its readers: what tests of access and of leaks walk through."""

import secrets

from django.urls import reverse

from apps.lab.models import TEXTS
from apps.lab.tests.cast import ALL_SEATS, OWN_SEAT
from apps.lab.tests.factories import AttachmentFactory, OfferFactory, ProposalFactory
from apps.lab.workflow import OfferState, State

OFFICE = {"secretariat"}
OFFERING_SEAT = {"offering head", "offering contributor"}
WHO_SEES = {
    (State.DRAFT, None): OWN_SEAT,
    (State.RETURNED, None): OWN_SEAT,
    (State.SUBMITTED, None): OWN_SEAT | OFFICE,
    (State.OPEN, None): ALL_SEATS | OFFICE,
    (State.UNDER_WAY, None): ALL_SEATS | OFFICE,
    (State.CONCLUDED, None): ALL_SEATS | OFFICE,
    (State.CLOSED, None): ALL_SEATS | OFFICE,
    (State.WITHDRAWN, State.DRAFT): OWN_SEAT,
    (State.WITHDRAWN, State.SUBMITTED): OWN_SEAT | OFFICE,
    (State.WITHDRAWN, State.OPEN): OWN_SEAT | OFFICE,
}


def mark() -> str:
    """A word that stands nowhere else."""
    return f"mark{secrets.token_hex(6)}"


def in_both_languages(path):
    """The path, and the French one of the same page."""
    return [path, path.replace("/en/space/lab/", "/fr/espace/laboratoire/").replace("/en/space/", "/fr/espace/")]


class Scene:
    """A proposal in a state, with a file, a note, and an offer in each state, every text marked for its readers."""

    def __init__(self, state, before):
        self.marks: dict[str, set[str]] = {}
        self.may_see = WHO_SEES[state, before]
        texts = {f"{name}_{code}": self.marked(self.may_see) for name in TEXTS for code in ("en", "fr")}
        self.proposal = ProposalFactory(state=state, withdrawn_from=before, **texts)
        self.content = self.marked(self.may_see)
        self.file = AttachmentFactory(
            proposal=self.proposal, display_name=f"{self.marked(self.may_see)}.txt", content=self.content.encode()
        )
        self.proposal.lines.create(
            step="return", to_state=state, note=self.marked(self.may_see & (OWN_SEAT | OFFICE)), audience="parties"
        )
        self.proposal.lines.create(step="publish", to_state=state, note=self.marked(self.may_see), audience="seats")
        self.offers = [self.offer(offer_state) for offer_state in OfferState]

    def marked(self, readers):
        word = mark()
        self.marks[word] = readers
        return word

    def offer(self, offer_state):
        two = self.may_see & (OWN_SEAT | OFFERING_SEAT | OFFICE)
        words = {name: self.marked(two) for name in ("text", "conditions", "contact")}
        kind = {"made": "training", "accepted": "equipment", "declined": "funding", "withdrawn": "partnership"}
        offer = OfferFactory(proposal=self.proposal, state=offer_state, kind=kind[offer_state], **words)
        offer.lines.create(
            proposal=self.proposal, step="make", to_state="made", note=self.marked(two), audience="parties"
        )
        return offer

    def addresses(self):
        reference = self.proposal.reference
        return [
            *in_both_languages(reverse("lab:proposal", args=[reference])),
            reverse("lab:edit", args=[reference]),
            reverse("lab:offer", args=[reference]),
            reverse("lab:file", args=[reference, self.file.reference]),
            reverse("admin:lab_proposal_change", args=[self.proposal.pk]),
        ]
