"""What the page of one document tells beyond its own fields."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.template.defaultfilters import filesizeformat

from apps.common.bilingual import in_language, language_codes
from apps.common.files import extension_of

from ..models import Document, Kind
from .belongings import belongings_of
from .rows import gcm_reserve, language_name, length_of

SECRETARIAT = "rabatprocess@icmpd.org"


@dataclass(frozen=True)
class Edition:
    """A document in one language, `language` being its name within a sentence: a file, an official address, or both."""

    code: str
    language: str
    file_url: str
    file_words: str
    address: str
    host: str


def editions_of(document: Document) -> list[Edition]:
    """The languages in which a document is to be had, the reader's languages in their order, in one query."""
    places = {code: place for place, code in enumerate(language_codes())}
    kept = sorted(document.files.all(), key=lambda one: (places.get(one.language, len(places)), one.pk))
    return [
        Edition(
            code=one.language,
            language=language_name(one.language),
            file_url=one.url if one.key else "",
            file_words=f"{extension_of(one.display_name).upper()}, {filesizeformat(one.size)}" if one.key else "",
            address=one.address,
            host=urlsplit(one.address).netloc.removeprefix("www."),
        )
        for one in kept
    ]


def told(document: Document) -> dict[str, Any]:
    """Everything that the page of a document shows, in two further queries."""
    editions = editions_of(document)
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
        "editions": editions,
        "languages": ", ".join(edition.language for edition in editions),
        "absent": [language_name(code) for code in language_codes() if code not in there],
        "mailbox": SECRETARIAT,
        "mail_url": f"mailto:{SECRETARIAT}?subject={quote(title.text)}",
        "plans": belongings.plans,
        "belongings": belongings.others,
        "reserve": gcm_reserve() if belongings.others["gcm"] or document.kind == Kind.ALIGNMENT_TABLE else "",
    }
