"""Invitations, hand-overs, shared mailboxes and the enquiries of people, in the office."""

from typing import ClassVar

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from apps.common.access import require
from apps.common.bilingual import active_language
from apps.common.office import OfficeAdmin
from apps.notifications.admin.buttons import Button, WithButtons

from .. import services
from ..forms import InviteForm
from ..models import Enquiry, Invitation, Network, Partner, Seat, SeatContact, SeatHandover


class SeatForm(forms.Form):
    """The seat to which somebody is invited."""

    partner = forms.ModelChoiceField(label=_("Partner"), queryset=Partner.objects.none())
    network = forms.ModelChoiceField(label=_("Network"), queryset=Network.objects.order_by("pk"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.taking_part().in_reading_order(active_language())


class StatusFilter(admin.SimpleListFilter):
    """Invitations that wait for an answer, or not."""

    title = _("answered")
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        """Yes or no."""
        return [("no", gettext("No")), ("yes", gettext("Yes"))]

    def queryset(self, request: HttpRequest, queryset):
        """The invitations that were asked for."""
        unanswered = Invitation.objects.unanswered()
        return {"no": queryset.filter(pk__in=unanswered), "yes": queryset.exclude(pk__in=unanswered)}.get(
            self.value(), queryset
        )


@admin.register(Invitation)
class InvitationAdmin(WithButtons, OfficeAdmin):
    """Who was invited, by whom, and whether they came; sent again or taken back by buttons."""

    list_display = ("name", "address", "partner", "role", "status", "sent_at", "times_sent")
    list_filter = (StatusFilter, "network")
    list_select_related = ("partner", "network", "person")
    search_fields = ("name", "address", "partner__name_en", "partner__name_fr")
    exclude = ("token_digest",)
    change_list_template = "admin/invitation_change_list.html"
    buttons: ClassVar[dict[str, Button]] = {
        "resend": Button(
            label=_("Send again"),
            act=services.resend,
            permission="partners.resend_invitation",
            told=_("sent again, with a new link."),
            too_late=_("it went out a moment ago."),
            fits=lambda invitation: invitation.is_unanswered,
        ),
        "revoke": Button(
            label=_("Take back"),
            act=services.revoke,
            permission="partners.revoke_invitation",
            told=_("taken back; the link opens nothing any more."),
            fits=lambda invitation: invitation.is_unanswered,
        ),
    }

    def get_urls(self) -> list:
        """Django's addresses and one for inviting."""
        invite = self.admin_site.admin_view(self.invite_view)
        return [path("invite/", invite, name="partners_invitation_invite"), *super().get_urls()]

    @admin.display(description=_("status"))
    def status(self, invitation: Invitation) -> str:
        """Where it stands, in words."""
        return str(invitation.status_words)

    def press(self, request: HttpRequest, button: Button, row: Invitation) -> bool:
        """As for every button; one that was answered meanwhile is told so."""
        try:
            return super().press(request, button, row)
        except services.SeatChanged:
            messages.warning(request, gettext("The invitation was answered or taken back meanwhile."))
            return False

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def invite_view(self, request: HttpRequest) -> HttpResponse:
        """Invite somebody to any seat, in any role."""
        require(request.user, "partners.invite_mandate")
        typed = request.POST if request.method == "POST" else None
        seat_form = SeatForm(typed, initial={"partner": request.GET.get("partner", "")[:9]})
        seat = None
        if seat_form.is_bound and seat_form.is_valid():
            seat = Seat(seat_form.cleaned_data["partner"], seat_form.cleaned_data["network"])
        form = InviteForm(typed, seat=seat, by=request.user)
        if form.is_bound and form.is_valid() and seat is not None and form.save() is not None:
            messages.success(request, gettext("The invitation is sent."))
            return HttpResponseRedirect(reverse("admin:partners_invitation_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Invite to a seat"),
            "opts": self.opts,
            "forms": [seat_form, form],
        }
        return TemplateResponse(request, "admin/seat_invite.html", context)


def _settle(status: str):
    """A button that records what became of an enquiry."""

    def act(enquiry: Enquiry, *, by) -> bool:
        return services.settle(enquiry, status, by=by)

    return act


@admin.register(Enquiry)
class EnquiryAdmin(WithButtons, OfficeAdmin):
    """The secretariat's queue of questions; answered by a mail of its own, and noted here."""

    list_display = ("name", "kind", "partner", "status", "created_at", "handled_by")
    list_filter = ("status", "kind", "language")
    list_select_related = ("partner", "handled_by")
    search_fields = ("name", "address")
    buttons: ClassVar[dict[str, Button]] = {
        "answered": Button(
            label=_("Answered"),
            act=_settle(Enquiry.Status.ANSWERED),
            permission="partners.settle_enquiry",
            told=_("noted as answered."),
            too_late=_("a colleague was faster."),
            fits=lambda enquiry: enquiry.status == Enquiry.Status.OPEN,
            is_primary=True,
        ),
        "closed": Button(
            label=_("Close without an answer"),
            act=_settle(Enquiry.Status.CLOSED),
            permission="partners.settle_enquiry",
            told=_("closed."),
            too_late=_("a colleague was faster."),
            fits=lambda enquiry: enquiry.status == Enquiry.Status.OPEN,
        ),
    }


@admin.register(SeatHandover)
class SeatHandoverAdmin(OfficeAdmin):
    """Which seat passed from whom to whom, and when."""

    list_display = ("partner", "network", "ended", "successor", "at", "completed_at")
    list_select_related = ("partner", "network", "ended__user", "ended__partner", "successor")
    search_fields = ("partner__name_en", "partner__name_fr")


@admin.register(SeatContact)
class SeatContactAdmin(OfficeAdmin):
    """The mailboxes that seats share."""

    list_display = ("partner", "network", "address")
    list_select_related = ("partner", "network")
    search_fields = ("partner__name_en", "partner__name_fr", "address")
    autocomplete_fields = ("partner",)
