"""The directory: who speaks for whom in one's own networks, with what each allows; the public sees the institution."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.partners.models import DirectoryEntry, SeatContact

from .factories import MandateFactory, NetworkFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BACKEND = "apps.accounts.backends.MailAddressBackend"


def page_of(client, person, query=""):
    client.force_login(User.objects.get(pk=person.pk), backend=BACKEND)
    return client.get(reverse("seats:directory") + query)


def in_network(code, name, **person):
    mandate = MandateFactory(
        user__name=name, partner=PartnerFactory(code="GA"), network=NetworkFactory(code=code, name_en=code), **person
    )
    return mandate.user


def test_each_network_has_its_own(client):
    nfp, missing = focal_point("CH", name="Regina Muster"), in_network("mmfp", "Awa Sow")

    assert (b"Regina Muster" in page_of(client, nfp).content, b"Awa Sow" in page_of(client, nfp).content) == (
        True,
        False,
    )
    seen = page_of(client, missing).content
    assert (b"Regina Muster" in seen, b"Awa Sow" in seen) == (False, True)
    seen = page_of(client, secretariat_member()).content
    assert (b"Regina Muster" in seen, b"Awa Sow" in seen) == (True, True)


def test_a_filter_opens_no_other_network(client):
    missing = in_network("mmfp", "Awa Sow")
    focal_point("CH", name="Regina Muster")

    seen = page_of(client, missing, "?network=nfp&partner=ch")

    assert seen.status_code == 200
    assert b"Regina Muster" not in seen.content


@pytest.mark.parametrize("shows", [True, False])
def test_contact_is_shown_as_each_allows(client, shows):
    person, other = focal_point("CH"), focal_point("GA")
    DirectoryEntry.objects.create(person=person, shows_address=shows, telephone="+41 58" if shows else "")

    seen = page_of(client, other).content.decode()

    assert (person.email in seen) is shows
    assert ("+41 58" in seen) is shows
    assert other.email not in seen.replace(f"{other.email}</a>", "")


def test_the_shared_mailbox_is_shown_to_its_own_network_only(client):
    person = focal_point("CH")
    missing = in_network("mmfp", "Awa Sow")
    SeatContact.objects.create(partner=PartnerFactory(code="CH"), network=NetworkFactory(), address="sem@example.org")

    assert b"sem@example.org" in page_of(client, person).content
    assert b"sem@example.org" not in page_of(client, missing).content


def test_filters_narrow_and_nonsense_is_ignored(client):
    person = focal_point("CH", name="Regina Muster")
    focal_point("GA", name="Awa Sow")

    assert b"Awa Sow" not in page_of(client, person, "?partner=ch").content
    nonsense = page_of(client, person, "?partner=zz&network=%00")
    assert nonsense.status_code == 200
    assert b"was ignored" in nonsense.content


def test_paused_ended_and_closed_are_not_listed(client):
    person = focal_point("CH")
    MandateFactory(user__name="Paused One", paused_at=timezone.now())
    MandateFactory(user__name="Ended One", ended=True)
    MandateFactory(user__name="Closed One", user__is_active=False)
    MandateFactory(user__name="Former One", partner=PartnerFactory(former=True))

    seen = page_of(client, person).content
    assert not any(name in seen for name in (b"Paused One", b"Ended One", b"Closed One", b"Former One"))


def test_one_and_three_people_are_asked_for_alike(client, django_assert_num_queries):
    person = focal_point("CH")
    client.force_login(person, backend=BACKEND)
    address = reverse("seats:directory")
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for code in ("GA", "ML", "SN"):
        DirectoryEntry.objects.create(person=focal_point(code), telephone="1")
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(one) == len(three) <= 14


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_public_page_shows_the_institution_and_no_person(client, language):
    person = focal_point("GA", name="Awa Sow")
    gabon = person.mandates.get().partner
    gabon.institution_en, gabon.institution_fr = "Ministry of Foreign Affairs", "Ministère des Affaires étrangères"
    gabon.save()

    html = client.get({"en": "/en/partners/ga/", "fr": "/fr/partenaires/ga/"}[language]).content.decode()

    assert {"en": "Ministry of Foreign Affairs", "fr": "Ministère des Affaires étrangères"}[language] in html
    assert "Awa Sow" not in html
    assert person.email not in html
