"""Reference countries in the office."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from apps.common.office import BilingualAdmin

from .models import ReferenceCountry


@admin.register(ReferenceCountry)
class ReferenceCountryAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("partner", "area", "status", "starts_on", "ends_on")
    list_filter = ("status", "area__plan")
    list_select_related = ("partner", "area")
    search_fields = ("partner__name_en", "partner__name_fr", "partner__code")
    autocomplete_fields = ("partner", "area")
    ordering = ("area", "partner", "pk")
