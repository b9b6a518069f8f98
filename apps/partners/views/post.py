""" "Are you still in post?": three buttons, and what to do where access is paused."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from apps.common.access import require

from .. import services
from ..models import Mandate
from .seat import of_the_space


@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest) -> HttpResponse:
    """The mandates of the reader, paused ones too, each with its buttons; looking at it answers nothing."""
    user = request.user
    mandates = list(
        Mandate.objects.standing().filter(user=user).select_related("partner", "network").order_by("network", "pk")
    )
    if not mandates:
        require(user, "partners.enter_space")
    if request.method == "POST":
        return _answered(request, mandates)
    return render(request, "partners/space/post.html", of_the_space(request, mandates=_drawn(mandates, user)))


def _drawn(mandates: list[Mandate], user) -> list[dict]:
    return [
        {"mandate": mandate, "may_hand_over": user.has_perm("partners.hand_over_mandate", mandate)}
        for mandate in mandates
    ]


def _answered(request: HttpRequest, mandates: list[Mandate]) -> HttpResponse:
    mandate = next((one for one in mandates if str(one.pk) == request.POST.get("mandate")), None)
    answer = request.POST.get("answer")
    if mandate is None or answer not in ("yes", "pass_on", "ask"):
        messages.warning(request, gettext("This mandate has ended, or the answer is not one of the three."))
        return HttpResponseRedirect(reverse("seats:post"))
    try:
        if answer == "yes":
            services.confirm(mandate, by=request.user)
        elif answer == "pass_on" and request.user.has_perm("partners.hand_over_mandate", mandate):
            return HttpResponseRedirect(reverse("seats:hand_over", args=[mandate.pk]))
        else:
            services.ask_the_office(mandate, by=request.user, wants_to_pass_on=answer == "pass_on")
    except services.SeatChanged:
        messages.warning(request, gettext("This mandate has ended meanwhile."))
        return HttpResponseRedirect(reverse("seats:post"))
    is_confirmed = answer == "yes" and mandate.paused_at is None
    words = gettext("Thank you: noted.") if is_confirmed else gettext("Thank you: the secretariat will get in touch.")
    messages.success(request, words)
    return HttpResponseRedirect(reverse("seats:post"))
