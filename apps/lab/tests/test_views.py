"""Writing, sending and answering through the pages: nothing typed is lost, nothing happens twice."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from apps.lab import services
from apps.lab.models import Attachment, Offer, Proposal
from apps.lab.tests.factories import AttachmentFactory, ObjectiveFactory, OfferFactory, ProposalFactory
from apps.lab.workflow import OfferState, State
from apps.notifications.models import OutboxMail
from apps.partners.tests.factories import MandateFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db


def filled(response):
    """The form of a page as a browser would send it back."""
    form = response.context["form"]
    values = {}
    for field in form:
        value = field.value()
        if value not in (None, "", []) and field.name != "attachment":
            values[field.html_name] = value
    return values


def written(**changes):
    """What somebody types into a complete proposal."""
    words = {
        "kind": "technical",
        "language": "fr",
        "title": "Jeunes entrepreneurs agricoles",
        "summary": "Former cent jeunes.",
        "support_sought": "Deux formateurs.",
        "objectives": [str(ObjectiveFactory().pk)],
        "form_key": str(uuid.uuid4()),
    }
    return words | changes


def in_english(name, *arguments):
    """The English address, whatever language the last page left behind."""
    with override("en"):
        return reverse(f"lab:{name}", args=arguments)


@pytest.fixture
def gabon(client):
    user = focal_point("GA", language="fr")
    client.force_login(user)
    return user


def test_dialogue_from_a_draft_to_the_introduction(client, gabon):
    swiss, office = focal_point("CH"), secretariat_member()
    with override("fr"):
        new = reverse("lab:new")
    assert new == "/fr/espace/laboratoire/nouvelle/"
    typed = filled(client.get(new)) | {"title": "Jeunes entrepreneurs agricoles"}
    response = client.post(new, typed | {"save": "1"})
    proposal = Proposal.objects.get()
    assert (response["Location"], proposal.state, proposal.language) == (
        f"/fr/espace/laboratoire/{proposal.reference}/",
        "draft",
        "fr",
    )
    assert (proposal.title_fr, proposal.title_en) == ("Jeunes entrepreneurs agricoles", "")

    edit = f"{response['Location']}modifier/"
    typed = filled(client.get(edit)) | {"summary": "Cent jeunes.", "support_sought": "Deux formateurs."}
    response = client.post(edit, typed | {"objectives": [str(ObjectiveFactory().pk)], "send": "1"})
    proposal.refresh_from_db()
    assert (response.status_code, proposal.state) == (302, State.SUBMITTED)

    client.force_login(office)
    client.post(in_english("step", proposal.reference, "publish"))
    client.force_login(swiss)
    offer_page = in_english("offer", proposal.reference)
    typed = filled(client.get(offer_page)) | {"kind": "expertise", "text": "Two missions in spring."}
    client.post(offer_page, typed)
    offer = Offer.objects.get()
    assert (offer.partner.code, offer.state, offer.language) == ("CH", OfferState.MADE, "en")

    client.force_login(gabon)
    assert "Two missions in spring." in client.get(in_english("proposal", proposal.reference)).content.decode()
    client.post(in_english("offer_step", proposal.reference, offer.reference, "accept"))

    introduction = OutboxMail.objects.filter(message="lab.offer_accepted")
    assert {mail.recipient for mail in introduction} == {gabon, swiss}
    for mail in introduction:
        assert gabon.email in mail.text
        assert swiss.email in mail.text
    with override("en"):
        assert [line.told for line in proposal.timeline_for(gabon)] == [
            "Sent to the secretariat",
            "Published to all focal points",
            "Support offered",
            "Offer accepted; both seats were introduced to each other",
        ]


@pytest.mark.parametrize("state", State.values)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_page_of_every_state_can_be_drawn(client, gabon, state, language):
    proposal = ProposalFactory(state=state, context_en="Why", expected_results_en="Then")
    AttachmentFactory(proposal=proposal)
    for offer_state in OfferState:
        OfferFactory(proposal=proposal, state=offer_state, kind=Offer.Kind.values[len(Offer.objects.all())])
    proposal.lines.create(step="return", to_state="returned", note="More, please", actor=secretariat_member())

    with override(language):
        response = client.get(proposal.get_absolute_url())

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_draft_needs_a_title_only_and_says_so_at_the_field(client, gabon):
    response = client.post(reverse("lab:new"), written(title="", context="kept as typed", save="1"))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["title"]
    assert "kept as typed" in response.content.decode()
    assert not Proposal.objects.exists()


def test_sending_asks_for_what_is_missing_and_keeps_the_words_as_a_draft(client, gabon):
    response = client.post(reverse("lab:new"), written(summary="", objectives=[], send="1"))

    proposal = Proposal.objects.get()
    assert (response.status_code, proposal.state) == (422, State.DRAFT)
    assert list(response.context["form"].errors) == ["summary", "objectives"]
    edit = reverse("lab:edit", args=[proposal.reference])
    assert f'action="{edit}"' in response.content.decode()
    assert (proposal.title_fr, proposal.support_sought_fr) == ("Jeunes entrepreneurs agricoles", "Deux formateurs.")

    again = filled(response) | {"summary": "Voilà.", "objectives": [str(ObjectiveFactory().pk)], "send": "1"}
    assert client.post(edit, again).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED


def test_step_from_the_page_leads_to_what_is_missing(client, gabon):
    proposal = ProposalFactory(summary_en="", objectives=[])

    response = client.post(reverse("lab:step", args=[proposal.reference, "submit"]), follow=True)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["summary", "objectives"]


def test_form_sent_twice_is_one_proposal(client, gabon):
    typed = written(send="1")

    answers = [client.post(reverse("lab:new"), typed) for _ in range(2)]

    proposal = Proposal.objects.get()
    assert [answer["Location"] for answer in answers] == [proposal.get_absolute_url()] * 2
    assert (proposal.state, proposal.lines.count()) == (State.SUBMITTED, 1)


def test_draft_saved_twice_by_a_double_click_is_no_conflict(client, gabon):
    proposal = ProposalFactory()
    edit = reverse("lab:edit", args=[proposal.reference])
    typed = filled(client.get(edit)) | {"summary": "Other words", "save": "1"}
    files = [SimpleUploadedFile("note.txt", b"the same file") for _ in range(2)]

    answers = [client.post(edit, typed | {"attachment": file}) for file in files]

    proposal.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (proposal.version, Attachment.objects.count()) == (2, 1)


def test_second_tab_gets_both_texts_and_can_save_its_own(client, gabon):
    proposal = ProposalFactory(summary_en="first words")
    edit = reverse("lab:edit", args=[proposal.reference])
    tabs = [filled(client.get(edit)) for _ in range(2)]
    client.post(edit, tabs[0] | {"summary": "words of the first tab", "save": "1"})

    response = client.post(edit, tabs[1] | {"summary": "words of the second tab", "save": "1"})

    page = response.content.decode()
    assert response.status_code == 409
    assert "words of the first tab" in page
    assert page.count("words of the second tab") == 2
    proposal.refresh_from_db()
    assert proposal.summary_en == "words of the first tab"
    assert client.post(edit, filled(response) | {"save": "1"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.summary_en == "words of the second tab"


def test_words_typed_into_a_proposal_that_was_sent_meanwhile_are_shown(client, gabon):
    proposal = ProposalFactory()
    edit = reverse("lab:edit", args=[proposal.reference])
    typed = filled(client.get(edit))
    services.submit(proposal, by=gabon)

    response = client.post(edit, typed | {"summary": "late words", "save": "1"})

    assert response.status_code == 409
    assert "late words" in response.content.decode()
    assert b"<textarea" not in response.content


def test_fields_of_the_model_cannot_be_slipped_in(client, gabon):
    proposal, mali = ProposalFactory(), PartnerFactory(code="ML")
    untouched = (
        "state",
        "partner_id",
        "author_id",
        "reference",
        "submitted_at",
        "opened_at",
        "is_example",
        "from_archive",
    )
    before = Proposal.objects.values(*untouched).get()
    edit = reverse("lab:edit", args=[proposal.reference])
    slipped = {
        "state": "open", "partner": mali.pk, "partner_id": mali.pk, "author": 1, "reference": "x", "id": 99, "pk": 99,
        "is_example": "on", "from_archive": "on", "submitted_at": "2020-01-01", "opened_at": "2020-01-01", "lines": "1",
        "title_fr": "slipped", "_method": "DELETE", "offers": "1", "is_staff": "on", "note": "slipped",
    }  # fmt: skip

    refused = client.post(edit, filled(client.get(edit)) | {"summary": "new", "save": "1"} | slipped)
    assert refused.status_code == 422
    del slipped["partner"]
    client.post(edit, filled(client.get(edit)) | {"summary": "new", "save": "1"} | slipped)

    assert Proposal.objects.values(*untouched).get() == before
    proposal.refresh_from_db()
    assert (proposal.title_fr, proposal.summary_en) == (None, "new")


def test_foreign_objectives_and_files_are_refused(client, gabon):
    foreign = AttachmentFactory(proposal=ProposalFactory(partner=PartnerFactory(code="ML")))
    proposal = AttachmentFactory().proposal
    edit = reverse("lab:edit", args=[proposal.reference])

    response = client.post(edit, filled(client.get(edit)) | {"removed": [foreign.reference], "objectives": ["999999"]})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"removed", "objectives"}
    foreign.refresh_from_db()
    assert foreign.removed_at is None


def test_file_is_added_handed_out_and_taken_off(client, gabon):
    proposal = ProposalFactory()
    edit = reverse("lab:edit", args=[proposal.reference])
    note = SimpleUploadedFile("../évil\u202e.txt", b"what is in it")
    client.post(edit, filled(client.get(edit)) | {"attachment": note, "save": "1"})
    attachment = proposal.attachments.get()

    response = client.get(attachment.get_absolute_url())
    assert (b"".join(response.streaming_content), attachment.display_name) == (b"what is in it", "évil.txt")

    client.post(edit, filled(client.get(edit)) | {"removed": [attachment.reference], "save": "1"})
    assert client.get(attachment.get_absolute_url()).status_code == 404


def test_person_of_two_seats_is_asked_for_whom(client, gabon):
    MandateFactory(user=gabon, partner=PartnerFactory(code="ML"), role="contributor")
    MandateFactory(user=gabon, partner=PartnerFactory(code="SN"), role="reader")
    form = client.get(reverse("lab:new")).context["form"]
    assert {partner.code for partner in form.fields["partner"].queryset} == {"GA", "ML"}

    assert client.post(reverse("lab:new"), written(save="1")).status_code == 422
    client.post(reverse("lab:new"), written(partner=PartnerFactory(code="ML").pk, send="1"))

    proposal = Proposal.objects.get()
    assert (proposal.partner.code, proposal.state) == ("ML", State.DRAFT)
    refused = client.post(reverse("lab:new"), written(partner=PartnerFactory(code="SN").pk))
    assert refused.status_code == 422


def test_note_that_is_asked_for_comes_back_to_the_page(client):
    proposal = ProposalFactory(state=State.SUBMITTED)
    client.force_login(secretariat_member())
    address = reverse("lab:step", args=[proposal.reference, "return"])

    response = client.post(address, {"note": "  "})

    proposal.refresh_from_db()
    assert (response.status_code, proposal.state) == (422, State.SUBMITTED)
    assert "Please give a reason" in response.content.decode()


def test_step_that_somebody_else_took_first_gives_the_note_back(client, gabon):
    proposal = ProposalFactory(state=State.CONCLUDED)

    response = client.post(reverse("lab:step", args=[proposal.reference, "close"]), {"note": "a long reason"})

    assert response.status_code == 409
    assert "a long reason" in response.content.decode()


def test_unknown_step_is_nowhere(client, gabon):
    offer = OfferFactory()
    own = offer.proposal.reference

    assert client.post(reverse("lab:step", args=[own, "launch"])).status_code == 404
    assert client.post(reverse("lab:offer_step", args=[own, offer.reference, "launch"])).status_code == 404


def test_offer_sent_twice_is_one_and_another_of_the_kind_is_told(client):
    proposal, swiss = ProposalFactory(state=State.OPEN), focal_point("CH")
    client.force_login(swiss)
    address = reverse("lab:offer", args=[proposal.reference])
    typed = filled(client.get(address)) | {"kind": "funding", "text": "Money", "starts_on": "2027-03-01"}

    assert [client.post(address, typed).status_code for _ in range(2)] == [302, 302]
    assert (Offer.objects.count(), proposal.lines.count()) == (1, 1)

    response = client.post(address, typed | {"form_key": str(uuid.uuid4()), "text": "more money"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["kind"]
    assert "more money" in response.content.decode()


def test_offer_to_what_was_closed_meanwhile_keeps_its_words(client, gabon):
    proposal, swiss = ProposalFactory(state=State.OPEN), focal_point("CH")
    client.force_login(swiss)
    address = reverse("lab:offer", args=[proposal.reference])
    typed = filled(client.get(address)) | {"kind": "funding", "text": "my long words"}
    services.close(proposal, by=gabon, note="No match")

    response = client.post(address, typed)

    assert (response.status_code, Offer.objects.count()) == (409, 0)
    assert "my long words" in response.content.decode()
    assert client.get(address).status_code == 409


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "x" * 20_001])
def test_unprintable_or_endless_words_are_refused_at_their_field(client, gabon, text):
    response = client.post(reverse("lab:new"), written(summary=text, save="1"))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["summary"]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "{{ settings }}", "\u202eabc", "👩🏽‍🌾 İ ß é", "a\nb\n\nc"]
)
def test_odd_words_come_back_exactly_and_harmless(client, gabon, text):
    client.post(reverse("lab:new"), written(title=f"T {text}".replace("\n", " "), summary=text, save="1"))

    proposal = Proposal.objects.get()
    assert proposal.summary_fr == text
    assert "<script>alert" not in client.get(proposal.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "query", ["?q=%00", "?kind=%00", "?area=99", "?partner=zz", "?stage=x", "?kind=" + "a" * 10_000]
)
def test_unknown_filters_are_ignored_and_said_so(client, gabon, query):
    response = client.get(reverse("lab:list") + query)

    assert response.status_code == 200
    assert ("ignored" in response.content.decode()) == ("q=" not in query)


@pytest.mark.parametrize("page", ["0", "-1", "x", "1e9", "999999999999999999999", "99"])
def test_pages_that_are_not_there_are_not_found(client, gabon, page):
    assert client.get(reverse("lab:list"), {"page": page}).status_code == 404


def test_filters_narrow_the_list(client, gabon):
    ProposalFactory(state=State.OPEN, kind="financial", title_en="by kind", objectives=[])
    ProposalFactory(state=State.OPEN, title_en="by area", objectives=[ObjectiveFactory(area_number=2)])
    ProposalFactory(state=State.OPEN, title_en="by partner", partner=PartnerFactory(code="ML"), objectives=[])
    ProposalFactory(state=State.CONCLUDED, title_en="by stage", objectives=[])

    def titles(query):
        return {proposal.title_en for proposal in client.get(reverse("lab:list") + query).context["page"]}

    assert titles("") == {"by kind", "by area", "by partner"}
    assert titles("?kind=financial") == {"by kind"}
    assert titles("?area=2") == {"by area"}
    assert titles("?partner=ml") == {"by partner"}
    assert titles("?stage=ended") == {"by stage"}


def test_empty_lists_say_what_would_be_there(client, gabon):
    for name, words in (("list", "No proposal is open"), ("ours", "Your seat has not written")):
        page = client.get(reverse(f"lab:{name}")).content.decode()
        assert words in page
        assert reverse("lab:new") in page
