"""Comments on a page, each drawn once for all who are shown the same."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from apps.common.templatetags.components import drawn

from ..queries import Entry

register = template.Library()
TEMPLATE = "lab/_comment.html"


@register.simple_tag
def comment_as_shown(entry: Entry, *, reference: str, title: int) -> SafeString:
    """A comment on the proposal of that reference, its heading of level `title`; long ones are drawn each time."""
    facts = {"comment": entry.said, "reference": reference, "title": title}
    return render_to_string(TEMPLATE, facts) if entry.said.is_long else drawn(TEMPLATE, **facts)
