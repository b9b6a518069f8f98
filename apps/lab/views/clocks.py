"""News of a proposal in one line, and the date until which it takes offers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from apps.common.access import require, visible_or_404

from .. import services
from ..forms import DateForm, NewsForm
from ..models import Proposal
from ..workflow import NoNewsNow
from .pages import proposals_on_page, shown
from .unsent import keeping_words


@require_POST
@keeping_words("news")
def news(request: HttpRequest, reference: str) -> HttpResponse:
    """Write a line of news; what cannot be written comes back as it was typed."""
    row = visible_or_404(Proposal.objects.all(), request.user, reference=reference)
    require(request.user, "lab.tell_news_proposal", row)
    form = NewsForm(request.POST)
    if not form.is_valid():
        if not row.is_welcoming:
            raise NoNewsNow(row)
        return shown(request, proposals_on_page(request).get(pk=row.pk), beside_tried={"news_form": form}, status=422)
    text = form.cleaned_data["news"]
    try:
        services.tell_news(row, by=request.user, text=text)
    except NoNewsNow:
        seen = proposals_on_page(request).filter(pk=row.pk).first()
        if seen is None:
            raise
        return shown(request, seen, unsent_note=text, status=409)
    messages.success(request, gettext("Your news stand on the page; who follows the proposal is told."))
    return HttpResponseRedirect(row.get_absolute_url())


@require_POST
def date(request: HttpRequest, reference: str) -> HttpResponse:
    """Set the date until which offers are taken."""
    row = visible_or_404(Proposal.objects.all(), request.user, reference=reference)
    require(request.user, "lab.set_date_proposal", row)
    if not (row.is_welcoming and row.has_end_of_offers):
        raise NoNewsNow(row)
    form = DateForm(request.POST, proposal=row)
    if not form.is_valid():
        return shown(request, proposals_on_page(request).get(pk=row.pk), beside_tried={"date_form": form}, status=422)
    try:
        services.set_offers_until(row, by=request.user, until=form.until)
    except services.NotInFuture:
        form.say_past()
        return shown(request, proposals_on_page(request).get(pk=row.pk), beside_tried={"date_form": form}, status=422)
    messages.success(request, gettext("The date is set."))
    return HttpResponseRedirect(row.get_absolute_url())
