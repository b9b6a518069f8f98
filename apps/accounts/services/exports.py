"""The file of everything that the portal knows of a person."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from apps.common import registry

from ..models import User
from .access import note


class _Encoder(DjangoJSONEncoder):
    """Words to be translated become those of the reader's language."""

    def default(self, o: Any) -> Any:
        """Whatever else is no plain value is told in words."""
        try:
            return super().default(o)
        except TypeError:
            return str(o)


@transaction.atomic
def export_of(user: User) -> bytes:
    """What every room knows of this person, as JSON by room; that it was asked for is noted first, and stands in it."""
    note(user, "export")
    rooms = {name: dict(known(user)) for name, known in registry.personal_data.items()}
    content = {"made_at": timezone.now(), **rooms}
    return json.dumps(content, cls=_Encoder, ensure_ascii=False, indent=2).encode()
