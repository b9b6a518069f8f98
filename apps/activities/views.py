"""The public pages of activities: the list with its filters, and one activity."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from apps.common.bilingual import active_language
from apps.common.paging import Page
from apps.common.views import public

from .forms import ActivityFilters
from .models import Activity
from .queries import filter_choices, rows_of, told


@public
@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """All published activities, the latest first, narrowed by what the address says."""
    choices = filter_choices(active_language())
    filters = ActivityFilters(request.GET, choices)
    found = filters.apply(Activity.objects.published()).latest_first().for_list()
    page = Page(found, request.GET.get("page"), query=filters.query)
    rows = rows_of(page.rows, choices.partners)
    return render(request, "activities/list.html", {"filters": filters, "page": page, "rows": rows})


@public
@require_safe
def activity_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One activity: facts in the rail, account and outcomes beside them, what it is part of and what followed."""
    activity = get_object_or_404(Activity.objects.published().select_related("country"), slug=slug)
    trail = [(gettext("Activities"), reverse("activities:list"))]
    return render(request, "activities/activity.html", {"trail": trail, **told(activity)})
