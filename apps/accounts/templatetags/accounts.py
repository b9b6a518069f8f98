"""What a form in the space carries so that its words survive the end of the session; the tabs of one's settings."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.accounts import keeping
from apps.common import registry

register = template.Library()


@register.simple_tag(takes_context=True)
def form_owner(context: template.Context) -> SafeString:
    """A hidden field that says whose form this is, signed; for pages of signed-in people only."""
    mark = keeping.mark_of(context["request"].user)
    return format_html('<input type="hidden" name="{}" value="{}">', keeping.OWNER_FIELD, mark)


@register.simple_tag(takes_context=True)
def personal_tabs(context: template.Context) -> list[dict[str, Any]]:
    """The tabs of one's own settings as rooms registered them: `label`, `url`, `is_open` for the one being read."""
    here = context["request"].path
    tabs = [{"label": page.label, "url": reverse(page.url_name), "is_open": False} for page in registry.personal_pages]
    above = [tab for tab in tabs if here.startswith(tab["url"])]
    if above:
        max(above, key=lambda tab: len(tab["url"]))["is_open"] = True
    return tabs


@register.filter
def as_json(value: Any) -> str:
    """As text for an attribute that a script reads."""
    return json.dumps(value, cls=DjangoJSONEncoder)
