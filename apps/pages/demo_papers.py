"""Papers for the demonstration, each marked as an example: of the committee, for named partners; a circular."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from apps.accounts.models import User
from apps.documents.models import Document, DocumentFile, Kind, Level
from apps.documents.services import keep_file
from apps.partners.models import Circular, CircularPaper, Network, Partner
from apps.partners.networks import NFP
from apps.partners.services import keep_paper, send_circular


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
            "fr": "Exemple\N{NARROW NO-BREAK SPACE}: projet d’ordre du jour d’une réunion du Comité de pilotage",
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
CIRCULAR = {
    "reference": "examplecircu",
    "title_en": "Example: what to prepare for the next meeting of the focal points",
    "title_fr": "Exemple\N{NARROW NO-BREAK SPACE}: que préparer pour la prochaine réunion des points focaux",
    "body_en": "EXAMPLE.\n\nDear colleagues,\n\nPlease tell us, by the laboratory of ideas, which subject your country "
    "would like to put on the agenda. A short list of questions is attached.",
    "body_fr": "EXEMPLE.\n\nChères et chers collègues,\n\nMerci d’indiquer, par le laboratoire d’idées, le sujet que "
    "votre pays souhaite inscrire à l’ordre du jour. Une courte liste de questions est jointe.",
}
QUESTIONS = {
    "en": "EXAMPLE. 1. Which subject? 2. Who would present it? 3. What should the meeting conclude?\n",
    "fr": "EXEMPLE. 1. Quel sujet ? 2. Qui le présenterait ? 3. Que devrait conclure la réunion ?\n",
}


def make(by: User) -> int:
    """Make the papers that are not there yet; returns how many."""
    known = set(Document.objects.values_list("slug", flat=True))
    return sum(_make(paper, by) for paper in PAPERS if paper.slug not in known)


def make_circular(by: User) -> bool:
    """Send one to every seat that has an account by now, with a paper in each language; returns whether it is new."""
    if Circular.objects.filter(reference=CIRCULAR["reference"]).exists():
        return False
    circular = Circular.objects.create(network=Network.objects.get(code=NFP), **CIRCULAR)
    for language, text in QUESTIONS.items():
        upload = SimpleUploadedFile(f"example-questions-{language}.txt", text.encode("utf-8"))
        keep_paper(CircularPaper(circular=circular, language=language), upload)
    send_circular(circular, by=by, key=uuid.uuid4())
    return True


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
