"""The conversation on the page of a proposal, with what belongs beside it: following, answers, the office's reply."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .. import queries
from ..models import ConsolidatedReply, Offer, Proposal


@dataclass(frozen=True)
class Talk:
    """What the page of a proposal tells and offers of the conversation, for one reader."""

    page: queries.ThreadsPage
    threads: list[queries.Entry]
    asked: dict[int, list[queries.Entry]]
    answer: Any
    can_comment: bool
    can_reply: bool
    is_followed: bool
    can_follow: bool
    can_see_overview: bool
    replies: list[ConsolidatedReply]

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to read or to do."""
        return bool(self.threads) or self.can_comment


def talk_on_page(request: HttpRequest, seen: Proposal, offers: list[Offer]) -> Talk:
    """The page of the conversation that the query asks for; `seen` carries what `with_talk` adds."""
    user = request.user
    page = queries.page_of_threads(seen, user, request.GET.get("page"))
    threads, asked = queries.conversation_on_page(seen, user, page, offers)
    answer = getattr(seen, "answer", None)
    has_overview = user.has_perm("lab.overview_proposal", seen)
    return Talk(
        page=page,
        threads=threads,
        asked=asked,
        answer=answer,
        can_comment=seen.is_talking and user.has_perm("lab.comment_proposal", seen),
        can_reply=answer is None and seen.is_talking and user.has_perm("lab.answer_proposal", seen),
        is_followed=seen.is_followed,
        can_follow=seen.is_listed,
        can_see_overview=has_overview and bool(offers),
        replies=list(seen.replies.order_by("sent_at", "pk")) if seen.has_reply and has_overview else [],
    )
