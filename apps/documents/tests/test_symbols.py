"""Symbols of documents: what is one, its base and its marks, in words."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from apps.documents.symbols import Symbol

from .factories import DocumentFactory


@pytest.mark.parametrize(
    ("text", "base", "marks"),
    [
        ("RP/SOM/2026/3", "RP/SOM/2026/3", ()),
        ("RP/SOM/2026/3/Rev.1", "RP/SOM/2026/3", (("Rev", 1),)),
        ("RP/SC/2026/12/Add.2/Corr.1", "RP/SC/2026/12", (("Add", 2), ("Corr", 1))),
        ("RP-MM/2026/INF-1", "RP-MM/2026/INF-1", ()),
    ],
)
def test_symbol_is_read_in_its_parts_and_written_again(text, base, marks):
    symbol = Symbol.of(text)

    assert (symbol.base, symbol.marks, str(symbol)) == (base, marks, text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "RP",
        "rp/som/1",
        "RP/SOM/2026/3/Rev",
        "RP/SOM/Rev.0",
        "RP/SOM/Rev.1/2",
        "RP//3",
        "RP/../3",
        "RP/É/3",
        "RP/3\n",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValidationError):
        Symbol.of(text)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Revision 1, Corrigendum 2"), ("fr", "Révision 1, Rectificatif 2")]
)
def test_marks_are_told_in_the_readers_language(language, words):
    with override(language):
        assert Symbol.of("RP/SOM/2026/3/Rev.1/Corr.2").words == words


@pytest.mark.django_db
def test_symbol_belongs_to_one_document_and_many_have_none():
    DocumentFactory(symbol="RP/SOM/2026/3")
    DocumentFactory(symbol=None)
    DocumentFactory(symbol=None)
    twin = DocumentFactory.build(slug="twin", symbol="RP/SOM/2026/3")
    bare = DocumentFactory.build(slug="bare", symbol="")

    with pytest.raises(ValidationError) as refusal:
        twin.full_clean()
    bare.full_clean()

    assert set(refusal.value.message_dict) == {"symbol"}
    assert bare.symbol is None
