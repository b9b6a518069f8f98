"""What a form in the space carries so that its words survive the end of the session."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.accounts import keeping

register = template.Library()


@register.simple_tag(takes_context=True)
def form_owner(context: template.Context) -> SafeString:
    """A hidden field that says whose form this is, signed; for pages of signed-in people only."""
    mark = keeping.mark_of(context["request"].user)
    return format_html('<input type="hidden" name="{}" value="{}">', keeping.OWNER_FIELD, mark)
