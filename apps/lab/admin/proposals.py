"""Proposals in the office: read what a partner sent, add the other language, publish or return by a button."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from apps.common.office import BilingualAdmin, WorkflowAdmin

from .. import services
from ..forms.translating import TranslationForm
from ..models import TEXTS, Offer, Proposal
from .desk import OfficeDesk
from .replies import WithReply

SERVED = ("objectives", "actions", "gcm_objectives", "partners_concerned", "regions")
TERMS = ("sought_told", "period_told", "budget_told", "share_told", "contact", "addressee_told")
MOMENTS = ("created_at", "submitted_at", "opened_at", "started_at", "concluded_at", "closed_at", "withdrawn_at")


class OfferInline(admin.StackedInline):
    """The offers of a proposal, to be read."""

    model = Offer
    fields = readonly_fields = ("partner", "kind", "state", "made_at", "text", "conditions", "starts_on", "contact")
    extra = 0
    can_delete = False
    view_on_site = False
    verbose_name_plural = _("offers of support")

    def get_queryset(self, request: HttpRequest):
        """Offers that the office may read."""
        return super().get_queryset(request).readable_by(request.user).select_related("partner")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Asks about the proposal: its offers come with it."""
        return obj is None or request.user.has_perm("lab.view_proposal", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: offers are made by seats."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: offers are the words of seats."""
        return False


@admin.register(Proposal)
class ProposalAdmin(WithReply, OfficeDesk, WorkflowAdmin, BilingualAdmin):
    """The words of a partner are never changed here; the office adds the other language beside them."""

    services: ClassVar[dict] = services.PROPOSAL_STEPS
    form = TranslationForm
    list_display = ("title", "partner", "kind", "state", "submitted_at", "opened_at")
    list_filter = ("state", "kind")
    list_select_related = ("partner",)
    search_fields = ("title_en", "title_fr", "partner__name_en", "partner__name_fr")
    search_help_text = _("Words of the title, or partner")
    ordering = ("-submitted_at", "-pk")
    inlines = (OfferInline,)
    fieldsets = (
        (None, {"fields": (("partner", "kind", "language"), *TEXTS, "version_seen")}),
        (_("What it serves and concerns"), {"fields": SERVED}),
        (_("Support, period, budget"), {"fields": TERMS}),
        (_("When"), {"fields": (MOMENTS,)}),
    )

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list for whoever may enter the laboratory; one proposal by its own permission."""
        return request.user.has_perm("lab.enter" if obj is None else "lab.view_proposal", obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may enter the laboratory."""
        return request.user.has_perm("lab.enter")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Adding the other language."""
        return obj is not None and request.user.has_perm("lab.translate_proposal", obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: proposals are written by seats."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple:
        """Everything but the texts in the languages in which the proposal was not written."""
        own = [f"{name}_{obj.language}" for name in TEXTS] if obj else []
        return ("partner", "kind", "language", *own, *SERVED, *TERMS, *MOMENTS)

    @admin.display(description=_("kinds of support sought"))
    def sought_told(self, obj: Proposal) -> str:
        """The kinds in words."""
        return ", ".join(str(one.get_kind_display()) for one in obj.sought.all())

    @admin.display(description=_("period"))
    def period_told(self, obj: Proposal) -> str:
        """In words."""
        return obj.period_told

    @admin.display(description=_("budget"))
    def budget_told(self, obj: Proposal) -> str:
        """Amount and currency."""
        return obj.budget_told

    @admin.display(description=_("share of it that is sought"))
    def share_told(self, obj: Proposal) -> str:
        """In per cent."""
        return obj.share_told

    @admin.display(description=_("addressed to"))
    def addressee_told(self, obj: Proposal) -> str:
        """Of a suggestion."""
        return obj.addressee_told

    def save_model(self, request: HttpRequest, obj: Proposal, form, change: bool) -> None:
        """Hand the translation to the service, which writes its line of the timeline."""
        for language, _name in settings.LANGUAGES:
            texts = {name: form.cleaned_data.get(f"{name}_{language}") or "" for name in TEXTS}
            if language != obj.language and any(f"{name}_{language}" in form.changed_data for name in TEXTS):
                services.add_translation(obj, by=request.user, texts=texts, language=language)

    def log_change(self, request: HttpRequest, obj: Proposal, message: Any) -> None:
        """Nothing: the timeline keeps it for who may see it; the office's log would keep the title beyond that."""
