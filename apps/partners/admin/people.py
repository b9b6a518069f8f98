"""People and mandates in the office; letting a person in is a button.

People stand here and not among the accounts, because what makes a person's rights, the mandates, is edited with them.
"""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from apps.accounts.models import User
from apps.accounts.services import remove_factors
from apps.common.access import PermittedAdmin, require
from apps.common.files import CheckedFileField
from apps.common.office import BilingualAdmin, OfficeAdmin
from apps.notifications.admin.buttons import Button, WithButtons
from apps.notifications.services import invite_colleague

from .. import services
from ..forms import HandOverSeatForm
from ..models import Mandate, Network


@admin.register(Network)
class NetworkAdmin(BilingualAdmin):
    """Networks of focal points."""

    list_display = ("name", "code")


class RunningFilter(admin.SimpleListFilter):
    """Mandates that run today, or not."""

    title = _("runs today")
    parameter_name = "runs"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        """Yes or no."""
        return [("yes", gettext("Yes")), ("no", gettext("No"))]

    def queryset(self, request: HttpRequest, queryset):
        """The mandates that were asked for."""
        running = Mandate.objects.running()
        return {"yes": queryset.filter(pk__in=running), "no": queryset.exclude(pk__in=running)}.get(
            self.value(), queryset
        )


def tell(request: HttpRequest, mandate: Mandate) -> None:
    """Tell the holder of a mandate of it by mail, and the office whether that happened."""
    if services.invite(mandate, by=request.user):
        messages.info(request, gettext("%(person)s is told by e-mail.") % {"person": mandate.user})
    else:
        messages.warning(
            request,
            gettext(
                "Nothing was sent to %(person)s: the mandate does not run today, "
                "or the same message went out a moment ago."
            )
            % {"person": mandate.user},
        )


class MandateForm(forms.ModelForm):
    """A mandate with the letter by which the partner named the person; what it competes with waits meanwhile."""

    letter = CheckedFileField(label=_("Designation letter"), required=False)

    class Meta:
        model = Mandate
        fields = ("user", "partner", "network", "role", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any]:
        """Let one mandate of a partner be judged and saved after the other."""
        typed = super().clean()
        partner = typed.get("partner") or (self.instance.partner if self.instance.pk else None)
        if partner is not None:
            services.lock_seats_of(partner.pk)
        if self.instance.ended_at and "ends_on" in typed and typed["ends_on"] is None:
            self.add_error("ends_on", _("A mandate that was ended has a last day."))
        return typed


@admin.register(Mandate)
class MandateAdmin(WithButtons, OfficeAdmin):
    """Who acts for whom; a mandate is ended or handed over, never given to somebody else."""

    form = MandateForm
    list_display = ("user", "partner", "role", "network", "starts_on", "ends_on", "confirmed_at", "paused_at")
    list_filter = (RunningFilter, "role", "network")
    list_select_related = ("user", "partner", "network")
    search_fields = ("user__name", "user__email", "partner__name_en", "partner__name_fr", "partner__code")
    search_help_text = _("Person, e-mail address or partner")
    autocomplete_fields = ("user", "partner")
    actions = ("send_invitation",)
    change_form_template = "admin/mandate_change_form.html"
    buttons: ClassVar[dict[str, Button]] = {
        "in-post": Button(
            label=_("Still in post: confirm, and lift a pause"),
            act=services.lift_pause,
            permission="partners.lift_pause_mandate",
            told=_("confirmed, and open from now on."),
            too_late=_("confirmed."),
            fits=lambda mandate: mandate.is_standing,
        ),
        "end": Button(
            label=_("End now"),
            act=services.end,
            permission="partners.end_mandate",
            told=_("ended; the person is signed out."),
            fits=lambda mandate: mandate.is_standing,
        ),
    }

    def get_urls(self) -> list:
        """Django's addresses, one for the hand-over and one for the letter."""
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/hand-over/", view(self.hand_over_view), name="partners_mandate_hand_over"),
            path("<path:object_id>/letter/", view(self.letter_view), name="partners_mandate_letter"),
            *super().get_urls(),
        ]

    def get_fields(self, request: HttpRequest, obj: Mandate | None = None) -> tuple:
        """What is asked, and of a mandate that is there what was answered."""
        asked = (*MandateForm.Meta.fields, "letter")
        return (*asked, "confirmed_at", "asked_at", "paused_at", "ended_at") if obj else asked

    def get_readonly_fields(self, request: HttpRequest, obj: Mandate | None = None) -> tuple:
        """Person, partner and network of a mandate that is there stay what they are."""
        fixed = ("user", "partner", "network", "confirmed_at", "asked_at", "paused_at", "ended_at")
        return fixed if obj else ()

    @admin.action(description=_("Send the invitation by which the person enters"))
    def send_invitation(self, request: HttpRequest, queryset) -> None:
        """Invite each person by one mail in their language."""
        for mandate in queryset.select_related("user", "partner", "network"):
            tell(request, mandate)

    def save_model(self, request: HttpRequest, obj: Mandate, form, change: bool) -> None:
        """The holder of a new mandate is told of it: with a link to enter, unless they sign in already."""
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("letter"):
            services.keep_letter(obj, form.cleaned_data["letter"], by=request.user)
        if not change:
            tell(request, obj)

    def press(self, request: HttpRequest, button: Button, row: Mandate) -> bool:
        """As for every button; a mandate that has ended meanwhile is told so."""
        try:
            return super().press(request, button, row)
        except services.SeatChanged:
            messages.warning(request, gettext("This mandate has ended meanwhile."))
            return False

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def hand_over_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """End the mandate and name who comes after, in one action."""
        mandate = self._mandate(request, object_id, "partners.hand_over_mandate")
        back = reverse("admin:partners_mandate_change", args=[mandate.pk])
        form = HandOverSeatForm(request.POST if request.method == "POST" else None, mandate=mandate, by=request.user)
        try:
            if form.is_bound and form.is_valid() and form.save() is not None:
                messages.success(request, gettext("The hand-over is done."))
                return HttpResponseRedirect(back)
        except services.SeatChanged:
            messages.warning(request, gettext("This mandate has ended meanwhile."))
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Hand over the seat"),
            "opts": self.opts,
            "mandate": mandate,
            "back": back,
            "form": form,
        }
        return TemplateResponse(request, "admin/seat_hand_over.html", context)

    @method_decorator(require_safe)
    def letter_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The designation letter as a download."""
        mandate = self._mandate(request, object_id, "partners.view_mandate")
        if not mandate.letter_key:
            raise Http404
        return services.letter_of(mandate, by=request.user)

    def _mandate(self, request: HttpRequest, object_id: str, permission: str) -> Mandate:
        mandate = self.get_object(request, object_id)
        if mandate is None:
            raise Http404
        require(request.user, permission, mandate)
        return mandate


class MandateInline(PermittedAdmin, admin.TabularInline):
    """The mandates of a person, on the person’s page; new ones are entered on their own page, where all is judged."""

    model = Mandate
    extra = 0
    fields = ("partner", "network", "role", "starts_on", "ends_on", "paused_at")
    readonly_fields = fields
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """On their own page only."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """On their own page only."""
        return False


admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(OfficeAdmin):
    """A person with their mandates; groups, which are the office's roles, by administrators only."""

    list_display = ("name", "email", "language", "is_active", "last_login")
    list_filter = ("is_active", "language", "groups")
    search_fields = ("name", "email")
    search_help_text = _("Name or e-mail address")
    readonly_fields = ("last_login", "created_at")
    filter_horizontal = ("groups",)
    inlines = (MandateInline,)
    actions = ("let_into_the_office", "remove_second_factors")

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> tuple:
        """The groups only for administrators."""
        fields = ("name", "email", "language", "is_active")
        if request.user.has_perm("accounts.assign_groups", obj):
            fields = (*fields, "groups")
        return (*fields, *self.readonly_fields) if obj else fields

    def save_model(self, request: HttpRequest, obj: User, form, change: bool) -> None:
        """A new person has no password: they set one by the link that the invitation brings."""
        if not change:
            obj.set_unusable_password()
        obj.email = obj.email.lower()
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Send colleagues of the office the link to get in"))
    def let_into_the_office(self, request: HttpRequest, queryset) -> None:
        """Members of the office have no mandate: they are invited from here."""
        for person in queryset:
            if not request.user.has_perm("accounts.invite_user", person):
                messages.error(request, gettext("%(person)s: not allowed.") % {"person": person})
                continue
            try:
                was_sent = invite_colleague(person, by=request.user)
            except ValidationError as refusal:
                messages.error(request, f"{person} · {refusal.messages[0]}")
                continue
            words = (
                gettext("%(person)s is told by e-mail.") if was_sent else gettext("%(person)s was told a moment ago.")
            )
            messages.info(request, words % {"person": person})

    @admin.action(description=_("Remove the second factor of people who lost their device"))
    def remove_second_factors(self, request: HttpRequest, queryset) -> None:
        """Only once it is sure, by telephone, who asks: they are signed out, and get a new one."""
        for person in queryset:
            if not request.user.has_perm("accounts.remove_factors_user", person):
                messages.error(request, gettext("%(person)s: not allowed.") % {"person": person})
                continue
            was_removed = remove_factors(person, by=request.user)
            words = (
                gettext("%(person)s: the second factor is removed.")
                if was_removed
                else gettext("%(person)s has no second factor.")
            )
            messages.info(request, words % {"person": person})
