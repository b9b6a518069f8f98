"""The directory of the networks of the reader."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.common.access import require
from apps.common.bilingual import active_language
from apps.common.paging import Page

from .. import queries
from ..forms import DirectoryFilter
from .seat import of_the_space


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Who speaks for whom, seat by seat."""
    user = request.user
    require(user, "partners.view_directory")
    form = DirectoryFilter(request.GET, networks=list(queries.networks_seen_by(user)))
    page = Page(form.apply(queries.listed(user, active_language())), request.GET.get("page"), query=form.query)
    context = of_the_space(request, form=form, page=page, found=queries.in_seats(list(page)))
    return render(request, "partners/space/directory.html", context)
