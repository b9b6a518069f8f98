"""Naming what followed from a proposal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from apps.common.access import require, visible_or_404

from .. import services
from ..forms import LONGEST_SEARCH, SequelForm
from ..models import Proposal
from ..workflow import FOLLOWED_UP, NoNewsNow
from .pages import of_the_space, trail


@require_http_methods(["GET", "HEAD", "POST"])
def sequel(request: HttpRequest, reference: str) -> HttpResponse:
    """Search by words (`?q=`), then choose one of what is found."""
    user = request.user
    row = visible_or_404(Proposal.objects.select_related("partner"), user, reference=reference)
    require(user, "lab.add_sequel_proposal", row)
    if row.state not in FOLLOWED_UP:
        raise NoNewsNow(row)
    words = request.POST.get("q", request.GET.get("q", "")).replace("\x00", "")[:LONGEST_SEARCH]
    form = SequelForm(request.POST if request.method == "POST" else None, user=user, words=words)
    if form.is_valid():
        services.add_sequel(row, by=user, thing=form.chosen)
        messages.success(request, gettext("What followed stands on the page now."))
        return HttpResponseRedirect(row.get_absolute_url())
    context = of_the_space(request, proposal=row, form=form, words=words, trail=trail())
    return render(request, "lab/sequel.html", context, status=422 if form.errors else 200)
