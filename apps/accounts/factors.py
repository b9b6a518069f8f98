"""The second factor: who must have one, how its secrets are stored, and that a code counts once."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .models import User
from .seals import seal_of

SEAL = "accounts.second_factor"
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
CODE_REMEMBERED = 5 * 60


class FactorAdapter(DefaultMFAAdapter):
    """allauth's questions about second factors, answered in our words; secrets are sealed in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or was used already. Please type the one that is shown now."),
        "cannot_generate_recovery_codes": _("Recovery codes come with a second factor: please add one first."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed."""
        return seal_of(SEAL).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Opened; raises `cryptography.fernet.InvalidToken` for what none of our keys sealed."""
        return seal_of(SEAL).decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """What a passkey is called until its owner says better: Passkey 1, Passkey 2."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The portal as browsers show it beside a passkey."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}


def has_factor(user: Any) -> bool:
    """Whether this person has a second factor; codes on paper are none, because they come with one."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=FACTORS).exists()


def is_missing(user: Any) -> bool:
    """Whether this person must have a second factor and has none; nobody must where the demonstration says so."""
    if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated:
        return False
    return user.has_perm("accounts.enter_office") and not has_factor(user)


def use_up(user: User, code: str) -> bool:
    """Mark a code of the authenticator app as used; False where it was: who read it over a shoulder gets nothing.

    A code is good for three steps of thirty seconds; the mark outlives it.
    """
    digits = "".join(letter for letter in code if letter.isdigit())
    return cache.add(f"accounts:code:{user.pk}:{digits}", True, CODE_REMEMBERED)


# The words of allauth for its kinds are shown nowhere but in lists of ours.
NAMES = {
    Authenticator.Type.TOTP: pgettext_lazy("second factor", "Authenticator app"),
    Authenticator.Type.WEBAUTHN: pgettext_lazy("second factor", "Passkey"),
    Authenticator.Type.RECOVERY_CODES: pgettext_lazy("second factor", "Recovery codes"),
}
