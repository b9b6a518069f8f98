"""The concept note of a proposal: a page to print, and a PDF in each language, for whoever may read the proposal."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from apps.common import pdf
from apps.common.access import visible_or_404
from apps.common.bilingual import active_language, language_codes

from .. import queries
from ..models import Proposal
from .pages import of_the_space, trail


def _proposal(request: HttpRequest, reference: str) -> Proposal:
    rows = Proposal.objects.select_related("partner", "addressed_partner")
    return visible_or_404(rows, request.user, reference=reference)


@require_safe
def concept_note(request: HttpRequest, reference: str) -> HttpResponse:
    """The note in the language of the page."""
    proposal = _proposal(request, reference)
    note = queries.concept_note(proposal, active_language())
    context = of_the_space(
        request,
        note=note,
        proposal=proposal,
        languages=settings.LANGUAGES,
        trail=[*trail(), (str(note.title), proposal.get_absolute_url())],
    )
    return render(request, "lab/concept_note.html", context)


@require_safe
def concept_note_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """The note as PDF, in the language that `?language=` names, else in that of the address."""
    proposal = _proposal(request, reference)
    asked = request.GET.get("language", "")
    language = asked if asked in language_codes() else active_language()
    with override(language):
        note = queries.concept_note(proposal, language)
        return pdf.pdf_response(paper_of(note), f"{gettext('Concept note')} {note.reference}")


def paper_of(note: queries.ConceptNote) -> pdf.Paper:
    """The note as it is set, in the active language, which is its own."""
    plan = [
        (gettext("Objectives that it serves"), note.objectives),
        (gettext("Actions"), note.actions),
        (gettext("Objectives of the Global Compact"), note.gcm),
    ]
    sections = [pdf.Section(heading, [pdf.text(words)]) for heading, words in note.sections]
    sections += [pdf.Section(heading, [pdf.bullets(items)]) for heading, items in plan if items]
    if note.reserve:
        sections[-1] = pdf.Section(sections[-1].heading, [*sections[-1].blocks, pdf.quiet(note.reserve.text)])
    parts = [gettext("Concept note"), gettext("Draft") if note.is_draft else "", note.reference, note.day]
    return pdf.Paper(
        title=note.title.text,
        title_lang=note.title.language if note.title.is_fallback else "",
        eyebrow=" · ".join(part for part in parts if part),
        lead=[pdf.quiet(note.statement), pdf.facts(note.facts)],
        sections=sections,
        foot=f"{note.reference} · {note.statement}",
        lang=note.language,
    )
