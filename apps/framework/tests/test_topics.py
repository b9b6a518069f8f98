"""Topics in both languages, and figures as each language writes them."""

import datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.template import engines
from django.utils.translation import override
from pytest_django.asserts import assertContains, assertNotContains

from apps.common import registry
from apps.common.registry import Panel
from apps.common.typography import NARROW, WIDE
from apps.framework.models import TopicFigure
from apps.framework.queries.topics import figures_of, value_in_words

from .factories import TopicFactory, TopicFigureFactory

QUERIES_OF_THE_LIST = 2
QUERIES_OF_A_TOPIC = 3


EURO = {"unit_en": "EUR", "unit_fr": "euros"}


# In what is expected, _ stands for the space that never breaks and ~ for the narrow one.
@pytest.mark.parametrize(
    ("value", "scale", "further", "english", "french"),
    [
        ("8.8", "billion", EURO, "EUR_8.8_billion", "8,8_milliards_d’euros"),
        (
            "1.5",
            "million",
            {"unit_en": "people", "unit_fr": "personnes"},
            "1.5_million_people",
            "1,5_million_de_personnes",
        ),
        ("9.00", "million", {**EURO, "is_approximate": True}, "about EUR_9_million", "environ 9_millions_d’euros"),
        ("2", "billion", {"unit_en": "USD", "unit_fr": "USD"}, "USD_2_billion", "2_milliards_USD"),
        ("2", "billion", {"unit_en": "€", "unit_fr": "€"}, "€2_billion", "2_milliards_€"),
        ("600000", "", EURO, "EUR_600,000", "600~000_euros"),
        ("1370", "", {"unit_en": "grants", "unit_fr": "subventions"}, "1,370_grants", "1~370_subventions"),
        ("100", "", {"is_minimum": True}, "more than 100", "plus de 100"),
        ("57", "", {"unit_en": "%", "unit_fr": "%"}, "57%", "57~%"),
        ("105", "", {}, "105", "105"),
    ],
)
def test_value_is_written_as_each_language_writes_it(value, scale, further, english, french):
    figure = TopicFigure(value=Decimal(value), scale=scale, **further)

    with override("en"):
        assert value_in_words(figure) == english.replace("_", WIDE).replace("~", NARROW)
    with override("fr"):
        assert value_in_words(figure) == french.replace("_", WIDE).replace("~", NARROW)


def test_unit_that_one_language_lacks_says_its_language_and_is_escaped():
    row = TopicFigure(value=Decimal(3), unit_fr="<b>lots</b>")

    with override("en"):
        assert value_in_words(row) == f'3{WIDE}<span lang="fr">&lt;b&gt;lots&lt;/b&gt;</span>'


@pytest.mark.django_db
def test_figure_tells_note_date_as_known_and_source():
    figure = TopicFigureFactory(
        as_of=datetime.date(2022, 1, 1),
        precision="year",
        note_en="counting promised data",
        note_fr="en comptant les données promises",
        source_shown_en="Outcome document",
        source_shown_fr="Document final",
    )
    TopicFigureFactory(topic=figure.topic, as_of=datetime.date(2024, 2, 1))

    with override("en"):
        assert [(one.note, one.source) for one in figures_of(figure.topic)] == [
            ("counting promised data", "2022 · Source: Outcome document"),
            ("", f"1{WIDE}February 2024"),
        ]
    with override("fr"):
        assert [(one.note, one.source) for one in figures_of(figure.topic)] == [
            ("en comptant les données promises", f"2022 · Source{NARROW}: Document final"),
            ("", f"1<sup>er</sup>{WIDE}février 2024"),
        ]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_queries_whatever_its_length(client, django_assert_num_queries, number):
    TopicFactory.create_batch(number)

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        client.get("/en/topics/")


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_topic_costs_the_same_queries_whatever_its_figures(client, django_assert_num_queries, monkeypatch, number):
    monkeypatch.setattr("apps.framework.views.panels", registry.Registry())
    TopicFigureFactory.create_batch(number, topic=TopicFactory(slug="grants"))

    with django_assert_num_queries(QUERIES_OF_A_TOPIC):
        client.get("/en/topics/grants/")


@pytest.mark.django_db
def test_list_tells_published_topics_in_their_order(client):
    TopicFactory(slug="second", position=2, title_fr="Villes", summary_en="Only English")
    TopicFactory(slug="first", position=1, title_fr="Subventions")
    TopicFactory(slug="hidden", draft=True)

    answer = client.get("/fr/themes/")

    assert [row.url for row in answer.context["rows"]] == ["/fr/themes/first/", "/fr/themes/second/"]
    assertContains(answer, "2 thèmes, présentés dans les termes de la rédaction")
    assertContains(answer, '<span lang="en">Only English</span>')


@pytest.mark.django_db
def test_list_without_topics_says_so(client):
    assertContains(client.get("/en/topics/"), "No topic yet")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "heading"), [("/en/topics/grants/", "Grants"), ("/fr/themes/grants/", "Subventions")]
)
def test_topic_in_both_languages(client, address, heading):
    topic = TopicFactory(slug="grants", title_en="Grants", title_fr="Subventions", body_en="A text", body_fr="Un texte")
    TopicFigureFactory(topic=topic, value=Decimal("9"), scale="million", unit_en="EUR", unit_fr="euros")

    answer = client.get(address)

    assertContains(answer, f"<h1>{heading}</h1>")
    assertContains(answer, f"<title>{heading} · ")
    assertContains(answer, 'class="figure-row__number"', count=1)


@pytest.mark.django_db
def test_topic_shows_what_other_rooms_tagged_with_it(client, monkeypatch):
    topic = TopicFactory(slug="grants")
    found = registry.Registry()
    template = engines["django"].from_string("<h2>A panel</h2>{{ rows.0 }}")
    found.add("tests", Panel(template, about="framework.topic", rows=lambda obj, user: [f"for {obj.slug}"]))
    monkeypatch.setattr("apps.framework.views.panels", found)

    assertContains(client.get(topic.get_absolute_url()), "<h2>A panel</h2>for grants")
    monkeypatch.setattr("apps.framework.views.panels", registry.Registry())
    assertNotContains(client.get(topic.get_absolute_url()), "A panel")


@pytest.mark.django_db
@pytest.mark.parametrize("topic", [{"draft": True}, {"slug": "other"}])
def test_topic_that_visitors_do_not_see_is_not_found(client, topic):
    TopicFactory(**{"slug": "grants", **topic})

    assert client.get("/en/topics/grants/").status_code == 404


@pytest.mark.django_db
def test_figures_are_loaded_once_and_then_unchanged(tmp_path):
    topic, figure = 'slug = "a"\ntitle_en = "A"', 'topic = "a"\nposition = 1\nlabel_en = "x"\nvalue = "8.8"'
    (tmp_path / "topics.toml").write_text(f"[[topic]]\n{topic}\n[[topic_figure]]\n{figure}\n", encoding="utf-8")
    told = StringIO()

    call_command("load_content", tmp_path, stdout=StringIO())
    call_command("load_content", tmp_path, stdout=told)

    assert TopicFigure.objects.get().value == Decimal("8.8")
    assert [line.split()[1:7] for line in told.getvalue().splitlines() if line.startswith("topic_figure")] == [
        ["0", "created", "0", "updated", "1", "unchanged"]
    ]
