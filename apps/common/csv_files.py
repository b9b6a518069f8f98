"""Tables as CSV files that no spreadsheet program takes for formulas."""

import csv
import io
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

# With what a cell begins that programs would work out, in full width too.
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: Any) -> Any:
    """The value as a cell; a text that a program would take for a formula begins with an apostrophe."""
    if not isinstance(value, str):
        return value
    seen = unicodedata.normalize("NFKC", value).lstrip(" \u200b\ufeff")
    return f"'{value}" if seen.startswith(STARTS_A_FORMULA) or value.startswith(STARTS_A_FORMULA) else value


def csv_text(header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    """The table, with the mark by which programs know its letters."""
    written = io.StringIO()
    writer = csv.writer(written)
    for row in (header, *rows):
        writer.writerow([harmless(cell if isinstance(cell, int | float) else str(cell)) for cell in row])
    return "\ufeff" + written.getvalue()


def csv_response(name: str, header: Iterable[Any], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """The table as a download of that name, never kept in a cache."""
    response = HttpResponse(csv_text(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
