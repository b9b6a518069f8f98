"""What the page of one document tells beyond its own fields."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString

from apps.common.bilingual import in_language, language_codes
from apps.common.files import extension_of
from apps.common.templatetags.portal import words

from ..marks import mark_of
from ..models import Document, DocumentFile, Kind
from .belongings import belongings_of
from .rows import gcm_reserve, language_name, length_of

SECRETARIAT = "rabatprocess@icmpd.org"
PUBLIC_PLACE = "documents"


@dataclass(frozen=True)
class Former:
    """A former version of a file: from when to when it stood, who added it, what changed in it, and where it is."""

    number: int
    added_at: datetime.datetime
    replaced_at: datetime.datetime
    added_by: str
    note: str
    url: str
    words: str


@dataclass(frozen=True)
class Edition:
    """A document in one language, `language` being its name within a sentence: a file, an official address, or both."""

    code: str
    language: str
    file_url: str
    file_words: str
    light_url: str
    light_words: str
    address: str
    host: str
    number: int
    added_at: datetime.datetime
    note: str
    former: tuple[Former, ...]


def _file_words(name: str, size: int | None) -> str:
    return f"{extension_of(name).upper()}, {filesizeformat(size)}"


def _former(document: Document, kept: Sequence[DocumentFile], user: Any, place: str) -> dict[str, list[Former]]:
    """The former versions that the reader may have, by language; without a query where no file was ever replaced."""
    found: dict[str, list[Former]] = defaultdict(list)
    if all(one.number == 1 for one in kept):
        return found
    for version in document.versions.offered().select_related("added_by"):
        version.document = document
        if version.is_read_like(document) or (user and user.has_perm("documents.view_documentversion", version)):
            found[version.language].append(
                Former(
                    number=version.number,
                    added_at=version.added_at,
                    replaced_at=version.replaced_at,
                    added_by=version.added_by.name if user and version.added_by else "",
                    note=version.change_note,
                    url=reverse(f"{place}:version", args=[document.slug, version.language, version.number]),
                    words=_file_words(version.display_name, version.size),
                )
            )
    return found


def editions_of(document: Document, user: Any = None, place: str = PUBLIC_PLACE) -> list[Edition]:
    """The languages in which a document is to be had, the reader's languages in their order, in one query.

    One more tells of former versions, where there are any.
    """
    places = {code: place for place, code in enumerate(language_codes())}
    kept = sorted(document.files.all(), key=lambda one: (places.get(one.language, len(places)), one.pk))
    former = _former(document, kept, user, place)
    return [_edition(document, one, tuple(former[one.language]) if one.key else (), place) for one in kept]


def _edition(document: Document, one: DocumentFile, former: tuple[Former, ...], place: str) -> Edition:
    where = [document.slug, one.language]
    version = f"?v={int(one.added_at.timestamp())}"
    return Edition(
        code=one.language,
        language=language_name(one.language),
        file_url=f"{reverse(f'{place}:file', args=where)}{version}" if one.key else "",
        file_words=_file_words(one.display_name, one.size) if one.key else "",
        light_url=f"{reverse(f'{place}:light', args=where)}{version}" if one.light_key else "",
        light_words=_file_words(one.light_name, one.light_size) if one.light_key else "",
        address=one.address,
        host=urlsplit(one.address).netloc.removeprefix("www."),
        number=one.number,
        added_at=one.added_at,
        note=one.change_note,
        former=former,
    )


@dataclass(frozen=True)
class Successor:
    """Another document that takes the place of this one, or whose place this one takes; for the page's links."""

    title: SafeString
    url: str
    symbol: str


def succession_of(document: Document, user: Any, place: str) -> tuple[list[Successor], list[Successor]]:
    """What superseded the document, and what it supersedes, as far as the reader may know of it.

    In one query; in none for a document read `for_page` that stands by itself.
    """
    if not (document.superseded_by_id or getattr(document, "has_predecessors", True)):
        return [], []
    known = Document.objects.public() if user is None else Document.objects.visible_to(user)
    around = known.filter(Q(pk=document.superseded_by_id) | Q(superseded_by=document.pk))
    told = {
        other.pk: Successor(words(other, "title"), reverse(f"{place}:document", args=[other.slug]), other.symbol or "")
        for other in around.latest_first().for_list()
    }
    later = told.pop(document.superseded_by_id, None)
    return [later] if later else [], list(told.values())


def told(document: Document, user: Any = None, place: str = PUBLIC_PLACE) -> dict[str, Any]:
    """Everything that the page of a document shows, in two further queries, and one each where a file was replaced
    and where it superseded another document or was superseded.

    `user` is the reader of the space's page, None where visitors read; `place` names the addresses that links lead to.
    """
    editions = editions_of(document, user, place)
    superseded_by, supersedes = succession_of(document, user, place)
    summary, title = in_language(document, "summary"), in_language(document, "title")
    there = {edition.code for edition in editions}
    belongings = belongings_of(document)
    return {
        "document": document,
        "description": "" if summary.is_fallback else summary.text,
        "kind": Kind(document.kind).label,
        "year": document.issued_on.year if document.issued_on else "",
        "is_translated_by_us": document.title_fr_is_working_translation and title.language == "fr",
        "length": length_of(document.seconds),
        "mark": mark_of(document),
        "original": language_name(document.original_language) if document.original_language else "",
        "superseded_by": superseded_by,
        "supersedes": supersedes,
        "editions": editions,
        "languages": ", ".join(edition.language for edition in editions),
        "absent": [language_name(code) for code in language_codes() if code not in there],
        "mailbox": SECRETARIAT,
        "mail_url": f"mailto:{SECRETARIAT}?subject={quote(title.text)}",
        "plans": belongings.plans,
        "belongings": belongings.others,
        "reserve": gcm_reserve() if belongings.others["gcm"] or document.kind == Kind.ALIGNMENT_TABLE else "",
    }
