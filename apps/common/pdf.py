"""Papers as PDF: a title, facts, sections; tagged, in one language, in the look of the portal."""

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext

from .bilingual import Words
from .files import display_name
from .handing import DOWNLOAD_HEADERS

TEMPLATE = Path(settings.ROOT) / "templates/pdf/paper.typ"
SCRIPT = Path(__file__).with_name("typeset.py")
SECONDS = 20


class NotSet(Exception):
    """The paper could not be set as PDF."""


def text(words: Words | str, lang: str = "") -> dict[str, Any]:
    """Paragraphs; an empty line between two. `Words` bring their language where it is not that of the paper."""
    if isinstance(words, Words):
        return {"kind": "text", "text": words.text, "lang": words.language if words.is_fallback else ""}
    return {"kind": "text", "text": str(words), "lang": lang}


def quiet(words: str) -> dict[str, Any]:
    """A remark in small letters."""
    return {"kind": "quiet", "text": str(words)}


def bullets(items: Iterable[Any]) -> dict[str, Any]:
    """A list with points."""
    return {"kind": "list", "items": [str(item) for item in items]}


def facts(rows: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """Pairs of a term and what it is; pairs without a value are left out."""
    return {"kind": "facts", "rows": [[str(term), str(value)] for term, value in rows if value not in (None, "")]}


def table(head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """A table with its head."""
    return {"kind": "table", "head": [str(one) for one in head], "rows": [[str(one) for one in row] for row in rows]}


@dataclass(frozen=True)
class Section:
    """A heading (level 2 or 3) and what stands below it; `lang` is the heading's where it is not the paper's."""

    heading: str
    blocks: Sequence[dict[str, Any]]
    level: int = 2
    lang: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper in the active language. `foot` stands on each page beside its number, `lead` below the title.

    `title_lang` is the title's where it is not the paper's.
    """

    title: str
    sections: Sequence[Section]
    eyebrow: str = ""
    lead: Sequence[dict[str, Any]] = ()
    foot: str = ""
    title_lang: str = ""
    author: str = field(default_factory=lambda: gettext("Rabat Process"))
    lang: str = field(default_factory=lambda: get_language() or settings.LANGUAGE_CODE)


def make_pdf(paper: Paper) -> bytes:
    """The paper as PDF, set by a process of its own; in demonstrations it says so. Raises `NotSet`."""
    data = asdict(paper) | {"demo": ""}
    if settings.DEMO:
        data["demo"] = gettext("Demonstration: this is not the Dialogue’s official site.")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(SCRIPT), str(TEMPLATE)],
            input=json.dumps(data, default=str).encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise NotSet from error
    return done.stdout


def pdf_response(paper: Paper, name: str) -> HttpResponse:
    """The paper as a private download under that name, without the ending."""
    headers = {**DOWNLOAD_HEADERS, "Content-Disposition": content_disposition_header(True, display_name(f"{name}.pdf"))}
    return HttpResponse(make_pdf(paper), content_type="application/pdf", headers=headers)
