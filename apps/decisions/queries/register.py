"""What the register of decisions shows, in the space and to everybody."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import pgettext

from apps.common.dates import date_block

from ..models import Decision


def for_register(decisions: QuerySet) -> QuerySet:
    """With all that a row and a page of the register show; the latest first."""
    return decisions.select_related("procedure__network", "confirmed_for").latest_first()


def bodies_and_years(decisions: QuerySet) -> tuple[tuple[str, int], ...]:
    """Which bodies decided in which years, each pair once, the latest year first; one query."""
    return tuple(decisions.order_by("body", "-year").values_list("body", "year").distinct())


def body_in_words(body: str) -> str:
    """Who decided, by the letters of the number; a network without a name of its own here by its code."""
    names = {
        "SC": pgettext("who decided", "Steering Committee"),
        "FP": pgettext("who decided", "National Focal Points"),
        "PP": pgettext("who decided", "partners by name"),
    }
    return names.get(body, body)


def statements_of(decision: Decision) -> list:
    """The statements that go with a decision, as lists read; one query."""
    return list(decision.statements)


def row_of(decision: Decision, url: str) -> dict[str, Any]:
    """A decision in a list: plain values, as the component of rows takes them, beside the decision itself."""
    facts = [decision.number, body_in_words(decision.body)]
    return {
        "decision": decision,
        "url": url,
        "block": date_block(decision.confirmed_at),
        "facts": " · ".join(facts),
    }
