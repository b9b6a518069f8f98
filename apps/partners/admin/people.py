"""People and mandates in the office; letting a person in is a button.

People stand here and not among the accounts, because what makes a person's rights, the mandates, is edited with them.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.forms import BaseModelFormSet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.common.access import PermittedAdmin
from apps.common.office import BilingualAdmin, OfficeAdmin, SearchesNames
from apps.notifications.services import invite_colleague

from .. import services
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


@admin.register(Mandate)
class MandateAdmin(OfficeAdmin):
    """Who acts for whom; a mandate is ended, never given to somebody else."""

    list_display = ("user", "partner", "role", "network", "starts_on", "ends_on")
    list_filter = (RunningFilter, "role", "network")
    list_select_related = ("user", "partner", "network")
    search_fields = ("user__name", "user__email", "partner__name_en", "partner__name_fr")
    search_help_text = _("Person, e-mail address or partner")
    autocomplete_fields = ("user", "partner")
    actions = ("send_invitation",)

    def get_readonly_fields(self, request: HttpRequest, obj: Mandate | None = None) -> tuple:
        """Person, partner and network of a mandate that is there stay what they are."""
        return ("user", "partner", "network") if obj else ()

    @admin.action(description=_("Send the link with which the person sets a password"))
    def send_invitation(self, request: HttpRequest, queryset) -> None:
        """Invite each person by one mail in their language."""
        for mandate in queryset.select_related("user", "partner", "network"):
            tell(request, mandate)

    def save_model(self, request: HttpRequest, obj: Mandate, form, change: bool) -> None:
        """The holder of a new mandate is told of it: with a link to set a password, unless they sign in already."""
        super().save_model(request, obj, form, change)
        if not change:
            tell(request, obj)


class MandateInline(SearchesNames, PermittedAdmin, admin.StackedInline):
    """The mandates of a person, on the person’s page."""

    model = Mandate
    extra = 0
    autocomplete_fields = ("partner",)
    show_change_link = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """New ones are added here; those that are there change on their own page."""
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
    actions = ("let_into_the_office",)

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

    def save_formset(self, request: HttpRequest, form, formset: BaseModelFormSet, change: bool) -> None:
        """Each new mandate is told to its holder."""
        super().save_formset(request, form, formset, change)
        for mandate in formset.new_objects:
            tell(request, mandate)

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
