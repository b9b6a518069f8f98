"""The office: what lacks its adopted wording comes first, and each table of the room can be edited."""

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from apps.framework.models import GcmObjective, Topic
from apps.partners.tests.factories import secretariat_member

from .factories import ActionFactory, CrossCuttingPriorityFactory, ObjectiveFactory, TopicFigureFactory

pytestmark = pytest.mark.django_db
ACTIONS = "admin:framework_action_changelist"


@pytest.fixture
def office(client):
    """The secretariat, signed in."""
    client.force_login(secretariat_member())
    return client


@pytest.fixture
def actions(office):
    """Actions 1 (worded in French), 2 and 3 of one objective."""
    objective = ObjectiveFactory()
    return [ActionFactory(objective=objective, number=number, title_fr="Titre" * (number == 1)) for number in (1, 2, 3)]


def numbers(response) -> list[int]:
    return [row.number for row in response.context["cl"].result_list]


@pytest.mark.parametrize(
    ("query", "found"),
    [({}, [2, 3, 1]), ({"wording": "missing"}, [2, 3]), ({"wording": "there"}, [1]), ({"o": "1"}, [1, 2, 3])],
)
def test_actions_without_wording_come_first(office, actions, query, found):
    assert numbers(office.get(reverse(ACTIONS), query)) == found


def test_filter_offers_what_is_to_be_supplied_first(office, actions):
    assertContains(office.get(reverse(ACTIONS)), '<a href="?wording=missing">to be supplied</a>', html=False)


def test_objectives_without_wording_come_first(office):
    area = ObjectiveFactory(number=1, title_en="Adopted").area
    ObjectiveFactory(area=area, number=2)

    assert numbers(office.get(reverse("admin:framework_objective_changelist"))) == [2, 1]


def test_office_supplies_a_wording(office, actions):
    address = reverse("admin:framework_action_change", args=[actions[1].pk])
    answer = office.post(
        address,
        {
            "objective": actions[1].objective_id,
            "number": 2,
            "title_en": "As adopted",
            "title_fr": "Tel qu’adopté",
            "placement_confirmed": "on",
        },
    )

    assert answer.status_code == 302
    assert numbers(office.get(reverse(ACTIONS))) == [3, 1, 2]
    assertContains(office.get(actions[1].get_absolute_url()), "As adopted</h1>")


@pytest.mark.parametrize("model", ["crosscuttingpriority", "gcmobjective", "topic"])
def test_tables_of_the_room_are_listed_and_edited(office, model):
    CrossCuttingPriorityFactory(title_en="A row")
    GcmObjective.objects.create(number=1, title_en="A row", title_fr="Une ligne")
    TopicFigureFactory(topic__title_en="A row")

    listed = office.get(reverse(f"admin:framework_{model}_changelist"))

    assertContains(listed, "A row")
    row = listed.context["cl"].result_list[0]
    assertContains(office.get(reverse(f"admin:framework_{model}_change", args=[row.pk])), 'value="A row"')


def test_topic_is_edited_with_its_figures(office):
    figure = TopicFigureFactory()
    address = reverse("admin:framework_topic_change", args=[figure.topic_id])
    assertContains(office.get(address), 'name="figures-0-label_fr"')

    moment = timezone.localtime()
    fields = {f"figures-{name}_FORMS": number for name, number in (("TOTAL", 1), ("INITIAL", 1), ("MIN_NUM", 0))}
    answer = office.post(
        address,
        {
            "title_en": "New title",
            "title_fr": "Nouveau titre",
            "slug": "new",
            "position": 1,
            "publication": "published",
            "published_at_0": moment.date().isoformat(),
            "published_at_1": "00:00:00",
            **fields,
            "figures-0-id": figure.pk,
            "figures-0-topic": figure.topic_id,
            "figures-0-position": 1,
            "figures-0-label_en": "grants",
            "figures-0-value": "12.5",
            "figures-0-precision": "day",
        },
    )

    assert answer.status_code == 302, answer.context["errors"]
    topic = Topic.objects.get()
    assert (topic.slug, topic.title_fr, str(topic.figures.get().value)) == ("new", "Nouveau titre", "12.50")
