"""Inviting to a seat, another role, and handing over."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.common.bilingual import active_language
from apps.common.forms import PlainTextMixin

from .. import services
from ..models import Invitation, Mandate, Seat, SeatHandover
from ..queries import others_of_seat
from ..rules import GIVEN_BY_HEAD

LANGUAGE_HELP = _("The invitation is written in this language.")


def roles_for(by: User) -> list[tuple[str, Any]]:
    """The roles that this person may give in a seat that they manage."""
    every = by.has_perm("partners.invite_mandate")
    return [
        (value, str(words).capitalize()) for value, words in Mandate.Role.choices if every or value in GIVEN_BY_HEAD
    ]


def placed(form: forms.Form, refusal: ValidationError) -> None:
    """Put the faults that a service found at their fields, or above the form where it has no such field."""
    errors = refusal.error_dict if hasattr(refusal, "error_dict") else {None: refusal.error_list}
    for field, faults in errors.items():
        form.add_error(field if field in form.fields else None, faults)


class InviteForm(PlainTextMixin, forms.Form):
    """A person to be invited: address, name, language, role."""

    use_required_attribute = False

    address = forms.EmailField(
        max_length=254,
        label=_("E-mail address"),
        help_text=_("The person’s own address: it is the name under which they sign in."),
    )
    name = forms.CharField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, help_text=LANGUAGE_HELP)
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, seat: Seat, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seat, self._by = seat, by
        self.fields["role"].choices = roles_for(by)
        self.fields["language"].initial = active_language()

    def save(self) -> Invitation | None:
        """Send the invitation; None with errors at the fields where that cannot be."""
        try:
            return services.invite_to_seat(self._seat, by=self._by, **self.cleaned_data)
        except ValidationError as refusal:
            placed(self, refusal)
            return None


class RoleForm(forms.Form):
    """Another role for a colleague."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, mandate: Mandate, by: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"role": mandate.role}, auto_id=f"id_{mandate.pk}_%s", **kwargs)
        self.mandate, self._by = mandate, by
        self.fields["role"].choices = roles_for(by)

    def save(self) -> Mandate | None:
        """Give the role; None with errors where that cannot be. `SeatChanged` passes through."""
        try:
            return services.change_role(self.mandate, self.cleaned_data["role"], by=self._by)
        except ValidationError as refusal:
            placed(self, refusal)
            return None


class HandOverSeatForm(PlainTextMixin, forms.Form):
    """Who comes after: a colleague of the seat, somebody who is invited, or nobody yet."""

    use_required_attribute = False

    class To:
        """The three ways."""

        COLLEAGUE, INVITE, SEAT = "colleague", "invite", "seat"

    to = forms.ChoiceField(
        label=_("Who comes after?"),
        widget=forms.RadioSelect,
        choices=[
            (To.COLLEAGUE, _("A colleague who acts for the seat already")),
            (To.INVITE, _("Somebody new, who is invited by e-mail")),
            (To.SEAT, _("Nobody yet: the seat keeps everything until somebody is named")),
        ],
    )
    colleague = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none(), required=False)
    address = forms.EmailField(
        max_length=254,
        label=_("E-mail address of the successor"),
        help_text=_("For somebody new only."),
        required=False,
    )
    name = forms.CharField(label=_("Name of the successor"), max_length=150, required=False)
    language = forms.ChoiceField(
        label=_("Language of the successor"), choices=settings.LANGUAGES, help_text=LANGUAGE_HELP, required=False
    )
    note = forms.CharField(
        label=_("A word to the successor"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What is under way, whom to speak to, what must not be forgotten."),
    )

    def __init__(self, *args: Any, mandate: Mandate, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mandate, self._by = mandate, by
        colleagues = others_of_seat(mandate)
        self.fields["colleague"].queryset = colleagues
        if not colleagues.exists():
            del self.fields["colleague"]
            self.fields["to"].choices = self.fields["to"].choices[1:]
        self.fields["language"].initial = active_language()

    def clean(self) -> dict[str, Any]:
        """Each way asks for its own fields."""
        typed = super().clean()
        if typed.get("to") == self.To.COLLEAGUE and not typed.get("colleague") and not self.has_error("colleague"):
            self.add_error("colleague", _("Please choose a colleague."))
        if typed.get("to") == self.To.INVITE:
            for name, words in (("address", _("Please give the address.")), ("name", _("Please give the name."))):
                if not typed.get(name) and not self.has_error(name):
                    self.add_error(name, words)
        return typed

    def save(self) -> SeatHandover | None:
        """Hand over; None with errors where that cannot be. `SeatChanged` passes through."""
        typed = self.cleaned_data
        to = {
            self.To.COLLEAGUE: lambda: services.Successor(colleague=typed["colleague"]),
            self.To.INVITE: lambda: services.Successor(
                address=typed["address"], name=typed["name"], language=typed["language"] or active_language()
            ),
            self.To.SEAT: services.Successor,
        }
        try:
            return services.hand_over_seat(self._mandate, to[typed["to"]](), by=self._by, note=typed["note"])
        except ValidationError as refusal:
            placed(self, refusal)
            return None
