"""Which text a reader gets, how it is marked up, and how names are sorted."""

from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override

from apps.common import typography
from apps.common.bilingual import both_or_neither, in_every_language, in_language, in_some_language, sort_key


def text(english: str | None = None, french: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(title="the plain column is never read", title_en=english, title_fr=french)


def drawn(source: str, language: str = "en", **variables) -> str:
    with override(language):
        return Template(source).render(Context(variables))


def test_in_language_reads_the_column_of_the_language():
    found = in_language(text("One", "Un"), "title", "fr")

    assert (found.text, found.language, found.is_fallback) == ("Un", "fr", False)


def test_in_language_follows_the_active_language():
    with override("fr"):
        assert in_language(text("One", "Un"), "title").text == "Un"


@pytest.mark.parametrize("empty", [None, "", "  \n"])
def test_in_language_falls_back_to_the_other(empty):
    found = in_language(text(empty, "Un"), "title", "en")

    assert (found.text, found.language, found.is_fallback, found.mark) == ("Un", "fr", True, "in French only")


def test_in_language_is_empty_when_no_language_has_a_text():
    found = in_language(text(None, ""), "title", "en")

    assert not found
    assert str(found) == ""


def test_in_language_refuses_a_field_that_is_not_translated():
    with pytest.raises(AttributeError):
        in_language(SimpleNamespace(code="A"), "code", "en")


def test_words_are_escaped():
    assert drawn('{% words obj "title" %}', obj=text("<b>&")) == "&lt;b&gt;&amp;"


def test_words_that_fall_back_carry_their_language_and_a_mark():
    html = drawn('{% words obj "title" %}', obj=text(french="Été <i>"))

    assert html == '<span lang="fr">Été &lt;i&gt;</span> <span class="lang-mark">in French only</span>'


def test_words_in_french_mark_what_is_in_english_only():
    html = drawn('{% words obj "title" %}', "fr", obj=text("Summer"))

    assert html == '<span lang="en">Summer</span> <span class="lang-mark">en anglais seulement</span>'


def test_words_without_mark_keep_the_language():
    assert drawn('{% words obj "title" mark=False %}', obj=text(french="Été")) == '<span lang="fr">Été</span>'


def test_words_are_nothing_when_no_language_has_a_text():
    assert drawn('{% words obj "title" %}{% prose obj "title" %}', obj=text()) == ""


def test_words_in_french_never_break_before_high_marks():
    html = drawn('{% words obj "title" %}', obj=text(french="Qui : « nous » ?"))

    assert "Qui\u202f: «\u202fnous\u202f»\u202f?" in html


def test_prose_makes_paragraphs_and_lines():
    html = drawn('{% prose obj "title" %}', obj=text("One\r\nline\r\n\r\n \nTwo <script>"))

    assert html == "<p>One<br>line</p><p>Two &lt;script&gt;</p>"


def test_prose_that_falls_back_carries_its_language_on_the_wrapper():
    html = drawn('{% prose obj "title" %}', obj=text(french="Un\n\nDeux"))

    assert html == '<p class="lang-mark">in French only</p><div lang="fr"><p>Un</p><p>Deux</p></div>'


def test_prose_without_mark_keeps_the_language():
    assert drawn('{% prose obj "title" mark=False %}', obj=text(french="Un")) == '<div lang="fr"><p>Un</p></div>'


def test_words_take_what_was_chosen_already():
    found = in_language(text(french="Un"), "title", "en")

    assert drawn("{% words found mark=False %}", found=found) == '<span lang="fr">Un</span>'


def test_prose_does_not_link_addresses():
    assert "<a" not in drawn('{% prose obj "title" %}', obj=text("See https://example.org"))


def test_sort_key_ignores_accents_ligatures_case_and_apostrophes():
    names = ["Zambie", "Égypte", "œuvre", "Ouganda", "Côte d’Ivoire", "Cote d'Or", "eau", "Éthiopie"]

    assert sorted(names, key=sort_key) == [
        "Côte d’Ivoire",
        "Cote d'Or",
        "eau",
        "Égypte",
        "Éthiopie",
        "œuvre",
        "Ouganda",
        "Zambie",
    ]


def test_sort_key_keeps_one_order_for_names_that_differ_in_accents_only():
    assert sorted(["cote", "côte", "coté"], key=sort_key) == sorted(["coté", "côte", "cote"], key=sort_key)


@pytest.mark.parametrize(
    ("constraint", "columns"),
    [(both_or_neither, 8), (in_every_language, 4), (in_some_language, 4)],
)
def test_constraints_name_the_columns_of_every_language(constraint, columns):
    made = constraint("body", app_label="pages", model_name="text")

    assert str(made.condition).count("'body_en") * 2 == columns
    assert str(made.condition).count("'body_fr") * 2 == columns
    assert len(made.name) <= 63


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Pourquoi ?", "Pourquoi\u202f?"),
        ("Quoi ?!", "Quoi\u202f?!"),
        ("un ; deux : trois !", "un\u202f; deux\u202f: trois\u202f!"),
        ("« mot »", "«\u202fmot\u202f»"),
        ("«mot»", "«mot»"),
        ("50 % à 18 h", "50\u202f% à 18\u202fh"),
        ("https://example.org/?a=b", "https://example.org/?a=b"),
        ("12:30", "12:30"),
        ("a\u00a0: b", "a\u202f: b"),
        (": liste", ": liste"),
        ("émoji :) ici", "émoji\u202f:) ici"),
    ],
)
def test_unbreakable_changes_only_spaces_that_are_there(typed, shown):
    assert typography.unbreakable(typed, "fr") == shown
    assert typography.unbreakable(typed, "en") == typed
    assert typography.unbreakable(shown, "fr") == shown


def test_numbers_are_grouped_as_the_language_does():
    assert typography.grouped(1234567, "en") == "1,234,567"
    assert typography.grouped(1234567, "fr") == "1\u202f234\u202f567"
    assert typography.grouped(1234.5, "fr", decimals=1) == "1\u202f234,5"
    assert drawn("{{ count|grouped }}", "fr", count=10000) == "10\u202f000"


def test_unbreakable_is_a_filter_too():
    assert drawn("{{ typed|unbreakable }}", "fr", typed="<Oui> !") == "&lt;Oui&gt;\u202f!"
