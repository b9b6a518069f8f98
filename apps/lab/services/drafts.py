"""What a form says of a proposal: compared with what stands, written over it, and its files with it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext

from apps.common.files import store_privately

from .. import queries
from ..models import TEXTS, Addressee, Attachment, Proposal, SupportSought

NEEDED_TO_SEND = {
    "title": _("Give the proposal a title."),
    "summary": _("Say in a few sentences what the proposal is about."),
    "support_sought": _("Say which support you seek from other partners."),
    "objectives": _("Choose at least one objective that the proposal serves."),
}
NEEDED_OF_A_SUGGESTION = {
    **{name: NEEDED_TO_SEND[name] for name in ("title", "summary")},
    "addressee": _("Say to whom the suggestion is put."),
}
MEMBER_NEEDED = {"addressed_partner": _("Choose the member of the Steering Committee.")}
LINKS = ("objectives", "actions", "gcm_objectives", "partners_concerned", "regions")
FACTS = ("kind", "starts_on", "ends_on", "budget", "currency", "share_sought", "contact", "addressee")
LATER = ("files", "removed")


def needed_to_send(kind: str, addressee: str = "") -> dict[str, Any]:
    """What a proposal of that kind cannot be sent without, by field: a suggestion seeks no support, but an answer."""
    if kind != Proposal.Kind.SUGGESTION:
        return NEEDED_TO_SEND
    return NEEDED_OF_A_SUGGESTION | (MEMBER_NEEDED if addressee == Addressee.COMMITTEE else {})


def untitled(language: str) -> str:
    """The title under which a draft is kept until it is given one."""
    with override(language):
        return pgettext("title of a draft that has none yet", "Untitled proposal")


def has_title(proposal: Proposal) -> bool:
    """Whether somebody gave the proposal a title of its own."""
    title = proposal.written("title").strip()
    return bool(title) and title != untitled(proposal.language)


class DraftConflict(Exception):
    """Somebody saved in between, or the draft was sent: `stored` is what stands, `draft` what was typed."""

    def __init__(self, stored: Proposal, draft: "Draft") -> None:
        super().__init__(f"{stored.reference} has moved on to version {stored.version}")
        self.stored, self.draft = stored, draft


def digest_of(file: UploadedFile) -> str:
    """A fingerprint of the file's content, by which the same file is recognised when a form comes twice."""
    fingerprint = hashlib.sha256()
    for chunk in file.chunks():
        fingerprint.update(chunk)
    file.seek(0)
    return fingerprint.hexdigest()


@dataclass
class Draft:
    """What a form says of a proposal: its words in one language, what it serves and concerns (keys), its facts, the
    kinds of support sought, files added and taken off (references).
    """

    kind: str
    language: str
    texts: Mapping[str, str]
    objectives: frozenset[int] = frozenset()
    actions: frozenset[int] = frozenset()
    gcm_objectives: frozenset[int] = frozenset()
    partners_concerned: frozenset[int] = frozenset()
    regions: frozenset[int] = frozenset()
    sought: frozenset[str] = frozenset()
    starts_on: date | None = None
    ends_on: date | None = None
    budget: Decimal | None = None
    currency: str = ""
    share_sought: int | None = None
    contact: str = ""
    addressee: str = ""
    addressed_partner: int | None = None
    files: Sequence[UploadedFile] = ()
    removed: frozenset[str] = frozenset()
    _stored: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, stored: Proposal) -> "Draft":
        """The proposal as it stands."""
        links = queries.links_of(stored)
        return cls(
            language=stored.language,
            texts={name: stored.written(name) for name in TEXTS},
            sought=frozenset(links["sought"]),
            addressed_partner=stored.addressed_partner_id,
            **{name: getattr(stored, name) for name in FACTS},
            **{name: frozenset(map(int, links[name])) for name in LINKS},
        )

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said yet but the kind and the language."""
        blank = Draft(self.kind, self.language, {})
        is_said = any(text.strip() for name, text in self.texts.items() if name != "title")
        title = self.texts.get("title", "").strip()
        differs = any(getattr(self, name) != getattr(blank, name) for name in self._compared() if name != "addressee")
        return not is_said and not differs and title in ("", untitled(self.language))

    def missing(self) -> dict[str, str]:
        """What is still to be written before it can be sent, by field."""
        said = {name: text.strip() for name, text in self.texts.items()}
        if said.get("title") == untitled(self.language):
            said["title"] = ""
        needed = needed_to_send(self.kind, self.addressee)
        return {
            name: words
            for name, words in needed.items()
            if not (said.get(name) if name in TEXTS else getattr(self, name))
        }

    @staticmethod
    def _compared() -> list[str]:
        """The names of what has one value, compared as a whole."""
        return [one.name for one in fields(Draft) if one.name not in ("texts", "_stored", *LATER)]

    def differing(self, stored: Proposal) -> list[str]:
        """The names of what is not as it stands: texts first, then the rest, files last."""
        there = Draft.of(stored)
        texts = [name for name in TEXTS if self.texts.get(name, "") != there.texts[name]]
        rest = [name for name in self._compared() if getattr(self, name) != getattr(there, name)]
        kept = stored.attachments.kept()
        added = ["files"] if any(self._is_new(file, stored) for file in self.files) else []
        removed = ["removed"] if self.removed and kept.filter(reference__in=self.removed).exists() else []
        return [*texts, *rest, *added, *removed]

    def differs_from(self, stored: Proposal) -> bool:
        """Whether saving would change anything."""
        return bool(self.differing(stored))

    @staticmethod
    def _is_new(file: UploadedFile, stored: Proposal) -> bool:
        same = {"display_name": file.name, "digest": digest_of(file)}
        return not stored.attachments.kept().filter(**same).exists()

    def write_to(self, proposal: Proposal, *, by: Any) -> None:
        """Write all of it. A text that changed loses its translation, which no longer holds."""
        for name in TEXTS:
            text = self.texts.get(name, "")
            is_new = self.language != proposal.language or text != proposal.written(name)
            for language, _label in settings.LANGUAGES:
                if language == self.language:
                    setattr(proposal, f"{name}_{language}", text)
                elif is_new:
                    setattr(proposal, f"{name}_{language}", "")
        proposal.language = self.language
        for name in FACTS:
            setattr(proposal, name, getattr(self, name))
        proposal.addressed_partner_id = self.addressed_partner if self.addressee == Addressee.COMMITTEE else None
        proposal.save()
        for name in LINKS:
            getattr(proposal, name).set(getattr(self, name))
        proposal.sought.exclude(kind__in=self.sought).delete()
        there = set(proposal.sought.values_list("kind", flat=True))
        SupportSought.objects.bulk_create(
            SupportSought(proposal=proposal, kind=kind) for kind in sorted(self.sought - there)
        )
        proposal.attachments.kept().filter(reference__in=self.removed).update(removed_at=timezone.now())
        for file in self.files:
            if self._is_new(file, proposal):
                self._keep_file(file, proposal, by=by)

    def _keep_file(self, file: UploadedFile, proposal: Proposal, *, by: Any) -> None:
        digest = digest_of(file)
        stored = store_privately(file)
        self._stored.append(stored.key)
        Attachment.objects.create(
            proposal=proposal,
            key=stored.key,
            display_name=stored.display_name,
            content_type=stored.content_type,
            size=stored.size,
            digest=digest,
            uploaded_by=by,
        )

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """A transaction whose files go when it is rolled back, so that no file is left without its row."""
        try:
            with transaction.atomic():
                yield
        except BaseException:
            while self._stored:
                storages["private"].delete(self._stored.pop())
            raise
