"""The demonstration that `make run` starts: as in production, but it makes accounts, keys and mails itself."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403


def _own_key(path: Path) -> str:
    """The secret key of this data folder, made at the first start and readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key(), encoding="utf-8")
    return path.read_text(encoding="utf-8")


DEMO = True
SECOND_FACTOR_REQUIRED = False
SECRET_KEY = SECRET_KEY or _own_key(DATA_DIR / "secret-key")  # noqa: F405
_LISTENING = "*" if LISTEN_HOST in ("0.0.0.0", "::") else LISTEN_HOST  # noqa: F405
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", _LISTENING, *ALLOWED_HOSTS]  # noqa: F405
