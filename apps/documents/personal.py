"""What the library knows of a person, for the file that they may ask for."""

from typing import Any

from .models import DocumentRead


def known_of(user: Any) -> dict[str, Any]:
    """Which protected documents this person read, how and when, the oldest first."""
    reads = DocumentRead.objects.filter(user=user).order_by("at", "pk")
    return {"reads": list(reads.values("document__slug", "way", "language", "number", "at"))}
