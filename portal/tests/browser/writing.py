"""Where the office writes to many: circulars, a mailing under way, the mail of new dates."""

import uuid
from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone

from apps.activities.models import Activity
from apps.partners.models import NFP, Network
from apps.partners.services import send_circular
from apps.partners.tests.factories import CircularFactory

from .stage import OFFICE, Stage


def circular(name: str) -> Callable[[Stage], str]:
    """A page of the office about a draft circular."""
    return lambda stage: reverse(name, args=[CircularFactory(network=Network.objects.get(code=NFP)).pk])


def read_circular(stage: Stage) -> str:
    """A circular that has left to all seats."""
    about = CircularFactory(network=Network.objects.get(code=NFP))
    confirmed = send_circular(about, by=stage.person(OFFICE["en"]), key=uuid.uuid4())
    confirmed.leaves_at = timezone.now()
    confirmed.save()
    return about.get_absolute_url()


def mailing(stage: Stage) -> str:
    """A mailing that can still be stopped."""
    about = CircularFactory(network=Network.objects.get(code=NFP))
    confirmed = send_circular(about, by=stage.person(OFFICE["en"]), key=uuid.uuid4())
    return reverse("admin:notifications_mailing_change", args=[confirmed.pk])


def moved_activity(stage: Stage) -> str:
    """A meeting to come, of which other dates can be told."""
    coming = Activity.objects.published().filter(status="announced").order_by("pk").first()
    return reverse("admin:activities_activity_mailing", args=[coming.pk])
