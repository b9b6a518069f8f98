"""The forms of signing in, in the house's words; what they do is allauth's."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User

LENGTH_HELP = _("At least 12 characters. A short sentence is easy to remember and hard to guess.")


def word(field: forms.Field, label: str, help_text: str = "") -> None:
    """Give a field our label and help, and no placeholder: it disappears when one types."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


class SignInForm(allauth_forms.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["login"], _("E-mail address"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        word(self.fields["password"], _("Password"))


class PasswordResetForm(allauth_forms.ResetPasswordForm):
    """Asks for a link to choose a new password; what follows is the same work whether or not there is an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self.fields["email"], _("E-mail address"))

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Leave the address with the adapter; returns it, as allauth expects."""
        get_adapter(request).ask_for_reset_link(self.cleaned_data["email"])
        return self.cleaned_data["email"]


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
