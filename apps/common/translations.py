"""Which texts lack a translation, or have an original that has changed since: noted as they are written.

Every writer of editorial rows (the office's forms, the content files) notes them here after saving. Nothing is asked of
the row's earlier values: what each language had seen of the others is kept as digests in `TextState`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2s
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils import timezone
from modeltranslation.translator import NotRegistered, translator

from .bilingual import language_codes
from .models import TextState

Digests = dict[str, str]


def translated_fields(model: type[Model]) -> tuple[str, ...]:
    """The names of the fields that exist in every language, in the model's order; none where none are translated."""
    try:
        names = translator.get_options_for_model(model).get_field_names()
    except NotRegistered:
        return ()
    return tuple(field.name for field in model._meta.fields if field.name in names)


def is_editorial(model: type[Model]) -> bool:
    """Whether the office keeps the rows in every language: translated and with a history, so no words of a seat."""
    return hasattr(model, "history") and bool(translated_fields(model))


def editorial_models() -> list[type[Model]]:
    """All of them, the lowest room first."""
    return [model for model in apps.get_models() if is_editorial(model)]


def _digest(text: str | None) -> str:
    text = (text or "").strip()
    return blake2s(text.encode(), digest_size=6).hexdigest() if text else ""


def _digests(row: Model) -> dict[str, Digests]:
    """By field, then by language; empty where there is no text."""
    codes = language_codes()
    return {
        name: {code: _digest(getattr(row, f"{name}_{code}")) for code in codes} for name in translated_fields(type(row))
    }


def judged(now: Digests, seen: Mapping[str, Digests], outdated: Iterable[str]) -> tuple[dict[str, Digests], set[str]]:
    """What each language has seen of the others after a text was written, and which of them are outdated.

    `now` are the digests of the text by language; `seen` is what each language had seen when it was written last, and
    `outdated` which were outdated until now. A language that was outdated or empty and is written now follows the
    others, and makes none of them outdated; any other one that is written alone is a new original of the others.
    """
    before = {code: seen.get(code, {}) for code in now}
    written = {code for code in now if now[code] != before[code].get(code, "")}
    following = {code for code in written if code in outdated or not before[code].get(code)}
    after = {
        code: dict(now) if code in written else {**before[code], **{one: now[one] for one in following}} for code in now
    }
    behind = {
        code
        for code in now
        if now[code] and any(now[one] and now[one] != after[code].get(one) for one in now if one != code)
    }
    return after, behind


@dataclass
class Verdict:
    """What is found of one language of a row."""

    seen: dict[str, Digests] = field(default_factory=dict)
    lacking: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)


class Ledger:
    """The states of a model's translations: read at once, written at once.

    `row_ids` are the rows that will be noted; without it, all rows of the model.
    """

    def __init__(self, model: type[Model], row_ids: Iterable[int] | None = None) -> None:
        self._label = model._meta.label_lower
        states = TextState.objects.filter(model=self._label)
        if row_ids is not None:
            states = states.filter(row_id__in=list(row_ids))
        self._states = {(state.row_id, state.language): state for state in states}
        self._changed: dict[tuple[int, str], TextState] = {}

    def knows(self, row: Model) -> bool:
        """Whether the row was noted before."""
        return any((row.pk, code) in self._states for code in language_codes())

    def note(self, row: Model) -> None:
        """Find out what a row that was just saved lacks, and which of its texts are outdated."""
        verdicts = {code: Verdict() for code in language_codes()}
        states = {code: self._states.get((row.pk, code)) for code in verdicts}
        for name, now in _digests(row).items():
            if not any(now.values()):
                continue
            seen = {code: state.seen.get(name, {}) if state else {} for code, state in states.items()}
            behind = {code for code, state in states.items() if state and name in state.outdated}
            after, outdated = judged(now, seen, behind)
            for code, verdict in verdicts.items():
                verdict.seen[name] = after[code]
                verdict.lacking += [] if now[code] else [name]
                verdict.outdated += [name] if code in outdated else []
        for code, verdict in verdicts.items():
            self._keep(row.pk, code, verdict)

    def _keep(self, row_id: int, code: str, verdict: Verdict) -> None:
        state = self._states.get((row_id, code))
        found: dict[str, Any] = vars(verdict)
        if state is not None and all(getattr(state, name) == value for name, value in found.items()):
            return
        since = (state.stale_since if state else None) or timezone.now()
        since = since if verdict.lacking or verdict.outdated else None
        changed = TextState(model=self._label, row_id=row_id, language=code, stale_since=since, **found)
        self._states[row_id, code] = self._changed[row_id, code] = changed

    def write(self) -> None:
        """Keep what was noted."""
        TextState.objects.bulk_create(
            self._changed.values(),
            update_conflicts=True,
            unique_fields=["model", "row_id", "language"],
            update_fields=["seen", "lacking", "outdated", "stale_since"],
            batch_size=200,
        )
        self._changed.clear()


def note(row: Model) -> None:
    """Note one row that was just saved; nothing for rows that are not editorial."""
    if is_editorial(type(row)):
        ledger = Ledger(type(row), [row.pk])
        ledger.note(row)
        ledger.write()


def forget(row: Model) -> None:
    """Forget a row that is about to be deleted, or was, with its number still known."""
    TextState.objects.filter(model=row._meta.label_lower, row_id=row.pk).delete()


def still_right(state: TextState) -> None:
    """A person says that the translation needs no change though its original has: nothing of it is outdated now."""
    row = apps.get_model(state.model)._default_manager.get(pk=state.row_id)
    state.seen = {name: now for name, now in _digests(row).items() if any(now.values())}
    state.outdated = []
    state.stale_since = state.stale_since if state.lacking else None
    state.save()
