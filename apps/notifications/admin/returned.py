"""What came back, in the office: whose address is in doubt, and the button that ends the doubt."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.office import OfficeAdmin

from .. import outbox
from ..models import ReturnedMail
from .buttons import Button, WithButtons


class DoubtFilter(admin.SimpleListFilter):
    """Returns that make an address doubtful now, or not."""

    title = _("in doubt")
    parameter_name = "doubt"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Yes or no."""
        return [("yes", gettext("Yes")), ("no", gettext("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The returns that were asked for."""
        doubts = ReturnedMail.objects.unsettled().values("pk")
        return {"yes": queryset.filter(pk__in=doubts), "no": queryset.exclude(pk__in=doubts)}.get(
            self.value(), queryset
        )


@admin.register(ReturnedMail)
class ReturnedMailAdmin(WithButtons, OfficeAdmin):
    """Written by the program; the office settles it here, or changes the address on the person's page."""

    buttons: ClassVar[dict[str, Button]] = {
        "settle": Button(
            label=_("The address is good: send there again"),
            act=outbox.settle,
            permission="notifications.settle_returnedmail",
            told=_("settled; what was held leaves now"),
            fits=lambda returned: returned.settled_at is None,
            too_late=_("settled already"),
            is_primary=True,
        )
    }
    list_display = ("person", "address", "kind", "status_code", "at", "settled_at")
    list_filter = (DoubtFilter, "kind")
    list_select_related = ("person",)
    search_fields = ("address", "person__name")
    search_help_text = _("Name or e-mail address")
    fields = readonly_fields = ("person", "address", "kind", "status_code", "mail", "at", "settled_at")
