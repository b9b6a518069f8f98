"""How often a person wants to hear of each topic."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.widgets import QuickSelect

from .models import Choice
from .topics import declared_topics

DEFAULT = "default"


class MailChoicesForm(forms.Form):
    """One choice a topic; `DEFAULT` stands for none made, so that each message keeps its own way."""

    use_required_attribute = False

    def __init__(self, *args: Any, chosen: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic in declared_topics():
            self.fields[topic.name] = forms.ChoiceField(
                label=topic.label,
                help_text=topic.help_text,
                choices=[(DEFAULT, _("recommended")), *Choice.choices],
                widget=QuickSelect,
                initial=chosen.get(topic.name, DEFAULT),
            )

    @property
    def choices(self) -> dict[str, str]:
        """What was chosen by topic; the empty text where no choice is to hold."""
        return {name: "" if choice == DEFAULT else choice for name, choice in self.cleaned_data.items()}
