"""Words typed into a form outlive the session in which they were typed, and reach nobody but who typed them."""

import datetime
import html
import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from apps.accounts import keeping
from apps.accounts.models import HeldForm
from apps.accounts.tests.factories import PASSWORD
from apps.lab.models import Proposal
from apps.partners.tests.factories import focal_point

pytestmark = pytest.mark.django_db
LONG = "Trois mille signes, à la main. " * 100


def sign_in(client, person):
    return client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD}, follow=True)


def typed_for(person, **more):
    fields = {"kind": "project", "language": "fr", "title": "Former", "summary": LONG, "save": "1"}
    return fields | {keeping.OWNER_FIELD: keeping.mark_of(person)} | more


def hidden_fields(page: str) -> dict[str, str]:
    """The fields of the page that offers what was kept, as a browser would send them."""

    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


@pytest.mark.parametrize("name", ["lab:new", "seats:hand_over", "seats:invite", "seats:entry"])
def test_form_says_whose_it_is(client, name):
    gabon = focal_point("GA")
    arguments = {"seats:hand_over": [gabon.mandates.get().pk], "seats:invite": ["ga", "nfp"]}.get(name, [])
    client.force_login(gabon, backend="apps.accounts.backends.MailAddressBackend")
    assert keeping.OWNER_FIELD in client.get(reverse(name, args=arguments)).content.decode()


def test_words_of_an_expired_session_become_the_draft_after_signing_in(client):
    gabon = focal_point("GA", language="fr")
    sent = client.post(reverse("lab:new"), typed_for(gabon))
    assert "login" in sent["Location"]
    assert reverse("accounts_kept") in sent["Location"].replace("%2F", "/")
    client.post(sent["Location"], {"login": gabon.email, "password": PASSWORD})
    page = client.get(reverse("accounts_kept"))
    assert page.status_code == 200
    response = client.post(reverse("lab:new"), hidden_fields(page.content.decode()))
    assert response.status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.title_fr, proposal.summary_fr) == ("Former", LONG.strip())


def test_words_are_sealed_in_the_database(client):
    client.post(reverse("lab:new"), typed_for(focal_point("GA")))
    held = HeldForm.objects.get()
    assert "Former" not in held.sealed
    assert "main" not in held.sealed


def test_words_are_not_offered_to_another_account(client):
    client.post(reverse("lab:new"), typed_for(focal_point("GA")))
    sign_in(client, focal_point("CH"))
    response = client.get(reverse("accounts_kept"))
    assert response.status_code == 302
    assert HeldForm.objects.count() == 1


def test_words_are_not_offered_in_another_browser(client):
    gabon = focal_point("GA")
    client.post(reverse("lab:new"), typed_for(gabon))
    client.cookies.clear()
    sign_in(client, gabon)
    assert client.get(reverse("accounts_kept")).status_code == 302


@pytest.mark.parametrize("mark", ["", "forged", "MQ:1abc:xyz", "\x00"])
def test_nothing_is_kept_of_a_form_without_a_true_mark(client, mark):
    client.post(reverse("lab:new"), typed_for(focal_point("GA")) | {keeping.OWNER_FIELD: mark})
    assert not HeldForm.objects.exists()


def test_nothing_is_kept_for_somebody_who_may_not_sign_in(client):
    gabon = focal_point("GA")
    gabon.is_active = False
    gabon.save()
    client.post(reverse("lab:new"), typed_for(gabon))
    assert not HeldForm.objects.exists()


def test_words_are_forgotten_after_a_day(client):
    gabon = focal_point("GA")
    client.post(reverse("lab:new"), typed_for(gabon))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1, minutes=1)):
        sign_in(client, gabon)
        assert client.get(reverse("accounts_kept")).status_code == 302
        assert keeping.forget_old() == 1
    assert not HeldForm.objects.exists()


def test_nothing_is_kept_under_an_address_longer_than_any(client):
    gabon = focal_point("GA")
    response = client.post(f"{reverse('lab:new')}?x={'y' * 5000}", typed_for(gabon))
    assert response.status_code == 302
    assert not HeldForm.objects.exists()


def test_one_person_cannot_fill_the_table(client):
    gabon = focal_point("GA")
    for number in range(keeping.MOST_KEPT + 3):
        client.post(reverse("lab:new"), typed_for(gabon, title=f"Draft {number}"))
    sign_in(client, gabon)
    assert HeldForm.objects.count() == keeping.MOST_KEPT
    assert f"Draft {keeping.MOST_KEPT + 2}" in client.get(reverse("accounts_kept")).content.decode()


@pytest.mark.parametrize(("fallbacks", "is_kept"), [(["only-for-tests"], True), ([], False)])
def test_words_outlive_a_change_of_the_key_as_long_as_the_old_one_is_valid(client, settings, fallbacks, is_kept):
    gabon = focal_point("GA")
    client.post(reverse("lab:new"), typed_for(gabon))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-one-for-tests", fallbacks
    request = client.get(reverse("account_login")).wsgi_request
    request.session[keeping.IN_SESSION] = HeldForm.objects.get().pk
    request.user = gabon
    assert (keeping.kept_for(request) is not None) is is_kept


def test_password_typed_at_sign_in_is_never_kept(client):
    client.post(reverse("account_login"), {"login": "x@example.org", "password": "secret words"})
    assert not HeldForm.objects.exists()
