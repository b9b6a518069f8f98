"""Who may know of which document: the table, and that lists and pages give the same answer in every case."""

import datetime
from itertools import product

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.documents import services
from apps.documents.models import Document, Level
from apps.partners.models import Membership
from apps.partners.tests.factories import (
    MandateFactory,
    NetworkFactory,
    PartnerFactory,
    focal_point,
    secretariat_member,
)

from .factories import DocumentFactory, KeptFileFactory

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def of_committee(code: str = "MA"):
    """The focal point of a partner on the Steering Committee."""
    Membership.objects.get_or_create(partner=PartnerFactory(code=code))
    return focal_point(code)


def of_former_committee():
    """Of a partner that sat on the committee until yesterday."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.create(partner=PartnerFactory(code="PT"), ends_on=yesterday)
    return focal_point("PT")


def of_missing_migrants(code: str = "GA"):
    """Somebody of the other network."""
    person = UserFactory(email=f"mm.{code.lower()}@example.org")
    MandateFactory(user=person, partner=PartnerFactory(code=code), network=missing_migrants())
    return person


def missing_migrants():
    """The other network."""
    return NetworkFactory(code="missing-migrants", name_en="Missing migrants", name_fr="Migrants disparus")


def former():
    """Somebody whose mandate ended yesterday."""
    person = UserFactory(email="former@example.org")
    MandateFactory(user=person, partner=PartnerFactory(code="GA"), ended=True)
    return person


READERS = {
    "visitor": AnonymousUser,
    "no mandate": lambda: UserFactory(email="nobody@example.org"),
    "former": former,
    "named seat": lambda: focal_point("GA"),
    "named seat, reader": lambda: focal_point("GA", "reader"),
    "other seat": lambda: focal_point("CH"),
    "committee": of_committee,
    "former committee": of_former_committee,
    "named committee": lambda: of_committee("ML"),
    "other network": of_missing_migrants,
    "other network, other seat": lambda: of_missing_migrants("CH"),
    "secretariat": lambda: secretariat_member(email="secretariat@example.org"),
    "administrator": lambda: UserFactory(email="admin@example.org", administrator=True),
}
OFFICE = {"secretariat", "administrator"}
SEATS = {"named seat", "named seat, reader", "other seat", "committee", "former committee", "named committee"}
COMMITTEE = {"committee", "named committee"}
OTHER_NETWORK = {"other network", "other network, other seat"}
NAMED = {"named seat", "named seat, reader", "named committee", "other network"}
EVERYBODY = set(READERS)
# Of what is published and held: level, for named partners (Gabon and Mali) only, of the other network -> who reads it.
TABLE = {
    (Level.PUBLIC, False, False): EVERYBODY,
    (Level.PUBLIC, False, True): EVERYBODY,
    (Level.FOCAL_POINTS, False, False): SEATS | OFFICE,
    (Level.FOCAL_POINTS, True, False): (SEATS & NAMED) | OFFICE,
    (Level.FOCAL_POINTS, False, True): OTHER_NETWORK | OFFICE,
    (Level.FOCAL_POINTS, True, True): (OTHER_NETWORK & NAMED) | OFFICE,
    (Level.COMMITTEE, False, False): COMMITTEE | OFFICE,
    (Level.COMMITTEE, True, False): (COMMITTEE & NAMED) | OFFICE,
    (Level.SECRETARIAT, False, False): OFFICE,
    (Level.SECRETARIAT, True, False): OFFICE,
    (Level.SECRETARIAT, False, True): OFFICE,
    (Level.SECRETARIAT, True, True): OFFICE,
}
SHOWN = ({}, {"draft": True}, {"withdrawn": True}, {"scheduled": True})
UNTIL = (None, "ahead", "over")


def make_one(level, is_named, is_of_other, until=None, **shown) -> Document:
    """A document of that kind."""
    held = {}
    if until:
        moment = timezone.now() + (HOUR if until == "ahead" else -HOUR)
        held = {"level_until": moment, "level_after": "focal_points" if level == "secretariat" else "secretariat"}
    network = missing_migrants() if is_of_other else None
    document = DocumentFactory(level=level, for_named_only=is_named, network=network, **held, **shown)
    if is_named:
        document.named_partners.add(PartnerFactory(code="GA"), PartnerFactory(code="ML"))
    return document


def fresh(reader):
    """The reader as the next request has them, roles assembled anew."""
    return reader if reader.pk is None else User.objects.get(pk=reader.pk)


def test_lists_and_pages_give_the_same_answer_for_every_reader_and_every_document():
    cases = {}
    for (kind, readers), shown, until in product(TABLE.items(), SHOWN, UNTIL):
        document = make_one(*kind, until=until, **shown)
        cases[document.pk] = readers if not shown and until != "over" else OFFICE
    documents = list(Document.objects.select_related("network"))

    assert len(documents) == len(TABLE) * len(SHOWN) * len(UNTIL)
    for name, make in READERS.items():
        reader = fresh(make())
        listed = set(Document.objects.visible_to(reader).values_list("pk", flat=True))
        opened = {one.pk for one in documents if reader.has_perm("documents.view_document", one)}
        told = {pk for pk, readers in cases.items() if name in readers}
        assert listed == opened == told, name


def test_what_visitors_list_is_what_they_may_open():
    for kind, shown, until in product(TABLE, SHOWN, UNTIL):
        make_one(*kind, until=until, **shown)

    public = set(Document.objects.public())

    assert public == set(Document.objects.visible_to(AnonymousUser()))
    assert public == {one for one in Document.objects.all() if one.is_public}
    assert len(public) == 2 * 2


def test_level_ends_at_the_very_moment_and_the_other_one_follows():
    document = DocumentFactory(level_until=NOW, level_after=Level.FOCAL_POINTS, published_at=NOW - 2 * HOUR)
    seat, office = focal_point("GA"), secretariat_member()
    second = datetime.timedelta(seconds=1)

    def seen_by() -> tuple[bool, bool, bool]:
        people = (AnonymousUser(), fresh(seat), fresh(office))
        return tuple(document in Document.objects.visible_to(person) for person in people)

    with time_machine.travel(NOW - second, tick=False):
        before, changed_early = seen_by(), services.change_levels()
    with time_machine.travel(NOW + second, tick=False):
        at_once = seen_by()
        changed = services.change_levels()
        again = services.change_levels()
        after = seen_by()

    assert (before, changed_early) == ((True, True, True), 0)
    assert at_once == (False, False, True)
    assert (changed, again) == (1, 0)
    assert after == (False, True, True)
    document.refresh_from_db()
    assert (document.level, document.level_until, document.level_after) == ("focal_points", None, "")
    assert document.history.first().level == "focal_points"


def test_paper_of_the_committee_can_become_public_at_a_moment():
    document = DocumentFactory(level=Level.COMMITTEE, level_until=timezone.now() - HOUR, level_after=Level.PUBLIC)

    assert not Document.objects.public().exists()
    services.change_levels()

    assert list(Document.objects.public()) == [document]


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "public", "for_named_only": True},
        {"level": "committee", "for_named_only": True, "level_until": NOW, "level_after": "public"},
        {"level": "committee", "level_until": NOW},
        {"level": "committee", "level_after": "public"},
        {"level": "committee", "level_until": NOW, "level_after": "committee"},
        {"level": "committee", "network": True},
        {"original_language": "de"},
    ],
)
def test_conditions_that_contradict_one_another_are_refused_by_the_database_too(wrong):
    if wrong.get("network"):
        wrong = {**wrong, "network": missing_migrants()}
    document = DocumentFactory.build(slug="wrong", **wrong)

    with pytest.raises(ValidationError):
        document.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        document.save()


def test_documents_do_not_supersede_one_another_in_a_circle():
    first, second, third = DocumentFactory(), DocumentFactory(), DocumentFactory()
    first.superseded_by, second.superseded_by = second, third
    first.save()
    second.save()
    third.superseded_by = first

    with pytest.raises(ValidationError, match="in a circle"):
        third.full_clean()
    first.superseded_by = first
    with pytest.raises(ValidationError):
        first.full_clean()


HIDDEN = ("committee", "secretariat", "named", "other network", "draft", "over")


@pytest.fixture
def hidden():
    """Documents of every kind that Switzerland’s focal point may not know of, each with a name that gives it away."""
    kinds = {
        "committee": (Level.COMMITTEE, False, False),
        "secretariat": (Level.SECRETARIAT, False, False),
        "named": (Level.FOCAL_POINTS, True, False),
        "other network": (Level.FOCAL_POINTS, False, True),
        "draft": (Level.FOCAL_POINTS, False, False, None),
        "over": (Level.FOCAL_POINTS, False, False, "over"),
    }
    for number, (name, kind) in enumerate(kinds.items()):
        shown = {"draft": True} if name == "draft" else {}
        document = make_one(
            *kind,
            **shown,
            title_en=f"Canarybird {number}",
            title_fr=f"Oiseaucanari {number}",
            slug=f"canarybird-{number}",
            symbol=f"RP/CANARYBIRD/{number}",
        )
        KeptFileFactory(document=document, display_name="canarybird.pdf", content=b"%PDF-1.4 canarybird")
    return kinds


def gives_away(response) -> bool:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    told = content + repr(dict(response.headers)).encode()
    return b"canary" in told.lower()


@pytest.mark.parametrize("reader", [None, "CH"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_gives_a_hidden_document_away(client, hidden, reader, language):
    open_one = DocumentFactory(level=Level.FOCAL_POINTS, slug="open")
    public = DocumentFactory(slug="public", superseded_by=Document.objects.get(slug="canarybird-0"))
    Document.objects.filter(slug="canarybird-1").update(superseded_by=public)
    Document.objects.filter(slug="canarybird-2").update(superseded_by=open_one)
    if reader:
        client.force_login(focal_point(reader))
    space = {"en": "/en/space", "fr": "/fr/espace"}[language]
    addresses = [f"/{language}/documents/", f"/{language}/documents/public/", f"/{language}/", f"{space}/"]
    addresses += [f"{space}/documents/", f"{space}/documents/open/", f"{space}/documents/?level=committee"]
    addresses += [f"{space}/documents/?network=missing-migrants", f"{space}/documents/?since=2020-01-01"]

    for address in addresses:
        assert not gives_away(client.get(address)), address


@pytest.mark.parametrize("number", range(len(HIDDEN)))
def test_hidden_document_answers_as_one_that_never_was(client, hidden, number):
    client.force_login(focal_point("CH"))
    for place in ("/en/documents", "/en/space/documents"):
        for rest in ("", "file/en/", "file/en/light/", "file/en/version/1/"):
            there = client.get(f"{place}/canarybird-{number}/{rest}")
            never = client.get(f"{place}/neverknown-{number}/{rest}")
            assert there.status_code == never.status_code == 404
            assert there.content.replace(b"canarybird", b"neverknown") == never.content


def test_what_is_hidden_is_not_counted(client, hidden):
    DocumentFactory(level=Level.FOCAL_POINTS)
    client.force_login(focal_point("CH"))

    page = client.get("/en/space/documents/").context["page"]

    assert (page.count, len(page.rows)) == (1, 1)
