"""The names under which things stand in addresses that not everybody may see: random, so that they betray nothing."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 10


def new_reference() -> str:
    """Ten characters that cannot be guessed or mistaken for one another, the first always a letter."""
    letters = ALPHABET[8:]
    return secrets.choice(letters) + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
