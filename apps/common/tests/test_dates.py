"""Days, spans and moments as each language tells them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from apps.common import dates


def plain(text: str) -> str:
    """The text with every unbreakable space shown as a plain one."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("when", "english", "french"),
    [
        (date(2019, 2, 12), "12 February 2019", "12 février 2019"),
        (date(2024, 2, 1), "1 February 2024", "1er février 2024"),
        (date(2024, 8, 21), "21 August 2024", "21 août 2024"),
        (datetime(2024, 1, 31, 23, 30, tzinfo=UTC), "1 February 2024", "1er février 2024"),
    ],
)
def test_day_is_told_in_both_languages(when, english, french):
    assert plain(dates.day(when, "en")) == english
    assert plain(dates.day(when, "fr")) == french


@pytest.mark.parametrize(
    ("start", "end", "english", "french"),
    [
        (date(2019, 2, 12), None, "12 February 2019", "12 février 2019"),
        (date(2019, 2, 12), date(2019, 2, 12), "12 February 2019", "12 février 2019"),
        (date(2019, 2, 12), date(2019, 2, 13), "12–13 February 2019", "12 et 13 février 2019"),
        (date(2019, 2, 12), date(2019, 2, 15), "12–15 February 2019", "du 12 au 15 février 2019"),
        (date(2024, 2, 1), date(2024, 2, 2), "1–2 February 2024", "1er et 2 février 2024"),
        (date(2024, 1, 31), date(2024, 2, 1), "31 January–1 February 2024", "31 janvier et 1er février 2024"),
        (date(2024, 1, 30), date(2024, 2, 1), "30 January–1 February 2024", "du 30 janvier au 1er février 2024"),
        (
            date(2023, 12, 31),
            date(2024, 1, 1),
            "31 December 2023–1 January 2024",
            "31 décembre 2023 et 1er janvier 2024",
        ),
        (
            date(2023, 12, 11),
            date(2024, 1, 12),
            "11 December 2023–12 January 2024",
            "du 11 décembre 2023 au 12 janvier 2024",
        ),
    ],
)
def test_date_range_says_nothing_twice(start, end, english, french):
    assert plain(dates.date_range(start, end, language="en")) == english
    assert plain(dates.date_range(start, end, language="fr")) == french


@pytest.mark.parametrize(
    ("start", "end", "precision", "english", "french"),
    [
        (date(2018, 5, 1), None, "month", "May 2018", "mai 2018"),
        (date(2018, 5, 1), date(2018, 5, 31), "month", "May 2018", "mai 2018"),
        (date(2018, 4, 1), date(2018, 6, 30), "month", "April–June 2018", "d’avril à juin 2018"),
        (date(2018, 3, 1), date(2018, 6, 30), "month", "March–June 2018", "de mars à juin 2018"),
        (
            date(2018, 11, 1),
            date(2019, 1, 31),
            "month",
            "November 2018–January 2019",
            "de novembre 2018 à janvier 2019",
        ),
        (date(2018, 1, 1), None, "year", "2018", "2018"),
        (date(2018, 1, 1), date(2020, 12, 31), "year", "2018–2020", "2018–2020"),
    ],
)
def test_date_range_is_only_as_exact_as_what_is_known(start, end, precision, english, french):
    assert plain(dates.date_range(start, end, precision, "en")) == english
    assert plain(dates.date_range(start, end, precision, "fr")) == french


def test_day_and_month_never_part():
    assert dates.day(date(2019, 2, 12), "fr") == "12\u00a0février 2019"


def test_moment_names_the_city_whose_time_it_is():
    when = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)

    assert plain(dates.moment(when, "en")) == "24 November 2026, 18:00 (Brussels)"
    assert plain(dates.moment(when, "fr")) == "24 novembre 2026, 18 h (Bruxelles)"
    assert "18\u202fh" in dates.moment(when, "fr")


def test_moment_in_french_says_minutes_where_there_are_some():
    when = datetime(2026, 11, 24, 17, 5, tzinfo=UTC)

    assert "18\u202fh\u202f05" in dates.moment(when, "fr")


@pytest.mark.parametrize(
    ("when", "english", "french"),
    [
        (date(2026, 11, 22), "today", "aujourd’hui"),
        (date(2026, 11, 21), "yesterday", "hier"),
        (date(2026, 11, 23), "tomorrow", "demain"),
        (date(2026, 11, 19), "3 days ago", "il y a 3 jours"),
        (date(2026, 11, 25), "in 3 days", "dans 3 jours"),
        (date(2026, 10, 1), "1 October 2026", "1er octobre 2026"),
        (date(2027, 10, 1), "1 October 2027", "1er octobre 2027"),
    ],
)
def test_since_is_told_in_words(when, english, french):
    today = date(2026, 11, 22)

    assert plain(dates.since(when, "en", today)) == english
    assert plain(dates.since(when, "fr", today)) == french


@pytest.mark.parametrize(
    ("start", "end", "precision", "block"),
    [
        (date(2019, 2, 12), None, "day", ("12", "Feb.", "2019")),
        (date(2019, 2, 12), date(2019, 2, 13), "day", ("12–13", "Feb.", "2019")),
        (date(2024, 1, 31), date(2024, 2, 1), "day", ("31–1", "Jan.–Feb.", "2024")),
        (date(2018, 5, 1), None, "month", ("", "May", "2018")),
        (date(2018, 1, 1), date(2020, 1, 1), "year", ("", "", "2018–2020")),
    ],
)
def test_date_block_leaves_out_what_is_not_known(start, end, precision, block):
    found = dates.date_block(start, end, precision, "en")

    assert (found.days, found.month, found.year) == block


def test_french_months_are_shortened_as_french_does():
    shown = [dates.date_block(date(2024, month, 1), language="fr").month for month in range(1, 13)]

    assert " ".join(shown) == "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."


def drawn(source: str, **variables) -> str:
    return Template(source).render(Context(variables))


def test_template_raises_the_french_ordinal():
    with override("fr"):
        html = drawn("{{ when|day }}", when=date(2024, 2, 1))

    assert html == "1<sup>er</sup>\u00a0février 2024"


def test_template_raises_the_ordinal_within_spans():
    with override("fr"):
        html = drawn("{% dates start end %}", start=date(2024, 2, 1), end=date(2024, 2, 2))

    assert plain(html) == "1<sup>er</sup> et 2 février 2024"


def test_template_of_a_text_mail_keeps_plain_words():
    with override("fr"):
        text = drawn("{% autoescape off %}{{ when|day }}{% dates when %}{% endautoescape %}", when=date(2024, 2, 1))

    assert text == "1er\u00a0février 2024" * 2


def test_template_shows_nothing_for_no_date():
    assert drawn("{{ none|day }}{{ none|moment }}{{ none|since }}{% dates none %}", none=None) == ""


def test_template_knows_the_block_and_the_moment():
    source = "{% date_block when as block %}{{ block.days }} {{ block.month }} {{ when|moment }}"

    assert plain(drawn(source, when=datetime(2026, 11, 24, 17, tzinfo=UTC))) == (
        "24 Nov. 24 November 2026, 18:00 (Brussels)"
    )
