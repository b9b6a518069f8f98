"""What the office's table of translations says of the rows whose texts lack a language or are behind another one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.db.models import ForeignKey, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils.text import capfirst

from apps.activities.models import Activity, DateChange, Outcome
from apps.common.bilingual import Words, among_languages, language_codes
from apps.common.models import TextState
from apps.common.translations import translated_fields
from apps.documents.models import Document

NEXT_MEETINGS = 3


@dataclass(frozen=True)
class Unfinished:
    """A row of the table: whose text it is, where it is written, and what is missing or behind in its language."""

    state: TextState
    title: Words
    kind: str
    url: str
    lacking: str
    outdated: str


def of_next_meetings() -> Q:
    """The states of the texts of the next announced activities, of their documents, outcomes and changes of date."""
    meetings = list(Activity.objects.upcoming().values_list("pk", flat=True)[:NEXT_MEETINGS])
    papers = Activity.documents.through.objects.filter(activity__in=meetings).values("document_id")
    found = Q(model=Activity._meta.label_lower, row_id__in=meetings) | Q(
        model=Document._meta.label_lower, row_id__in=papers
    )
    for part in (Outcome, DateChange):
        parts = part.objects.filter(activity__in=meetings).values("pk")
        found |= Q(model=part._meta.label_lower, row_id__in=parts)
    return found


def unfinished(states: Iterable[TextState]) -> list[Unfinished]:
    """The rows of the table for these states, in their order, in one query; a row that is gone has none."""
    states = list(states)
    wanted: dict[str, set[int]] = defaultdict(set)
    for state in states:
        wanted[state.model].add(state.row_id)
    found = _described(wanted)
    return [_row(state, *found[state.model, state.row_id]) for state in states if (state.model, state.row_id) in found]


def _row(state: TextState, title: Words, place: int) -> Unfinished:
    model = apps.get_model(state.model)
    options = _place_of(model)._meta

    def names(fields: list[str]) -> str:
        return ", ".join(str(model._meta.get_field(name).verbose_name) for name in fields)

    return Unfinished(
        state=state,
        title=title,
        kind=capfirst(str(model._meta.verbose_name)),
        url=reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[place]),
        lacking=names(state.lacking),
        outdated=names(state.outdated),
    )


def _place_of(model: type[Model]) -> type[Model]:
    """The model whose form of the office holds the model's texts: itself, or the one that it is a part of."""
    return model if admin.site.is_registered(model) else _part_of(model).related_model


def _part_of(model: type[Model]) -> ForeignKey:
    return next(
        field
        for field in model._meta.fields
        if isinstance(field, ForeignKey) and admin.site.is_registered(field.related_model)
    )


def _described(wanted: dict[str, set[int]]) -> dict[tuple[str, int], tuple[Words, int]]:
    """Of each row its first text that there is, and the key of the row in whose form it is written; in one query."""
    parts = [_texts(apps.get_model(label), label, ids) for label, ids in sorted(wanted.items())]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return {
        (label, pk): (among_languages(dict(zip(language_codes(), texts, strict=True))), place)
        for label, pk, place, *texts in rows
    }


def _texts(model: type[Model], label: str, ids: set[int]) -> QuerySet:
    place = "pk" if admin.site.is_registered(model) else _part_of(model).attname
    texts = [
        Coalesce(*(_filled(f"{name}_{code}") for name in translated_fields(model)), Value(""), output_field=TextField())
        for code in language_codes()
    ]
    rows = model._default_manager.rewrite(False).filter(pk__in=ids).order_by()
    return rows.values_list(Value(label), "pk", place, *texts)


def _filled(column: str) -> NullIf:
    return NullIf(Cast(column, TextField()), Value("", output_field=TextField()))
