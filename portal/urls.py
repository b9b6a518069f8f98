"""The addresses of the portal (design 6): public and space under `/en/` and `/fr/`, the office and machines outside."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from django.utils.translation import pgettext_lazy

from apps.accounts import urls as accounts_urls
from apps.activities import urls as activities_urls
from apps.common import urls as common_urls
from apps.decisions import urls as decisions_urls
from apps.documents import urls as documents_urls
from apps.framework import urls as framework_urls
from apps.lab import urls as lab_urls
from apps.notifications import hooks as mail_hooks
from apps.notifications import urls as notifications_urls
from apps.pages import urls as pages_urls
from apps.partners import urls as partners_urls

handler400 = "apps.common.errors.bad_request"
handler403 = "apps.common.errors.forbidden"
handler404 = "apps.common.errors.not_found"
handler429 = "apps.common.errors.too_many_requests"
handler500 = "apps.common.errors.server_error"

urlpatterns = [
    path("", include(common_urls.outside)),
    path("", include(pages_urls.outside)),
    path("", include(mail_hooks.outside)),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("apps.pages.urls")),
        path("", include(partners_urls.seats)),
        path(pgettext_lazy("address", "activities/"), include("apps.activities.urls")),
        path(pgettext_lazy("address", "news/"), include(activities_urls.news)),
        path(pgettext_lazy("address", "global-compact/"), include(activities_urls.global_compact)),
        path(pgettext_lazy("address", "documents/"), include("apps.documents.urls")),
        path(pgettext_lazy("address", "action-plans/"), include("apps.framework.urls")),
        path(pgettext_lazy("address", "topics/"), include(framework_urls.topics)),
        path(pgettext_lazy("address", "partners/"), include("apps.partners.urls")),
        path(pgettext_lazy("address", "chairmanships/"), include(partners_urls.chairmanships)),
        path(pgettext_lazy("address", "reference-countries/"), include("apps.roadmaps.urls")),
        path(pgettext_lazy("address", "laboratory/"), include(lab_urls.public)),
        path(pgettext_lazy("address", "decisions/"), include(decisions_urls.public)),
        path(pgettext_lazy("address", "space/decisions/"), include("apps.decisions.urls")),
        path(pgettext_lazy("address", "space/lab/"), include("apps.lab.urls")),
        path(pgettext_lazy("address", "space/ask/"), include("apps.lab.urls_ask")),
        path(pgettext_lazy("address", "space/circulars/"), include(partners_urls.circulars)),
        path(pgettext_lazy("address", "space/documents/"), include(documents_urls.in_space)),
        path(pgettext_lazy("address", "space/meetings/"), include(activities_urls.in_space)),
        path(pgettext_lazy("address", "space/settings/"), include(accounts_urls.settings_pages)),
        path("", include("apps.notifications.urls")),
        path("", include(notifications_urls.unsubscribing)),
        path("accounts/", include("apps.accounts.urls")),
    ),
]
