"""Many pages that keep one draft at once: one draft begun, one writer of a version, everybody else's words aside."""

import uuid

import pytest
from django.contrib.auth import get_user_model

from apps.common.tests.races import race
from apps.lab import services
from apps.lab.models import AsideText, Proposal, Writer
from apps.lab.services import Draft, DraftConflict
from apps.lab.tests.factories import ProposalFactory
from apps.partners.tests.factories import PartnerFactory, focal_point

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 12


def fresh(person):
    """The person as a new request would load them."""
    return get_user_model().objects.get(pk=person.pk)


def test_one_page_that_keeps_itself_many_times_at_once_begins_one_draft():
    gabon, partner, key = focal_point("GA"), PartnerFactory(code="GA"), uuid.uuid4()
    draft = Draft("project", "en", {"summary": "Two days."})

    outcomes = race(
        lambda: services.autosave_new(draft, partner=partner, by=fresh(gabon), form_key=key),
        lambda: services.begin_draft(
            Draft("project", "en", {"summary": "Two days.", "title": "Untitled proposal"}),
            partner=partner, by=fresh(gabon), form_key=key,
        ),
        late=DraftConflict,
        at_once=AT_ONCE,
    )  # fmt: skip

    assert outcomes == {"done": AT_ONCE}
    assert (Proposal.objects.count(), Writer.objects.count()) == (1, 1)
    assert Proposal.objects.get().version == 1


def test_of_many_who_keep_one_version_one_writes_and_no_word_is_lost():
    proposal = ProposalFactory(author=focal_point("GA"))
    people = [focal_point("GA", "contributor", email=f"c{number}@example.org") for number in range(AT_ONCE)]

    def keep(person):
        draft = Draft.of(proposal)
        draft.texts = {**draft.texts, "summary": f"words of {person.pk}"}
        try:
            services.autosave_draft(proposal, draft, by=fresh(person), version=1, page=uuid.uuid4())
        except DraftConflict:
            services.put_aside(proposal, {"summary": [draft.texts["summary"]]}, by=fresh(person))
            raise

    outcomes = race(*(lambda one=one: keep(one) for one in people), late=DraftConflict, at_once=AT_ONCE)

    proposal.refresh_from_db()
    assert outcomes == {"done": 1, "late": AT_ONCE - 1}
    assert proposal.version == 2
    aside = {row.typed["summary"][0] for row in AsideText.objects.all()}
    assert aside | {proposal.summary_en} == {f"words of {person.pk}" for person in people}
