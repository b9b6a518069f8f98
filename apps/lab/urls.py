"""Addresses of the laboratory of ideas, within the space, and of its numbers for the public."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from .views import (
    answers,
    clocks,
    comments,
    drafts,
    ends,
    explaining,
    following,
    forms,
    laboratory,
    pages,
    papers,
    standing,
)

app_name = "lab"
urlpatterns = [
    path("", pages.list_, name="list"),
    path(pgettext_lazy("address", "ours/"), pages.ours, name="ours"),
    path(pgettext_lazy("address", "new/"), forms.new, name="new"),
    path(pgettext_lazy("address", "new/autosave/"), drafts.autosave_new, name="autosave_new"),
    path(pgettext_lazy("address", "following/"), following.following, name="following"),
    path(pgettext_lazy("address", "standing-offers/"), standing.standing_offers, name="standing_offers"),
    path(pgettext_lazy("address", "standing-offers/new/"), standing.new, name="new_standing_offer"),
    path(pgettext_lazy("address", "standing-offers/<slug:reference>/"), standing.standing_offer, name="standing_offer"),
    path(
        pgettext_lazy("address", "standing-offers/<slug:reference>/withdraw/"),
        standing.withdraw,
        name="withdraw_standing_offer",
    ),
    path(
        pgettext_lazy("address", "standing-offers/<slug:reference>/renew/"),
        standing.renew,
        name="renew_standing_offer",
    ),
    path("<slug:reference>/", pages.proposal, name="proposal"),
    path(pgettext_lazy("address", "<slug:reference>/edit/"), forms.edit, name="edit"),
    path(pgettext_lazy("address", "<slug:reference>/autosave/"), drafts.autosave, name="autosave"),
    path(pgettext_lazy("address", "<slug:reference>/let-go/"), drafts.let_go, name="let_go"),
    path(pgettext_lazy("address", "<slug:reference>/concept-note/"), papers.concept_note, name="concept_note"),
    path(
        pgettext_lazy("address", "<slug:reference>/concept-note.pdf"),
        papers.concept_note_pdf,
        name="concept_note_pdf",
    ),
    path(pgettext_lazy("address", "<slug:reference>/step/<slug:name>/"), pages.step, name="step"),
    path(pgettext_lazy("address", "<slug:reference>/sequel/"), ends.sequel, name="sequel"),
    path(pgettext_lazy("address", "<slug:reference>/news/"), clocks.news, name="news"),
    path(pgettext_lazy("address", "<slug:reference>/date/"), clocks.date, name="date"),
    path(pgettext_lazy("address", "<slug:reference>/to-the-secretariat/"), explaining.explain, name="explain"),
    path(pgettext_lazy("address", "<slug:reference>/offer/"), forms.offer, name="offer"),
    path(
        pgettext_lazy("address", "<slug:reference>/offers/<slug:offer_reference>/ask/"), comments.ask, name="ask_offer"
    ),
    path(
        pgettext_lazy("address", "<slug:reference>/offers/<slug:offer_reference>/<slug:name>/"),
        pages.offer_step,
        name="offer_step",
    ),
    path(pgettext_lazy("address", "<slug:reference>/overview/"), answers.overview, name="overview"),
    path(pgettext_lazy("address", "<slug:reference>/answer/"), answers.answer, name="answer"),
    path(pgettext_lazy("address", "<slug:reference>/follow/"), following.follow, name="follow"),
    path(pgettext_lazy("address", "<slug:reference>/stop-following/"), following.stop, name="stop_following"),
    path(pgettext_lazy("address", "<slug:reference>/comment/"), comments.new, name="new_comment"),
    path(
        pgettext_lazy("address", "<slug:reference>/comments/<slug:comment_reference>/"),
        comments.comment,
        name="comment",
    ),
    path(
        pgettext_lazy("address", "<slug:reference>/comments/<slug:comment_reference>/thread/"),
        comments.thread,
        name="thread",
    ),
    path(
        pgettext_lazy("address", "<slug:reference>/comments/<slug:comment_reference>/reply/"),
        comments.reply,
        name="reply",
    ),
    path(
        pgettext_lazy("address", "<slug:reference>/comments/<slug:comment_reference>/change/"),
        comments.change,
        name="change_comment",
    ),
    path(
        pgettext_lazy("address", "<slug:reference>/comments/<slug:comment_reference>/add/"),
        comments.add,
        name="add_to_comment",
    ),
    path(
        pgettext_lazy("address", "<slug:reference>/comments/<slug:comment_reference>/take-back/"),
        comments.take_back,
        name="take_back_comment",
    ),
    path(
        pgettext_lazy("address", "<slug:reference>/comments/<slug:comment_reference>/files/<slug:file_reference>/"),
        comments.file,
        name="comment_file",
    ),
    path(pgettext_lazy("address", "<slug:reference>/files/<slug:file_reference>/"), pages.file, name="file"),
]
# Outside the space: numbers for everybody.
public = ([path("", laboratory.numbers, name="numbers")], "laboratory")
