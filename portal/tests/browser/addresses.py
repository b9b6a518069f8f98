"""The portal's addresses, and beside them the style guide and pages that go wrong on purpose."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from apps.common import errors, styleguide
from apps.common.views import public
from apps.common.workflow import StepNotOpen
from apps.lab.models import Proposal
from portal import urls as portal_urls

handler400 = portal_urls.handler400
handler403 = portal_urls.handler403
handler404 = portal_urls.handler404
handler429 = portal_urls.handler429
handler500 = portal_urls.handler500

FAULTS = {
    400: SuspiciousOperation("malformed"),
    403: PermissionDenied(),
    500: ZeroDivisionError("a mistake"),
    503: OperationalError("database is locked"),
}


@public
def fault(request: HttpRequest, status: int) -> HttpResponse:
    """Answer with the error page of that status, as what goes wrong in a view does."""
    if status == 429:
        return errors.too_many_requests(request)
    if status == 413:
        return errors.too_large(request)
    if status == 409:
        proposal = Proposal.objects.order_by("pk").first()
        raise StepNotOpen(proposal.flow.submit, proposal)
    raise FAULTS[status]


urlpatterns = [
    path("styleguide/", styleguide.page, name="styleguide"),
    *i18n_patterns(path("fault/<int:status>/", fault, name="fault")),
    *portal_urls.urlpatterns,
]
