"""Every write of the laboratory: drafts, the steps of a proposal, offers of support and their answers.

Each tells the people concerned by one mail each, queued in its own transaction; who acts is not told of their own act.
"""

from .answering import AnswersClosed, Given, NothingAnswered, SheetConflict, SheetDraft, save_answers
from .answers import AlreadyAnswered, answer_suggestion, send_reply
from .asking import (
    NotLater,
    NotReady,
    PreviewOutdated,
    QueryConflict,
    QueryDraft,
    QuestionDraft,
    RemindedAlready,
    ask_query,
    begin_query,
    close_due_queries,
    close_query,
    extend_query,
    missing_for_asking,
    remind_silent,
    save_query,
    withdraw_query,
)
from .clocks import NotInFuture, ask_for_news, escalate, set_offers_until, tell_news
from .comments import (
    ChangedMeanwhile,
    Said,
    TooLateToChange,
    add_comment,
    add_to_comment,
    answer_comment,
    ask_about_offer,
    change_comment,
    take_back_comment,
)
from .compiling import compile_query
from .drafts import Draft, DraftConflict, has_title, untitled
from .ends import add_sequel
from .following import choose_followings, follow, stop_following
from .offers import AlreadyOffered, accept_offer, decline_offer, offer_support, withdraw_offer
from .office import NotMergeable, ask_author, explain, merge
from .once import SentBefore
from .proposals import (
    Incomplete,
    add_translation,
    begin_and_submit,
    close,
    conclude,
    missing_for_submission,
    publish,
    return_,
    save_and_submit,
    start,
    submit,
    withdraw,
)
from .reasons import ReasonMissing
from .saving import (
    Saved,
    autosave_draft,
    autosave_new,
    begin_draft,
    draft_of_form,
    let_go,
    note_opening,
    put_aside,
    save_draft,
)
from .standing import AlreadyWithdrawn, HeldReady, match_published, publish_standing, renew_standing, withdraw_standing

PROPOSAL_STEPS = {
    service.step.name: service for service in (submit, return_, publish, start, conclude, close, withdraw)
}
OFFER_STEPS = {service.step.name: service for service in (accept_offer, decline_offer, withdraw_offer)}
QUERY_STEPS = {service.step.name: service for service in (close_query, compile_query, withdraw_query)}

__all__ = [
    "OFFER_STEPS",
    "PROPOSAL_STEPS",
    "QUERY_STEPS",
    "AlreadyAnswered",
    "AlreadyOffered",
    "AlreadyWithdrawn",
    "AnswersClosed",
    "ChangedMeanwhile",
    "Draft",
    "DraftConflict",
    "Given",
    "HeldReady",
    "Incomplete",
    "NotInFuture",
    "NotLater",
    "NotMergeable",
    "NotReady",
    "NothingAnswered",
    "PreviewOutdated",
    "QueryConflict",
    "QueryDraft",
    "QuestionDraft",
    "ReasonMissing",
    "RemindedAlready",
    "Said",
    "Saved",
    "SentBefore",
    "SheetConflict",
    "SheetDraft",
    "TooLateToChange",
    "accept_offer",
    "add_comment",
    "add_sequel",
    "add_to_comment",
    "add_translation",
    "answer_comment",
    "answer_suggestion",
    "ask_about_offer",
    "ask_author",
    "ask_for_news",
    "ask_query",
    "autosave_draft",
    "autosave_new",
    "begin_and_submit",
    "begin_draft",
    "begin_query",
    "change_comment",
    "choose_followings",
    "close",
    "close_due_queries",
    "close_query",
    "compile_query",
    "conclude",
    "decline_offer",
    "draft_of_form",
    "escalate",
    "explain",
    "extend_query",
    "follow",
    "has_title",
    "let_go",
    "match_published",
    "merge",
    "missing_for_asking",
    "missing_for_submission",
    "note_opening",
    "offer_support",
    "publish",
    "publish_standing",
    "put_aside",
    "remind_silent",
    "renew_standing",
    "return_",
    "save_and_submit",
    "save_answers",
    "save_draft",
    "save_query",
    "send_reply",
    "set_offers_until",
    "start",
    "stop_following",
    "submit",
    "take_back_comment",
    "tell_news",
    "untitled",
    "withdraw",
    "withdraw_offer",
    "withdraw_query",
    "withdraw_standing",
]
