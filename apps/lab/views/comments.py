"""Taking part in the conversation: comments, questions about an offer, answers, changes, additions, taking back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.rules import is_secretariat
from apps.common.access import require, visible_or_404
from apps.common.files import serve_private
from apps.common.paging import Page
from apps.partners.rules import WRITING

from .. import queries, services
from ..forms import AdditionForm, ChangeForm, CommentForm, ReplyForm
from ..forms.again import First, ask_again
from ..models import Addition, Comment, CommentFile, Offer, Proposal
from ..workflow import CommentsNotOpen
from .pages import of_the_space, trail
from .unsent import keeping_words

# Of each form of the conversation, by the name of its address, what it is called and what its button says.
FORMS = {
    "new_comment": (_("Write a comment"), _("Publish the comment")),
    "ask_offer": (_("Ask about the offer"), _("Send the question")),
    "reply": (_("Answer the comment"), _("Publish the answer")),
    "change_comment": (_("Change the comment"), _("Save the change")),
    "add_to_comment": (_("Add to the comment"), _("Publish the addition")),
}
form_view = require_http_methods(["GET", "HEAD", "POST"])


def seen_comment(request: HttpRequest, reference: str, comment_reference: str) -> Comment:
    """The comment, looked up through its proposal; one that the reader may not read answers like one that never was."""
    found = Comment.objects.select_related("proposal__partner", "partner", "author", "between", "parent", "offer")
    return visible_or_404(found, request.user, proposal__reference=reference, reference=comment_reference)


def drawn(
    request: HttpRequest,
    form: Form,
    proposal: Proposal,
    *,
    kind: str,
    comment: Comment | None = None,
    offer: Offer | None = None,
    is_late: bool = False,
    first: First | None = None,
    status: int = 0,
) -> HttpResponse:
    """The page of a form of the conversation; 422 when something in it needs attention."""
    title, button = FORMS[kind]
    about = comment or offer
    send_to = reverse(f"lab:{kind}", args=[proposal.reference, *([about.reference] if about else [])])
    context = of_the_space(request, form=form, proposal=proposal, trail=trail(), title=title, button=button)
    context |= {"send_to": send_to, "comment": comment, "offer": offer, "is_late": is_late, "first": first}
    return render(request, "lab/comment_form.html", context, status=status or (422 if form.errors else 200))


def said(
    request: HttpRequest, form: Form, proposal: Proposal, write: Callable[[], Any], told: str, **context: Any
) -> HttpResponse:
    """Write what a valid form says, and open the comment; where the proposal moved on, the form keeps the words."""
    if not form.is_bound:
        if not proposal.is_talking:
            raise CommentsNotOpen(proposal)
        return drawn(request, form, proposal, **context)
    if not form.is_valid():
        return drawn(request, form, proposal, **context)
    try:
        comment = write()
    except services.SentBefore as before:
        ask_again(form)
        return drawn(request, form, proposal, status=409, first=first_of(before.stored, request.user), **context)
    except CommentsNotOpen as refusal:
        if not Proposal.objects.visible_to(request.user).filter(pk=proposal.pk).exists():
            raise PermissionDenied from refusal
        words = gettext("No comments are taken any more: this is now “%(state)s”. Your words stand below, unsent.")
        form.add_error(None, words % {"state": refusal.row.get_state_display()})
        return drawn(request, form, proposal, status=409, **context)
    messages.success(request, told)
    return HttpResponseRedirect(comment.get_absolute_url())


def first_of(stored: Comment | Addition, user: Any) -> First:
    """What came from the form first; the words of one that was taken back are shown to nobody."""
    comment = stored.comment if isinstance(stored, Addition) else stored
    url = comment.get_absolute_url() if user.has_perm("lab.view_comment", comment) else ""
    return First(stored.words if user.has_perm("lab.read_comment", comment) else None, stored.at, url)


def who_speaks(request: HttpRequest, among: set[int] | None = None, *, office: bool = True) -> dict[str, Any]:
    """For whom the person may write here: their seats (of these partners only), and the secretariat."""
    seats = queries.seats_with_names(request.user, WRITING)
    seats = [seat for seat in seats if among is None or seat.pk in among]
    return {"seats": seats, "office": office and is_secretariat(request.user)}


def typed_in(request: HttpRequest) -> tuple:
    """What the form is bound to; nothing on the first look."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@form_view
@keeping_words("text")
def new(request: HttpRequest, reference: str) -> HttpResponse:
    """A comment that begins a thread."""
    user = request.user
    proposal = visible_or_404(Proposal.objects.select_related("partner"), user, reference=reference)
    require(user, "lab.comment_proposal", proposal)
    form = CommentForm(*typed_in(request), proposal=proposal, sender=user, **who_speaks(request))

    def write() -> Comment:
        return services.add_comment(proposal, form.said, by=user, form_key=form.cleaned_data["form_key"])

    return said(request, form, proposal, write, gettext("Your comment stands below."), kind="new_comment")


@form_view
@keeping_words("text")
def ask(request: HttpRequest, reference: str, offer_reference: str) -> HttpResponse:
    """A question of the seat that proposed about an offer, between the two seats."""
    user = request.user
    proposal = visible_or_404(Proposal.objects.select_related("partner"), user, reference=reference)
    offers = Offer.objects.filter(proposal=proposal).select_related("partner", "proposal__partner")
    offer = visible_or_404(offers, user, reference=offer_reference)
    require(user, "lab.ask_offer", offer)
    form = ReplyForm(*typed_in(request), sender=user, **who_speaks(request, {proposal.partner_id}, office=False))

    def write() -> Comment:
        return services.ask_about_offer(offer, form.said, by=user, form_key=form.cleaned_data["form_key"])

    return said(
        request, form, proposal, write, gettext("Your question is with the partner."), kind="ask_offer", offer=offer
    )


@form_view
@keeping_words("text")
def reply(request: HttpRequest, reference: str, comment_reference: str) -> HttpResponse:
    """An answer in a thread."""
    user, comment = request.user, seen_comment(request, reference, comment_reference)
    require(user, "lab.answer_comment", comment)
    among = {comment.between_id, comment.proposal.partner_id} if comment.is_private else None
    form = ReplyForm(*typed_in(request), sender=user, **who_speaks(request, among, office=not comment.is_private))

    def write() -> Comment:
        return services.answer_comment(comment, form.said, by=user, form_key=form.cleaned_data["form_key"])

    told = gettext("Your answer stands below.")
    return said(request, form, comment.proposal, write, told, kind="reply", comment=comment)


@form_view
@keeping_words("text")
def change(request: HttpRequest, reference: str, comment_reference: str) -> HttpResponse:
    """Other words for one's own comment; after a quarter of an hour the same words can be added instead."""
    user, comment = request.user, seen_comment(request, reference, comment_reference)
    require(user, "lab.change_comment", comment)
    if request.method != "POST":
        if not comment.can_change:
            return HttpResponseRedirect(comment.get_absolute_url())
        seen_at = comment.edited_at.isoformat() if comment.edited_at else ""
        initial = {"text": comment.text, "language": comment.language, "seen_at": seen_at}
        return drawn(request, ChangeForm(initial=initial), comment.proposal, kind="change_comment", comment=comment)
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return drawn(request, form, comment.proposal, kind="change_comment", comment=comment)
    typed = form.cleaned_data
    words = {"text": typed["text"], "language": typed["language"]}
    try:
        services.change_comment(comment, by=user, seen_at=moment_of(typed["seen_at"]), **words)
    except services.TooLateToChange as late:
        again = AdditionForm(initial=words)
        context = {"kind": "add_to_comment", "comment": late.comment, "is_late": True}
        return drawn(request, again, comment.proposal, status=409, **context)
    except services.ChangedMeanwhile as other:
        return drawn(
            request,
            overtaken(form, other.comment),
            comment.proposal,
            status=409,
            kind="change_comment",
            comment=other.comment,
        )
    except CommentsNotOpen as refusal:
        return closed(request, form, refusal.row, kind="change_comment", comment=comment)
    messages.success(request, gettext("Your words are changed."))
    return HttpResponseRedirect(comment.get_absolute_url())


def moment_of(text: str) -> Any:
    """The moment that a form carried; None for none, and for what is no moment."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


def overtaken(form: ChangeForm, stored: Comment) -> ChangeForm:
    """The form with what was typed, which can be saved over what was changed meanwhile."""
    typed = form.data.copy()
    typed["seen_at"] = stored.edited_at.isoformat() if stored.edited_at else ""
    again = ChangeForm(typed)
    again.add_error(None, gettext("It was changed or taken back meanwhile. What stands now is shown above."))
    return again


def closed(request: HttpRequest, form: Form, proposal: Proposal, **context: Any) -> HttpResponse:
    """The proposal takes no comments any more: the words stay in the form, unsent."""
    words = gettext("No comments are taken any more: this is now “%(state)s”. Your words stand below, unsent.")
    form.add_error(None, words % {"state": proposal.get_state_display()})
    return drawn(request, form, proposal, status=409, **context)


@form_view
@keeping_words("text")
def add(request: HttpRequest, reference: str, comment_reference: str) -> HttpResponse:
    """A further word to what one's own seat said."""
    user, comment = request.user, seen_comment(request, reference, comment_reference)
    require(user, "lab.add_to_comment", comment)
    form = AdditionForm(request.POST if request.method == "POST" else None)
    context = {"kind": "add_to_comment", "comment": comment}
    if not form.is_bound or not form.is_valid():
        return drawn(request, form, comment.proposal, **context)
    try:
        typed = form.cleaned_data
        words = {name: typed[name] for name in ("text", "language", "form_key")}
        services.add_to_comment(comment, by=user, **words)
    except services.SentBefore as before:
        ask_again(form)
        return drawn(request, form, comment.proposal, status=409, first=first_of(before.stored, user), **context)
    except services.ChangedMeanwhile:
        form.add_error(None, gettext("The comment was taken back meanwhile. Your words stand below, unsent."))
        return drawn(request, form, comment.proposal, status=409, **context)
    except CommentsNotOpen as refusal:
        return closed(request, form, refusal.row, **context)
    messages.success(request, gettext("Your words are added."))
    return HttpResponseRedirect(comment.get_absolute_url())


@form_view
def take_back(request: HttpRequest, reference: str, comment_reference: str) -> HttpResponse:
    """Asks once more, then takes the comment back."""
    user, comment = request.user, seen_comment(request, reference, comment_reference)
    require(user, "lab.take_back_comment", comment)
    if request.method != "POST":
        context = of_the_space(request, comment=comment, proposal=comment.proposal, trail=trail())
        return render(request, "lab/comment_take_back.html", context)
    services.take_back_comment(comment, by=user)
    messages.success(request, gettext("It is taken back: its place stays, its words are shown to nobody."))
    return HttpResponseRedirect(comment.get_absolute_url())


@require_safe
def comment(request: HttpRequest, reference: str, comment_reference: str) -> HttpResponse:
    """Leads to the very comment, on whichever page it stands now."""
    found = seen_comment(request, reference, comment_reference)
    is_in_thread, number = queries.place_of(found, request.user)
    address = found.proposal.get_absolute_url()
    if is_in_thread:
        address = reverse("lab:thread", args=[reference, found.top.reference])
    query = f"?page={number}" if number > 1 else ""
    return HttpResponseRedirect(f"{address}{query}#comment-{found.reference}")


@require_safe
def thread(request: HttpRequest, reference: str, comment_reference: str) -> HttpResponse:
    """A thread with all its answers, page by page."""
    top = seen_comment(request, reference, comment_reference).top
    page = Page(queries.answers_of(top), request.GET.get("page"))
    first, *answers = queries.entries_of(top.proposal, request.user, [top, *page])
    context = of_the_space(request, proposal=top.proposal, trail=trail(), first=first, answers=answers, page=page)
    return render(request, "lab/thread.html", context)


@require_safe
def file(request: HttpRequest, reference: str, comment_reference: str, file_reference: str) -> FileResponse:
    """A file of a comment, looked up through it, as a download."""
    found = seen_comment(request, reference, comment_reference)
    kept = visible_or_404(CommentFile.objects.filter(comment=found), request.user, reference=file_reference)
    return serve_private(kept.key, kept.display_name)
