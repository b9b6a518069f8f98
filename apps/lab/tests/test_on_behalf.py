"""Nobody's words go out for a seat for which they were not written: whoever loses one while writing is asked anew."""

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.lab.models import Comment, Offer, Proposal, Query, StandingOffer
from apps.lab.tests.factories import ObjectiveFactory, ProposalFactory
from apps.lab.tests.pages import Page
from apps.lab.tests.test_views import filled
from apps.lab.workflow import State
from apps.partners.tests.factories import MandateFactory, PartnerFactory, focal_point

pytestmark = pytest.mark.django_db
WORDS = "We bring two experts."
FORMS = {
    "proposal": ("lab:new", {"title": "A title", "summary": WORDS, "kind": "technical", "save": "1"}, Proposal),
    "sent": ("lab:new", {"title": "A title", "summary": WORDS, "kind": "project", "send": "1"}, Proposal),
    "offer": ("lab:offer", {"kind": "expertise", "text": WORDS}, Offer),
    "comment": ("lab:new_comment", {"text": WORDS}, Comment),
    "standing": ("lab:new_standing_offer", {"kind": "expertise", "title": "Experts", "text": WORDS}, StandingOffer),
    "questions": ("ask:new", {"title": "A title", "introduction": WORDS, "question_1": "Who?"}, Query),
}


@pytest.fixture
def swiss(client):
    """A person who acts for Switzerland."""
    user = focal_point("CH")
    client.force_login(user)
    return user


def moves_to_mali(user):
    """The person's Swiss mandate ends; they act for Mali alone."""
    user.mandates.filter(partner__code="CH").update(ends_on=timezone.localdate() - timezone.timedelta(days=1))
    MandateFactory(user=user, partner=PartnerFactory(code="ML"))


def address(name):
    if name in ("lab:offer", "lab:new_comment"):
        return reverse(name, args=[ProposalFactory(state=State.OPEN).reference])
    return reverse(name)


@pytest.mark.parametrize("had_choice", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_words_begun_for_one_seat_never_go_out_for_another(client, swiss, form, had_choice):
    name, words, model = FORMS[form]
    field = "speaker" if form == "comment" else "partner"
    if had_choice:
        MandateFactory(user=swiss, partner=PartnerFactory(code="SE"))
    page = client.get(address(name))
    typed = filled(page) | words
    if had_choice:
        typed[field] = PartnerFactory(code="CH").pk
    assert str(typed[field]) == str(PartnerFactory(code="CH").pk)
    swiss.mandates.filter(partner__code="SE").delete()
    moves_to_mali(swiss)

    answer = client.post(page.request["PATH_INFO"], typed)

    assert (answer.status_code, model.objects.count()) == (422, 0)
    assert list(answer.context["form"].errors) == [field]
    assert WORDS in answer.content.decode()
    shown = answer.context["form"][field]
    assert not shown.is_hidden
    again = client.post(page.request["PATH_INFO"], typed | {field: PartnerFactory(code="ML").pk})
    # What sending still needs is asked for once the draft is kept.
    assert again.status_code == (422 if form == "sent" else 302)
    assert model.objects.get().partner.code == "ML"


def test_page_that_saves_by_itself_begins_no_draft_for_another_seat(client, swiss):
    page = Page(client)
    moves_to_mali(swiss)

    answer = page.sends(title="Forum")

    assert (answer.status_code, Proposal.objects.count()) == (422, 0)
    assert "on whose behalf" in answer.json()["told"]


def test_draft_stays_with_the_seat_for_which_it_was_begun(client, swiss):
    MandateFactory(user=swiss, partner=PartnerFactory(code="ML"))
    page = Page(client)
    mali, switzerland = (PartnerFactory(code=code) for code in ("ML", "CH"))
    page.form["partner"] = switzerland.pk
    page.sends(title="Forum", kind="project")
    draft = Proposal.objects.get()
    typed = filled(client.get(reverse("lab:edit", args=[draft.reference]))) | {"summary": WORDS, "send": "1"}

    page.form["partner"] = mali.pk
    told = page.sends(summary=WORDS)
    assert "Country CH" in told.json()["told"]
    refused = client.post(reverse("lab:edit", args=[draft.reference]), typed | {"partner": mali.pk})

    assert refused.status_code == 422
    assert WORDS in refused.content.decode()
    draft.refresh_from_db()
    assert (draft.partner, draft.state, Proposal.objects.count()) == (switzerland, State.DRAFT, 1)


def test_same_form_for_another_seat_is_a_conflict_and_not_a_silent_change(client, swiss):
    MandateFactory(user=swiss, partner=PartnerFactory(code="ML"))
    ObjectiveFactory()
    typed = filled(client.get(reverse("lab:new"))) | {"title": "Forum", "kind": "project", "save": "1"}
    client.post(reverse("lab:new"), typed | {"partner": PartnerFactory(code="CH").pk})

    answer = client.post(reverse("lab:new"), typed | {"partner": PartnerFactory(code="ML").pk})

    assert answer.status_code == 409
    assert "Country CH" in answer.content.decode()
    assert Proposal.objects.get().partner.code == "CH"
