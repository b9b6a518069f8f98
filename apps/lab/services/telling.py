"""Of one event everybody is told once, by the message that says most to them."""

from collections.abc import Iterable
from typing import Any

from apps.notifications.messages import Message


def tell_in_turn(*turns: tuple[Message, Iterable[Any]], by: Any = None, told: Iterable[int] = ()) -> set[int]:
    """Queue each message for its people: whoever is told by one of them is left out of those after it.

    Left out of all are `by`, who acts, and who was `told` already, as keys; returns all of these with who is told now.
    """
    known = set(told) if by is None else {*told, by.pk}
    for message, people in turns:
        new = {person.pk: person for person in people if person.pk not in known}
        message.queue_for(new.values())
        known |= new.keys()
    return known
