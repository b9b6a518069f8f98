"""Circulars for tests: written, sent, arrived; and the browser of somebody who is signed in."""

import datetime
import uuid

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.notifications import delivery
from apps.partners import services
from apps.partners.models import Circular, CircularPaper

from .factories import NetworkFactory, secretariat_member

BACKEND = "apps.accounts.backends.MailAddressBackend"
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def circular(**fields) -> Circular:
    """A draft whose words are told apart in each language."""
    texts = {
        "title_en": "Preparing the meeting",
        "title_fr": "Préparation de la réunion",
        "body_en": "Dear colleagues,\n\nthe secret word is Zeltaro.",
        "body_fr": "Chères et chers collègues,\n\nle mot secret est Zeltaro.",
    }
    return Circular.objects.create(**{"network": NetworkFactory(), **texts, **fields})


def paper(row, language="en") -> CircularPaper:
    """A file that goes with a draft."""
    file = SimpleUploadedFile("Agenda.pdf", PDF, content_type="application/pdf")
    return services.keep_paper(CircularPaper(circular=row, language=language), file)


def send(row, by=None):
    """Confirm it."""
    mailing = services.send_circular(row, by=by or secretariat_member(), key=uuid.uuid4())
    row.refresh_from_db()
    return mailing


def arrived(row, by=None):
    """Send it and let the minute pass; returns the moment from which it stands in the space."""
    mailing = send(row, by)
    later = mailing.leaves_at + datetime.timedelta(minutes=1)
    with time_machine.travel(later, tick=False):
        delivery.deliver_due()
    return later


def browser_of(person) -> Client:
    """A browser in which that person is signed in."""
    browser = Client()
    browser.force_login(person, backend=BACKEND)
    return browser
