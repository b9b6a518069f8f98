"""The public page of the reference countries."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.common.bilingual import active_language
from apps.common.views import public

from .queries import references_in_force


@public
@require_safe
def reference_countries(request: HttpRequest) -> HttpResponse:
    """Who looks after which area of the plan in force."""
    return render(request, "roadmaps/list.html", {"plan": references_in_force(active_language())})
