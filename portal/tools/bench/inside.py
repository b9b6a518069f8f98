"""The process of the bench that runs inside the portal: reads one command a line as JSON, writes one answer a line."""

import json
import os
import sys

import django


def main() -> None:
    """Answer commands until the input ends; what the portal prints goes to the error output."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    out, sys.stdout = sys.stdout, sys.stderr
    django.setup()
    from portal.tools.bench.answering import Portal  # noqa: PLC0415 – app ready

    portal = Portal()
    for line in sys.stdin:
        order = json.loads(line)
        answer = getattr(portal, order.pop("command"))(**order)
        print(json.dumps(answer), file=out, flush=True)


if __name__ == "__main__":
    main()
