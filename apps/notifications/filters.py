"""The filters of the inbox."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.common.forms import FilterForm
from apps.common.widgets import QuickSelect

from .messages import KINDS
from .topics import declared_topics


class NoticeFilter(FilterForm):
    """By topic, and those only that are not marked as read."""

    topic = forms.ChoiceField(label=_("Topic"), widget=QuickSelect)
    state = forms.ChoiceField(
        label=_("State"), widget=QuickSelect, choices=[("", _("Read and unread")), ("unread", _("Unread"))]
    )

    def full_clean(self) -> None:
        """The choices are set before the query is judged."""
        topics = [(topic.name, topic.label) for topic in declared_topics()]
        self.fields["topic"].choices = [("", _("All topics")), *topics]
        super().full_clean()

    def narrow_topic(self, queryset: QuerySet, name: str) -> QuerySet:
        """Notices whose message belongs to that topic."""
        return queryset.filter(message__in=[kind for kind, message in KINDS.items() if message.topic == name])

    def narrow_state(self, queryset: QuerySet, state: str) -> QuerySet:
        """Notices that are not marked as read."""
        return queryset.unread()
