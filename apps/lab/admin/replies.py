"""The secretariat's consolidated reply: the offers side by side in both languages, written on, and sent to the seat."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext

from apps.common.access import require
from apps.common.bilingual import in_language

from .. import queries, services
from ..forms import ReplyTextsForm
from ..forms.again import First, ask_again
from ..models import Proposal


class WithReply:
    """Adds the page of the consolidated reply to the admin of proposals, and the way to it."""

    change_form_template = "admin/proposal_change_form.html"

    def get_urls(self) -> list:
        """The room's addresses and that of the reply."""
        view = self.admin_site.admin_view(self.reply_view)
        return [path("<path:object_id>/reply/", view, name="lab_proposal_reply"), *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        """The page of the proposal, with the replies that were sent."""
        row = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if row is not None:
            context["can_reply"] = request.user.has_perm("lab.reply_proposal", row)
            context["replies"] = list(row.replies.select_related("author"))
        return super().change_view(request, object_id, form_url, context)

    def reply_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form of the reply, filled with the offers that stand; sending it tells the seat."""
        row: Proposal | None = self.get_object(request, object_id)
        if row is None:
            raise Http404
        require(request.user, "lab.reply_proposal", row)
        texts: dict[str, str] = {}
        if request.method != "POST":
            texts = queries.reply_to_begin_with(row, request.user)
        form = ReplyTextsForm(request.POST if request.method == "POST" else None, texts=texts)
        back = reverse("admin:lab_proposal_change", args=[row.pk])
        first, status = None, 422 if form.errors else 200
        if form.is_bound and form.is_valid():
            try:
                services.send_reply(row, by=request.user, texts=form.texts, form_key=form.cleaned_data["form_key"])
            except services.SentBefore as before:
                ask_again(form)
                first, status = First(in_language(before.stored, "text"), before.stored.sent_at, back), 409
            else:
                messages.success(request, gettext("The reply is sent to the partner that proposed."))
                return HttpResponseRedirect(back)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": gettext("Consolidated reply"),
            "opts": self.opts,
            "row": row,
            "form": form,
            "back": back,
            "first": first,
        }
        return TemplateResponse(request, "admin/proposal_reply.html", context, status=status)
