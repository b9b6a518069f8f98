"""Topics as rows of their list, and their figures as each language writes them."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from apps.common.bilingual import Words, active_language, among_languages, in_language, language_codes
from apps.common.dates import as_html, date_range
from apps.common.memory import kept_briefly
from apps.common.prepared import Prepared
from apps.common.templatetags.portal import words
from apps.common.typography import NARROW, WIDE, grouped

from ..models import Topic, TopicFigure

CURRENCY_CODE = re.compile(r"[A-Z]{3}")
CURRENCY_SIGN = re.compile(r"[$£€]")
ELIDED = tuple("aeiouyhàâéèêëîïôöûœAEIOUYHÉÈÊÎÔŒ")
SEPARATOR = " · "


@dataclass(frozen=True)
class TopicRow:
    """What the list says of a topic; `title` and `summary` are safe texts in the reader's language."""

    title: SafeString
    url: str
    summary: SafeString


@Prepared
def _topics(*, now: datetime.datetime) -> QuerySet:
    texts = [f"{name}_{code}" for name in ("title", "summary") for code in language_codes()]
    return Topic.objects.rewrite(False).published(now).order_by("position", "pk").values_list("slug", *texts)


@kept_briefly
def topic_rows(language: str) -> tuple[TopicRow, ...]:
    """The published topics in their order, in that language, which is the active one; one query."""
    return tuple(_row(slug, texts) for slug, *texts in _topics(now=timezone.now()))


def _row(slug: str, texts: Sequence[str | None]) -> TopicRow:
    codes = language_codes()
    title, summary = texts[: len(codes)], texts[len(codes) :]
    return TopicRow(
        title=words(among_languages(dict(zip(codes, title, strict=True)))),
        url=reverse("topics:topic", args=[slug]),
        summary=words(among_languages(dict(zip(codes, summary, strict=True)))),
    )


@dataclass(frozen=True)
class FigureShown:
    """A figure as the reader's language writes it: EUR 8.8 billion, what it counts, a note, and its date and source."""

    value: SafeString
    label: SafeString
    note: SafeString
    source: SafeString


def _number_in_words(value: Decimal, scale: str) -> str:
    """8.8 billion; 8,8 milliards: the number without idle zeros, with its scale."""
    exponent = value.normalize().as_tuple().exponent
    number = {"number": grouped(value, decimals=max(0, -exponent))}
    # French counts 1,5 million in the singular, as it does every number below two.
    if scale == TopicFigure.Scale.MILLION:
        return ngettext("%(number)s million", "%(number)s million", int(value)) % number
    if scale == TopicFigure.Scale.BILLION:
        return ngettext("%(number)s billion", "%(number)s billion", int(value)) % number
    return number["number"]


def _with_unit(number: str, unit: Words, is_scaled: bool) -> SafeString:
    """EUR 8.8 billion, 57%, 1,370 initiatives; 8,8 milliards d’euros, 57 %, 1 370 initiatives."""
    is_french, text = active_language() == "fr", str(unit)
    if not unit:
        return conditional_escape(number)
    if text == "%":
        return conditional_escape(f"{number}{NARROW}%" if is_french else f"{number}%")
    if not is_french and CURRENCY_SIGN.fullmatch(text):
        return conditional_escape(f"{text}{number}")
    if not is_french and CURRENCY_CODE.fullmatch(text):
        return conditional_escape(f"{text}{WIDE}{number}")
    is_noun = not (CURRENCY_CODE.fullmatch(text) or CURRENCY_SIGN.fullmatch(text))
    link = ("d’" if text.startswith(ELIDED) else f"de{WIDE}") if is_french and is_scaled and is_noun else ""
    return format_html("{}{}{}{}", number, WIDE, link, words(unit, mark=False))


def _about(sentence: str, **safe: SafeString) -> SafeString:
    """The sentence, escaped, with safe texts in its named places."""
    return mark_safe(conditional_escape(sentence) % safe)


def value_in_words(figure: TopicFigure) -> SafeString:
    """The figure's value with its scale and unit as the reader's language writes them, and how exact it is."""
    number = _number_in_words(figure.value, figure.scale).replace(" ", WIDE)
    told = _with_unit(number, in_language(figure, "unit"), bool(figure.scale))
    if figure.is_minimum:
        return _about(gettext("more than %(number)s"), number=told)
    if figure.is_approximate:
        return _about(gettext("about %(number)s"), number=told)
    return told


def _date_and_source(figure: TopicFigure) -> SafeString:
    date = as_html(date_range(figure.as_of, None, figure.precision)) if figure.as_of else ""
    source = words(figure, "source_shown")
    told = _about(gettext("Source: %(source)s"), source=source) if source else ""
    return mark_safe(SEPARATOR.join(conditional_escape(part) for part in (date, told) if part))


def figures_of(topic: Topic) -> list[FigureShown]:
    """The figures of a topic in their order, in one query."""
    figures = topic.figures.order_by("position", "pk").defer("source")
    return [
        FigureShown(value_in_words(one), words(one, "label"), words(one, "note"), _date_and_source(one))
        for one in figures
    ]
