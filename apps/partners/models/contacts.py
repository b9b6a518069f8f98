"""How seats and the people of a network may be reached by one another."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from .circle import Partner
from .mandates import Network


class SeatContact(models.Model):
    """The mailbox that the people of a seat share, by which the seat is reached; nobody signs in with it."""

    partner = models.ForeignKey(
        Partner, verbose_name=_("partner"), on_delete=models.PROTECT, related_name="seat_contacts"
    )
    network = models.ForeignKey(
        Network, verbose_name=_("network"), on_delete=models.PROTECT, related_name="seat_contacts"
    )
    address = models.EmailField(
        _("shared mailbox"),
        blank=True,
        help_text=_("Shown in the directory of the network. Each person keeps their own address to sign in."),
    )

    class Meta:
        verbose_name = _("shared mailbox of a seat")
        verbose_name_plural = _("shared mailboxes of seats")
        ordering = ["partner", "network", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="partners_seatcontact_one_a_seat",
                fields=["partner", "network"],
                violation_error_message=_("This seat has a shared mailbox already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.network}"


class DirectoryEntry(models.Model):
    """What a person lets the others of their networks know: nothing but the name unless they say so."""

    # A choice about oneself is nothing without its person.
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="directory_entry"
    )
    shows_address = models.BooleanField(_("show my e-mail address"), default=False)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    speaks_en = models.BooleanField(_("English"), default=False)
    speaks_fr = models.BooleanField(_("French"), default=False)
    further_languages = models.CharField(_("further languages"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("entry in the directory")
        verbose_name_plural = _("entries in the directory")
        ordering = ["person", "pk"]

    def __str__(self) -> str:
        return str(self.person)

    def languages_in_words(self) -> str:
        """What the person speaks: what they said, else the language in which they read the portal."""
        said = [code for code, speaks in (("en", self.speaks_en), ("fr", self.speaks_fr)) if speaks]
        codes = said or ([] if self.further_languages else [self.person.language])
        names = [str(get_language_info(code)["name_translated"]) for code in codes]
        return ", ".join([*names, *([self.further_languages] if self.further_languages else [])])
