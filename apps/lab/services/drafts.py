"""Writing and rewriting a draft: nothing typed is lost, nothing is written twice, nobody writes over somebody else."""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.common.access import require
from apps.common.files import store_privately
from apps.partners.models import Partner

from ..models import TEXTS, Attachment, Proposal

NEEDED_TO_SEND = {
    "title": _("Give the proposal a title."),
    "summary": _("Say in a few sentences what the proposal is about."),
    "support_sought": _("Say which support you seek from other partners."),
    "objectives": _("Choose at least one objective that the proposal serves."),
}


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
    """What a form says of a proposal: its words in one language, what it serves (keys), files added and taken off."""

    kind: str
    language: str
    texts: Mapping[str, str]
    objectives: frozenset[int] = frozenset()
    actions: frozenset[int] = frozenset()
    file: UploadedFile | None = None
    removed: frozenset[str] = frozenset()
    _stored: list[str] = field(default_factory=list)

    def missing(self) -> dict[str, str]:
        """What is still to be written before it can be sent, by field."""
        lacking = {name for name in NEEDED_TO_SEND if name in TEXTS and not self.texts.get(name, "").strip()}
        if not self.objectives:
            lacking.add("objectives")
        return {name: words for name, words in NEEDED_TO_SEND.items() if name in lacking}

    def differing_texts(self, stored: Proposal) -> list[str]:
        """The names of the texts that are not what stands."""
        return [name for name in TEXTS if self.texts.get(name, "") != stored.written(name)]

    def differs_from(self, stored: Proposal) -> bool:
        """Whether saving would change anything."""
        return (
            (self.kind, self.language) != (stored.kind, stored.language)
            or bool(self.differing_texts(stored))
            or self.objectives != set(stored.objectives.values_list("pk", flat=True))
            or self.actions != set(stored.actions.values_list("pk", flat=True))
            or self._adds_a_file(stored)
            or stored.attachments.kept().filter(reference__in=self.removed).exists()
        )

    def _adds_a_file(self, stored: Proposal) -> bool:
        if self.file is None:
            return False
        same = {"display_name": self.file.name, "digest": digest_of(self.file)}
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
        proposal.kind, proposal.language = self.kind, self.language
        proposal.save()
        proposal.objectives.set(self.objectives)
        proposal.actions.set(self.actions)
        proposal.attachments.kept().filter(reference__in=self.removed).update(removed_at=timezone.now())
        if self.file is not None and self._adds_a_file(proposal):
            self._keep_file(proposal, by=by)

    def _keep_file(self, proposal: Proposal, *, by: Any) -> None:
        digest = digest_of(self.file)
        stored = store_privately(self.file)
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


def begin_draft(draft: Draft, *, partner: Partner, by: Any, form_key: uuid.UUID | None = None) -> Proposal:
    """A new draft of that partner; the same form sent twice is one proposal (`DraftConflict` when its words differ)."""
    proposal = Proposal(partner=partner, author=by, form_key=form_key, language=draft.language)
    require(by, "lab.change_proposal", proposal)
    with draft.all_or_nothing():
        there = _from_the_same_form(by, form_key)
        if there is None:
            try:
                with transaction.atomic():
                    draft.write_to(proposal, by=by)
                return proposal
            except IntegrityError:
                there = _from_the_same_form(by, form_key)
                if there is None:
                    raise
        return save_draft(there, draft, by=by, version=None)


def _from_the_same_form(by: Any, form_key: uuid.UUID | None) -> Proposal | None:
    return Proposal.objects.filter(author=by, form_key=form_key).first() if form_key else None


def save_draft(proposal: Proposal, draft: Draft, *, by: Any, version: int | None) -> Proposal:
    """Save over the version that the writer had before them; returns the fresh row.

    `DraftConflict` when somebody saved in between, or when it is a draft no more; the same words twice are no conflict.
    """
    with draft.all_or_nothing():
        fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        require(by, "lab.change_proposal", fresh)
        if not draft.differs_from(fresh):
            return fresh
        if not fresh.is_editable or fresh.version != version:
            raise DraftConflict(fresh, draft)
        fresh.version += 1
        draft.write_to(fresh, by=by)
        return fresh
