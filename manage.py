#!/usr/bin/env python
"""Django's command line for the portal."""

import os
import sys


def main() -> None:
    """Run the command named on the command line, with the development settings unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 – optional: settings must be chosen first

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
