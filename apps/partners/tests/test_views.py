"""The public pages of the terms of the chair, and how partners and maps are shown, in both languages."""

import datetime

import pytest
import time_machine
from django.template import engines
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from apps.common import registry
from apps.common.context import furniture
from apps.common.memory import forget_everything
from apps.common.registry import Panel
from apps.partners.models import Membership, Precision
from apps.partners.tests.factories import ChairmanshipFactory, PartnerFactory, secretariat_member

pytestmark = pytest.mark.django_db
QUERIES_OF_THE_LIST = 2
QUERIES_OF_A_TERM = 3
ADDRESSES = {"en": "/en/chairmanships/", "fr": "/fr/presidences/"}


@pytest.fixture(autouse=True)
def in_november():
    """A day within the term of Switzerland."""
    with time_machine.travel(datetime.datetime(2026, 11, 20, 9, tzinfo=datetime.UTC)):
        yield


@pytest.fixture
def no_panels(monkeypatch):
    """No other room shows anything."""
    monkeypatch.setattr("apps.partners.views.public.panels", registry.Registry())


@pytest.fixture
def terms():
    """Terms whose dates are known to the year, to the day at their end only, and to the day; one is to come."""
    morocco = PartnerFactory(code="MA", name_en="Morocco", name_fr="Maroc")
    mali = PartnerFactory(code="ML", name_en="Mali", name_fr="Mali")
    nigeria = PartnerFactory(code="NG", name_en="Nigeria", name_fr="Nigéria")
    swiss = PartnerFactory(code="CH", name_en="Switzerland", name_fr="Suisse")
    day = datetime.date
    return [
        ChairmanshipFactory(
            number=1, slug="ma-2015", partner=morocco, starts_on=day(2015, 1, 1), starts_precision=Precision.YEAR
        ),
        ChairmanshipFactory(number=2, slug="ml-2017", partner=mali, ends_on=day(2017, 3, 21)),
        ChairmanshipFactory(
            number=3, slug="ng-2025", partner=nigeria, starts_on=day(2025, 1, 30), ends_on=day(2026, 1, 29)
        ),
        ChairmanshipFactory(
            number=4,
            slug="ch-2026",
            partner=swiss,
            starts_on=day(2026, 1, 29),
            slogan_en="Two shores",
            priorities_en="Asylum first.",
            priorities_fr="L’asile d’abord.",
            results_en="Only in English.",
        ),
        ChairmanshipFactory(number=5, slug="next", partner=PartnerFactory(code="GH", name_en="Ghana", name_fr="Ghana")),
    ]


def rows_of(answer) -> list[tuple[str, str, str]]:
    return [(row.title, row.period, row.turn) for row in answer.context["rows"]]


def test_all_terms_stand_in_order_with_the_troika_of_today(client, terms):
    assert rows_of(client.get(ADDRESSES["en"])) == [
        ("Ghana", "", "incoming"),
        ("Switzerland", "since 29\N{NO-BREAK SPACE}January 2026", "in the chair"),
        ("Nigeria", "30\N{NO-BREAK SPACE}January 2025–29\N{NO-BREAK SPACE}January 2026", "outgoing"),
        ("Mali", "until 21\N{NO-BREAK SPACE}March 2017", ""),
        ("Morocco", "2015", ""),
    ]
    forget_everything()
    french = rows_of(client.get(ADDRESSES["fr"]))
    assert [turn for _title, _period, turn in french] == ["entrante", "en exercice", "sortante", "", ""]
    assert french[1][1] == "depuis le 29\N{NO-BREAK SPACE}janvier 2026"


def test_the_empty_time_before_the_first_term_is_told(client, terms):
    assertContains(client.get(ADDRESSES["en"]), "No source known to the editors says who chaired it until 2015")
    assertContains(client.get(ADDRESSES["fr"]), "Aucune source connue de la rédaction ne dit qui l’a présidé")
    forget_everything()
    ChairmanshipFactory(number=99, slug="old", starts_on=datetime.date(2006, 7, 10))

    assertNotContains(client.get(ADDRESSES["en"]), "No source known")


def test_list_without_terms_says_what_would_be_there(client):
    assertContains(client.get(ADDRESSES["en"]), "No chairmanship is published yet")
    assertContains(client.get(ADDRESSES["fr"]), "Aucune présidence n’est encore publiée")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_list_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, number, language):
    for _ in range(number):
        ChairmanshipFactory(starts_on=datetime.date(2020, 1, 1))

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get(ADDRESSES[language])


@pytest.mark.parametrize("number", [1, 3])
def test_term_costs_the_same_queries_whatever_is_around_it(client, django_assert_num_queries, no_panels, number):
    for turn in range(number):
        ChairmanshipFactory(slug=f"here-{turn}", starts_on=datetime.date(2020 + turn, 1, 1), programme_en="Much")

    with django_assert_num_queries(QUERIES_OF_A_TERM):
        client.get("/en/chairmanships/here-0/")


def test_term_tells_what_there_is_and_whose_words_it_is(client, terms, no_panels):
    answer = client.get("/en/chairmanships/ch-2026/")

    assertContains(answer, "“Two shores”")
    assertContains(answer, '<h2 id="priorities">Priorities</h2>')
    assertContains(answer, "<p>Asylum first.</p>")
    assertContains(answer, "summary by the editors", count=2)
    assertNotContains(answer, 'id="programme"')
    assertNotContains(answer, 'id="handover"')
    assertContains(answer, '<a href="/en/partners/ch/">Switzerland</a>')
    assertContains(answer, '<a href="/en/chairmanships/ng-2025/" rel="prev">Nigeria</a>')
    assertContains(answer, '<a href="/en/chairmanships/next/" rel="next">Ghana</a>')


def test_term_in_french_marks_what_is_in_english_only(client, terms, no_panels):
    answer = client.get("/fr/presidences/ch-2026/")

    assertContains(answer, "<title>Présidence\N{NARROW NO-BREAK SPACE}: Suisse, depuis le 29")
    assertContains(answer, "L’asile d’abord.")
    assertContains(answer, '<div lang="en"><p>Only in English.</p></div>')
    assertContains(answer, "en anglais seulement")


def test_term_shows_what_other_rooms_know(client, terms, monkeypatch):
    found = registry.Registry()
    template = engines["django"].from_string("{% for row in rows %}<p>{{ about.slug }} {{ row }}</p>{% endfor %}")
    found.add("here", Panel(template, about="partners.chairmanship", rows=lambda term, user: ["a meeting"]))
    found.add("elsewhere", Panel(template, about="partners.partner", rows=lambda partner, user: ["not here"]))
    monkeypatch.setattr("apps.partners.views.public.panels", found)

    answer = client.get("/en/chairmanships/next/")

    assertContains(answer, "<p>next a meeting</p>")
    assertNotContains(answer, "not here")
    assertNotContains(answer, "Nothing more is published")


def test_term_without_anything_says_so(client, terms, no_panels):
    assertContains(client.get("/en/chairmanships/next/"), "Nothing more is published about this term yet")


def test_terms_of_invented_partners_and_unknown_addresses_are_not_found(client):
    ChairmanshipFactory(slug="invented", partner__is_invented=True)

    assert [client.get(f"/en/chairmanships/{slug}/").status_code for slug in ("invented", "nowhere")] == [404, 404]
    assert client.get(ADDRESSES["en"]).context["rows"] == ()


def test_partner_leads_to_its_terms_and_says_since_when_it_sits(client, terms, no_panels):
    membership = {"starts_on": datetime.date(2022, 12, 1), "precision": Precision.MONTH}
    Membership.objects.create(partner=terms[3].partner, **membership)

    english, french = client.get("/en/partners/ch/"), client.get("/fr/partenaires/ch/")

    assertContains(english, '<a href="/en/chairmanships/ch-2026/">since 29')
    assertContains(english, "Steering Committee, since December 2022")
    assertContains(french, "Comité de pilotage, depuis décembre 2022")
    assertContains(french, '<a href="/fr/presidences/ch-2026/">depuis le 29')


@pytest.mark.parametrize(
    ("fields", "badge"),
    [
        ({}, '<span class="badge badge--partner">Partner</span>'),
        ({"observer": True}, '<span class="badge badge--ahead">Observer</span>'),
        ({"organisation": True}, '<span class="badge badge--open">Partner</span>'),
    ],
)
def test_standing_is_told_by_shape_and_word(client, no_panels, fields, badge):
    PartnerFactory(code="XX", **fields)

    assertContains(client.get("/en/partners/xx/"), badge)


def test_an_observer_is_not_told_to_be_missing(client, no_panels):
    PartnerFactory(code="DZ", observer=True)

    assertContains(client.get("/en/partners/dz/"), "An observer follows the work of the Dialogue")
    assertNotContains(client.get("/en/partners/dz/"), "No activity is published")
    assertContains(client.get("/en/partners/"), '<span class="tag tag--observer">observer</span>')


@pytest.mark.parametrize(
    ("language", "own"),
    [
        ("en", "Schematic; no position on any territory, frontier or name"),
        ("fr", "Carte schématique\N{NARROW NO-BREAK SPACE}; aucune prise de position sur un territoire"),
    ],
)
def test_below_the_map_stands_the_offices_note_or_our_own(client, monkeypatch, language, own):
    PartnerFactory(code="MA", longitude=1, latitude=2)
    address = {"en": "/en/partners/", "fr": "/fr/partenaires/"}[language]
    assertContains(client.get(address), own)

    notes = registry.Registry()
    notes.add("test", lambda: {"map_note": {"en": "Drawn <simply>", "fr": "Dessin simple"}})
    monkeypatch.setattr("apps.common.context.providers", notes)
    furniture.forget()

    note = {"en": "Drawn &lt;simply&gt;", "fr": "Dessin simple"}[language]
    assertContains(client.get(address), f'<p class="map-note">{note}</p>')


def test_names_sort_keys_and_the_point_of_the_map_are_edited_in_the_office(client):
    partner = PartnerFactory(code="CI", name_en="Ivory Coast", name_fr="Côte d’Ivoire")
    client.force_login(secretariat_member())
    words = {"code": "CI", "kind": "state", "standing": "partner", "longitude": "-5.5", "latitude": "7.5"}
    names = {"name_en": "Côte d’Ivoire", "name_fr": "Côte d’Ivoire", "sort_en": "cote", "sort_fr": "cote d ivoire"}
    address = reverse("admin:partners_partner_change", args=[partner.pk])

    saved = client.post(address, words | names)
    refused = client.post(address, words | names | {"latitude": "485"})

    partner.refresh_from_db()
    assert saved.status_code == 302
    assert (partner.name_en, partner.sort_en, partner.sort_fr) == ("Côte d’Ivoire", "cote", "cote d ivoire")
    assert (partner.longitude, partner.latitude) == (-5.5, 7.5)
    assert set(refused.context["adminform"].form.errors) == {"latitude"}
