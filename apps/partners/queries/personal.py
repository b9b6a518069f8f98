"""What this room knows of a person, for the file that they may ask for."""

from typing import Any

from ..models import DirectoryEntry, Enquiry, Invitation, Mandate, SeatHandover


def known_of(user) -> dict[str, Any]:
    """Mandates, invitations, hand-overs, questions and the entry in the directory, as plain values."""
    dated = ("role", "starts_on", "ends_on", "ended_at", "confirmed_at", "asked_at", "paused_at", "letter_name")
    sent = ("name", "address", "language", "role", "created_at", "sent_at", "accepted_at", "revoked_at")
    shown = ("shows_address", "telephone", "speaks_en", "speaks_fr", "further_languages")
    seat = ("partner__code", "network__code")
    received = SeatHandover.objects.filter(successor=user)
    given = SeatHandover.objects.filter(ended__user=user)
    return {
        "mandates": list(Mandate.objects.filter(user=user).order_by("pk").values(*seat, *dated)),
        "invitations": list(Invitation.objects.filter(person=user).order_by("pk").values(*seat, *sent)),
        "seats_received": list(received.order_by("pk").values(*seat, "note", "at", "completed_at")),
        "seats_given": list(given.order_by("pk").values(*seat, "note", "at", "completed_at")),
        "questions": list(
            Enquiry.objects.filter(asked_by=user).order_by("pk").values("kind", "words", "status", "created_at")
        ),
        "directory": DirectoryEntry.objects.filter(person=user).values(*shown).first() or {},
    }
