"""A page that is open keeps itself: what is kept, what never is, who may, and what two people meet in one draft."""

import datetime
import uuid
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from apps.accounts import keeping
from apps.accounts.models import HeldForm
from apps.lab import services
from apps.lab.models import AsideText, Proposal, Writer
from apps.lab.tests.cast import CAST
from apps.lab.tests.factories import AttachmentFactory, ObjectiveFactory, ProposalFactory
from apps.lab.tests.pages import NEW, Page
from apps.lab.workflow import State
from apps.partners.tests.factories import MandateFactory, PartnerFactory, focal_point

pytestmark = pytest.mark.django_db


@pytest.fixture
def gabon(client):
    user = focal_point("GA")
    client.force_login(user)
    return user


def test_new_draft_is_begun_once_something_is_typed_and_goes_on(client, gabon):
    page = Page(client)
    assert page.sends().json() == {"told": ""}
    assert page.sends(title="", summary="  ").json() == {"told": ""}
    assert not Proposal.objects.exists()

    answer = page.sends(summary="Two days.", kind="technical").json()
    proposal = Proposal.objects.get()
    assert answer["told"].startswith("Saved at ")
    assert answer["edit"] == reverse("lab:edit", args=[proposal.reference])
    assert (proposal.title_en, proposal.summary_en, proposal.kind) == ("Untitled proposal", "Two days.", "technical")

    page.sends(title="Forum", objectives=[str(ObjectiveFactory().pk)], budget="10 000", currency="EUR")
    proposal.refresh_from_db()
    assert (proposal.title_en, proposal.summary_en, proposal.kind) == ("Forum", "Two days.", "technical")
    assert (proposal.budget, proposal.objectives.count(), proposal.version) == (Decimal(10_000), 1, 2)
    assert Proposal.objects.count() == 1


def test_untitled_draft_is_named_in_its_language_and_asks_for_a_title_before_it_is_sent(client, gabon):
    with override("fr"):
        page = Page(client)
    page.sends(summary="Deux jours.", support_sought="Des salles.", objectives=[str(ObjectiveFactory().pk)])
    proposal = Proposal.objects.get()
    with override("fr"):
        assert proposal.title_fr == services.untitled("fr")
    assert client.get(reverse("lab:edit", args=[proposal.reference])).context["form"]["title"].value() == ""

    with pytest.raises(services.Incomplete) as refusal:
        services.submit(proposal, by=gabon)
    assert list(refusal.value.error_dict) == ["title"]
    with override("en"):
        step = reverse("lab:step", args=[proposal.reference, "submit"])
    assert client.post(step, follow=True).context["form"].errors == {"title": ["Give the proposal a title."]}


def test_title_that_is_cleared_for_a_moment_is_not_lost(client, gabon):
    proposal = ProposalFactory(title_en="Forum")
    page = Page(client, proposal)

    page.sends(title="", summary="More")

    proposal.refresh_from_db()
    assert (proposal.title_en, proposal.summary_en) == ("Forum", "More")


def test_nothing_changed_writes_nothing_but_that_the_page_is_open(client, gabon):
    proposal = ProposalFactory()
    page = Page(client, proposal)
    before = Proposal.objects.values().get()

    answer = page.sends().json()
    same = page.sends(summary=proposal.summary_en, kind=proposal.kind).json()

    assert (answer["told"], answer["version"], same["version"]) == ("", 1, 1)
    assert Proposal.objects.values().get() == before
    assert Writer.objects.get().person == gabon


@pytest.mark.parametrize("header", ["Sec-Purpose", "Purpose"])
def test_a_browser_that_looks_ahead_writes_nothing(client, gabon, header):
    proposal = ProposalFactory()
    edit = reverse("lab:edit", args=[proposal.reference])

    client.get(edit, headers={header: "prefetch;prerender"})
    client.head(edit)
    client.get(reverse("lab:autosave", args=[proposal.reference]))

    assert not Writer.objects.exists()


def test_looking_at_the_form_notes_who_has_it_open_and_nothing_else(client, gabon):
    proposal = ProposalFactory()
    before = Proposal.objects.values().get()

    for _twice in range(2):
        client.get(reverse("lab:edit", args=[proposal.reference]))

    assert Proposal.objects.values().get() == before
    assert Writer.objects.get().person == gabon


def test_presence_is_noted_anew_only_after_a_while(client, gabon):
    page = Page(client, ProposalFactory())
    page.sends()
    first = Writer.objects.get().seen_at

    page.sends()
    assert Writer.objects.get().seen_at == first
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=40), tick=False):
        page.sends()
    assert Writer.objects.get().seen_at > first


def test_answers_that_are_lost_make_neither_a_second_draft_nor_a_conflict(client, gabon):
    page = Page(client)
    for words in ("One", "One two", "One two three"):
        assert page.sends(hears=False, title="Forum", summary=words).status_code == 200
    proposal = Proposal.objects.get()
    assert (proposal.summary_en, proposal.version) == ("One two three", 3)

    page = Page(client, proposal)
    for words in ("A", "A b"):
        assert page.sends(hears=False, summary=words).status_code == 200
    response = client.post(
        reverse("lab:edit", args=[proposal.reference]), page.form | {"summary": "A b c", "save": "1"}
    )

    proposal.refresh_from_db()
    assert (response.status_code, proposal.summary_en, AsideText.objects.count()) == (302, "A b c", 0)


def test_form_of_a_new_proposal_that_kept_itself_is_saved_and_sent_as_one(client, gabon):
    page = Page(client)
    page.sends(hears=False, title="Forum", summary="Two")
    typed = page.form | {"title": "Forum", "summary": "Two days.", "support_sought": "Rooms.",
                         "objectives": [str(ObjectiveFactory().pk)], "send": "1"}  # fmt: skip

    answers = [client.post(reverse("lab:new"), typed) for _press in range(2)]

    proposal = Proposal.objects.get()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (proposal.state, proposal.summary_en, proposal.lines.count()) == (State.SUBMITTED, "Two days.", 1)


def test_new_words_in_a_form_that_was_saved_by_its_button_are_another_version(client, gabon):
    page = Page(client)
    client.post(reverse("lab:new"), page.form | {"title": "Forum", "save": "1"})

    assert page.sends(title="Another").status_code == 409
    assert Proposal.objects.get().title_en == "Forum"


def test_what_is_wrong_waits_and_the_rest_is_kept(client, gabon):
    proposal = ProposalFactory(starts_on=datetime.date(2027, 1, 1), ends_on=datetime.date(2027, 1, 10))
    page = Page(client, proposal)

    answer = page.sends(summary="More", budget="much", starts_on="2027-02-01", aims="x" * 50_000).json()
    told = answer["told"]

    proposal.refresh_from_db()
    assert (proposal.summary_en, proposal.budget, proposal.written("aims")) == ("More", None, "")
    assert (proposal.starts_on, proposal.ends_on) == (datetime.date(2027, 1, 1), datetime.date(2027, 1, 10))
    assert "but for what needs your attention" in told
    assert answer["wrong"] == ["aims", "budget", "currency", "ends_on", "starts_on"]
    for label in ("Budget", "Ends on", "What it is to achieve"):
        assert label in told


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202eabc 👩🏽‍🌾 İ ß é", "a\nb\n\nc", "{{ settings }}"])
def test_odd_words_are_kept_exactly(client, gabon, text):
    proposal = ProposalFactory()

    Page(client, proposal).sends(summary=text, context=text)

    proposal.refresh_from_db()
    assert (proposal.summary_en, proposal.context_en) == (text, text)


def test_page_never_sends_files_or_fields_of_the_model_by_itself(client, gabon):
    file = AttachmentFactory(proposal__partner__code="GA")
    before = Proposal.objects.values("state", "partner_id", "author_id", "reference", "is_example").get()
    page = Page(client, file.proposal)

    page.sends(removed=[file.reference], state="open", partner=str(PartnerFactory(code="ML").pk), version="99",
               is_example="on", author="1", lines="x", summary="More")  # fmt: skip

    file.refresh_from_db()
    assert file.removed_at is None
    assert Proposal.objects.values("state", "partner_id", "author_id", "reference", "is_example").get() == before


def test_person_of_two_seats_says_first_for_whom(client, gabon):
    MandateFactory(user=gabon, partner=PartnerFactory(code="ML"), role="contributor")
    page = Page(client)

    assert page.sends(title="Forum").status_code == 422
    assert not Proposal.objects.exists()
    assert page.sends(title="Forum", partner=str(PartnerFactory(code="ML").pk)).status_code == 200
    assert Proposal.objects.get().partner.code == "ML"


@pytest.mark.parametrize("key", ["", "x"])
def test_page_without_its_key_begins_nothing(client, gabon, key):
    assert client.post(reverse(NEW), {"changed": "title", "title": "Forum", "form_key": key}).status_code == 422
    assert not Proposal.objects.exists()


WRITES = {"own head", "own alternate", "own contributor"}


@pytest.mark.parametrize("name", CAST)
@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.SUBMITTED, State.OPEN])
def test_who_may_keep_what(client, name, state):
    proposal = ProposalFactory(state=state, summary_en="as it stands")
    person = CAST[name]()
    if person.is_authenticated:
        client.force_login(person)
    body = {"changed": "summary", "summary": "mine", "version": "1", "form_key": str(uuid.uuid4())}

    found = client.post(reverse("lab:autosave", args=[proposal.reference]), body).status_code

    proposal.refresh_from_db()
    is_editable = state in (State.DRAFT, State.RETURNED)
    sees = person.is_authenticated and Proposal.objects.visible_to(person).filter(pk=proposal.pk).exists()
    written = 200 if is_editable else 409
    expected = 401 if name == "visitor" else 404 if not sees else written if name in WRITES else 403
    assert found == expected
    assert proposal.summary_en == ("mine" if expected == 200 else "as it stands")
    assert AsideText.objects.count() == (1 if expected == 409 else 0)
    assert Writer.objects.count() == (1 if expected == 200 else 0)


@pytest.mark.parametrize("name", CAST)
def test_who_may_begin_by_itself(client, name):
    person = CAST[name]()
    if person.is_authenticated:
        client.force_login(person)

    found = client.post(reverse(NEW), {"changed": "title", "title": "Forum", "form_key": str(uuid.uuid4())})

    may = person.is_authenticated and person.has_perm("lab.add_proposal")
    assert found.status_code == (401 if name == "visitor" else 200 if may else 403)
    assert Proposal.objects.count() == (1 if may else 0)


def test_session_that_ended_is_told_in_words_and_nothing_is_written(client, gabon):
    proposal = ProposalFactory()
    page = Page(client, proposal)
    client.logout()

    response = page.sends(summary="More", **{keeping.OWNER_FIELD: keeping.mark_of(gabon)})

    assert not HeldForm.objects.exists()
    assert (response.status_code, response["Content-Type"]) == (401, "application/json")
    assert response.json()["told"]
    proposal.refresh_from_db()
    assert proposal.summary_en == "What it is about."


def test_mandate_that_ends_while_somebody_writes_ends_the_writing(client, gabon):
    proposal = ProposalFactory(author=gabon)
    page, new = Page(client, proposal), Page(client)
    page.sends(summary="Before")
    new.sends(title="Begun")
    gabon.mandates.update(starts_on="2020-01-01", ends_on="2020-12-31")
    before = list(Proposal.objects.order_by("pk").values())

    answers = [page.sends(summary="After"), new.sends(title="After"), Page.sends(new, title="After")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    again = client.post(reverse(NEW), {"changed": "title", "title": "After", "form_key": new.form["form_key"]})
    assert again.status_code == 403
    assert list(Proposal.objects.order_by("pk").values()) == before
    assert not AsideText.objects.exists()
