"""Papers for the demonstration, each marked as an example: one of the Steering Committee, one for named partners."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts.models import User
from apps.documents.models import Document, DocumentFile, Kind, Level
from apps.documents.services import keep_file
from apps.partners.models import Partner


@dataclass(frozen=True)
class ExamplePaper:
    """A paper by its words in each language, at its level; `named` are the codes of the only partners who read it."""

    slug: str
    symbol: str
    level: str
    kind: str
    titles: Mapping[str, str]
    texts: Mapping[str, tuple[str, ...]]
    named: tuple[str, ...] = ()


PAPERS = (
    ExamplePaper(
        "example-agenda-steering-committee",
        "RP/EXAMPLE/SC/1/Rev.1",
        Level.COMMITTEE,
        Kind.OTHER,
        {
            "en": "Example: draft agenda of a meeting of the Steering Committee",
            "fr": "Exemple\N{NARROW NO-BREAK SPACE}: projet d’ordre du jour d’une réunion du comité de pilotage",
        },
        {
            "en": (
                "EXAMPLE. Draft agenda: 1. Opening. 2. Programme of work.\n",
                "EXAMPLE. Draft agenda, revised: 1. Opening. 2. Programme of work. 3. Dates.\n",
            ),
            "fr": ("EXEMPLE. Projet d’ordre du jour révisé : 1. Ouverture. 2. Programme de travail. 3. Dates.\n",),
        },
    ),
    ExamplePaper(
        "example-note-for-named-partners",
        "RP/EXAMPLE/NOTE/1",
        Level.FOCAL_POINTS,
        Kind.BACKGROUND_NOTE,
        {
            "en": "Example: note to two partners who prepare a session together",
            "fr": "Exemple\N{NARROW NO-BREAK SPACE}: note à deux partenaires qui préparent ensemble une session",
        },
        {
            "en": ("EXAMPLE. A note that only the named partners and the secretariat read.\n",),
            "fr": ("EXEMPLE. Une note que seuls les partenaires désignés et le secrétariat lisent.\n",),
        },
        named=("GA", "XA"),
    ),
)
NOTES = ("", "Item 3 added")


def make(by: User) -> int:
    """Make the papers that are not there yet; returns how many."""
    known = set(Document.objects.values_list("slug", flat=True))
    return sum(_make(paper, by) for paper in PAPERS if paper.slug not in known)


def _make(paper: ExamplePaper, by: User) -> bool:
    document = Document.objects.create(
        slug=paper.slug,
        symbol=paper.symbol,
        level=paper.level,
        kind=paper.kind,
        for_named_only=bool(paper.named),
        original_language="en",
        issued_on=timezone.localdate(),
        precision="day",
        publication=Document.Publication.PUBLISHED,
        published_at=timezone.now(),
        **{f"title_{language}": title for language, title in paper.titles.items()},
    )
    document.named_partners.set(Partner.objects.filter(code__in=paper.named))
    for language, texts in paper.texts.items():
        kept = DocumentFile(document=document, language=language)
        for text, note in zip(texts, NOTES, strict=False):
            upload = SimpleUploadedFile(f"{paper.slug}-{language}.txt", text.encode("utf-8"))
            keep_file(kept, upload, by=by, note=note)
            kept.save()
    return True
