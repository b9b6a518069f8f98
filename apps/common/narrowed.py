"""Lists under filters that stay fast: their questions are put in words once for each set of filters."""

from collections.abc import Callable
from itertools import zip_longest
from typing import Any, ClassVar, NamedTuple

from django.utils import timezone

from .memory import KEEP_SECONDS
from .paging import FAR_DOWN, ROWS_A_PAGE, Listed, is_many, remembered
from .prepared import NamedRow

# The names under which the keys of a page's rows are given to a question.
KEYS = tuple(f"key_{number}" for number in range(ROWS_A_PAGE + 1))


class Questions(NamedTuple):
    """What a `NarrowedList` asks, each a prepared question by the names of its filters, `now` and their values.

    `first(start, stop, *filters)`, the bounds as texts, gives rows of `columns`; so does `of_keys(*filters)`, which
    gets the values `KEYS` besides; `number(*filters)` counts up to one more than the ceiling.
    """

    columns: tuple[str, ...]
    first: Callable[..., list[Any]]
    of_keys: Callable[..., list[Any]]
    number: Callable[..., list[Any]]


class NarrowedList(Listed):
    """A list under filters, asked in questions whose SQL is made once for each set of filters; rows are `NamedRow`.

    `to_read` and `to_count` name the filters by the quicker way for each; `values` are what they compare with, by name.
    A room says its `questions`, its `queryset` for the way to far pages, and the `long_way` of filters that look for
    their rows all down the list: which they are is remembered for the two seconds in which an edit is seen.
    """

    questions: ClassVar[Questions]
    long_way: ClassVar[str]

    def __init__(self, to_read: tuple[str, ...], to_count: tuple[str, ...], values: dict[str, Any]) -> None:
        self._to_read, self._to_count, self._values, self._now = to_read, to_count, values, timezone.now()

    def near(self, start: int, stop: int) -> list[NamedRow]:
        """Rows of the first pages."""
        if not any(name.endswith(f"/{self.long_way}") for name in self._to_read):
            return self._first(start, stop)
        found: list[NamedRow] = []

        def look() -> list[Any]:
            found.extend(self._first(start, stop))
            return [row.pk for row in found]

        keys = self._remembered(("first", start, stop, self._to_read), look, is_kept=bool, seconds=KEEP_SECONDS)
        return found or self.rows(keys)

    def _first(self, start: int, stop: int) -> list[NamedRow]:
        return self._named(self.questions.first(str(start), str(stop), *self._to_read, now=self._now, **self._values))

    def keys(self, start: int, stop: int) -> list[Any]:
        """The keys of rows further on; those of far pages are remembered for a minute."""
        return self._remembered(
            ("keys", start, stop, self._to_read),
            lambda: list(self.queryset.values_list("pk", flat=True)[start:stop]),
            is_kept=lambda found: start >= FAR_DOWN and bool(found),
        )

    def rows(self, keys: list[Any]) -> list[NamedRow]:
        """The rows of these keys in their order; those that the filters let through no longer are not among them."""
        if not keys:
            return []
        wanted = dict(zip_longest(KEYS, keys, fillvalue=keys[-1]))
        found = self._named(self.questions.of_keys(*self._to_read, now=self._now, **self._values, **wanted))
        by_key = {row.pk: row for row in found}
        return [by_key[key] for key in keys if key in by_key]

    def count(self) -> int:
        """How many there are, up to one more than the ceiling."""
        return self._remembered(
            ("number", self._to_count),
            lambda: self.questions.number(*self._to_count, now=self._now, **self._values)[0][0],
            is_kept=is_many,
        )

    def _named(self, rows: list[Any]) -> list[NamedRow]:
        return [NamedRow(self.questions.columns, row) for row in rows]

    def _remembered(self, form: tuple, find: Callable[[], Any], **how: Any) -> Any:
        return remembered.ask_by((type(self), *form), (self._now, *self._values.values()), find, **how)


def keys_among(values: dict[str, Any]) -> list[Any]:
    """The keys of rows among the values of a question, taken out of them."""
    return [values.pop(name) for name in KEYS]
