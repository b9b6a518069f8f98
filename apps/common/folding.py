"""Finds texts as readers of either language look for them: case and accents do not count, on either database."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Func, Q
from django.db.models.lookups import Contains

SQLITE_NAME = "portal_folded"
ACCENTED = {"à": "a", "â": "a", "ä": "a", "á": "a", "ã": "a", "å": "a", "ç": "c", "è": "e", "é": "e", "ê": "e"}
ACCENTED |= {"ë": "e", "ì": "i", "í": "i", "î": "i", "ï": "i", "ñ": "n", "ò": "o", "ó": "o", "ô": "o", "ö": "o"}
ACCENTED |= {"õ": "o", "ù": "u", "ú": "u", "û": "u", "ü": "u", "ý": "y", "ÿ": "y", "’": "'"}
# The small letter behind each: a database of locale C leaves capitals with accents as they are.
ACCENTED |= {letter.upper(): plain for letter, plain in ACCENTED.items()}
TABLE = str.maketrans(ACCENTED)


def fold(text: str | None) -> str | None:
    """The text in small letters without the accents of our languages."""
    if text is None:
        return None
    return unicodedata.normalize("NFC", text).translate(TABLE).lower()


class Folded(Func):
    """`fold` in the database. SQLite calls the Python function, which `register` gives to each connection."""

    function = SQLITE_NAME
    arity = 1
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list]:
        """PostgreSQL needs no extension for one letter in place of another."""
        accented, plain = "".join(ACCENTED), "".join(ACCENTED.values())
        sql, parameters = self.as_sql(compiler, connection, function="LOWER", **context)
        inner = sql.removeprefix("LOWER(").removesuffix(")")
        return f"LOWER(TRANSLATE(NORMALIZE({inner}, NFC), %s, %s))", [*parameters, accented, plain]


def register(connection: Any, **_signal: Any) -> None:
    """Give a new connection to SQLite the function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(SQLITE_NAME, 1, fold, deterministic=True)


def says(word: str, columns: Iterable[str]) -> Q:
    """A condition: the word stands in one of these columns, whatever its case and accents."""
    either = Q()
    for column in columns:
        either |= Q(Contains(Folded(column), fold(word)))
    return either
