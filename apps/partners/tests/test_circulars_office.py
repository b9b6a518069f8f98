"""Circulars in the office: written with papers, looked at with names and number, confirmed once, stopped."""

import datetime
import re

import pytest
import time_machine
from django.core import mail as locmem
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.notifications import delivery, messages
from apps.notifications.models import Mailing
from apps.partners.models import Circular

from .factories import NetworkFactory, focal_point, secretariat_member
from .writing import PDF, browser_of, circular

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def mailing_page(row):
    return reverse("admin:partners_circular_mailing", args=[row.pk])


def hidden(html):
    """What the form that confirms carries."""
    return dict(re.findall(r'name="(key|seen)" value="([^"]+)"', html))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_preview_names_and_counts_everybody_in_both_languages(language):
    office = UserFactory(secretariat=True, language=language)
    focal_point("GA", name="Zoé Gabon")
    focal_point("CH", name="Ali Suisse")
    browser, row = browser_of(office), circular()

    html = browser.get(mailing_page(row)).content.decode()

    for words in (
        "Zoé Gabon",
        "Ali Suisse",
        "head.ga@example.org",
        "Preparing the meeting",
        "Préparation de la réunion",
    ):
        assert words in html
    assert {"en": "2 people receive this mail", "fr": "2 personnes reçoivent ce courriel"}[language] in html
    narrowed = browser.get(f"{mailing_page(row)}?q=zoé").content.decode()
    assert "Zoé Gabon" in narrowed
    assert "Ali Suisse" not in narrowed
    assert not Mailing.objects.exists()


def test_the_mail_itself_comes_alone_under_its_own_rules():
    focal_point("GA")

    answer = browser_of(secretariat_member()).get(f"{mailing_page(circular())}?html=fr")

    assert "le mot secret est Zeltaro." in answer.content.decode()
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_confirmed_with_the_number_once_however_often_it_is_pressed():
    focal_point("GA")
    focal_point("CH")
    browser, row = browser_of(secretariat_member()), circular()
    form = hidden(browser.get(mailing_page(row)).content.decode())

    answers = [browser.post(mailing_page(row), {**form, "number": "2"}) for _time in range(2)]

    mailing = Mailing.objects.get()
    assert answers[0]["Location"] == reverse("admin:notifications_mailing_change", args=[mailing.pk])
    assert answers[1].status_code == 302
    assert mailing.mails.count() == mailing.recipients == 2


def test_looked_at_confirmed_and_stopped_within_the_minute_nobody_receives_it():
    focal_point("GA")
    focal_point("CH")
    browser, row = browser_of(secretariat_member()), circular()
    form = hidden(browser.get(mailing_page(row)).content.decode())
    confirmed = browser.post(mailing_page(row), {**form, "number": "2"}, follow=True)
    mailing = Mailing.objects.get()
    stop = reverse("admin:notifications_mailing_press", args=[mailing.pk, "stop"])
    assert stop in confirmed.content.decode()

    browser.post(stop)

    for minutes in (0, 1, 5, 60):
        with time_machine.travel(mailing.leaves_at + datetime.timedelta(minutes=minutes), tick=False):
            delivery.deliver_due()
    assert locmem.outbox == []
    row.refresh_from_db()
    assert row.is_draft


@pytest.mark.parametrize("number", ["", "3", "1", "two", "9" * 5000, "-2", "2.0", "\x00"])
def test_another_number_is_refused_at_its_field(number):
    focal_point("GA")
    focal_point("CH")
    browser, row = browser_of(secretariat_member()), circular()
    form = hidden(browser.get(mailing_page(row)).content.decode())

    answer = browser.post(mailing_page(row), {**form, "number": number})

    if number == "2.0":  # Django reads it as the number that it is
        assert answer.status_code == 302
        return
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()
    assert not Mailing.objects.exists()


def test_a_list_that_has_changed_meanwhile_is_looked_at_again():
    focal_point("GA")
    browser, row = browser_of(secretariat_member()), circular()
    form = hidden(browser.get(mailing_page(row)).content.decode())
    focal_point("CH")

    answer = browser.post(mailing_page(row), {**form, "number": "2"})

    assert "has changed since you looked" in answer.content.decode()
    assert not Mailing.objects.exists()
    again = hidden(answer.content.decode())
    assert browser.post(mailing_page(row), {**again, "number": "2"}).status_code == 302


def test_a_forged_form_is_refused_and_others_do_not_see_the_page():
    focal_point("GA")
    row = circular()
    browser = browser_of(secretariat_member())

    assert browser.post(mailing_page(row), {"number": "1", "key": "x", "seen": "y"}).status_code == 200
    assert browser_of(focal_point("CH")).get(mailing_page(row)).status_code == 302
    assert not Mailing.objects.exists()


def test_a_draft_without_a_language_says_so_instead_of_a_preview():
    row = circular(title_fr="")

    answer = browser_of(secretariat_member()).get(mailing_page(row), follow=True)

    assert "please write title and text in each" in answer.content.decode()


def test_written_in_the_office_with_a_paper_in_each_language():
    browser = browser_of(secretariat_member())
    fields = {f"{name}_{language}": f"{name} {language}" for name in ("title", "body") for language in ("en", "fr")}
    papers = {"papers-TOTAL_FORMS": "2", "papers-INITIAL_FORMS": "0"}
    for number, language in enumerate(("en", "fr")):
        papers |= {
            f"papers-{number}-language": language,
            f"papers-{number}-file": SimpleUploadedFile(f"{language}.pdf", PDF, content_type="application/pdf"),
        }
    sent = {**fields, **papers, "audience": "all", "network": NetworkFactory().pk, "mark": "addressees"}

    answer = browser.post(reverse("admin:partners_circular_add"), sent)

    assert answer.status_code == 302, answer.context_data["errors"]
    row = Circular.objects.get()
    assert sorted(row.papers.values_list("language", "display_name")) == [("en", "en.pdf"), ("fr", "fr.pdf")]


@pytest.mark.parametrize(
    "changed", [{"body_fr": "Autre texte."}, {"mark": Circular.Mark.RESTRICTED}, {"title_en": "x"}]
)
def test_a_text_that_has_changed_meanwhile_is_looked_at_again(changed):
    focal_point("GA")
    browser, row = browser_of(secretariat_member()), circular()
    form = hidden(browser.get(mailing_page(row)).content.decode())
    Circular.objects.filter(pk=row.pk).update(**changed)

    answer = browser.post(mailing_page(row), {**form, "number": "1"})

    assert "has changed since you looked" in answer.content.decode()
    assert not Mailing.objects.exists()
