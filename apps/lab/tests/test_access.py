"""Who sees what, through the pages themselves: each word carries a mark, and nobody meets one that is not theirs."""

from itertools import product

import pytest
from django.urls import reverse

from apps.lab import services
from apps.lab.tests.cast import CAST
from apps.lab.tests.factories import AttachmentFactory, OfferFactory, ProposalFactory
from apps.lab.tests.scenes import WHO_SEES, Scene, in_both_languages, mark
from apps.lab.workflow import OfferState, State
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
LISTS = ("lab:list", "lab:ours", "pages:dashboard")


def text_of(response):
    """All that an answer says: body and headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return body.decode(errors="replace") + str(dict(response.items()))


def read_all(client, person, scenes):
    """Everything that the person is shown, on the lists and on the pages of each scene."""
    if person.is_authenticated:
        client.force_login(person)
    else:
        client.logout()
    addresses = [path for name in LISTS for path in in_both_languages(reverse(name))]
    addresses += [
        f"{reverse('lab:list')}?stage=ended",
        reverse("admin:index"),
        reverse("admin:lab_proposal_changelist"),
    ]
    addresses += [address for scene in scenes for address in scene.addresses()]
    return "".join(text_of(client.get(address, follow=not person.is_authenticated)) for address in addresses)


@pytest.mark.walk
def test_nobody_meets_a_word_that_is_not_theirs(client):
    scenes = [Scene(*where) for where in WHO_SEES]
    marks = {word: readers for scene in scenes for word, readers in scene.marks.items()}
    people = {name: make() for name, make in CAST.items()}
    seen_by: dict[str, set[str]] = {word: set() for word in marks}

    for name, person in people.items():
        told = read_all(client, person, scenes)
        for word, readers in seen_by.items():
            if word in told:
                readers.add(name)

    assert {word: seen_by[word] - readers for word, readers in marks.items() if seen_by[word] - readers} == {}
    for scene in scenes:
        for word in (scene.proposal.title_en, scene.proposal.title_fr, scene.content, scene.offers[0].text):
            assert seen_by[word] == marks[word]


@pytest.mark.parametrize("name", ["visitor", "own former", "own missing-migrants", "other head", "administrator"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_unseen_objects_answer_as_if_they_had_never_been(client, name, method):
    person = CAST[name]()
    draft, never = ProposalFactory(), "zzzzzzzzzz"
    attachment, offer = AttachmentFactory(proposal=draft), OfferFactory(proposal=draft)
    if person.is_authenticated:
        client.force_login(person)

    def answer(view, *arguments):
        response = getattr(client, method)(reverse(f"lab:{view}", args=arguments))
        return response.status_code, len(text_of(response).replace(draft.reference, never)), response.get("Location")

    pairs = [
        (("proposal", draft.reference), ("proposal", never)),
        (("edit", draft.reference), ("edit", never)),
        (("offer", draft.reference), ("offer", never)),
        (("step", draft.reference, "submit"), ("step", never, "submit")),
        (("file", draft.reference, attachment.reference), ("file", never, attachment.reference)),
        (("offer_step", draft.reference, offer.reference, "accept"), ("offer_step", never, offer.reference, "accept")),
    ]
    for there, nowhere in pairs:
        status, length, location = answer(*there)
        assert (status, length) == answer(*nowhere)[:2]
        expected = 302 if name == "visitor" else 404 if status != 405 else 405
        assert status == expected
        assert location is None or "/accounts/login/" in location or "/connexion" in location


def test_own_proposal_does_not_open_the_files_and_offers_of_another(client):
    client.force_login(focal_point("GA"))
    own, foreign = ProposalFactory(state=State.OPEN), ProposalFactory(partner=PartnerFactory(code="ML"))
    file, offer = AttachmentFactory(proposal=foreign), OfferFactory(proposal=foreign)

    assert client.get(reverse("lab:file", args=[own.reference, file.reference])).status_code == 404
    for step in ("accept", "decline", "withdraw"):
        address = reverse("lab:offer_step", args=[own.reference, offer.reference, step])
        assert client.post(address).status_code == 404
    offer.refresh_from_db()
    assert offer.state == OfferState.MADE


@pytest.mark.parametrize("before", [State.OPEN, State.SUBMITTED])
def test_all_seats_hear_one_word_of_what_had_been_open(client, before):
    proposal = ProposalFactory(state=State.WITHDRAWN, withdrawn_from=before, title_en=mark())
    client.force_login(focal_point("ML"))

    response = client.get(proposal.get_absolute_url())

    assert response.status_code == (200 if before == State.OPEN else 404)
    assert proposal.title_en not in text_of(response)
    assert ("Withdrawn" in text_of(response)) == (before == State.OPEN)


@pytest.mark.parametrize("before", [State.OPEN, State.SUBMITTED])
def test_an_offer_that_comes_too_late_is_given_back_to_its_writer(client, before):
    proposal = ProposalFactory(state=State.WITHDRAWN, withdrawn_from=before, title_en=mark())
    client.force_login(focal_point("ML"))
    words = {"kind": "funding", "text": "Two experts <for> a week", "conditions": "If asked"}

    response = client.post(reverse("lab:offer", args=[proposal.reference]), words)

    html = text_of(response)
    assert response.status_code == (409 if before == State.OPEN else 404)
    assert proposal.title_en not in html
    for typed in ("Two experts &lt;for&gt; a week", "If asked"):
        assert typed in html
    assert not proposal.offers.exists()


def test_access_ends_with_the_mandate_at_the_next_request(client):
    proposal, head = ProposalFactory(), focal_point("GA")
    client.force_login(head)
    assert client.get(proposal.get_absolute_url()).status_code == 200

    head.mandates.update(ends_on="2020-12-31", starts_on="2020-01-01")

    assert client.get(proposal.get_absolute_url()).status_code == 404
    assert client.get(reverse("lab:list")).status_code == 403


def test_pages_of_the_space_are_never_stored(client):
    proposal = ProposalFactory(state=State.OPEN)
    file = AttachmentFactory(proposal=proposal)
    client.force_login(focal_point("ML"))

    for address in (proposal.get_absolute_url(), reverse("lab:list"), file.get_absolute_url()):
        response = client.get(address)
        assert text_of(response)
        assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


ADDRESSES = ("list", "ours", "new", "proposal", "edit", "offer", "file", "step", "offer_step")
READERS = ("visitor", "own head", "own contributor", "other head", "own missing-migrants", "secretariat")
EXPECTED = {
    "list": (302, 200, 200, 200, 403, 200),
    "ours": (302, 200, 200, 200, 403, 200),
    "new": (302, 200, 200, 200, 403, 403),
    "proposal": (302, 200, 200, 200, 404, 200),
    "edit": (302, 409, 409, 403, 404, 403),
    "offer": (302, 403, 403, 200, 404, 403),
    "file": (302, 200, 200, 200, 404, 200),
    "step": (302, 405, 405, 405, 405, 405),
    "offer_step": (302, 405, 405, 405, 405, 405),
}


@pytest.mark.parametrize(("view", "reader"), list(product(ADDRESSES, READERS)))
def test_every_address_of_an_open_proposal_for_every_reader(client, view, reader):
    offer = OfferFactory()
    reference = offer.proposal.reference
    file = AttachmentFactory(proposal=offer.proposal)
    arguments = {
        "file": [reference, file.reference],
        "step": [reference, "publish"],
        "offer_step": [reference, offer.reference, "accept"],
    }
    person = CAST[reader]()
    if person.is_authenticated:
        client.force_login(person)
    own = [] if view in ("list", "ours", "new") else [reference]

    response = client.get(reverse(f"lab:{view}", args=arguments.get(view, own)))

    assert text_of(response)
    assert response.status_code == EXPECTED[view][READERS.index(reader)]


def test_numbers_of_others_do_not_move_with_a_draft(client):
    client.force_login(focal_point("ML"))
    ProposalFactory(state=State.OPEN)
    before = [text_of(client.get(address)) for address in (reverse("lab:list"), reverse("pages:dashboard"))]

    services.begin_draft(
        services.Draft("project", "en", {"title": "secret"}), partner=PartnerFactory(code="GA"), by=focal_point("GA")
    )

    after = [text_of(client.get(address)) for address in (reverse("lab:list"), reverse("pages:dashboard"))]
    assert [len(text) for text in after] == [len(text) for text in before]


def test_secretariat_loses_sight_of_what_it_returned(client):
    proposal, office = ProposalFactory(state=State.SUBMITTED), secretariat_member()
    client.force_login(office)

    response = client.post(reverse("lab:step", args=[proposal.reference, "return"]), {"note": "More, please"})

    assert response["Location"] == reverse("lab:list")
    assert client.get(proposal.get_absolute_url()).status_code == 404
