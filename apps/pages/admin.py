"""The short texts of the site in the office."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from apps.common.office import BilingualAdmin

from .models import SiteText


@admin.register(SiteText)
class SiteTextAdmin(SimpleHistoryAdmin, BilingualAdmin):
    list_display = ("key",)
    readonly_fields = ("key",)
