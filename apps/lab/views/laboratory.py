"""The laboratory's public face: numbers, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.common.bilingual import active_language
from apps.common.views import public

from .. import queries


@public
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """How many proposals were put before all partners, of which kind and area, and how many found support."""
    return render(request, "lab/public.html", {"numbers": queries.public_numbers(active_language())})
