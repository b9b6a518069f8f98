"""Documents as rows, on whichever page they stand."""

import time

import pytest
from django.utils.translation import override

from apps.common import paging
from apps.common.memory import KEEP_SECONDS
from apps.documents.models import Document, Kind, Level
from apps.documents.queries import NarrowedDocuments, rows_of
from apps.documents.queries.rows import length_of
from apps.framework.tests.factories import TopicFactory

from .factories import AddressFactory, DocumentFactory, KeptFileFactory

pytestmark = pytest.mark.django_db


def test_row_says_kind_and_languages_in_the_readers_words():
    document = DocumentFactory(slug="paper")
    KeptFileFactory(document=document, language="fr")
    AddressFactory(document=document, language="en")

    row = rows_of([document])[0]
    with override("fr"):
        french = rows_of([document])[0]

    assert (row.title, row.facts, row.url) == (
        "Paper paper",
        "Outcome document · English, French",
        "/en/documents/paper/",
    )
    assert (french.title, french.facts, french.url) == (
        "Texte paper",
        "Document final · anglais, français",
        "/fr/documents/paper/",
    )


def test_row_says_that_nothing_is_deposited():
    assert rows_of([DocumentFactory()])[0].facts == "Outcome document · not deposited here"


def test_row_escapes_what_was_typed_and_marks_the_other_language():
    row = rows_of([DocumentFactory(title_en="", title_fr="<b>Texte</b>")])[0]

    assert '<span lang="fr">&lt;b&gt;Texte&lt;/b&gt;</span>' in row.title
    assert "in French only" in row.title


@pytest.mark.parametrize(
    ("precision", "block"),
    [("day", ("20", "Sept.", "2023")), ("month", ("", "Sept.", "2023")), ("year", ("", "", "2023"))],
)
def test_row_tells_the_date_as_exactly_as_it_is_known(precision, block):
    row = rows_of([DocumentFactory(precision=precision)])[0]

    assert (row.block.days, row.block.month, row.block.year) == block


def test_row_without_a_date_has_no_block():
    assert rows_of([DocumentFactory(issued_on=None)])[0].block is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (45, "45 s"), (200, "3 min 20 s"), (180, "3 min"), (3900, "1 h 5 min"), (3725, "1 h 2 min")],
)
def test_length_of_a_video_in_words(seconds, words):
    assert length_of(seconds).replace("\N{NARROW NO-BREAK SPACE}", " ") == words


def test_row_of_a_video_tells_its_length():
    row = rows_of([DocumentFactory(video=True, seconds=45)])[0]

    assert row.facts == "Video · 45\N{NARROW NO-BREAK SPACE}s · not deposited here"
    assert row.is_video


@pytest.mark.parametrize("number", [1, 3])
def test_rows_cost_one_query_whatever_their_number(django_assert_num_queries, number):
    documents = [AddressFactory().document for _ in range(number)]

    with django_assert_num_queries(1):
        assert len(rows_of(documents)) == number


def test_public_ones_of_any_documents_are_kept_the_latest_first():
    older = DocumentFactory(issued_on="2020-01-01")
    younger = DocumentFactory(issued_on="2021-01-01")
    undated = DocumentFactory(issued_on=None)
    for hidden in ({"draft": True}, {"withdrawn": True}, {"scheduled": True}):
        DocumentFactory(**hidden)
    for level in set(Level) - {Level.PUBLIC}:
        DocumentFactory(level=level)

    wanted = [younger.pk, older.pk, undated.pk]
    assert [row.pk for row in NarrowedDocuments((), {}).near(0, 10)] == wanted
    assert NarrowedDocuments((), {}).keys(1, 3) == wanted[1:]
    assert list(NarrowedDocuments((), {}).queryset.values_list("pk", flat=True)) == wanted


@pytest.mark.parametrize("number", [1, 3, 20])
def test_rows_of_keys_are_those_of_the_first_pages_and_pass_every_filter_again(number, django_assert_num_queries):
    documents = DocumentFactory.create_batch(number, kind=Kind.DECLARATION)
    other = DocumentFactory(kind=Kind.MINUTES)
    listed = NarrowedDocuments(("kind",), {"kind": Kind.DECLARATION})
    keys = [document.pk for document in documents]
    near = {row.pk: vars(row) for row in listed.near(0, number)}

    with django_assert_num_queries(1):
        rows = listed.rows(keys)

    assert [vars(row) for row in rows] == [near[key] for key in keys]
    Document.objects.filter(pk=keys[0]).update(kind=Kind.MINUTES)
    assert [row.pk for row in listed.rows([*keys[:19], other.pk])] == keys[1:19]
    assert listed.rows([]) == []


def test_what_is_found_by_the_long_way_is_looked_for_once_in_two_seconds(monkeypatch):
    topic = TopicFactory()
    kept, withdrawn = DocumentFactory(issued_on="2021-01-01"), DocumentFactory(issued_on="2020-01-01")
    topic.documents.add(kept, withdrawn)

    def shown():
        return [vars(row) for row in NarrowedDocuments(("topic/many",), {"topic": topic.pk}).near(0, 21)]

    first = shown()
    assert [row["id"] for row in first] == [kept.pk, withdrawn.pk]
    newcomer = DocumentFactory(issued_on="2022-01-01")
    topic.documents.add(newcomer)
    assert shown() == first
    Document.objects.filter(pk=withdrawn.pk).update(publication=Document.Publication.WITHDRAWN)
    assert shown() == first[:1]
    later = time.monotonic() + KEEP_SECONDS
    monkeypatch.setattr(paging.time, "monotonic", lambda: later)
    assert [row["id"] for row in shown()] == [newcomer.pk, kept.pk]
