"""The table of who hears of what names every message, says truly what asks something, and each row is tried."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from apps.lab import notifications, services
from apps.lab.models import Query
from apps.lab.workflow import QueryState
from apps.notifications.messages import KINDS
from apps.notifications.models import Notice
from apps.partners.tests.factories import focal_point, secretariat_member

from .asking import QueryFactory, SheetFactory
from .factories import OfferFactory
from .hearing import GROUPS, PLAYERS, World

ROW = re.compile(r"^\| `(lab\.\w+)` \| [^|]+ \| ([^|]+) \| ([^|]*)\| (yes|no) \| `(test_\w+)` \|$", re.MULTILINE)


def rows() -> list[tuple[str, ...]]:
    """Of each row: name of the message, who hears, what is said besides, whether it asks, name of the closer test."""
    return ROW.findall((Path(settings.ROOT) / "docs" / "who-hears.md").read_text(encoding="utf-8"))


def names_of_tests() -> set[str]:
    """The names of all test functions of the laboratory."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("test_*.py"))
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_message_stands_in_the_table_once():
    assert sorted(row[0] for row in rows()) == sorted(name for name in KINDS if name.startswith("lab."))


@pytest.mark.parametrize(("name", "who", "besides", "asks", "test"), rows())
@pytest.mark.django_db
def test_row(name, who, besides, asks, test):
    world = World()

    actor = PLAYERS[name](world)

    words = set(who.split(", "))
    expected = set().union(*(GROUPS[word] for word in words - {"who acts"})) - {actor}
    notices = Notice.objects.filter(recipient__in=world.names)
    heard = [world.names[pk] for pk in notices.filter(message=name).values_list("recipient", flat=True)]
    assert sorted(heard) == sorted(expected | ({actor} if "who acts" in words else set()))
    assert KINDS[name].asks == (asks == "yes")
    assert KINDS[name].is_addressed == ("may wait for a digest" not in besides)
    assert test in names_of_tests()
    # One event, one message a person.
    recipients = list(notices.values_list("recipient", flat=True))
    assert len(recipients) == len(set(recipients))


def told(message) -> set[str]:
    """The addresses of those who were told by messages of this class."""
    return set(Notice.objects.filter(message=message.name).values_list("recipient__email", flat=True))


@pytest.mark.django_db
def test_asking_about_an_offer_tells_the_seat_that_offers_only():
    gabon, offer = focal_point("GA"), OfferFactory(proposal__partner__code="GA", partner__code="CH")
    swiss, colleague, others = focal_point("CH"), focal_point("CH", role="reader"), focal_point("ML")
    secretariat_member()

    services.ask_about_offer(offer, services.Said("For how long?", "en", None), by=gabon)

    assert told(notifications.OfferAsked) == {swiss.email, colleague.email}
    assert others.email not in told(notifications.PrivateComment)


@pytest.mark.django_db
def test_the_compilation_is_told_to_all_concerned():
    gabon, colleague = focal_point("GA"), focal_point("GA", role="contributor")
    query = QueryFactory(state=QueryState.RUNNING, asked=["CH"])
    swiss, bystander = focal_point("CH"), focal_point("ML")
    SheetFactory(query=query)
    Query.objects.update(due_at=timezone.now())
    services.close_due_queries()

    services.compile_query(query, by=gabon)

    heard = told(notifications.QueryCompiled)
    assert heard >= {colleague.email, swiss.email}
    assert not heard & {gabon.email, bystander.email}
