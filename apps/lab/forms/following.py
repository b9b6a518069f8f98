"""What a person follows besides single proposals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.common.memory import kept_briefly
from apps.common.widgets import QuickCheckboxes
from apps.framework.models import Area
from apps.partners.models import Region

from ..filters import offered_in


@kept_briefly
def regions_named(language: str) -> list[tuple[str, str]]:
    """The regions by key and name in that language."""
    return [(str(pk), name) for pk, name in Region.objects.order_by("pk").values_list("pk", f"name_{language}")]


class FollowingForm(forms.Form):
    """Everything, areas of the plan in force, regions."""

    use_required_attribute = False

    everything = forms.BooleanField(label=_("All proposals"), required=False)
    areas = forms.MultipleChoiceField(label=_("Areas of the action plan"), widget=QuickCheckboxes, required=False)
    regions = forms.MultipleChoiceField(label=_("Regions"), widget=QuickCheckboxes, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = active_language()
        self.fields["areas"].choices = [(str(pk), words) for pk, _number, words in offered_in(language).areas]
        self.fields["regions"].choices = regions_named(language)

    @property
    def chosen(self) -> dict[str, Any]:
        """As `choose_followings` takes it."""
        typed = self.cleaned_data
        return {
            "everything": typed["everything"],
            "areas": Area.objects.filter(pk__in=typed["areas"]),
            "regions": Region.objects.filter(pk__in=typed["regions"]),
        }
