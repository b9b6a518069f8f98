"""The inbox in the space, the choice of mails in one's settings, and giving a topic up from within a mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.access import require
from apps.common.office_settings import office_setting
from apps.common.paging import Page

from . import manners
from .choosing import choices_of, is_given_up
from .filters import NoticeFilter
from .forms import MailChoicesForm
from .models import Notice
from .queries import visible_rows, word
from .topics import DIGEST, topic_called
from .unsubscribing import read_token

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """One's notices, the latest first; looking at them changes nothing."""
    user = request.user
    require(user, "notifications.read_notices", user)
    form = NoticeFilter(request.GET)
    rows = form.apply(Notice.objects.visible_to(user)).order_by("-created_at", "-pk")
    page = Page(rows, request.GET.get("page"), query=form.query)
    notices = [word(user, row, message) for row, message in visible_rows(user, page.rows)]
    return render(request, "notifications/inbox.html", {"form": form, "page": page, "notices": notices})


@require_POST
def mark_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one of one's notices as read; another person's does not exist."""
    user = request.user
    if not manners.mark_read(user, pk, by=user):
        raise Http404
    return _back(request)


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    """Mark all of one's notices as read."""
    user = request.user
    number = manners.mark_all_read(user, by=user)
    words = ngettext("One notice is marked as read.", "%(number)d notices are marked as read.", number)
    messages.success(request, words % {"number": number})
    return _back(request)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page of the inbox on which the button was, by the query that came with it."""
    form = NoticeFilter(request.POST)
    page = request.POST.get("page", "")
    parts = [form.query, f"page={page}" if page.isdecimal() and page.isascii() and len(page) < 9 else ""]
    query = "&".join(part for part in parts if part)
    address = reverse("notifications:inbox")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


@form_view
def mails(request: HttpRequest) -> HttpResponse:
    """How often one hears of each topic by e-mail."""
    user = request.user
    require(user, "notifications.choose_mails", user)
    form = MailChoicesForm(request.POST if request.method == "POST" else None, chosen=choices_of(user.pk))
    if form.is_bound and form.is_valid():
        manners.choose(user, form.choices, by=user)
        messages.success(request, _("Your choice of mails is saved."))
        return redirect("notifications:mails")
    context = {"form": form, "reminders": office_setting("notifications.reminders_a_week")}
    return render(request, "notifications/mails.html", context, status=422 if form.errors else 200)


@csrf_exempt
@login_not_required
@never_cache
@form_view
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Give up a topic by the mark of a mail: one button, or the one click of a mail program, which shows no page.

    The mark stands for the person, so no session is looked at and no sign-in asked; without one that we made there is
    nothing here. Looking changes nothing.
    """
    marked = read_token(token)
    if marked is None:
        raise Http404
    person_pk, topic = marked
    if request.method == "POST":
        return _given_up(request, person_pk, topic)
    declared = topic_called(topic)
    context = {
        "topic": declared.label if declared is not None else "",
        "is_digest": topic == DIGEST,
        "is_given_up": is_given_up(person_pk, topic),
    }
    return render(request, "notifications/unsubscribe.html", context)


def _given_up(request: HttpRequest, person_pk: int, topic: str) -> HttpResponse:
    if "again" in request.POST:
        manners.take_up_again(person_pk, topic)
    elif not manners.give_up(person_pk, topic):
        raise Http404
    if "List-Unsubscribe" in request.POST:
        return HttpResponse(_("You will receive no more of these mails.") + "\n", content_type="text/plain")
    return HttpResponseRedirect(request.path)
