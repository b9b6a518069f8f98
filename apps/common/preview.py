"""The office sees a page as visitors will see it: the public view itself, with the rows that the office may see.

A view that can be previewed takes `among`, the rows that may be seen, beside its slug.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import resolve, reverse
from django.utils.translation import override

from .models import Publishable


@dataclass(frozen=True)
class Preview:
    """What is previewed: its state in words, whether visitors see it too, and the form in which it is written."""

    state: str
    is_seen: bool
    edit_url: str


def preview_url(row: Model | None, language: str) -> str:
    """Where the office sees the row's page in that language; empty where rows have no page of their own."""
    if not (isinstance(row, Publishable) and row.pk and hasattr(row, "get_absolute_url")):
        return ""
    with override(language):
        return reverse("pages:preview", args=[row._meta.label_lower, row.pk])


def previewed(request: HttpRequest, label: str, pk: int) -> HttpResponseBase:
    """The page of that row; Http404 for whoever may not keep such rows, as for a row that never was."""
    model = {known._meta.label_lower: known for known in apps.get_models() if issubclass(known, Publishable)}.get(label)
    if model is None or not request.user.has_perm(f"{model._meta.app_label}.keep_{model._meta.model_name}"):
        raise Http404
    rows = model._default_manager.visible_to(request.user)
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    match = resolve(row.get_absolute_url())
    form = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])
    request.preview = Preview(row.get_publication_display(), getattr(row, "is_public", row.is_published), form)
    return match.func(request, **match.kwargs, among=rows)
