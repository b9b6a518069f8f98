"""How many notices the reader has not marked as read, for the header of the space."""

from django import template

from apps.notifications.queries import unread_count

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: template.Context) -> int | None:
    """The number, counted once a page; None for somebody who has no inbox here."""
    request = context["request"]
    if not hasattr(request, "unread_notices"):
        may_read = request.user.has_perm("notifications.read_notices", request.user)
        request.unread_notices = unread_count(request.user) if may_read else None
    return request.unread_notices
