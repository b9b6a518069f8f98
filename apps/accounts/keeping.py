"""Keeps what was typed into a form whose session had ended meanwhile, for the account whose form it was, for a day.

The page of a form carries a signed mark of its reader. When the form comes back without a session, its words are sealed
and stored; the same person finds them after signing in. Needs no JavaScript and no browser storage.
"""

import datetime
import json
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.core import signing
from django.http import HttpRequest

from .models import HeldForm, User
from .seals import seal_of

OWNER_FIELD = "form_of"
IN_SESSION = "held_form"
SALT = "accounts.form_of"
MARK_HOLDS = datetime.timedelta(days=7)
NOT_KEPT = ("csrfmiddlewaretoken", OWNER_FIELD)
LONGEST_PATH = 2000
MOST_KEPT = 20


@dataclass(frozen=True)
class KeptForm:
    """What was typed: where it was sent to, its fields in order, and the names of files that must be attached again."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str]


def mark_of(user: User) -> str:
    """The signed mark by which a form says whose it is; it says nothing else and opens nothing."""
    return signing.dumps(user.pk, salt=SALT)


def keep(request: HttpRequest) -> bool:
    """Keep the words of a POST that came without a session; returns whether anything was kept.

    Nothing is kept of a form without a mark, or with one that is forged, too old, or of somebody who may not sign in;
    nor of one whose address is longer than any of ours. Of one person the latest twenty are kept.
    """
    path = request.get_full_path()
    if len(path) > LONGEST_PATH:
        return False
    try:
        owner = signing.loads(request.POST.get(OWNER_FIELD, ""), salt=SALT, max_age=MARK_HOLDS)
    except signing.BadSignature:
        return False
    person = User.objects.active().filter(pk=owner).first()
    if person is None:
        return False
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_KEPT]
    files = [file.name for files in request.FILES.lists() for file in files[1]]
    sealed = seal_of(SALT).encrypt(json.dumps({"fields": fields, "files": files}).encode()).decode()
    held = HeldForm.objects.create(owner=person, path=path, sealed=sealed)
    older = (
        HeldForm.objects.filter(owner=person).order_by("-created_at", "-pk").values_list("pk", flat=True)[MOST_KEPT:]
    )
    HeldForm.objects.filter(pk__in=list(older)).delete()
    request.session[IN_SESSION] = held.pk
    return True


def kept_for(request: HttpRequest) -> KeptForm | None:
    """What waits for the person who is signed in now; never what another account had typed in this browser.

    What was sealed with a key that is no longer one of ours cannot be read again, and nothing waits.
    """
    held = HeldForm.objects.still_kept().filter(pk=request.session.get(IN_SESSION), owner=request.user).first()
    if held is None:
        return None
    try:
        content: dict[str, Any] = json.loads(seal_of(SALT).decrypt(held.sealed.encode()))
    except InvalidToken:
        return None
    return KeptForm(held.path, [(name, value) for name, value in content["fields"]], content["files"])


def forget_old(at: datetime.datetime | None = None) -> int:
    """Erase what was kept longer than a day; returns how many forms."""
    return HeldForm.objects.exclude(pk__in=HeldForm.objects.still_kept(at)).delete()[0]
