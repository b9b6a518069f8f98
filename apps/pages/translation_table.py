"""The office's table of translations: what lacks one, or was translated from an original that has changed since.

The texts of the next meetings come first, then the others, the oldest first.
"""

from django import forms
from django.apps import apps
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import language_codes
from apps.common.forms import FilterForm
from apps.common.models import TextState
from apps.common.paging import Page
from apps.common.translations import editorial_models, still_right

from .queries.translations import of_next_meetings, unfinished

ROWS_A_PAGE = 50
MOST_OF_NEXT = 100


class TranslationFilters(FilterForm):
    """The room whose texts are shown, and the language in which something is missing or behind."""

    room = forms.ChoiceField(label=pgettext_lazy("filter of the office", "Part"))
    language = forms.ChoiceField(label=_("Language"))

    def __init__(self, query: QueryDict, labels: list[str]) -> None:
        self._rooms = sorted({label.partition(".")[0] for label in labels})
        super().__init__(query)

    def full_clean(self) -> None:
        """Check the query against the rooms and the languages that there are."""
        rooms = ((room, capfirst(str(apps.get_app_config(room).verbose_name))) for room in self._rooms)
        self.fields["room"].choices = [("", pgettext_lazy("parts of the office", "all")), *rooms]
        languages = ((code, capfirst(str(get_language_info(code)["name_translated"]))) for code in language_codes())
        self.fields["language"].choices = [("", pgettext_lazy("languages of texts", "all")), *languages]
        super().full_clean()

    def narrow_room(self, queryset: QuerySet, value: str) -> QuerySet:
        """The texts of that room."""
        return queryset.filter(model__startswith=f"{value}.")

    def narrow_language(self, queryset: QuerySet, value: str) -> QuerySet:
        """Where that language is missing or behind."""
        return queryset.filter(language=value)


def _labels(request: HttpRequest) -> list[str]:
    """The models whose texts this person may write."""
    may = request.user.has_perm
    models = [model._meta for model in editorial_models()]
    return [one.label_lower for one in models if may(f"{one.app_label}.change_{one.model_name}")]


def open_translations(request: HttpRequest) -> QuerySet[TextState]:
    """What is missing or behind, as far as this person may write it."""
    return TextState.objects.filter(stale_since__isnull=False, model__in=_labels(request))


def table(request: HttpRequest, context: dict) -> HttpResponse:
    """Show the table; a POST with `state` says that this translation is still right."""
    if request.method == "POST":
        return _confirm(request)
    filters = TranslationFilters(request.GET, _labels(request))
    found = filters.apply(open_translations(request))
    soon = of_next_meetings()
    page = Page(
        found.exclude(soon).order_by("stale_since", "pk"),
        request.GET.get("page"),
        query=filters.query,
        size=ROWS_A_PAGE,
    )
    first = list(found.filter(soon).order_by("stale_since", "pk")[:MOST_OF_NEXT]) if page.number == 1 else []
    rows = unfinished([*first, *page.rows])
    numbers = {state.pk for state in first}
    context |= {
        "title": gettext("Translations"),
        "filters": filters,
        "page": page,
        "soon": [row for row in rows if row.state.pk in numbers],
        "rows": [row for row in rows if row.state.pk not in numbers],
    }
    return TemplateResponse(request, "admin/translations.html", context)


@transaction.atomic
def _confirm(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("state", "")
    state = get_object_or_404(open_translations(request), pk=int(number) if number.isdecimal() else 0)
    still_right(state)
    messages.success(request, gettext("Noted: the translation is still right."))
    return HttpResponseRedirect(request.get_full_path())
