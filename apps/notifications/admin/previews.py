"""Every message in both languages, side by side, before anybody receives one."""

from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from apps.common.access import require

from .. import previews

PERMISSION = "notifications.preview_message"
# A mail carries its own styles and runs nothing; the office's page may show it in a frame.
OF_A_MAIL = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": [SELF],
    "form-action": [NONE],
    "base-uri": [NONE],
    "sandbox": ["allow-same-origin"],
}


@csp(OF_A_MAIL)
@xframe_options_sameorigin
def as_mail(request: HttpRequest, html: str) -> HttpResponse:
    """The HTML of a mail, alone under its own rules: it fetches nothing, runs nothing and leads nowhere."""
    return HttpResponse(html)


def in_frames(view: Any) -> Any:
    """Let a page of the office show mails in frames of its own address."""
    return csp_update({"frame-src": [SELF]})(view)


@require_safe
def kinds_view(request: HttpRequest) -> HttpResponse:
    """The list of all messages."""
    require(request.user, PERMISSION)
    context = {
        **admin.site.each_context(request),
        "title": gettext("Every mail in both languages"),
        "kinds": [{"name": name, "title": previews.title_of(name)} for name in previews.kinds()],
    }
    return TemplateResponse(request, "admin/message_kinds.html", context)


@in_frames
@require_safe
def kind_view(request: HttpRequest, kind: str) -> HttpResponse:
    """One message, both languages beside each other."""
    require(request.user, PERMISSION)
    if kind not in previews.kinds():
        raise Http404
    context = {
        **admin.site.each_context(request),
        "title": previews.title_of(kind),
        "kind": kind,
        "mails": [
            {"worded": worded, "url": reverse("admin:notifications_message_html", args=[kind, worded.language])}
            for worded in previews.worded_example(kind)
        ],
    }
    return TemplateResponse(request, "admin/message_kind.html", context)


@require_safe
def html_view(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """The HTML part of one message in one language."""
    require(request.user, PERMISSION)
    if kind not in previews.kinds():
        raise Http404
    found = [worded.html for worded in previews.worded_example(kind) if worded.language == language]
    if not found:
        raise Http404
    return as_mail(request, found[0])


def addresses(site: admin.AdminSite) -> list:
    """The addresses of the previews, behind the office's door."""
    guarded = site.admin_view
    return [
        path("messages/", guarded(kinds_view), name="notifications_messages"),
        path("messages/<str:kind>/", guarded(kind_view), name="notifications_message"),
        path("messages/<str:kind>/<str:language>/", guarded(html_view), name="notifications_message_html"),
    ]
