"""Proposals in every state with every text marked for its readers: what tests of access and of leaks walk through."""

import secrets

from django.urls import reverse
from django.utils import timezone

from apps.lab.models import TEXTS, ConsolidatedReply, SuggestionAnswer
from apps.lab.tests.cast import ALL_SEATS, OWN_SEAT
from apps.lab.tests.factories import (
    AttachmentFactory,
    CommentFactory,
    CommentFileFactory,
    OfferFactory,
    ProposalFactory,
)
from apps.lab.workflow import OfferState, State
from apps.partners.tests.factories import PartnerFactory

OFFICE = {"secretariat"}
OF_A_COMMENT = ("comment", "thread", "reply", "change_comment", "add_to_comment", "take_back_comment")
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
        texts["contact"] = self.marked(self.may_see)
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
        self.comments = self.said()
        self.answered()

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

    def said(self):
        """Comments for all, between the two, about an offer, taken back, each with answer, addition and file."""
        two, swiss = self.may_see & (OWN_SEAT | OFFERING_SEAT), PartnerFactory(code="CH")
        made = self.offers[0]
        found = []
        for readers, facts in (
            (self.may_see, {}),
            (two, {"between": swiss}),
            (two, {"between": swiss, "offer": made}),
            (set(), {"deleted_at": timezone.now()}),
            (set(), {"deleted_at": timezone.now(), "between": swiss}),
        ):
            thread = CommentFactory(proposal=self.proposal, partner=swiss, text=self.marked(readers), **facts)
            answer = CommentFactory(parent=thread, text=self.marked(readers), **facts)
            for comment in (thread, answer):
                comment.additions.create(author=comment.author, text=self.marked(readers))
                content, name = self.marked(readers).encode(), f"{self.marked(readers)}.txt"
                comment.said_file = CommentFileFactory(comment=comment, content=content, display_name=name)
                found.append(comment)
        return found

    def answered(self):
        """The answer to the proposal as if it were a suggestion, and the secretariat's consolidated reply."""
        answer = {"text": self.marked(self.may_see), "author": self.comments[0].author}
        SuggestionAnswer.objects.create(proposal=self.proposal, **answer)
        words = {f"text_{code}": self.marked(self.may_see & (OWN_SEAT | OFFICE)) for code in ("en", "fr")}
        self.reply = ConsolidatedReply.objects.create(proposal=self.proposal, author=answer["author"], **words)

    def addresses(self):
        reference = self.proposal.reference
        return [
            *in_both_languages(reverse("lab:proposal", args=[reference])),
            *in_both_languages(reverse("lab:concept_note", args=[reference])),
            reverse("lab:edit", args=[reference]),
            reverse("lab:offer", args=[reference]),
            reverse("lab:file", args=[reference, self.file.reference]),
            reverse("admin:lab_proposal_change", args=[self.proposal.pk]),
            *(reverse(f"lab:{name}", args=arguments) for name, *arguments in self.talk()),
            reverse("admin:lab_proposal_reply", args=[self.proposal.pk]),
        ]

    def talk(self):
        """The names and arguments of the addresses of the conversation: all of an open proposal, some of the others."""
        reference, made = self.proposal.reference, self.offers[0].reference
        found = [("overview", reference)]
        names, comments = ("thread",), self.comments[2:7:4]
        if self.proposal.state == State.OPEN:
            names, comments = OF_A_COMMENT, self.comments
            found += [("new_comment", reference), ("answer", reference), ("ask_offer", reference, made)]
        for comment in comments:
            found += [(name, reference, comment.reference) for name in names]
            found.append(("comment_file", reference, comment.reference, comment.said_file.reference))
        return found
