"""The public pages of activities, of the news about them and of the Global Compact."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from apps.common.bilingual import active_language, in_language
from apps.common.moved import found_or_moved
from apps.common.paging import Page
from apps.common.views import public
from apps.documents.models import Document

from .archives import papers_zip
from .forms import ActivityFilters
from .models import Activity, NewsItem
from .queries import NarrowedActivities, filter_choices, gcm_table, latest_of, news_rows, rows_of, told


@public
@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """All published activities, the latest first, narrowed by what the address says."""
    choices = filter_choices(active_language())
    filters = ActivityFilters(request.GET, choices)
    page = Page(NarrowedActivities(filters.narrowing), request.GET.get("page"), query=filters.query)
    rows = rows_of(page.rows, choices.partners)
    return render(request, "activities/list.html", {"filters": filters, "page": page, "rows": rows})


@public
@require_safe
def activity_page(request: HttpRequest, slug: str, among: QuerySet | None = None) -> HttpResponse:
    """One activity: facts in the rail, account and outcomes beside them, what it is part of and what followed."""
    seen = Activity.objects.published() if among is None else among
    activity = found_or_moved(seen.rewrite(False), slug)
    trail = [(gettext("Activities"), reverse("activities:list"))]
    return render(request, "activities/activity.html", {"trail": trail, **told(activity)})


@public
@require_safe
def papers(request: HttpRequest, slug: str, language: str) -> HttpResponseBase:
    """The public papers of an activity as one ZIP file in that language; the same for everybody."""
    activity = found_or_moved(Activity.objects.published(), slug)
    response = papers_zip(request, activity, Document.objects.public(), language)
    if response.status_code == 200:
        # Asked for anew each time: what is withdrawn is gone at once.
        del response.headers["Cache-Control"]
    return response


@public
@require_safe
def news_list(request: HttpRequest) -> HttpResponse:
    """All published news, the latest first."""
    page = Page(NewsItem.objects.published().latest_first().for_list(), request.GET.get("page"))
    return render(request, "activities/news_list.html", {"page": page, "rows": news_rows(page.rows)})


@public
@require_safe
def news_page(request: HttpRequest, slug: str, among: QuerySet | None = None) -> HttpResponse:
    """One news item with the activities that it tells of."""
    item = found_or_moved(NewsItem.objects.published() if among is None else among, slug)
    summary = in_language(item, "summary")
    context = {
        "item": item,
        "description": "" if summary.is_fallback else summary.text,
        "trail": [(gettext("News"), reverse("news:list"))],
        "activities": latest_of("news", item),
    }
    return render(request, "activities/news_item.html", context)


@public
@require_safe
def global_compact_page(request: HttpRequest) -> HttpResponse:
    """What the Dialogue relates to the objectives of the Global Compact, and those of which its table says nothing."""
    return render(request, "activities/global_compact.html", {"table": gcm_table(active_language())})
