"""Puts the office in the place of Django's own admin site."""

from django.contrib.admin.apps import AdminConfig


class OfficeAdminConfig(AdminConfig):
    """Names the office's site; apart from it, because applications are configured before models may be read."""

    default_site = "apps.pages.office.OfficeSite"
