"""Where the provider that sends our mails reports what became of them, and hands over what came back."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


def _view(purpose: str) -> Callable[..., HttpResponseBase]:
    """The provider's own view of anymail, which asks for the secret and for the provider's signature."""
    from anymail.urls import urlpatterns  # noqa: PLC0415 – loads every provider

    if not settings.EMAIL_PROVIDER or not settings.EMAIL_WEBHOOK_SECRET:
        raise Http404
    views = {pattern.name: pattern.callback for pattern in urlpatterns}
    provider = settings.EMAIL_PROVIDER
    view = views.get(f"{provider}_{purpose}_webhook") or views.get(f"{provider}_webhook")
    if view is None:
        raise Http404
    return view


@csrf_exempt
@login_not_required
def events(request: HttpRequest) -> HttpResponseBase:
    """Signed reports of the provider; without one there is nothing here."""
    return _view("tracking")(request)


@csrf_exempt
@login_not_required
def inbound(request: HttpRequest) -> HttpResponseBase:
    """Mails to our return address that the provider received; without one there is nothing here."""
    return _view("inbound")(request)


outside = [path("mail/events/", events, name="mail_events"), path("mail/inbound/", inbound, name="mail_inbound")]
