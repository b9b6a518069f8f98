"""A process killed at any moment leaves a decision with its line and its mails, or nothing of the three."""

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.lab.models import Proposal
from apps.lab.tests.factories import ProposalFactory
from apps.lab.workflow import State
from apps.notifications import delivery, messages
from apps.notifications.models import Notice, OutboxMail
from apps.notifications.tests.messages import Greeting
from apps.notifications.tests.servers import smtp_server
from apps.partners.tests.factories import focal_point, secretariat_member

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.walk]
ROOT = Path(__file__).resolve().parents[2]
KILLED, LONG_AGO = -9, delivery.LEASE * 2
TIMES = pytest.mark.parametrize("times", [20, pytest.param(200, marks=pytest.mark.long)])
Doing = Callable[..., dict]


@pytest.fixture(autouse=True)
def nobody_is_called(monkeypatch):
    monkeypatch.setattr(messages, "nudges", [])


def address_of_database() -> str:
    """The database of this test as DATABASE_URL names one."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@pytest.fixture
def doing(transactional_db, tmp_path) -> Iterator[Doing]:
    """`doing("submit", …)` lets another process do it on this database; with `seconds` it is killed after so many."""
    environment = os.environ | {"DATABASE_URL": address_of_database(), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "portal.tests.killed"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=environment, **pipes) as process:

        def do(call: str, *arguments: int, seconds: float | None = None) -> dict:
            order = {"call": call, "arguments": arguments, "seconds": seconds}
            process.stdin.write(f"{json.dumps(order)}\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield do
        process.stdin.close()


def left_by(proposal: Proposal) -> tuple[str, int, int, int]:
    """What stands of a proposal: its state, its lines, the mails and the notices about it."""
    proposal.refresh_from_db()
    about = {"about_type": ContentType.objects.get_for_model(Proposal), "about_id": proposal.pk}
    told = (OutboxMail.objects.filter(**about).count(), Notice.objects.filter(**about).count())
    return (proposal.state, proposal.lines.count(), *told)


@TIMES
@pytest.mark.parametrize(
    ("step", "before", "after"), [("submit", State.DRAFT, State.SUBMITTED), ("publish", State.SUBMITTED, State.OPEN)]
)
def test_decision_line_and_mails_stand_together_or_not_at_all(doing, step, before, after, times):
    gabon, office = focal_point("GA"), secretariat_member()
    for code in ("CH", "ML", "MA"):
        focal_point(code)
    focal_point("GA", "alternate")
    by = gabon if step == "submit" else office
    proposals = [ProposalFactory(state=before) for _number in range(times + 3)]
    took = [doing(step, proposal.pk, by.pk) for proposal in proposals[:3]]
    assert {one["exit"] for one in took} == {0}
    whole = left_by(proposals[0])
    assert whole[:2] == (after, 1)
    assert min(whole[2:]) > 0

    ends = Counter()
    for proposal in proposals[3:]:
        moment = random.uniform(0, 1.1 * min(one["took"] for one in took))
        ends[doing(step, proposal.pk, by.pk, seconds=moment)["exit"]] += 1

    assert ends.keys() <= {0, KILLED}
    assert ends[KILLED] > times / 2
    left = {left_by(proposal) for proposal in proposals}
    assert left == {(before, 0, 0, 0), whole}


@TIMES
def test_worker_killed_at_any_moment_loses_no_mail_and_repeats_itself_alone(doing, settings, times):
    with transaction.atomic():
        for _number in range(times):
            Greeting(UserFactory()).queue_for([UserFactory()])
    kills = 0

    with smtp_server(settings) as box:
        took = doing("deliver", settings.EMAIL_PORT)["took"]
        OutboxMail.objects.update(status=OutboxMail.Status.QUEUED, attempts=0, sent_at=None)
        box.mails.clear()
        for _time in range(times):
            moment = random.uniform(0, min(took, 4 * took / times + 0.05))
            kills += doing("deliver", settings.EMAIL_PORT, seconds=moment)["exit"] == KILLED
            # Its lease has run out when the next worker looks.
            claimed = OutboxMail.objects.filter(status=OutboxMail.Status.SENDING)
            claimed.update(claimed_until=timezone.now() - LONG_AGO)
        doing("deliver", settings.EMAIL_PORT)

    received = Counter(one.mail["Message-ID"] for one in box.mails)
    attempts = dict(OutboxMail.objects.values_list("message_id", "attempts"))
    assert set(OutboxMail.objects.values_list("status", flat=True)) == {OutboxMail.Status.SENT}
    assert received.keys() == attempts.keys()
    assert all(received[name] <= attempts[name] for name in attempts)
    assert received.total() - len(attempts) <= kills
    assert kills > times / 4
