"""Addresses of views that go wrong on purpose, for the tests of error pages and of what every answer carries."""

from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import get_language, pgettext_lazy

from apps.common import errors
from apps.common.models import Installation
from apps.common.views import public
from apps.common.workflow import Step, StepNotOpen

project = import_module("portal.urls")
handler400 = project.handler400
handler403 = project.handler403
handler404 = project.handler404
handler429 = project.handler429
handler500 = project.handler500

LINE = {
    "at": datetime(2026, 11, 24, 17, 0, tzinfo=UTC),
    "told": "closed by the quickest",
    "who": "Somebody",
    "seat": "Gabon",
    "channel": "",
    "note": "",
    "note_lang": "",
    "audience": "",
}
FAULTS = {
    "400": SuspiciousOperation("malformed"),
    "403": PermissionDenied(),
    "404": Http404("nothing"),
    "500": ZeroDivisionError("a mistake"),
    "503": OperationalError("database is locked"),
    "wrong-query": OperationalError("no such column: x"),
}


@public
def fault(request: HttpRequest, name: str) -> HttpResponse:
    """Raise what the name stands for."""
    if name == "429":
        return errors.too_many_requests(request)
    if name == "409":
        step = Step("open", to="closed", label="Close", told="closed")
        step.name = "close"
        row = SimpleNamespace(
            state="closed",
            get_state_display=lambda: "wound up",
            timeline_for=lambda user: [dict.fromkeys(LINE, ""), LINE],
            get_absolute_url=lambda: "/en/there/",
        )
        raise StepNotOpen(step, row)
    raise FAULTS[name]


@public
def shared(request: HttpRequest) -> HttpResponse:
    """A page for everybody."""
    return HttpResponse(f"the same in {get_language()}")


@public
def wrongly_shared(request: HttpRequest) -> HttpResponse:
    """A page that says it is for everybody and looks at the session."""
    return HttpResponse(f"visit {request.session.get('visits', 0)}")


@public
def wrongly_kept(request: HttpRequest) -> HttpResponse:
    """A page that says it is for everybody and sets a cookie."""
    response = HttpResponse("kept")
    response.set_cookie("seen", "yes")
    return response


def private(request: HttpRequest) -> HttpResponse:
    """A page for who is signed in."""
    return HttpResponse(f"yours in {get_language()}")


@public
def reading(request: HttpRequest) -> HttpResponse:
    """A page that reads the database."""
    return HttpResponse(str(Installation.objects.count()) + connection.vendor)


urlpatterns = [
    path("fault/<str:name>/", fault),
    path("desk/", private),
    path("reading/", reading),
    *i18n_patterns(
        path("fault/<str:name>/", fault, name="fault"),
        path(pgettext_lazy("address", "activities/"), shared, name="shared"),
        path("wrongly-shared/", wrongly_shared),
        path("wrongly-kept/", wrongly_kept),
        path("private/", private),
    ),
    *project.urlpatterns,
]
