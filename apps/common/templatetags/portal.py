"""The tags and filters that every template has without loading them: words, dates, permissions, steps."""

import re
from typing import Any

from django import template
from django.db.models import Model
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from apps.common import dates, typography
from apps.common.bilingual import Words, active_language, in_language
from apps.common.working_days import overdue_in_words

register = template.Library()
PARAGRAPHS = re.compile(r"(?:\r?\n[ \t]*){2,}")
LINE = re.compile(r"\r?\n")


def _marked(html: str, words: Words, mark: bool) -> str:
    if not (mark and words.is_fallback):
        return html
    return format_html('{} <span class="lang-mark">{}</span>', html, words.mark)


@register.simple_tag
def words(obj: Any, field: str = "", mark: bool = True) -> str:
    """The field's text in the reader's language, else in the other one within its own `lang` and with a mark."""
    found = obj if isinstance(obj, Words) else in_language(obj, field)
    if not found:
        return ""
    text = typography.unbreakable(found.text, found.language)
    if not found.is_fallback:
        return conditional_escape(text)
    return _marked(format_html('<span lang="{}">{}</span>', found.language, text), found, mark)


@register.simple_tag
def prose(obj: Any, field: str = "", mark: bool = True) -> str:
    """The same for a long text: a paragraph for each block of lines; a fallback within an element of its own `lang`."""
    found = obj if isinstance(obj, Words) else in_language(obj, field)
    if not found:
        return ""
    html = paragraphs(typography.unbreakable(found.text, found.language))
    if not found.is_fallback:
        return html
    wrapped = format_html('<div lang="{}">{}</div>', found.language, html)
    if not mark:
        return wrapped
    return format_html('<p class="lang-mark">{}</p>{}', found.mark, wrapped)


@register.filter
def paragraphs(text: str) -> SafeString:
    """A typed text as paragraphs: a blank line parts them, a single new line breaks the line; all is escaped."""
    blocks = [block.strip("\r\n") for block in PARAGRAPHS.split(text or "") if block.strip()]
    lines = [mark_safe("<br>").join(conditional_escape(line) for line in LINE.split(block)) for block in blocks]
    return format_html_join("", "<p>{}</p>", ((mark_safe(line),) for line in lines))


@register.simple_tag(takes_context=True)
def may(context: template.Context, verb: str, obj: Model) -> bool:
    """Whether `rules.py` lets the signed-in reader do that to the object. Never used in a public template."""
    options = obj._meta
    return context["request"].user.has_perm(f"{options.app_label}.{verb}_{options.model_name}", obj)


@register.simple_tag(takes_context=True)
def steps_for(context: template.Context, obj: Model) -> list:
    """The steps of the object's workflow that are open and that the signed-in reader may take."""
    return obj.flow.steps_for(obj, context["request"].user)


@register.simple_tag(takes_context=True)
def switch_url(context: template.Context) -> str:
    """The address of the same page and query in the other language (the first other one)."""
    others = context["site"].other_languages
    return others[0].url if others else ""


@register.simple_tag(takes_context=True)
def alternates(context: template.Context) -> SafeString:
    """The `link` elements that tell search engines of the same public page in each language; nothing elsewhere."""
    pairs = context["site"].alternates
    return format_html_join("\n  ", '<link rel="alternate" hreflang="{}" href="{}">', pairs)


def _for_page(text: str, autoescape: bool) -> str:
    """Text of a date as it stands in a page, or as it is in a text mail (`autoescape off`)."""
    return dates.as_html(text) if autoescape else text


@register.filter(needs_autoescape=True)
def day(when, autoescape: bool = True) -> str:
    """12 February 2019; nothing for nothing."""
    return _for_page(dates.day(when), autoescape) if when else ""


@register.filter(needs_autoescape=True)
def moment(when, autoescape: bool = True) -> str:
    """24 November 2026, 18:00 (Brussels); nothing for nothing."""
    return _for_page(dates.moment(when), autoescape) if when else ""


@register.filter(needs_autoescape=True)
def moment_here(when, autoescape: bool = True) -> str:
    """The same in the time zone of the reader, with its city: for what happened, never for deadlines."""
    return _for_page(dates.moment_here(when), autoescape) if when else ""


@register.filter(needs_autoescape=True)
def since(when, autoescape: bool = True) -> str:
    """today, yesterday, 3 days ago, tomorrow, in 3 days; further away the day; nothing for nothing."""
    return _for_page(dates.since(when), autoescape) if when else ""


@register.filter
def overdue(due) -> str:
    """3 working days overdue; nothing while there is time, or where there is no date."""
    return overdue_in_words(due) if due else ""


@register.simple_tag(takes_context=True, name="dates")
def dates_tag(context: template.Context, start, end=None, precision: str = dates.DAY) -> str:
    """A span as it is told: {% dates activity.starts_on activity.ends_on activity.precision %}."""
    return _for_page(dates.date_range(start, end, precision), context.autoescape) if start else ""


@register.simple_tag
def date_block(start, end=None, precision: str = dates.DAY) -> dates.DateBlock:
    """`days`, `month` and `year` of a span, for the block at the head of a row: {% date_block start end as block %}."""
    return dates.date_block(start, end, precision)


@register.filter
def unbreakable(text: str) -> str:
    """A typed text with the spaces that French never breaks; use it on texts that are not shown by `words`."""
    return typography.unbreakable(str(text), active_language())


@register.filter
def grouped(number) -> str:
    """10,000; 10 000."""
    return typography.grouped(number)
