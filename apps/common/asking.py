"""How questions are put so that either database takes the quicker way to the first of many rows."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet


def in_turn(rows: QuerySet, field: str) -> Exists:
    """That a row exists whose `field` is the one at hand: asked of one after the other, down a list of many.

    PostgreSQL would gather all such rows first, however few of the list are read; the second condition, which says no
    more than the first, keeps it from that.
    """
    return Exists(rows.filter(**{field: OuterRef("pk"), f"{field}__lte": OuterRef("pk")}))


def among_any(*several: QuerySet) -> Q:
    """The rows of any of these querysets of one model, each the first few of a list.

    Joined by OR, either database would go through the whole table.
    """
    every: Any = several[0].model._base_manager.order_by()
    first, *others = (every.filter(pk__in=some).values("pk") for some in several)
    return Q(pk__in=first.union(*others, all=True))
