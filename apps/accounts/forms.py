"""The forms of signing in, in the house's words; what they do is allauth's."""

from operator import itemgetter
from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from apps.common.office_settings import office_setting
from apps.common.zones import CITIES

from . import factors, sessions
from .models import User

LENGTH_HELP = _("At least 12 characters. A short sentence is easy to remember and hard to guess.")


def word(field: forms.Field, label: str, help_text: str = "") -> None:
    """Give a field our label and help, and no placeholder: it disappears when one types."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


def one_time(field: forms.Field) -> None:
    """Let browsers know a field for a code that is good once, and nobody's spelling checker touch it."""
    field.widget.attrs |= {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}


class TrustMixin:
    """Offers to stay signed in on this device, as long as the office lets focal points do so."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = office_setting("accounts.trusted_days")
        if days:
            self.fields["trusted"] = forms.BooleanField(
                label=_("Keep me signed in on this device"),
                help_text=_("Only where nobody else uses it. For %(days)s days; not for the office.") % {"days": days},
                required=False,
            )

    def remember_wish(self, request: HttpRequest) -> None:
        """Note in the session whether the device is to be trusted; it is granted, or not, once the person is in."""
        request.session.pop(sessions.WANTS_TRUST, None)
        if self.cleaned_data.get("trusted"):
            request.session[sessions.WANTS_TRUST] = True


class SignInForm(TrustMixin, allauth_forms.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["login"], _("E-mail address"))
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        word(self.fields["password"], _("Password"))

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Note the wish to trust the device before anything else."""
        self.remember_wish(request)
        return super().login(request, redirect_url)


class LoginCodeForm(TrustMixin, allauth_forms.RequestLoginCodeForm):
    """Asks for a code by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["email"], _("E-mail address"))
        self.fields["email"].widget.attrs["autocomplete"] = "username"


class ConfirmCodeForm(allauth_forms.ConfirmLoginCodeForm):
    """The code that came by e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["code"], _("Code"), _("Capital and small letters are the same; the dash may be left out."))
        one_time(self.fields["code"])


class PasswordResetForm(allauth_forms.ResetPasswordForm):
    """Asks for a link to choose a new password; what follows is the same work whether or not there is an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["email"], _("E-mail address"))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave the address with the adapter; returns it, as allauth expects."""
        get_adapter(request).ask_for_reset_link(self.cleaned_data["email"])
        return self.cleaned_data["email"]


class ResetLinkForm(allauth_forms.UserTokenForm):
    """The two parts of a mailed link; that of an account which was closed meanwhile opens nothing."""

    def _get_user(self, uidb36: str) -> User | None:
        user = super()._get_user(uidb36)
        return user if user is not None and user.is_active else None


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """The new password, after the mailed link was followed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["password1"], _("New password"), LENGTH_HELP)
        word(self.fields["password2"], _("New password, once more"))


class PasswordChangeForm(allauth_forms.ChangePasswordForm):
    """The password in use, and the one that takes its place."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["oldpassword"], _("Password in use"))
        word(self.fields["password1"], _("New password"), LENGTH_HELP)
        word(self.fields["password2"], _("New password, once more"))


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The password again, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["password"], _("Password"))


class WelcomeForm(forms.Form):
    """The first password of a person who was invited."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=LENGTH_HELP,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The password, once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """By the rules of AUTH_PASSWORD_VALIDATORS."""
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        cleaned = super().clean()
        if "password" in cleaned and "again" in cleaned and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return cleaned


class OnceMixin:
    """A code of the authenticator app counts once, wherever it is typed."""

    def clean_code(self) -> str:
        """As allauth does, then used up."""
        code = super().clean_code()
        is_from_app = self.authenticator.type == Authenticator.Type.TOTP
        if is_from_app and not factors.use_up(self.user, code):
            raise get_factor_adapter().validation_error("incorrect_code")
        return code


class FactorForm(OnceMixin, factor_forms.AuthenticateForm):
    """The second factor at sign-in: the code of the app, or one of the recovery codes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(
            self.fields["code"], _("Code"), _("The six digits that your app shows now, or one of your recovery codes.")
        )
        one_time(self.fields["code"])


class FactorAgainForm(OnceMixin, factor_forms.ReauthenticateForm):
    """The second factor again, before something sensitive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(
            self.fields["code"], _("Code"), _("The six digits that your app shows now, or one of your recovery codes.")
        )
        one_time(self.fields["code"])


class AppForm(app_forms.ActivateTOTPForm):
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["code"], _("Code"), _("The six digits that the app shows now."))
        one_time(self.fields["code"])
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean_code(self) -> str:
        """As allauth does, then used up: it does not open the next sign-in too."""
        code = super().clean_code()
        if not factors.use_up(self.user, code):
            raise get_factor_adapter().validation_error("incorrect_code")
        return code


class AppOffForm(app_forms.DeactivateTOTPForm):
    """A button."""


class PasskeyForm(passkey_forms.AddWebAuthnForm):
    """A name for a passkey; what the browser made comes along."""

    passwordless = None
    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("So that you recognise it in the list, for example “Telephone” or “Office computer”."),
        max_length=60,
    )


class PasskeyNameForm(passkey_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name of the passkey"), max_length=60)


class PasskeySignInForm(TrustMixin, passkey_forms.LoginWebAuthnForm):
    """What the browser signed with a passkey."""


class PreferencesForm(forms.Form):
    """Language and time zone, as the person chooses them."""

    language = forms.ChoiceField(
        label=_("Language"), help_text=_("In which we write to you, and in which the portal greets you.")
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("In which you read when something happened. Deadlines always name the zone in which they end."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES
        self.fields["time_zone"].choices = sorted(
            ((zone, str(city)) for zone, city in CITIES.items()), key=itemgetter(1)
        )


class AddressForm(forms.Form):
    """The address to which an account moves."""

    address = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("This is not an e-mail address: name@example.org would be one.")},
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_address(self) -> str:
        """Another one than the one in use; whether it is somebody else's is nobody's business."""
        address = self.cleaned_data["address"].lower()
        if address == self.person.email:
            raise forms.ValidationError(_("This is your address already."))
        return address
