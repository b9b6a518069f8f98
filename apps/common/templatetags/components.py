"""The components of the look that hold a body, and the frame; the others are plain includes of templates."""

from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from apps.common.bilingual import active_language
from apps.common.context import FrameTexts, Site
from apps.common.forms import FilterForm

register = template.Library()


@register.simple_block_tag
def fact(content: str, *, term: str) -> SafeString:
    """A row within `<dl class="facts">`: {% fact term=… %}…{% endfact %}; nothing for an empty body."""
    return render_to_string("components/fact.html", {"term": term, "content": content}) if content.strip() else ""


@register.simple_block_tag
def panel(content: str, *, heading: str, name: str = "", kind: str = "") -> SafeString:
    """A part of a page under its heading; `kind="sand"` puts it on sand, `name` is the id of the heading."""
    return render_to_string(
        "components/panel.html", {"content": content, "heading": heading, "name": name, "kind": kind}
    )


@register.simple_block_tag
def notice(content: str, *, kind: str = "note", heading: str = "", role: str = "") -> SafeString:
    """Something to know before going on; `kind` is note, success, warning or error, the body is made of paragraphs."""
    return render_to_string(
        "components/notice.html", {"content": content, "kind": kind, "heading": heading, "role": role}
    )


@register.simple_tag(takes_context=True)
def frame(context: template.Context) -> Site:
    """The frame of this page, whatever else a view calls `site` (the pages of signing in do)."""
    return Site(context.get("request"))


@register.simple_tag(takes_context=True)
def frame_texts(context: template.Context) -> FrameTexts:
    """The office's texts of the frame; empty ones where a page has none, as error pages may."""
    found = context.get("furniture")
    return FrameTexts({}) if found is None else found


@register.simple_tag
def drawn(template_name: str, **facts: Any) -> SafeString:
    """A component as `{% include … only %}` draws it, remembered by its facts: {% drawn "components/row.html" url=… %}.

    For rows that stand on page after page. What is drawn depends on the template, the language and the facts alone, so
    nothing remembered is ever out of date. The facts must be plain values (texts, numbers, tuples of such), no models;
    a component drawn so looks at nothing else, neither at the request nor at the clock.
    """
    # A safe text equals the same text that is not safe: escape first, so that one never stands in for the other.
    escaped = ((name, conditional_escape(fact) if isinstance(fact, str) else fact) for name, fact in facts.items())
    return _drawn(template_name, active_language(), tuple(escaped))


@lru_cache(maxsize=2048)
def _drawn(template_name: str, language: str, facts: tuple[tuple[str, Any], ...]) -> SafeString:
    return render_to_string(template_name, dict(facts))


@register.simple_tag(takes_context=True)
def foot(context: template.Context) -> SafeString:
    """The foot of this page, drawn once for the office's texts; error pages may have none."""
    return drawn("components/site_footer.html", furniture=context.get("furniture") or None)


@register.simple_tag
def filter_controls(form: FilterForm, *, action: str) -> SafeString:
    """The filters of a list, drawn once for what they offer and what is chosen; `action` is the list's own address."""
    return _filter_controls(form, action, active_language())


# Few are remembered: a form weighs more than a row, and anybody may write new queries.
@lru_cache(maxsize=128)
def _filter_controls(form: FilterForm, action: str, language: str) -> SafeString:
    return render_to_string("components/filter_form.html", {"form": form, "action": action})


@register.simple_tag
def filters_on(form: FilterForm, *, clear_url: str) -> SafeString:
    """The filters that hold, each with a way to lift it, drawn as the controls are; nothing where none holds."""
    return "" if form.is_untouched else _filters_on(form, clear_url, active_language())


@lru_cache(maxsize=128)
def _filters_on(form: FilterForm, clear_url: str, language: str) -> SafeString:
    return render_to_string("components/active_filters.html", {"form": form, "clear_url": clear_url})


def forget_drawings() -> None:
    """Draw everything anew from here on; for tests that ask which templates were drawn."""
    _drawn.cache_clear()
    _filter_controls.cache_clear()
    _filters_on.cache_clear()


@register.simple_tag
def wording(kind: str) -> SafeString:
    """The mark that says whose words a text is (components/wording.html); nothing for adopted wording."""
    return "" if kind == "adopted" else drawn("components/wording.html", kind=kind)
