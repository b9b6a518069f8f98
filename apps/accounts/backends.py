"""Sign-in by address and password; permissions are `rules.py`'s affair, so no table of permissions is asked."""

from allauth.account.auth_backends import AuthenticationBackend


class MailAddressBackend(AuthenticationBackend):
    """allauth's backend without Django's permission rows: two queries less on every question."""

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        """Always no: another backend answers."""
        return False

    def has_module_perms(self, user_obj, app_label) -> bool:
        """Always no: another backend answers."""
        return False
