"""Addresses that the office changed: each one that a row ever had leads to the row for ever, in one step.

Asked where a public page finds nothing under an address; written where the office or a content file changes one.
"""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import reverse

from .models import OldAddress


class Moved(Exception):
    """The page is at another address now: the same one, with this slug. Becomes a redirect in the middleware."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


def has_address(model: type[Model]) -> bool:
    """Whether rows of the model have a page of their own, found by a slug."""
    return hasattr(model, "get_absolute_url") and any(field.name == "slug" for field in model._meta.fields)


def slug_before(row: Model) -> str:
    """The slug that the row has in the database; empty for a new one, and where rows have none."""
    if not has_address(type(row)) or row.pk is None:
        return ""
    return type(row)._default_manager.filter(pk=row.pk).values_list("slug", flat=True).first() or ""


def remember_address(row: Model, before: str) -> None:
    """After saving: keep the slug that the row had `before`; its present one belongs to it, whoever had it earlier."""
    if not has_address(type(row)) or before == row.slug:
        return
    known = OldAddress.objects.filter(model=row._meta.label_lower)
    known.filter(slug=row.slug).delete()
    if before:
        known.update_or_create(slug=before, defaults={"model": row._meta.label_lower, "row_id": row.pk})


def found_or_moved(queryset: QuerySet, slug: str) -> Any:
    """The row with that slug among those that may be seen; raises Http404, or `Moved` for one that had it earlier.

    A slug that belongs to another row now leads nowhere else, also while that row may not be seen.
    """
    model = queryset.model
    try:
        return queryset.get(slug=slug)
    except model.DoesNotExist:
        old = OldAddress.objects.filter(model=model._meta.label_lower, slug=slug).first()
    if old is None or model._default_manager.filter(slug=slug).exists():
        raise Http404
    row = queryset.filter(pk=old.row_id).first()
    if row is None:
        raise Http404
    raise Moved(row.slug)


def leading_there(request: HttpRequest, moved: Moved) -> HttpResponsePermanentRedirect:
    """The redirect to the same page under its present slug, in the same language and with the same query."""
    match = request.resolver_match
    there = reverse(match.view_name, args=match.args, kwargs={**match.captured_kwargs, "slug": moved.slug})
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{there}?{query}" if query else there)
