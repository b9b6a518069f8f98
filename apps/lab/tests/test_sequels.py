"""What followed from a proposal: who names it, when, what can be found, who sees it; where other rooms lead on."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from apps.activities.tests.factories import ActivityFactory, OutcomeFactory
from apps.common import registry
from apps.documents.tests.factories import DocumentFactory, KeptFileFactory
from apps.lab import queries, services
from apps.lab.models import Sequel
from apps.lab.tests.cast import CAST
from apps.lab.tests.factories import ProposalFactory
from apps.lab.workflow import NoNewsNow, State
from apps.partners.tests.factories import focal_point, secretariat_member

pytestmark = pytest.mark.django_db


def a_document(**facts):
    return KeptFileFactory(document=DocumentFactory(**facts)).document


THINGS = {"activity": ActivityFactory, "outcome": OutcomeFactory, "document": a_document}


@pytest.mark.parametrize("name", THINGS)
def test_each_kind_of_thing_is_named_once(name):
    proposal, gabon, thing = ProposalFactory(state=State.UNDER_WAY), focal_point("GA"), THINGS[name]()

    first, again = (services.add_sequel(proposal, by=gabon, thing=thing) for _twice in range(2))

    assert first == again == Sequel.objects.get()
    assert getattr(first, f"{name}_id") == thing.pk
    line = proposal.lines.get()
    assert (line.step, line.audience, line.partner_id) == ("sequel", "seats", proposal.partner_id)
    (told,) = queries.sequels_of(proposal, focal_point("CH"))
    assert told.url


@pytest.mark.parametrize("state", State.values)
def test_only_of_what_is_under_way_or_concluded(state):
    proposal, gabon, thing = ProposalFactory(state=state), focal_point("GA"), ActivityFactory()
    if state in (State.UNDER_WAY, State.CONCLUDED):
        services.add_sequel(proposal, by=gabon, thing=thing)
    else:
        with pytest.raises(NoNewsNow):
            services.add_sequel(proposal, by=gabon, thing=thing)
        assert not Sequel.objects.exists()


@pytest.mark.parametrize("who", sorted(CAST))
def test_who_names_what_followed(client, who):
    proposal, person, thing = ProposalFactory(state=State.CONCLUDED), CAST[who](), ActivityFactory()
    if who != "visitor":
        client.force_login(person)

    response = client.post(reverse("lab:sequel", args=[proposal.reference]), {"thing": f"activity-{thing.pk}"})

    assert Sequel.objects.count() == (who in ("own head", "own alternate", "secretariat"))
    if who != "visitor":
        seen = person.has_perm("lab.view_proposal", proposal)
        assert response.status_code == (302 if Sequel.objects.exists() else 403 if seen else 404)


def test_what_one_may_not_see_is_neither_found_nor_named_nor_shown(client):
    proposal, gabon, office = ProposalFactory(state=State.CONCLUDED), focal_point("GA"), secretariat_member()
    hidden = {
        "activity": ActivityFactory(draft=True, title_en="Hidden meeting"),
        "outcome": OutcomeFactory(activity=ActivityFactory(draft=True, title_en="Hidden results")),
        "document": a_document(level="secretariat", title_en="Hidden paper"),
    }
    client.force_login(gabon)
    address = reverse("lab:sequel", args=[proposal.reference])
    assert queries.found_things(gabon, "hidden") == []
    assert len(queries.found_things(office, "hidden")) == 4

    for name, thing in hidden.items():
        answer = client.post(address, {"thing": f"{name}-{thing.pk}", "q": "x"})
        never = client.post(address, {"thing": f"{name}-999999", "q": "x"})
        assert (answer.status_code, never.status_code) == (422, 422)
        with pytest.raises(PermissionDenied):
            services.add_sequel(proposal, by=gabon, thing=thing)
        services.add_sequel(proposal, by=office, thing=thing)
    assert queries.sequels_of(proposal, gabon) == []
    assert len(queries.sequels_of(proposal, office)) == 3
    assert "Hidden" not in client.get(proposal.get_absolute_url()).content.decode()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_search_finds_by_words_of_either_language_and_choosing_puts_it_on_the_page(client, language):
    proposal, gabon = ProposalFactory(state=State.CONCLUDED), focal_point("GA")
    meeting = ActivityFactory(title_en="Youth and land", title_fr="Jeunesse et terres")
    ActivityFactory(title_en="Other", title_fr="Autre")
    client.force_login(gabon)
    with override(language):
        address, page = reverse("lab:sequel", args=[proposal.reference]), proposal.get_absolute_url()

    assert client.get(address).status_code == 200
    assert client.get(address, {"q": "nothing of that"}).status_code == 200
    found = client.get(address, {"q": "LAND jeunesse"})
    assert [key for key, _told in found.context["form"].found] == [f"activity-{meeting.pk}"]
    assert client.post(address, {"thing": f"activity-{meeting.pk}", "q": "land"}).status_code == 302
    content = client.get(page).content.decode()
    assert ("Youth and land" if language == "en" else "Jeunesse et terres") in content


@pytest.mark.parametrize(
    "key", ["", "activity-", "activity-x", "nothing-1", "activity-" + "9" * 50, "activity-\u0661", "a\x00-1", "<b>"]
)
def test_keys_that_name_nothing_are_refused_and_the_words_kept(client, key):
    proposal = ProposalFactory(state=State.CONCLUDED)
    client.force_login(focal_point("GA"))

    answer = client.post(reverse("lab:sequel", args=[proposal.reference]), {"thing": key, "q": '"><b>'})

    assert answer.status_code == 422
    assert "&quot;&gt;&lt;b&gt;" in answer.content.decode()


@pytest.fixture
def exits():
    """Registrations of a test, taken back after it."""
    kept = dict(registry.proposal_exits._entries)
    yield registry.proposal_exits
    registry.proposal_exits._entries = kept


@pytest.mark.parametrize("state", State.values)
def test_other_rooms_lead_on_from_a_concluded_proposal(client, exits, state):
    proposal, gabon = ProposalFactory(state=state), focal_point("GA")
    exits.add("nothing", lambda one, user: None)
    exits.add("label", lambda one, user: ("Ask for a <label>", f"/label/{one.reference}/") if user == gabon else None)
    client.force_login(gabon)

    content = client.get(proposal.get_absolute_url()).content.decode()

    is_led_on = f'href="/label/{proposal.reference}/">Ask for a &lt;label&gt;' in content
    assert is_led_on is (state == State.CONCLUDED)
    client.force_login(focal_point("CH"))
    assert "/label/" not in client.get(proposal.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_what_followed_is_one_question(number, django_assert_num_queries):
    proposal, gabon = ProposalFactory(state=State.CONCLUDED), focal_point("GA")
    for _one in range(number):
        for make in THINGS.values():
            services.add_sequel(proposal, by=gabon, thing=make())
    list(queries.sequels_of(proposal, gabon))

    with django_assert_num_queries(1):
        assert len(queries.sequels_of(proposal, gabon)) == 3 * number
