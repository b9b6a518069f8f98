"""The days on which the secretariat does not work, in the office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .memory import forget_everything
from .models import Holiday
from .office import OfficeAdmin


@admin.register(Holiday)
class HolidayAdmin(OfficeAdmin):
    list_display = ("day", "name")
    date_hierarchy = "day"
    ordering = ("-day",)

    def save_model(self, request: HttpRequest, obj: Holiday, form: Any, change: bool) -> None:
        """Count with it from now on."""
        super().save_model(request, obj, form, change)
        forget_everything()

    def delete_model(self, request: HttpRequest, obj: Holiday) -> None:
        """Count without it from now on."""
        super().delete_model(request, obj)
        forget_everything()
