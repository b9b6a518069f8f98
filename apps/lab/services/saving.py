"""Beginning and saving a draft: nothing typed is lost or written twice, nobody writes over somebody else.

A page that is open saves by itself (`autosave_draft`); what meets somebody else's words is put aside, not written.
"""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.common.access import require
from apps.partners.models import Partner

from ..models import NOTED_EVERY, AsideText, Proposal, Writer
from .drafts import Draft, DraftConflict, has_title, untitled


class Saved(NamedTuple):
    """What became of a draft that a page saved by itself; `version` is the one that the page has before it now."""

    proposal: Proposal
    version: int | None
    is_behind: bool


def begin_draft(draft: Draft, *, partner: Partner, by: Any, form_key: uuid.UUID | None = None) -> Proposal:
    """A new draft of that partner; the same form sent twice is one proposal (`DraftConflict` when its words or
    its partner differ).
    """
    proposal = Proposal(partner=partner, author=by, form_key=form_key, language=draft.language)
    require(by, "lab.change_proposal", proposal)
    with draft.all_or_nothing():
        there = draft_of_form(form_key, by=by)
        if there is None:
            try:
                with transaction.atomic():
                    draft.write_to(proposal, by=by)
                    _note_writer(proposal, by)
                return proposal
            except IntegrityError:
                there = draft_of_form(form_key, by=by)
                if there is None:
                    raise
        if there.partner_id != partner.pk:
            raise DraftConflict(there, draft)
        return save_draft(there, draft, by=by, version=None, page=form_key)


def draft_of_form(form_key: uuid.UUID | None, *, by: Any) -> Proposal | None:
    """The proposal that this person's form has become already."""
    return Proposal.objects.filter(author=by, form_key=form_key).first() if form_key else None


def save_draft(
    proposal: Proposal, draft: Draft, *, by: Any, version: int | None, page: uuid.UUID | None = None
) -> Proposal:
    """Save over the version that the writer had before them; returns the fresh row. Words put aside are decided on.

    `DraftConflict` when somebody saved in between, or when it is a draft no more; the same words twice are no conflict,
    nor is what the same open `page` saved by itself in between.
    """
    with draft.all_or_nothing():
        fresh = _locked(proposal, by=by)
        if draft.differs_from(fresh):
            if not fresh.is_editable or not _is_before(fresh, by, version, page):
                raise DraftConflict(fresh, draft)
            fresh.version += 1
            draft.write_to(fresh, by=by)
        if fresh.is_editable:
            _note_writer(fresh, by)
        AsideText.objects.filter(proposal=fresh, person=by).delete()
        return fresh


def autosave_new(draft: Draft, *, partner: Partner, by: Any, form_key: uuid.UUID) -> Saved:
    """Begin the draft of a page that saves by itself, or go on with what that page began before."""
    draft = _named(draft)
    there = draft_of_form(form_key, by=by)
    if there is None:
        with transaction.atomic():
            there = begin_draft(draft, partner=partner, by=by, form_key=form_key)
            if there.version == 1:
                _note_writer(there, by, page=form_key)
            return Saved(there, there.version, is_behind=False)
    return autosave_draft(there, draft, by=by, version=None, page=form_key)


def autosave_draft(proposal: Proposal, draft: Draft, *, by: Any, version: int | None, page: uuid.UUID | None) -> Saved:
    """Save what an open page holds, and note that the person has it open; without changes only the latter.

    `DraftConflict` where somebody saved in between and the words differ: then nothing was written.
    """
    with transaction.atomic():
        fresh = _locked(proposal, by=by)
        draft = _named(draft, fresh)
        is_before = _is_before(fresh, by, version, page)
        if draft.differs_from(fresh):
            if not fresh.is_editable or not is_before:
                raise DraftConflict(fresh, draft)
            fresh.version += 1
            draft.write_to(fresh, by=by)
            _note_writer(fresh, by, page=page)
        elif fresh.is_editable:
            _note_presence(fresh, by)
        return Saved(fresh, fresh.version if is_before else version, is_behind=not is_before)


def put_aside(proposal: Proposal, typed: Mapping[str, list[str]], *, by: Any) -> AsideText:
    """Keep what was typed while somebody else saved, for its writer alone, until they decide between both.

    As it was typed, whether the form would take it or not; only NUL, which databases cannot hold, is shown as unknown.
    """
    typed = {
        name: [text.replace("\x00", "\N{REPLACEMENT CHARACTER}") for text in texts] for name, texts in typed.items()
    }
    with transaction.atomic():
        fresh = _locked(proposal, by=by)
        kept, is_first = AsideText.objects.get_or_create(
            proposal=fresh, person=by, defaults={"typed": typed, "at": timezone.now()}
        )
        if not is_first and kept.typed != {**kept.typed, **typed}:
            kept.typed, kept.at = {**kept.typed, **typed}, timezone.now()
            kept.save()
        return kept


def let_go(proposal: Proposal, *, by: Any) -> None:
    """The writer keeps what was saved meanwhile: their words that were put aside go."""
    with transaction.atomic():
        AsideText.objects.filter(proposal=_locked(proposal, by=by), person=by).delete()


def note_opening(proposal: Proposal, *, by: Any) -> None:
    """Note that the person has the form open: one write, which waits for nobody's lock and changes nothing else."""
    now, place = timezone.now(), {"proposal": proposal, "person": by}
    require(by, "lab.change_proposal", proposal)
    if not Writer.objects.filter(**place).update(opened_at=now):
        Writer.objects.bulk_create([Writer(**place, opened_at=now, seen_at=now)], ignore_conflicts=True)


def _locked(proposal: Proposal, *, by: Any) -> Proposal:
    fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    require(by, "lab.change_proposal", fresh)
    return fresh


def _named(draft: Draft, stored: Proposal | None = None) -> Draft:
    """With a title: a page in which there is none yet keeps the one that stands, else it is an untitled one."""
    if draft.texts.get("title", "").strip():
        return draft
    has_one = stored is not None and has_title(stored)
    title = stored.written("title") if has_one else untitled(draft.language)
    return replace(draft, texts={**draft.texts, "title": title})


def _is_before(fresh: Proposal, by: Any, version: int | None, page: uuid.UUID | None) -> bool:
    """Whether the page has before it what stands: that version, or the one that it saved last without hearing of it."""
    if fresh.version == version:
        return True
    mine = Writer.objects.filter(proposal=fresh, person=by, page=page, version=fresh.version)
    return page is not None and mine.exists()


def _note_writer(proposal: Proposal, by: Any, page: uuid.UUID | None = None) -> None:
    version = proposal.version if page else None
    facts = {"seen_at": timezone.now(), "opened_at": None, "page": page, "version": version}
    Writer.objects.update_or_create(proposal=proposal, person=by, defaults=facts)


def _note_presence(proposal: Proposal, by: Any) -> None:
    now = timezone.now()
    writer, is_new = Writer.objects.get_or_create(proposal=proposal, person=by, defaults={"seen_at": now})
    if not is_new and (writer.seen_at < now - NOTED_EVERY or writer.opened_at is not None):
        Writer.objects.filter(pk=writer.pk).update(seen_at=now, opened_at=None)
