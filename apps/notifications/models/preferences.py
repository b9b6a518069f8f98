"""How often a person wants mails about a topic."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """How something reached a person by e-mail; the inbox has it in any case."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    NONE = "none", _("not by e-mail")


class Choice(models.TextChoices):
    """What a person may choose for a topic; no choice is a choice too: the default of each message holds then."""

    AT_ONCE = "at_once", _("everything at once")
    DAILY = "daily", _("everything in one mail a day")
    WEEKLY = "weekly", _("everything in one mail a week")
    ADDRESSED = "addressed", _("at once what is addressed to me, nothing else")
    NONE = "none", _("nothing by e-mail")


class Preference(models.Model):
    """What a person chose for a topic; where they chose nothing, the default of the message holds."""

    # A choice of manners is nothing without its person.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="mail_preferences"
    )
    topic = models.CharField(_("topic"), max_length=40)
    frequency = models.CharField(_("by e-mail"), max_length=10, choices=Choice)

    class Meta:
        verbose_name = _("choice of a person for mails")
        verbose_name_plural = _("choices of people for mails")
        ordering = ["person", "topic", "pk"]
        constraints = [
            models.UniqueConstraint(name="notifications_preference_once", fields=["person", "topic"]),
            models.CheckConstraint(
                name="notifications_preference_frequency_known", condition=Q(frequency__in=Choice.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic} {self.frequency}"
