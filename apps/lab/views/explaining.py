"""Answering what the secretariat asks about a proposal."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from apps.common.access import require, visible_or_404

from .. import services
from ..forms import ExplanationForm
from ..models import Proposal
from ..workflow import NoQuestionNow
from .pages import proposals_on_page, shown
from .unsent import keeping_words


@require_POST
@keeping_words("answer")
def explain(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer the secretariat; what cannot be sent comes back as it was typed."""
    row = visible_or_404(Proposal.objects.all(), request.user, reference=reference)
    require(request.user, "lab.explain_proposal", row)
    form = ExplanationForm(request.POST)
    if not form.is_valid():
        if not row.waits_for_author:
            raise NoQuestionNow(row)
        again = {"explanation_form": form}
        return shown(request, proposals_on_page(request).get(pk=row.pk), beside_tried=again, status=422)
    text, key = form.cleaned_data["answer"], form.cleaned_data["form_key"]
    try:
        services.explain(row, by=request.user, note=text, form_key=key)
    except NoQuestionNow:
        seen = proposals_on_page(request).filter(pk=row.pk).first()
        if seen is None:
            raise
        return shown(request, seen, unsent_note=text, status=409)
    messages.success(request, gettext("Your answer is with the secretariat."))
    return HttpResponseRedirect(row.get_absolute_url())
