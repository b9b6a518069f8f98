"""What stands on the page of a proposal besides its words, its offers and its steps."""

from typing import Any

from django import forms
from django.http import HttpRequest

from apps.common import registry

from .. import queries
from ..forms import DateForm, ExplanationForm, NewsForm
from ..models import Proposal
from ..workflow import FOLLOWED_UP, State


def beside(request: HttpRequest, seen: Proposal, tried: dict[str, forms.Form]) -> dict[str, Any]:
    """The context of `lab/_beside.html` and `lab/_question.html`.

    `tried` holds forms that came back with errors, by their name there.
    """
    user = request.user
    tells = seen.is_welcoming and user.has_perm("lab.tell_news_proposal", seen)
    dates = seen.is_welcoming and seen.has_end_of_offers and user.has_perm("lab.set_date_proposal", seen)
    is_asked = seen.waits_for_author and user.has_perm("lab.read_question_proposal", seen)
    explains = is_asked and user.has_perm("lab.explain_proposal", seen)
    is_followed_up = seen.state in FOLLOWED_UP
    return {
        "sequels": queries.sequels_of(seen, user) if is_followed_up and seen.has_sequel else [],
        "can_add_sequel": is_followed_up and user.has_perm("lab.add_sequel_proposal", seen),
        "exits": exits_of(seen, user),
        "own_fitting": queries.own_fitting(seen, user) if seen.has_match else [],
        "news_form": (tried.get("news_form") or NewsForm()) if tells else None,
        "date_form": (tried.get("date_form") or DateForm(proposal=seen)) if dates else None,
        "is_asked": is_asked,
        "explanation_form": (tried.get("explanation_form") or ExplanationForm()) if explains else None,
        "tried": tried,
    }


def exits_of(seen: Proposal, user: Any) -> list[tuple[Any, str]]:
    """Where other rooms let this person go on from a concluded proposal: words and address."""
    if seen.state != State.CONCLUDED:
        return []
    found = (leads(seen, user) for leads in registry.proposal_exits)
    return [link for link in found if link is not None]
