"""Partners, their regions and their seats in the office."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from apps.common.office import BilingualAdmin, OfficeAdmin

from ..models import Membership, Partner, Region


@admin.register(Region)
class RegionAdmin(BilingualAdmin):
    """Regions, in their order."""

    list_display = ("name", "code", "position")
    ordering = ("position", "pk")


@admin.register(Partner)
class PartnerAdmin(SimpleHistoryAdmin, BilingualAdmin):
    """Partners with their names and sort keys in each language, and their reference point on the map."""

    list_display = ("name", "code", "kind", "standing", "region")
    list_filter = ("standing", "kind", "region")
    list_select_related = ("region",)
    search_fields = ("name_en", "name_fr", "code")
    ordering = ("code",)
    autocomplete_fields = ()


@admin.register(Membership)
class MembershipAdmin(OfficeAdmin):
    """Seats in the bodies of the Dialogue; one is ended, never deleted."""

    list_display = ("partner", "body", "starts_on", "ends_on")
    list_filter = ("body",)
    list_select_related = ("partner",)
    autocomplete_fields = ("partner",)
