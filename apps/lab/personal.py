"""What the laboratory knows of a person, for the file that they may ask for.

What is said there belongs to the seat: of a proposal that they may no longer read the file names the reference only.
"""

from typing import Any

from .models import (
    Addition,
    Answer,
    AsideText,
    Comment,
    CommentFile,
    Following,
    Offer,
    Proposal,
    ProposalLine,
    Query,
    QueryLine,
    StandingOffer,
    SuggestionAnswer,
)


def known_of(user: Any) -> dict[str, Any]:
    """What this person wrote, the steps that they took and what they follow, the oldest first."""
    seen = dict(Proposal.objects.visible_to(user).filter(author=user).values_list("reference", "title"))
    written = Proposal.objects.filter(author=user).order_by("pk").values("reference", "kind", "created_at")
    readable = dict(Offer.objects.readable_by(user).filter(author=user).values_list("reference", "text"))
    offers = Offer.objects.filter(author=user).order_by("pk").values("reference", "kind", "made_at")
    steps = ProposalLine.objects.filter(actor=user).order_by("at", "pk")
    aside = AsideText.objects.visible_to(user).order_by("pk")
    standing = StandingOffer.objects.filter(author=user).order_by("pk")
    return {
        "put_aside": list(aside.values("proposal__reference", "typed", "at")),
        "proposals": [{**row, "title": seen.get(row["reference"], "")} for row in written],
        "offers": [{**row, "text": readable.get(row["reference"], "")} for row in offers],
        **_said_by(user),
        "followings": _followed_by(user),
        "standing_offers": list(standing.values("reference", "kind", "made_at")),
        "steps": list(steps.values("proposal__reference", "step", "channel", "at")),
        **_known_of_queries(user),
    }


def _known_of_queries(user: Any) -> dict[str, Any]:
    """The same of questions to all: titles and answers as far as they may still read them."""
    seen = dict(Query.objects.visible_to(user).filter(author=user).values_list("reference", "title"))
    written = Query.objects.filter(author=user).order_by("pk").values("reference", "created_at")
    readable = dict(Answer.objects.visible_to(user).filter(author=user).values_list("pk", "text"))
    answers = Answer.objects.filter(author=user).order_by("pk")
    told = answers.values("pk", "question__query__reference", "question__number", "audience", "at")
    steps = QueryLine.objects.filter(actor=user).order_by("at", "pk")
    return {
        "questions_to_all": [{**row, "title": seen.get(row["reference"], "")} for row in written],
        "answers_to_questions": [{**row, "text": readable.get(row.pop("pk"), "")} for row in told],
        "steps_of_questions": list(steps.values("query__reference", "step", "channel", "at")),
    }


def _said_by(user: Any) -> dict[str, Any]:
    """Comments, additions and answers by this person; the words of those that they may still read."""
    readable = Comment.objects.visible_to(user).standing()
    texts = dict(readable.filter(author=user).values_list("reference", "text"))
    comments = Comment.objects.filter(author=user).order_by("at", "pk")
    comments = comments.values("reference", "proposal__reference", "at", "edited_at", "deleted_at")
    files = CommentFile.objects.filter(comment__in=readable, comment__author=user).order_by("pk")
    additions = Addition.objects.filter(author=user, comment__in=readable).order_by("at", "pk")
    answers = SuggestionAnswer.objects.filter(author=user, proposal__in=Proposal.objects.visible_to(user))
    return {
        "comments": [{**row, "text": texts.get(row["reference"], "")} for row in comments],
        "files_of_comments": list(files.values("comment__reference", "display_name")),
        "additions": list(additions.values("comment__reference", "text", "at")),
        "answers": list(answers.order_by("at", "pk").values("proposal__reference", "text", "at")),
    }


def _followed_by(user: Any) -> list[dict[str, Any]]:
    """What they follow: a proposal, an area, a region; none of these is everything."""
    followings = Following.objects.filter(person=user).order_by("pk")
    return list(followings.values("proposal__reference", "area__number", "region__code", "since"))
