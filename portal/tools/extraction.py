"""Finds the messages in code and templates with Django's template lexer and Babel instead of GNU gettext."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract as extract_with_babel
from django.utils.translation.template import templatize

SOURCES = ("apps", "portal", "templates")
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml", ".svg", ".json"}
LEFT_OUT = {"tests", "migrations", "__pycache__"}
PLAIN, PLURAL, CONTEXT, CONTEXT_PLURAL = (1,), (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    "_": PLAIN,
    "gettext": PLAIN,
    "gettext_lazy": PLAIN,
    "gettext_noop": PLAIN,
    "ngettext": PLURAL,
    "ngettext_lazy": PLURAL,
    "pgettext": CONTEXT,
    "pgettext_lazy": CONTEXT,
    "npgettext": CONTEXT_PLURAL,
    "npgettext_lazy": CONTEXT_PLURAL,
}


class UnreadableSource(ValueError):
    """A file from which no messages can be taken."""


def as_calls(template: str, name: str) -> str:
    """A template as the gettext calls it stands for, each on a line without indent, which Python's tokenizer wants."""
    return "\n".join(line.lstrip() for line in templatize(template, origin=name).split("\n"))


def messages_in(source: str) -> Iterator[tuple[str, str, str | None]]:
    """The (context, msgid, plural) of each gettext call in Python source."""
    found = extract_with_babel("python", io.BytesIO(source.encode()), KEYWORDS, options={"encoding": "utf-8"})
    for _line, message, _comments, context in found:
        singular, plural = message if isinstance(message, tuple) else (message, None)
        if singular:
            yield context or "", singular, plural


def source_files(root: Path) -> Iterator[Path]:
    """The files whose messages people see; not tests, not migrations."""
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root)
            is_template = inside.parts[0] == "templates" and path.suffix in TEMPLATE_SUFFIXES
            if (is_template or path.suffix == ".py") and not LEFT_OUT.intersection(inside.parts):
                yield path


def extract(root: Path) -> dict[tuple[str, str], str | None]:
    """All messages under `root`: (context, msgid) to plural, None where there is none."""
    messages: dict[tuple[str, str], str | None] = {}
    for path in source_files(root):
        name = str(path.relative_to(root))
        try:
            text = path.read_text(encoding="utf-8")
            found = list(messages_in(text if path.suffix == ".py" else as_calls(text, name)))
        except (SyntaxError, ValueError) as error:
            raise UnreadableSource(f"{name}: {error}") from error
        for context, singular, plural in found:
            before = messages.get((context, singular))
            if before and plural and before != plural:
                raise UnreadableSource(f"{name}: {singular!r} has two plurals, {before!r} and {plural!r}")
            messages[context, singular] = plural or before
    return messages
