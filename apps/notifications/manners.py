"""What people do with their notices and mails: choose how often they hear, give a topic up, mark notices as read."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from apps.common.access import require

from .choosing import choices_of, frequency_by
from .messages import KINDS
from .models import Choice, Frequency, Notice, Preference
from .topics import DIGEST, declared_topics


@transaction.atomic
def choose(person: Any, choices: Mapping[str, str], *, by: Any) -> None:
    """Let a person hear of each topic as `choices` say, by the topic's name; "" is the default of each message.

    Asks `notifications.choose_mails`. What waits for a digest follows the new choice at once.
    """
    require(by, "notifications.choose_mails", person)
    for topic, choice in choices.items():
        _write_choice(person.pk, topic, choice)


@transaction.atomic
def give_up(person_pk: int, topic: str) -> bool:
    """Send this person no more mails on a topic, by the mark of a mail, without signing in; False for nobody.

    Giving up the digest gives up all that comes in one; what is addressed to the person still comes at once.
    """
    if not get_user_model().objects.filter(pk=person_pk).exists():
        return False
    if topic != DIGEST:
        _write_choice(person_pk, topic, Choice.NONE)
        return True
    chosen = choices_of(person_pk)
    for name in (topic.name for topic in declared_topics()):
        choice = chosen.get(name, "")
        if choice in ("", Choice.DAILY, Choice.WEEKLY):
            _write_choice(person_pk, name, Choice.NONE if choice else Choice.ADDRESSED)
    return True


@transaction.atomic
def take_up_again(person_pk: int, topic: str) -> None:
    """Undo that a topic was given up, by the mark of the same mail: the default of each message holds again."""
    if choices_of(person_pk).get(topic) == Choice.NONE:
        _write_choice(person_pk, topic, "")


def _write_choice(person_pk: int, topic: str, choice: str) -> None:
    if choice:
        Preference.objects.update_or_create(person_id=person_pk, topic=topic, defaults={"frequency": choice})
    else:
        Preference.objects.filter(person=person_pk, topic=topic).delete()
    if choice != Choice.AT_ONCE:
        names = [name for name, kind in KINDS.items() if kind.topic == topic]
        waiting = Notice.objects.filter(recipient=person_pk, message__in=names, digested_at__isnull=True)
        waiting = waiting.exclude(frequency__in=(Frequency.AT_ONCE, Frequency.NONE))
        waiting.update(frequency=frequency_by(choice or None, is_addressed=False))


def move_choices(leaver: Any, successor: Any, partner_id: int, by: Any) -> None:
    """At a hand-over: the successor hears of each topic as the leaver did, where they chose nothing themselves.

    The leaver's choices stay: they may act for another seat. A seat that stays vacant has nobody to choose for.
    """
    if leaver is None or successor is None:
        return
    own = choices_of(successor.pk)
    Preference.objects.bulk_create(
        (
            Preference(person=successor, topic=topic, frequency=choice)
            for topic, choice in choices_of(leaver.pk).items()
            if topic not in own
        ),
        ignore_conflicts=True,
    )


def mark_read(person: Any, pk: int, *, by: Any) -> bool:
    """Mark one of this person's notices as read; False where they have no such notice. Asks `read_notices`."""
    require(by, "notifications.read_notices", person)
    notice = Notice.objects.visible_to(person).filter(pk=pk)
    notice.unread().update(read_at=timezone.now())
    return notice.exists()


def mark_all_read(person: Any, *, by: Any) -> int:
    """Mark all of this person's notices as read; returns how many were not. Asks `read_notices`."""
    require(by, "notifications.read_notices", person)
    unread = Notice.objects.visible_to(person).unread().values("pk")
    return Notice.objects.filter(pk__in=unread).update(read_at=timezone.now())
