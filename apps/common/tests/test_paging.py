"""Pages of lists: numbers, counts, links, and that far pages and large counts are asked for once a minute only."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from apps.common import paging
from apps.common.models import Installation
from apps.common.paging import Listed, Page


@pytest.fixture
def rows(db):
    """Forty-five rows, named so that they sort."""
    Installation.objects.bulk_create(Installation(name=f"{number:03}", value="x") for number in range(1, 46))
    return Installation.objects.order_by("-name")


def names(page: Page) -> list[str]:
    return [row.name for row in page]


def test_first_page_shows_the_first_rows_in_their_order(rows):
    page = Page(rows)

    assert names(page) == [f"{number:03}" for number in range(45, 25, -1)]
    assert (page.number, page.pages, page.count, len(page)) == (1, 3, 45, 20)
    assert (page.first_index, page.last_index) == (1, 20)
    assert (page.has_previous, page.has_next, page.has_other_pages) == (False, True, True)


def test_last_page_shows_what_is_left(rows):
    page = Page(rows, "3")

    assert names(page) == ["005", "004", "003", "002", "001"]
    assert (page.has_previous, page.has_next, page.count, page.pages) == (True, False, 45, 3)
    assert (page.first_index, page.last_index) == (41, 45)


@pytest.mark.parametrize("raw", [None, "", "1"])
def test_page_one_is_where_a_list_begins(rows, raw):
    assert Page(rows, raw).number == 1


@pytest.mark.parametrize(
    "raw", ["0", "-1", "x", "1.5", "01", " 1", "1e3", "²", "١", "4", "999999999", "1" * 21, "9" * 10_000, "\x00", "2\n"]
)
def test_page_that_is_not_there_is_404(rows, raw):
    with pytest.raises(Http404):
        Page(rows, raw)


def test_empty_list_has_one_empty_page(db):
    page = Page(Installation.objects.order_by("name"))

    assert not page
    assert (page.count, page.pages, page.first_index, page.results) == (0, 1, 0, "no result")


def test_page_of_an_unordered_list_is_a_mistake(db):
    with pytest.raises(ValueError, match="ordered"):
        Page(Installation.objects.all())


def test_links_keep_the_filters(rows):
    page = Page(rows, "2", query="year=2024&kind=som")

    assert page.next_query == "?year=2024&kind=som&page=3"
    assert page.previous_query == "?year=2024&kind=som"
    assert Page(rows, "2").previous_query == "?"


def test_page_costs_one_query_and_one_for_the_count(rows, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = Page(rows)
        assert page.results == "45 results"


def test_count_may_be_asked_in_another_form(rows):
    other = Installation.objects.filter(value="x")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = Page(Listed(rows, other))
        assert (page.count, len(page)) == (45, 20)

    assert "WHERE" not in asked[0]["sql"]
    assert "WHERE" in asked[1]["sql"]


def test_last_page_knows_the_count_by_itself(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert Page(rows, "3").results == "45 results"


def test_pages_beyond_the_first_ask_for_keys_and_then_for_rows(rows, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(paging, "NEAR", 20)

    with django_assert_num_queries(2):
        assert names(Page(rows, "2")) == [f"{number:03}" for number in range(25, 5, -1)]


def test_count_stops_at_the_ceiling(rows, monkeypatch):
    monkeypatch.setattr(paging, "COUNT_CEILING", 30)
    page = Page(rows)

    assert (page.count, page.is_counted, page.pages) == (30, False, None)
    assert page.results == "more than 30 results"
    assert Page(rows, "3").pages == 3


def test_results_are_told_in_french(rows, monkeypatch):
    monkeypatch.setattr(paging, "COUNT_CEILING", 30)

    with override("fr"):
        assert Page(rows).results == "plus de 30 résultats"
        assert Page(Installation.objects.none().order_by("pk")).results == "aucun résultat"


def test_far_pages_are_remembered_but_their_rows_are_read_anew(rows, monkeypatch):
    monkeypatch.setattr(paging, "NEAR", 20)
    monkeypatch.setattr(paging, "FAR_DOWN", 20)
    Page(rows, "2")
    Installation.objects.filter(name="025").update(value="changed")
    Installation.objects.filter(name="024").delete()

    with CaptureQueriesContext(connection) as asked:
        page = Page(rows, "2")

    assert len(asked) == 1
    assert page.rows[0].value == "changed"
    assert "024" not in names(page)


def test_what_is_remembered_belongs_to_one_question_only(rows, monkeypatch):
    monkeypatch.setattr(paging, "NEAR", 20)
    monkeypatch.setattr(paging, "FAR_DOWN", 20)
    Page(rows, "2")

    assert names(Page(rows.filter(name__lte="030"), "2")) == [f"{number:03}" for number in range(10, 0, -1)]


def test_large_counts_are_remembered_small_ones_are_not(rows, monkeypatch):
    assert Page(rows).count == 45
    Installation.objects.filter(name="001").delete()
    assert Page(rows).count == 44

    monkeypatch.setattr(paging, "MANY", 10)
    assert Page(rows).count == 44
    Installation.objects.filter(name="002").delete()
    assert Page(rows).count == 44


def test_memory_is_bounded(rows, monkeypatch):
    monkeypatch.setattr(paging, "NEAR", 20)
    monkeypatch.setattr(paging, "FAR_DOWN", 20)
    monkeypatch.setattr(paging, "REMEMBER_MOST", 3)
    for limit in range(30, 40):
        Page(rows.filter(name__lte=f"{limit:03}"), "2")

    assert len(paging.remembered._found) == 3


@pytest.mark.parametrize(("second", "minute", "is_same"), [(59, 0, True), (0, 1, False)])
def test_questions_of_one_minute_are_the_same(second, minute, is_same):
    people = get_user_model().objects.order_by("pk")
    earlier = people.filter(created_at__lte=datetime(2026, 11, 24, 18, 0, 0, tzinfo=UTC))
    later = people.filter(created_at__lte=datetime(2026, 11, 24, 18, minute, second, tzinfo=UTC))
    found = []

    for asked, answer in ((earlier, "first"), (later, "second")):
        found.append(paging.remembered.ask(asked, lambda sql, values, answer=answer: answer, is_kept=bool))

    assert (found[1] == "first") is is_same
