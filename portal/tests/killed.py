"""A process that does what it is told in a child of its own, and kills that child at the moment it is told.

Each line that it reads is the JSON of an order: `call` names a function of this module, `arguments` are what it gets,
`seconds` say when the child is killed, null that it is left alone. It answers each with the JSON of the child's `exit`
status, which is -9 where it was killed, and of the seconds it `took`.
"""

import json
import os
import signal
import sys
import time

import django


def submit(proposal: int, person: int) -> None:
    """A person sends a proposal to the secretariat."""
    _take("submit", proposal, person)


def publish(proposal: int, person: int) -> None:
    """A person of the secretariat puts a proposal before all seats."""
    _take("publish", proposal, person)


def deliver(port: int) -> None:
    """The worker hands all mails that are due to the mail server at this port."""
    from django.conf import settings  # noqa: PLC0415 – what is ours is read once Django is ready

    from apps.notifications import delivery  # noqa: PLC0415
    from apps.notifications.messages import KINDS  # noqa: PLC0415
    from apps.notifications.tests.messages import Greeting  # noqa: PLC0415
    from apps.notifications.tests.servers import SMTP_BACKEND  # noqa: PLC0415

    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP_BACKEND, "127.0.0.1", port
    KINDS[Greeting.name] = Greeting
    delivery.deliver_due(limit=1000)


def _take(step: str, proposal: int, person: int) -> None:
    from apps.accounts.models import User  # noqa: PLC0415
    from apps.lab import services  # noqa: PLC0415
    from apps.lab.models import Proposal  # noqa: PLC0415

    row = Proposal.objects.get(pk=proposal)
    services.PROPOSAL_STEPS[step](row, by=User.objects.get(pk=person))


def obey(order: dict) -> dict:
    """Carry out one order; the child gets a connection to the database of its own."""
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            globals()[order["call"]](*order["arguments"])
            connections.close_all()
            status = 0
        finally:
            sys.stderr.flush()
            os._exit(status)
    if order["seconds"] is not None:
        time.sleep(order["seconds"])
        os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return {"exit": os.waitstatus_to_exitcode(status), "took": time.monotonic() - started}


def main() -> None:
    """Obey until nothing more is asked; nothing is delivered but on an order."""
    django.setup()
    from apps.notifications import messages  # noqa: PLC0415

    messages.nudges.clear()
    for line in sys.stdin:
        print(json.dumps(obey(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
