"""What a person chooses for themselves."""

from ..models import User


def save_preferences(user: User, *, language: str, time_zone: str) -> User:
    """Keep the language in which the person is written to, and the zone in which they read moments."""
    user.language, user.time_zone = language, time_zone
    user.save(update_fields=["language", "time_zone"])
    return user
