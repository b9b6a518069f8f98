"""The door for the web server; in production it stays shut while the settings are unsafe."""

import os

import django
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.prod")
django.setup(set_prefix=False)

from apps.common.checks import refuse_unsafe_start  # noqa: E402 – the settings come first

refuse_unsafe_start()
application = get_wsgi_application()
