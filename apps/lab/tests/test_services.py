"""What the services write, and what they refuse to: translations, files, keys of forms, seats."""

import uuid
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from apps.lab import services
from apps.lab.models import Attachment, Offer, Proposal
from apps.lab.services import Draft, DraftConflict
from apps.lab.tests.factories import AttachmentFactory, ObjectiveFactory, OfferFactory, ProposalFactory, an_hour_ago
from apps.lab.workflow import OfferState, State
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db


def a_draft(**changes):
    words = {"title": "Forum", "summary": "Two days.", "support_sought": "A partner.", **changes.pop("texts", {})}
    return Draft(**{"kind": "partners", "language": "en", "texts": words} | changes)


def stored_files():
    return set(Path(storages["private"].location).rglob("*.*"))


def test_drafts_are_for_writers_of_the_seat():
    gabon = PartnerFactory(code="GA")
    for person in (focal_point("GA", "reader"), focal_point("ML"), secretariat_member()):
        with pytest.raises(PermissionDenied):
            services.begin_draft(a_draft(), partner=gabon, by=person)

    services.begin_draft(a_draft(), partner=gabon, by=focal_point("GA", "contributor"))

    assert Proposal.objects.get().state == State.DRAFT


def test_contributor_cannot_send_and_nothing_is_half_done():
    with pytest.raises(PermissionDenied):
        services.begin_and_submit(
            a_draft(objectives=frozenset({ObjectiveFactory().pk})),
            partner=PartnerFactory(code="GA"),
            by=focal_point("GA", "contributor"),
        )

    assert not Proposal.objects.exists()


def test_other_language_moves_the_words():
    gabon = focal_point("GA")
    proposal = services.begin_draft(a_draft(), partner=PartnerFactory(code="GA"), by=gabon)

    services.save_draft(proposal, a_draft(language="fr"), by=gabon, version=1)

    proposal.refresh_from_db()
    assert (proposal.title_en, proposal.title_fr, proposal.language) == ("", "Forum", "fr")


@pytest.mark.parametrize("is_sent_again", [True, False])
def test_what_was_returned_and_withdrawn_stays_with_its_seat(is_sent_again):
    gabon, office = focal_point("GA"), secretariat_member()
    proposal = services.submit(ProposalFactory(), by=gabon)
    proposal = services.return_(proposal, by=office, note="Which towns?")
    if is_sent_again:
        proposal = services.submit(proposal, by=gabon)

    proposal = services.withdraw(proposal, by=gabon)

    assert office.has_perm("lab.view_proposal", proposal) == is_sent_again
    assert Proposal.objects.visible_to(office).exists() == is_sent_again
    assert gabon.has_perm("lab.view_proposal", proposal)


def test_translation_is_kept_until_its_text_changes():
    office, gabon = secretariat_member(), focal_point("GA")
    proposal = ProposalFactory(state=State.SUBMITTED, title_en="Forum", summary_en="Two days.")
    services.add_translation(proposal, by=office, texts={"title": "Forum", "summary": "Deux jours."}, language="fr")
    returned = services.return_(proposal, by=office, note="More")
    texts = {"title": "Forum", "summary": "Three days.", "support_sought": "What is sought."}

    services.save_draft(returned, a_draft(kind="technical", texts=texts), by=gabon, version=returned.version)

    proposal.refresh_from_db()
    assert (proposal.title_fr, proposal.summary_fr, proposal.summary_en) == ("Forum", "", "Three days.")
    assert [line.told for line in proposal.timeline_for(gabon)] == ["Translation added", "Returned for completion"]


def test_translation_never_touches_the_words_of_the_seat():
    proposal, office = ProposalFactory(state=State.OPEN), secretariat_member()

    with pytest.raises(ValueError, match="another language"):
        services.add_translation(proposal, by=office, texts={"title": "Mine"}, language="en")
    with pytest.raises(PermissionDenied):
        services.add_translation(proposal, by=focal_point("GA"), texts={"title": "Le mien"}, language="fr")
    with pytest.raises(PermissionDenied):
        services.add_translation(ProposalFactory(), by=office, texts={"title": "Le mien"}, language="fr")


def test_same_form_with_other_words_is_a_conflict_and_another_persons_key_is_not():
    gabon, colleague, key = focal_point("GA"), focal_point("GA", "alternate"), uuid.uuid4()
    partner = PartnerFactory(code="GA")
    first = services.begin_draft(a_draft(), partner=partner, by=gabon, form_key=key)

    with pytest.raises(DraftConflict) as conflict:
        services.begin_draft(a_draft(texts={"title": "Other"}), partner=partner, by=gabon, form_key=key)
    services.begin_draft(a_draft(), partner=partner, by=colleague, form_key=key)

    assert conflict.value.stored == first
    assert Proposal.objects.count() == 2


def test_no_file_is_left_without_its_row():
    gabon, before = focal_point("GA"), stored_files()
    file = SimpleUploadedFile("note.txt", b"words")

    with pytest.raises(services.Incomplete):
        services.begin_and_submit(a_draft(files=(file,)), partner=PartnerFactory(code="GA"), by=gabon)

    assert (Attachment.objects.count(), Proposal.objects.count()) == (0, 0)
    assert stored_files() == before


def test_file_of_another_proposal_is_not_taken_off():
    gabon, foreign = focal_point("GA"), AttachmentFactory(proposal__partner__code="ML")
    proposal = AttachmentFactory().proposal

    services.save_draft(proposal, a_draft(removed=frozenset({foreign.reference})), by=gabon, version=1)

    foreign.refresh_from_db()
    assert (foreign.removed_at, proposal.attachments.kept().count()) == (None, 1)


def test_offer_is_made_for_an_own_other_seat():
    proposal, swiss = ProposalFactory(state=State.OPEN), focal_point("CH")
    words = {"kind": "funding", "text": "Money", "language": "en"}
    for by, code in ((swiss, "ML"), (focal_point("GA"), "GA"), (focal_point("CH", "contributor"), "CH")):
        with pytest.raises(PermissionDenied):
            services.offer_support(proposal, by=by, partner=PartnerFactory(code=code), **words)

    services.offer_support(proposal, by=swiss, partner=PartnerFactory(code="CH"), **words)
    with pytest.raises(services.AlreadyOffered):
        services.offer_support(proposal, by=swiss, partner=PartnerFactory(code="CH"), **words)

    assert Offer.objects.count() == 1


def test_offer_withdrawn_can_be_made_again():
    offer, swiss = OfferFactory(), focal_point("CH")
    services.withdraw_offer(offer, by=swiss)

    words = {"partner": offer.partner, "kind": offer.kind, "text": "Better", "language": "en"}
    assert services.offer_support(offer.proposal, by=swiss, **words).state == OfferState.MADE


BROKEN = {
    "without a title": {"title_en": ""},
    "titled in the other language": {"title_en": "", "title_fr": "Titre"},
    "open but incomplete": {"state": State.OPEN, "summary_en": ""},
    "sent without a date": {"state": State.SUBMITTED, "submitted_at": None},
    "open without a date": {"state": State.OPEN, "opened_at": None},
    "concluded without a date": {"state": State.CONCLUDED, "concluded_at": None},
    "closed without a date": {"state": State.CLOSED, "closed_at": None},
    "withdrawn without a date": {"state": State.WITHDRAWN, "withdrawn_at": None},
    "without an author": {"author": None},
    "in an unknown state": {"state": "lost", "submitted_at": an_hour_ago},
    "of an unknown kind": {"kind": "dream"},
}


@pytest.mark.parametrize("values", BROKEN.values(), ids=BROKEN)
def test_database_refuses_a_proposal_that_contradicts_its_state(values):
    whole = ProposalFactory(state=State.OPEN)
    given = {name: value() if callable(value) else value for name, value in values.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=whole.pk).update(**given)
    for name, value in given.items():
        setattr(whole, name, value)
    with pytest.raises(ValidationError):
        whole.full_clean()


@pytest.mark.parametrize("values", [{"state": "declined"}, {"ended_at": an_hour_ago}, {"kind": "x"}, {"text": ""}])
def test_database_refuses_an_offer_that_contradicts_its_state(values):
    offer = OfferFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(
            **{name: value() if callable(value) else value for name, value in values.items()}
        )


def test_archived_proposal_needs_neither_author_nor_dates():
    proposal = ProposalFactory(
        from_archive=True, state=State.OPEN, author=None, summary_en="", support_sought_en="", objectives=[]
    )

    proposal.full_clean()
    assert Proposal.objects.visible_to(focal_point("ML")).get().opened_block is None


def test_references_count_nothing():
    references = {ProposalFactory().reference for _ in range(20)}

    assert len(references) == 20
    assert all(len(reference) == 10 and reference.isalnum() for reference in references)


@pytest.mark.parametrize(
    ("role", "step", "seat"), [("head", "publish", None), ("reader", "close", None), ("head", "close", "GA")]
)
def test_somebody_of_the_secretariat_with_a_mandate_acts_for_the_seat_only_where_they_speak_for_it(role, step, seat):
    proposal = ProposalFactory(state=State.SUBMITTED if step == "publish" else State.OPEN)
    both = focal_point("GA", role, secretariat=True)

    services.PROPOSAL_STEPS[step](proposal, by=both, note="No match.")

    partner = proposal.lines.get().partner
    assert (partner.code if partner else None) == seat
