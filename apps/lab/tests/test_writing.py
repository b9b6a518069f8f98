"""The whole form of a proposal: short at first, every field saved, kept, compared and shown, in both languages."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from apps.lab import services
from apps.lab.forms import AmountField, ProposalForm
from apps.lab.models import Proposal
from apps.lab.services import Draft, save_draft
from apps.lab.tests.factories import (
    AttachmentFactory,
    GcmObjectiveFactory,
    ObjectiveFactory,
    ProposalFactory,
    RegionFactory,
)
from apps.lab.tests.test_views import filled
from apps.lab.workflow import State
from apps.partners.models import Membership
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
TEXTS = {
    "context": "Why now",
    "aims": "What for",
    "expected_results": "What then",
    "activities_planned": "What we do",
    "already_done": "What we did",
}


@pytest.fixture
def gabon(client):
    user = focal_point("GA")
    client.force_login(user)
    return user


def everything():
    """What somebody types into every field of a suggestion to Morocco, which sits on the committee."""
    morocco = PartnerFactory(code="MA", name_en="Morocco", name_fr="Maroc", sort_en="morocco", sort_fr="maroc")
    Membership.objects.get_or_create(partner=morocco)
    objective = ObjectiveFactory()
    action = objective.actions.get_or_create(number=7, defaults={"title_en": "Train", "title_fr": "Former"})[0]
    return {
        "kind": "suggestion",
        "language": "en",
        "title": "A forum",
        "summary": "Two days.",
        "support_sought": "Rooms.",
        "objectives": [str(objective.pk)],
        "actions": [str(action.pk)],
        "gcm_objectives": [str(GcmObjectiveFactory().pk)],
        "partners_concerned": [str(morocco.pk)],
        "regions": [str(RegionFactory().pk)],
        "sought": ["training", "funding"],
        "starts_on": "2027-03-01",
        "ends_on": "2028-05-31",
        "budget": "250 000,50",
        "currency": "EUR",
        "share_sought": "60",
        "contact": "desk@example.org",
        "addressee": "committee",
        "addressed_partner": str(morocco.pk),
        **TEXTS,
    }


def page_of(client, proposal, language="en"):
    with override(language):
        return client.get(proposal.get_absolute_url()).content.decode()


def edit_of(proposal):
    return reverse("lab:edit", args=[proposal.reference])


def test_five_things_and_the_language_are_asked_first_and_the_rest_is_folded(client, gabon):
    page = client.get(reverse("lab:new"))

    form = page.context["form"]
    assert [field.name for field in form.short] == [
        "kind", "title", "summary", "support_sought", "objectives", "language",
    ]  # fmt: skip
    assert {field.name for group in form.groups for field in group.fields} | {field.name for field in form.short} == {
        field.name for field in form.visible_fields()
    }
    assert page.content.decode().count("<details open>") == 0
    assert page.content.decode().count("<details>") == len(form.groups)


def test_every_field_is_saved_and_shown(client, gabon):
    client.post(reverse("lab:new"), filled(client.get(reverse("lab:new"))) | everything() | {"save": "1"})

    proposal = Proposal.objects.get()
    assert (proposal.budget, proposal.currency, proposal.share_sought) == (Decimal("250000.50"), "EUR", 60)
    assert (proposal.starts_on, proposal.ends_on) == (datetime.date(2027, 3, 1), datetime.date(2028, 5, 31))
    assert (proposal.addressee, proposal.addressed_partner.code) == ("committee", "MA")
    assert {name: proposal.written(name) for name in TEXTS} == TEXTS
    assert set(proposal.sought.values_list("kind", flat=True)) == {"training", "funding"}
    english, french = page_of(client, proposal), page_of(client, proposal, "fr")
    for words in (*TEXTS.values(), "Training, Funding", "desk@example.org", "Morocco", "West Africa"):
        assert words in english
    for words in ("EUR\u00a0250,000.50", "60%", "5 · Regular pathways", "Global Compact changes no national position"):
        assert words in english
    assert "Maroc" in french
    assert "Afrique de l’Ouest" in french
    assert "250\u202f000,50" in french


def test_form_filled_again_by_itself_changes_nothing(client, gabon):
    client.post(reverse("lab:new"), filled(client.get(reverse("lab:new"))) | everything() | {"save": "1"})
    proposal = Proposal.objects.get()
    before = Draft.of(proposal)

    page = client.get(edit_of(proposal))
    response = client.post(edit_of(proposal), filled(page) | {"save": "1"})

    proposal.refresh_from_db()
    assert (response.status_code, proposal.version, Draft.of(proposal)) == (302, 1, before)
    assert page.content.decode().count("<details open>") == len(page.context["form"].groups)


def test_everything_can_be_taken_back(client, gabon):
    client.post(reverse("lab:new"), filled(client.get(reverse("lab:new"))) | everything() | {"save": "1"})
    proposal = Proposal.objects.get()
    only = {name: value for name, value in filled(client.get(edit_of(proposal))).items() if name in (
        "title", "language", "version", "form_key")}  # fmt: skip

    client.post(edit_of(proposal), only | {"kind": "project", "save": "1"})

    proposal.refresh_from_db()
    assert Draft.of(proposal) == Draft("project", "en", {name: "" for name in Draft.of(proposal).texts}
                                       | {"title": "A forum"})  # fmt: skip
    assert proposal.addressed_partner is None


WRONG = {
    "starts_on": ({"starts_on": "soon"}, "starts_on"),
    "end before start": ({"starts_on": "2027-05-02", "ends_on": "2027-05-01"}, "ends_on"),
    "budget in words": ({"budget": "much"}, "budget"),
    "budget below nothing": ({"budget": "-1"}, "budget"),
    "budget without end": ({"budget": "9" * 40}, "budget"),
    "budget that is none": ({"budget": "NaN"}, "budget"),
    "budget without currency": ({"currency": ""}, "currency"),
    "unknown currency": ({"currency": "ZZZ"}, "currency"),
    "share of nothing": ({"share_sought": "0"}, "share_sought"),
    "share of more": ({"share_sought": "101"}, "share_sought"),
    "unknown support": ({"sought": ["magic"]}, "sought"),
    "unknown partner": ({"partners_concerned": ["999999"]}, "partners_concerned"),
    "unknown region": ({"regions": ["x"]}, "regions"),
    "unknown objective": ({"gcm_objectives": ["24x"]}, "gcm_objectives"),
    "no member": ({"addressed_partner": ""}, "addressed_partner"),
    "contact too long": ({"contact": "x" * 251}, "contact"),
    "contact that cannot be shown": ({"contact": "a\x00b"}, "contact"),
    "text too long": ({"aims": "x" * 50_000}, "aims"),
}


@pytest.mark.parametrize(("typed", "field"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_at_its_field_in_an_open_group_and_all_is_kept(client, gabon, typed, field):
    response = client.post(reverse("lab:new"), everything() | typed | {"save": "1"})

    assert response.status_code == 422
    form = response.context["form"]
    assert list(form.errors) == [field]
    assert next(group for group in form.groups if field in [one.name for one in group.fields]).is_open
    page = response.content.decode()
    for words in ("Why now", "What we did", 'value="250 000,50"' if "budget" not in typed else "Two days."):
        assert words in page
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("code", ["CH", "GA"])
def test_suggestion_goes_to_a_member_of_the_committee_of_today_only(client, gabon, code):
    typed = everything() | {"addressed_partner": str(PartnerFactory(code=code).pk), "save": "1"}

    assert list(client.post(reverse("lab:new"), typed).context["form"].errors) == ["addressed_partner"]


def test_suggestion_that_names_nobody_stays_a_draft_and_other_kinds_are_for_all(client, gabon):
    response = client.post(reverse("lab:new"), everything() | {"addressee": "", "send": "1"})
    client.post(reverse("lab:new"), everything() | {"kind": "technical", "title": "Other", "save": "1"})

    form = response.context["form"]
    assert (response.status_code, list(form.errors)) == (422, ["addressee"])
    assert next(group for group in form.groups if group.name == "addressee").is_open
    told = {one.kind: (one.addressee, one.addressed_partner_id, one.state) for one in Proposal.objects.all()}
    assert told == {"suggestion": ("", None, "draft"), "technical": ("", None, "draft")}


@pytest.mark.parametrize("addressee", ["secretariat", "chair", "committee"])
def test_suggestion_needs_neither_support_nor_an_objective_to_be_sent(client, gabon, addressee):
    typed = {"kind": "suggestion", "language": "en", "title": "One calendar", "summary": "Of all trainings."}

    client.post(reverse("lab:new"), typed | {"addressee": addressee, "form_key": str(uuid.uuid4()), "send": "1"})

    if addressee == "committee":
        assert not Proposal.objects.exists()
    else:
        proposal = Proposal.objects.get()
        assert (proposal.state, proposal.addressee, proposal.support_sought_en) == ("submitted", addressee, "")
        assert services.publish(proposal, by=secretariat_member()).state == "open"


@pytest.mark.parametrize(("kind", "is_open"), [("suggestion", True), ("project", False)])
def test_the_group_of_the_addressee_is_open_when_the_kind_asks_for_it(client, gabon, kind, is_open):
    proposal = ProposalFactory(kind=kind, addressee="")

    form = client.get(edit_of(proposal)).context["form"]

    assert next(group for group in form.groups if group.name == "addressee").is_open is is_open


def test_the_page_that_sends_asks_of_a_suggestion_what_a_suggestion_needs(client, gabon):
    proposal = ProposalFactory(kind="suggestion", addressee="", summary_en="", support_sought_en="", objectives=[])
    assert set(client.get(f"{edit_of(proposal)}?send=1").context["form"].errors) == {"summary", "addressee"}
    with pytest.raises(services.Incomplete) as refusal:
        services.submit(proposal, by=gabon)
    assert set(refusal.value.error_dict) == {"summary", "addressee"}


def test_member_who_has_left_the_committee_meanwhile_stays_addressed(client, gabon):
    client.post(reverse("lab:new"), everything() | {"save": "1"})
    proposal = Proposal.objects.get()
    Membership.objects.all().delete()

    response = client.post(edit_of(proposal), filled(client.get(edit_of(proposal))) | {"title": "New", "save": "1"})

    proposal.refresh_from_db()
    assert (response.status_code, proposal.addressed_partner.code) == (302, "MA")


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("250000", "250000"),
        ("250,000.5", "250000.5"),
        ("250\u202f000,50", "250000.50"),
        ("1.250.000,5", "1250000.5"),
        ("1’250’000", "1250000"),
        (" 12 ", "12"),
        ("1,5", "1.5"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_as_people_of_either_language_write_them(typed, amount):
    assert AmountField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("values", "english", "french"),
    [
        ({"starts_on": datetime.date(2027, 3, 1)}, "from 1\u00a0March 2027", "1<sup>er</sup>"),
        ({"ends_on": datetime.date(2027, 3, 2)}, "until 2\u00a0March 2027", "2\u00a0mars 2027"),
        ({"budget": Decimal(1_000_000), "currency": "XOF"}, "XOF\u00a01,000,000", "1\u202f000\u202f000"),
        ({"share_sought": 5}, "5%", "5"),
        ({"addressee": "chair", "kind": "suggestion"}, "The chair", ""),
    ],
)
def test_facts_are_told_in_the_typography_of_the_language(client, gabon, values, english, french):
    proposal = ProposalFactory(**values)

    assert english in page_of(client, proposal)
    assert french.replace("<sup>er</sup>", "") in page_of(client, proposal, "fr").replace("<sup>er</sup>", "")


def test_several_files_come_at_once_and_each_fault_names_its_file(client, gabon):
    proposal = ProposalFactory()
    good = [SimpleUploadedFile(f"{name}.txt", name.encode()) for name in ("one", "two")]
    bad = SimpleUploadedFile("three.exe", b"MZ")

    refused = client.post(edit_of(proposal), filled(client.get(edit_of(proposal))) | {"attachment": [good[0], bad]})
    assert refused.status_code == 422
    assert "three.exe: " in str(refused.context["form"].errors["attachment"])
    assert not proposal.attachments.exists()
    for file in good:
        file.seek(0)
    client.post(edit_of(proposal), filled(client.get(edit_of(proposal))) | {"attachment": good, "save": "1"})

    assert list(proposal.attachments.values_list("display_name", flat=True)) == ["one.txt", "two.txt"]


def test_more_files_than_a_form_takes_are_refused_in_words(client, gabon):
    many = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(11)]

    response = client.post(reverse("lab:new"), everything() | {"attachment": many, "save": "1"})

    assert list(response.context["form"].errors) == ["attachment"]


def test_both_versions_of_every_fact_are_shown(client, gabon):
    proposal = ProposalFactory()
    attachment = AttachmentFactory(proposal=proposal, display_name="kept.txt")
    stale = filled(client.get(edit_of(proposal)))
    colleague = focal_point("GA", "alternate")
    words = {"title": proposal.title_en, "summary": "Meanwhile", "support_sought": "What is sought."}
    save_draft(proposal, Draft("technical", "en", words, contact="theirs"), by=colleague, version=1)

    typed = everything() | {"version": "1", "form_key": stale["form_key"], "removed": [attachment.reference]}
    response = client.post(edit_of(proposal), typed | {"attachment": SimpleUploadedFile("mine.txt", b"mine")})

    page = response.content.decode()
    assert response.status_code == 409
    labels = {one.label for one in response.context["differences"]}
    every = {field.label for field in response.context["form"].visible_fields()}
    assert every - labels == {"Written in"}
    for told in ("Meanwhile", "theirs", "Morocco", "West Africa", "5 · Regular pathways", "1\u00a0March 2027",
                 "mine.txt", "kept.txt", "Training", "250,000.50", "EUR · euro"):  # fmt: skip
        assert told in page


def test_translation_lives_as_long_as_its_text_whatever_else_changes(gabon):
    proposal = ProposalFactory(context_en="Why", context_fr="Pourquoi", aims_en="For", aims_fr="Pour")
    draft = Draft.of(proposal)
    draft.texts = {**draft.texts, "aims": "For whom"}
    draft.budget, draft.currency = Decimal(5), "EUR"

    save_draft(proposal, draft, by=gabon, version=1)

    proposal.refresh_from_db()
    assert (proposal.context_fr, proposal.aims_fr) == ("Pourquoi", "")


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("name", ["new", "edit"])
def test_form_asks_fourteen_questions_at_most(client, gabon, django_assert_max_num_queries, name, number):
    proposal = ProposalFactory()
    for position in range(number):
        AttachmentFactory(proposal=proposal)
        proposal.objectives.add(ObjectiveFactory(code=f"{position}x"))
        proposal.partners_concerned.add(PartnerFactory(code=f"P{position}"))
    address = reverse("lab:new") if name == "new" else edit_of(proposal)
    client.get(reverse("lab:new"))

    with django_assert_max_num_queries(14):
        assert client.get(address).status_code == 200


def test_fields_of_the_form_are_those_of_the_draft():
    plain = set(ProposalForm.base_fields) - {"partner", "version", "form_key", "attachment"}
    draft = set(Draft.__dataclass_fields__) - {"texts", "files", "_stored"}

    assert plain == draft | set(Draft.of(ProposalFactory()).texts)


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED])
def test_hostile_words_come_back_exactly(client, gabon, state):
    proposal = ProposalFactory(state=state)
    odd = "<script>alert(1)</script> \u202eabc 👩🏽‍🌾 {{ settings }} İ ß é"
    typed = filled(client.get(edit_of(proposal))) | dict.fromkeys([*TEXTS, "contact"], odd) | {"save": "1"}

    client.post(edit_of(proposal), typed)

    proposal.refresh_from_db()
    assert {proposal.written(name) for name in TEXTS} | {proposal.contact} == {odd}
    assert "<script>alert" not in page_of(client, proposal)
    assert "<script>alert" not in client.get(edit_of(proposal)).content.decode()
