"""How often each person wants to hear of something: their own choice, else what its message proposes."""

import datetime
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from apps.common.office_settings import office_setting

from .models import Choice, Frequency, Notice, OutboxMail, Preference
from .topics import DIGEST, declared_topics

WEEK = datetime.timedelta(days=7)


def frequency_by(choice: str | None, *, is_addressed: bool) -> str:
    """How something reaches a person who made that choice for its topic (None: no choice, or one no longer known).

    Without a choice, what is addressed to them comes at once and all else in the weekly digest.
    """
    if choice in Frequency.values:
        return str(choice)
    if is_addressed:
        return Frequency.AT_ONCE
    return Frequency.NONE if choice == Choice.ADDRESSED else Frequency.WEEKLY


def choices_of(person_pk: int) -> dict[str, str]:
    """What this person chose, by the names of the topics."""
    return dict(Preference.objects.filter(person=person_pk).values_list("topic", "frequency"))


def is_given_up(person_pk: int, topic: str) -> bool:
    """Whether this person gave up mails on a topic, or, for the digest, everything that would come in one."""
    chosen = choices_of(person_pk)
    if topic != DIGEST:
        return chosen.get(topic) == Choice.NONE
    in_digest = ("", Choice.DAILY, Choice.WEEKLY)
    return not any(chosen.get(declared.name, "") in in_digest for declared in declared_topics())


def frequencies(people: list[Any], topic: str, *, is_addressed: bool) -> dict[int, str]:
    """How each of these people wants to hear of something in this topic, by primary key; one query however many."""
    chosen = dict(Preference.objects.filter(topic=topic, person__in=people).values_list("person", "frequency"))
    return {person.pk: frequency_by(chosen.get(person.pk), is_addressed=is_addressed) for person in people}


def seats_reminded_enough(seats: Iterable[int]) -> set[int]:
    """Which of these seats had as many reminders within seven days as the office lets one seat have.

    What is queued in one go is one reminder, however many people the seat has.
    """
    mails = OutboxMail.objects.filter(
        is_reminder=True, seat__in=set(seats), created_at__gt=timezone.now() - WEEK
    ).exclude(status__in=(OutboxMail.Status.WITHHELD, OutboxMail.Status.STOPPED))
    reminders = mails.order_by().values_list("seat", "message", "about_type", "about_id", "created_at").distinct()
    number = Counter(seat for seat, *_which in reminders)
    return {seat for seat, so_far in number.items() if so_far >= office_setting("notifications.reminders_a_week")}


def heard_by(message: Any, people: list[Any]) -> list[tuple[Any, str]]:
    """How each of these people hears of a message now; without those who were told of it under the same `once`.

    A reminder for a seat that had its share of the week waits for the weekly digest.
    """
    keys = {key for person in people if (key := message.once_for(person)) is not None}
    if keys:
        known = set(OutboxMail.objects.filter(once__in=keys).values_list("once", flat=True))
        known |= set(Notice.objects.filter(once__in=keys).values_list("once", flat=True))
        people = [person for person in people if message.once_for(person) not in known]
    if not message.is_choosable() or message.topic == DIGEST:
        return [(person, Frequency.AT_ONCE) for person in people]
    chosen = frequencies(people, message.topic, is_addressed=message.is_addressed)
    if message.is_reminder:
        seats = {seat for person in people if (seat := message.seat_of(person)) is not None}
        full = seats_reminded_enough(seats) if seats else set()
        late = {person.pk for person in people if message.seat_of(person) in full}
        chosen |= {pk: Frequency.WEEKLY for pk in late if chosen[pk] == Frequency.AT_ONCE}
    return [(person, chosen[person.pk]) for person in people]
