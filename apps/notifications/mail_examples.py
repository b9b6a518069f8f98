"""Examples of the messages about accounts and about mails, for the office to look at: nobody in them exists."""

from django.utils import timezone
from django.utils.translation import get_language

from apps.accounts.models import AddressChange

from . import notifications as told
from .digests import Digest
from .models import Frequency, OutboxMail, ReturnedMail
from .previews import NOBODY, example, reader

ADDRESS, OTHER_ADDRESS = "reader@example.org", "other@example.org"

example("accounts.password_reset_key")(lambda: told.PasswordResetLink(uid="0", key="example"))
example("accounts.password_reset")(told.PasswordReset)
example("accounts.password_changed")(told.PasswordChanged)
example("accounts.login_code")(lambda: told.LoginCode(code="ABCD-EFGH"))
example("accounts.factor_changed")(lambda: told.FactorChanged(what="totp_activated"))
example("accounts.address_taken")(told.AddressTaken)
example("accounts.address_changed")(told.AddressChanged)
example("accounts.office_invitation")(told.OfficeInvitation)
example("accounts.office_access")(told.OfficeAccess)


def _change() -> AddressChange:
    return AddressChange(pk=NOBODY, person=reader(get_language()), old_address=ADDRESS, new_address=OTHER_ADDRESS)


@example("accounts.address_old")
def address_old() -> told.AddressLink:
    """The mailbox in use is asked."""
    return told.AddressLink(_change())


@example("accounts.address_new")
def address_new() -> told.NewAddressLink:
    """The new mailbox is asked."""
    return told.NewAddressLink(_change())


@example("notifications.address_in_doubt")
def address_in_doubt() -> told.AddressInDoubt:
    """Mails to somebody come back."""
    mail = OutboxMail(pk=NOBODY, recipient=reader(get_language()), address=OTHER_ADDRESS)
    returned = ReturnedMail(pk=NOBODY, person=mail.recipient, mail=mail, address=OTHER_ADDRESS, at=timezone.now())
    return told.AddressInDoubt(returned, address=OTHER_ADDRESS)


@example("notifications.digest")
def digest() -> Digest:
    """The frame of a digest; what stands in one differs from reader to reader."""
    return Digest(frequency=Frequency.WEEKLY, notices=[])
