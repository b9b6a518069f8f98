"""What a person follows: one proposal by a button, areas, regions and everything on a page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.common.access import require, visible_or_404

from .. import queries, services
from ..forms import FollowingForm
from ..models import Proposal
from .pages import of_the_space, trail


@require_POST
def follow(request: HttpRequest, reference: str) -> HttpResponse:
    """Hear of this proposal from now on."""
    proposal = visible_or_404(Proposal.objects.all(), request.user, reference=reference)
    services.follow(by=request.user, proposal=proposal)
    messages.success(request, gettext("You follow this proposal: you hear of comments, steps and accepted offers."))
    return HttpResponseRedirect(proposal.get_absolute_url())


@require_POST
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Hear no more of it."""
    proposal = visible_or_404(Proposal.objects.all(), request.user, reference=reference)
    services.stop_following(by=request.user, proposal=proposal)
    messages.success(request, gettext("You follow this proposal no more."))
    return HttpResponseRedirect(proposal.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
def following(request: HttpRequest) -> HttpResponse:
    """Areas, regions, everything; and the proposals that the person follows."""
    user = request.user
    require(user, "lab.follow")
    followed = queries.what_is_followed(user)
    form = FollowingForm(request.POST if request.method == "POST" else None, initial=followed.chosen)
    if form.is_bound and form.is_valid():
        services.choose_followings(by=user, **form.chosen)
        messages.success(request, gettext("Your choice is saved."))
        return HttpResponseRedirect(reverse("lab:following"))
    context = of_the_space(request, form=form, proposals=followed.proposals, trail=trail())
    return render(request, "lab/following.html", context, status=422 if form.errors else 200)
