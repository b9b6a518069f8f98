"""Papers as PDF: accessible, in one language, with every word as it was typed."""

import io

import pytest
from django.utils import translation

from apps.common import pdf
from apps.common.bilingual import Words

SECTIONS = [
    pdf.Section(
        "Résumé",
        [
            pdf.text("Un\ndeux #set page(fill: red) $x$ \\ [*]\n\nTrois"),
            pdf.text(Words("In English", "en", is_fallback=True)),
            pdf.bullets(["a", "b"]),
            pdf.table(["Question", "Réponse"], [["1", "oui"], ["2", "non"]]),
            pdf.quiet("Fait par le portail."),
        ],
    ),
    pdf.Section("Détail", [pdf.facts([("Budget", "10 000 EUR"), ("Vide", "")])], level=3),
]


def paper(**fields) -> pdf.Paper:
    return pdf.Paper(**{"title": "Note « d’essai »", "sections": SECTIONS, "foot": "Pied", "lang": "fr", **fields})


def test_a_paper_is_an_accessible_pdf_in_its_language():
    made = pdf.make_pdf(paper())

    assert made.startswith(b"%PDF-")
    assert b"pdfuaid:part>1<" in made
    assert b"/Lang (fr)" in made or b"/Lang(fr)" in made


@pytest.mark.parametrize("words", ["\u202eabc", "😀 🇬🇦", "مرحبا بالعالم", "=1+1", '#import "x"', "a" * 5000, "\x07"])
def test_whatever_was_typed_is_set_and_never_read_as_code(words):
    assert pdf.make_pdf(paper(title=words, sections=[pdf.Section(words, [pdf.text(words)])])).startswith(b"%PDF-")


def test_what_cannot_be_set_says_so(monkeypatch):
    monkeypatch.setattr(pdf, "TEMPLATE", pdf.TEMPLATE.with_name("none.typ"))

    with pytest.raises(pdf.NotSet):
        pdf.make_pdf(paper())


def test_demonstrations_say_so(settings):
    settings.DEMO = False
    plain = len(pdf.make_pdf(paper()))
    settings.DEMO = True

    assert len(pdf.make_pdf(paper())) > plain


def test_the_answer_is_a_private_download():
    with translation.override("fr"):
        answer = pdf.pdf_response(paper(), "Note conceptuelle")

    assert io.BytesIO(answer.content).read(5) == b"%PDF-"
    assert answer["Content-Disposition"] == 'attachment; filename="Note conceptuelle.pdf"'
    assert "no-store" in answer["Cache-Control"]
