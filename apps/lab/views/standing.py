"""What partners hold ready: the list, a page, publishing and withdrawing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.common.access import require, visible_or_404
from apps.common.paging import Page
from apps.partners.rules import SPEAKING, seats_of

from .. import queries, services
from ..forms import RenewalForm, StandingForm
from ..forms.again import First, ask_again
from ..models import StandingOffer
from .pages import of_the_space, trail
from .unsent import keeping_words

MOST_LAPSED = 20


@require_safe
def standing_offers(request: HttpRequest) -> HttpResponse:
    """What partners hold ready now, the latest first; then what one's own seats held ready until a day now over."""
    user = request.user
    require(user, "lab.enter")
    offers = StandingOffer.objects.visible_to(user).valid().select_related("partner").order_by("-made_at", "-pk")
    page = Page(offers, request.GET.get("page"))
    own = StandingOffer.objects.lapsed().filter(partner__in=seats_of(user)).select_related("partner")
    lapsed = list(own.order_by("-valid_until", "-pk")[:MOST_LAPSED])
    may = {"can_write": user.has_perm("lab.add_proposal"), "can_hold": user.has_perm("lab.add_standingoffer")}
    return render(request, "lab/standing_list.html", of_the_space(request, page=page, lapsed=lapsed, **may))


@require_http_methods(["GET", "HEAD", "POST"])
@keeping_words("title", "text", "conditions", "contact")
def new(request: HttpRequest) -> HttpResponse:
    """A new standing offer."""
    user = request.user
    require(user, "lab.add_standingoffer")
    seats = list(queries.seats_with_names(user, SPEAKING))
    form = StandingForm(request.POST if request.method == "POST" else None, seats=seats)
    status, first = 422 if form.errors else 200, None
    if form.is_valid():
        key = form.cleaned_data["form_key"]
        try:
            made = services.publish_standing(form.held, by=user, partner=form.partner_chosen, form_key=key)
        except services.SentBefore as before:
            ask_again(form)
            stored, status = before.stored, 409
            first = First(stored.in_its_language(stored.text), stored.made_at, stored.get_absolute_url())
        else:
            messages.success(request, gettext("All focal points can read your standing offer now."))
            return HttpResponseRedirect(made.get_absolute_url())
    context = of_the_space(request, form=form, trail=standing_trail(), first=first)
    return render(request, "lab/standing_form.html", context, status=status)


@require_safe
def standing_offer(request: HttpRequest, reference: str) -> HttpResponse:
    """One standing offer; its own seat also sees which open proposals it fits."""
    return shown_standing(request, reference)


def shown_standing(
    request: HttpRequest, reference: str, *, tried: RenewalForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a standing offer; `tried` is the form of its renewal that came back with an error."""
    user = request.user
    offers = StandingOffer.objects.select_related("partner").prefetch_related("areas", "actions", "regions")
    offer = visible_or_404(offers, user, reference=reference)
    renews = offer.withdrawn_at is None and user.has_perm("lab.renew_standingoffer", offer)
    context = of_the_space(
        request,
        offer=offer,
        trail=standing_trail(),
        matches=queries.matches_on_page(offer, user),
        can_withdraw=offer.withdrawn_at is None and user.has_perm("lab.withdraw_standingoffer", offer),
    )
    context["renewal_form"] = (tried or RenewalForm()) if renews else None
    context["is_tried"] = tried is not None
    return render(request, "lab/standing_offer.html", context, status=status)


@require_POST
def renew(request: HttpRequest, reference: str) -> HttpResponse:
    """Let it hold until another day."""
    offer = visible_or_404(StandingOffer.objects.all(), request.user, reference=reference)
    require(request.user, "lab.renew_standingoffer", offer)
    form = RenewalForm(request.POST)
    if not form.is_valid():
        return shown_standing(request, reference, tried=form, status=422)
    try:
        services.renew_standing(offer, by=request.user, until=form.cleaned_data["valid_until"])
    except services.AlreadyWithdrawn:
        messages.warning(request, gettext("This standing offer was withdrawn. You can publish a new one."))
    else:
        messages.success(request, gettext("Your standing offer holds on."))
    return HttpResponseRedirect(offer.get_absolute_url())


@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take it back."""
    offer = visible_or_404(StandingOffer.objects.all(), request.user, reference=reference)
    services.withdraw_standing(offer, by=request.user)
    messages.success(request, gettext("Your standing offer is withdrawn."))
    return HttpResponseRedirect(reverse("lab:standing_offers"))


def standing_trail() -> list[tuple[str, str]]:
    """Where the pages of standing offers lie."""
    return [*trail(), (gettext("Standing offers"), reverse("lab:standing_offers"))]
