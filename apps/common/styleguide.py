"""Every component in every state, on one page and in either language, for those who build and check pages."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, override, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from .bilingual import Words, active_language, language_codes
from .dates import date_block
from .forms import FilterForm
from .registry import Waiting
from .templatetags.portal import paragraphs
from .views import public


@dataclass(frozen=True)
class SampleBar:
    """A step bar as `StepBar` gives it."""

    stops: list[tuple[str, str]]


@dataclass(frozen=True)
class SamplePage:
    """A page of a list as `Page` gives it."""

    number: int
    pages: int | None
    has_next: bool = True
    has_previous: bool = True
    has_other_pages: bool = True
    next_query: str = "?page=4"
    previous_query: str = "?page=2"


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label=_("Title"), help_text=_("One line that says what you would like to do."))
    mail = forms.EmailField(label=_("E-mail address"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "—"), ("project", _("Request for technical assistance"))])
    summary = forms.CharField(label=_("Summary"), widget=forms.Textarea(attrs={"rows": 4}))
    support = forms.MultipleChoiceField(
        label=_("Support sought"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("expertise", _("Expertise: two missions")), ("example", _("An example from another partner"))],
    )
    language = forms.ChoiceField(
        label=_("Written in"), widget=forms.RadioSelect, choices=[("en", _("English")), ("fr", _("French"))]
    )
    paper = forms.FileField(
        label=_("Attachment"), required=False, help_text=_("PDF or office document, at most 20 MB.")
    )


class SampleFilters(FilterForm):
    """Two filters, one of them misunderstood."""

    year = forms.ChoiceField(label=_("Year"), choices=[("", _("All years")), ("2023", "2023")])
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), ("webinar", _("Webinar"))])


def _waiting() -> list[Waiting]:
    now = timezone.now()
    title = gettext("An offer of support for “Young farmers”")
    return [
        Waiting(title, gettext("Expertise: two missions"), gettext("Answer"), "#", due=now - timedelta(days=2)),
        Waiting(title, gettext("Expertise: two missions"), gettext("Answer"), "#", due=now + timedelta(days=9)),
        Waiting(title, "", gettext("Continue"), "#", since=now - timedelta(days=3)),
    ]


def _areas() -> list[dict[str, Any]]:
    """A small plan with each look of a square."""

    def action(number: int, served: int, is_placed: bool = True) -> dict[str, Any]:
        anchor, level = f"sample-action-{number}", min(served, 3)
        return {"number": number, "anchor": anchor, "served": served, "level": level, "is_placed": is_placed}

    first = {"code": "1", "actions": [action(1, 1), action(2, 2), action(3, 5)]}
    second = {"code": "5b", "actions": [action(4, 0), action(5, 0, is_placed=False)]}
    title = gettext("Regular migration and mobility")
    return [
        {"number": number, "title": title, "objectives": [first, second] if number == 1 else [second]}
        for number in (1, 2, 3)
    ]


def _lines() -> list[dict[str, Any]]:
    when = datetime(2026, 11, 3, 9, 30, tzinfo=timezone.get_current_timezone())
    note = gettext("A sample note.\n\nWith a second paragraph.")
    return [
        {
            "at": when,
            "told": gettext("Sent to the secretariat"),
            "who": "Awa Ndiaye",
            "seat": "Gabon",
            "channel": gettext("on the portal"),
        },
        {
            "at": when,
            "told": gettext("Published to all focal points"),
            "who": gettext("the secretariat"),
            "note": note,
            "audience": gettext("all focal points"),
        },
    ]


def samples() -> dict[str, Any]:
    """What the page shows, in the active language."""
    other = next(code for code in language_codes() if code != active_language())
    term = {"name": gettext("Switzerland"), "period": "2026", "url": "#"}
    return {
        "blocks": [
            date_block(date(2026, 1, 28), date(2026, 1, 29)),
            date_block(date(2025, 11, 26)),
            date_block(date(2024, 1, 30), date(2024, 2, 2)),
            date_block(date(2018, 5, 2), precision="month"),
            date_block(date(2006, 7, 10), precision="year"),
        ],
        "shapes": ["open", "now", "done", "ahead", "warning", "refused", "closed"],
        "wordings": ["summary", "translation", "missing", "placement", "partner"],
        "fallback": Words(gettext("A text that the reader’s language lacks"), other, is_fallback=True),
        "bar": SampleBar(
            [
                (pgettext("state of a proposal", "draft"), "done"),
                (pgettext("state of a proposal", "with the secretariat"), "done"),
                (pgettext("state of a proposal", "open"), "now"),
                (pgettext("state of a proposal", "under way"), "ahead"),
                (pgettext("state of a proposal", "concluded"), "ahead"),
            ]
        ),
        "waiting": _waiting(),
        "areas": _areas(),
        "lines": _lines(),
        "troika": {"outgoing": {"name": gettext("Nigeria"), "period": "2025"}, "current": term, "incoming": None},
        "trail": [(gettext("Activities"), "#"), ("2023", "#")],
        "day_one": date(2026, 1, 28),
        "day_two": date(2026, 1, 29),
        "block_day": timezone.now() + timedelta(days=9),
        "offer_text": paragraphs(gettext("A sample note.\n\nWith a second paragraph.")),
        "accounts": [{"email": "nobody@example.org", "role": gettext("Somebody"), "password": ""}],
        "links": [{"title": gettext("Young farmers"), "url": "#"}],
        **_forms_and_pages(),
    }


def _forms_and_pages() -> dict[str, Any]:
    return {
        "form": SampleForm(prefix="blank"),
        "wrong_form": SampleForm(QueryDict("title=&mail=nobody&summary=Kept")),
        "filters": SampleFilters(QueryDict("year=2023&kind=opera")),
        "page": SamplePage(3, 12),
        "long_page": SamplePage(3, None),
    }


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show all of them; `?language=fr` in French."""
    asked = request.GET.get("language", "")
    with override(asked if asked in language_codes() else active_language()):
        return render(request, "common/styleguide.html", samples())
