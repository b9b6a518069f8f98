"""Who is writing in a draft now, and words that met others on their way to it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .proposals import Proposal
from .selection import proposals_seen_by

# A page that is open says so at least every half minute; one silent for a minute is closed, or its line is lost.
PRESENT_FOR = datetime.timedelta(minutes=1)
# A page without its script says nothing: whoever opened one is thought to write for as long as this.
OPEN_FOR = datetime.timedelta(minutes=15)
NOTED_EVERY = datetime.timedelta(seconds=20)


class WriterQuerySet(models.QuerySet):
    """Writers by when they were heard of."""

    def present(self, at: datetime.datetime | None = None) -> "WriterQuerySet":
        """Those who have the draft open at the moment `at` (aware; default: now)."""
        at = at or timezone.now()
        return self.filter(Q(seen_at__gt=at - PRESENT_FOR) | Q(opened_at__gt=at - OPEN_FOR))


class Writer(models.Model):
    """A person has a draft open: the colleagues of the seat who open it too are told.

    `opened_at`: when they opened the form, until its script is heard or they save; without a script nothing else tells.
    `page` and `version` say which open page of theirs saved the draft last by itself, and what came of it: when the
    answer to that was lost on the way, what the same page sends next is no conflict.
    """

    # Presence is nothing without the draft or the person.
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="writers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, editable=False)
    page = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(null=True, editable=False)

    objects = WriterQuerySet.as_manager()

    class Meta:
        verbose_name = _("writer of a draft")
        verbose_name_plural = _("writers of drafts")
        constraints = [models.UniqueConstraint(name="lab_writer_once", fields=["proposal", "person"])]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.person_id}"


class AsideTextQuerySet(models.QuerySet):
    """Texts put aside by whose they are."""

    def visible_to(self, user) -> "AsideTextQuerySet":
        """The person's own, of drafts that they may still see; never anybody else's."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(proposals_seen_by(user, "proposal__"), person=user)


class AsideText(models.Model):
    """What somebody typed while another saved the same draft: put aside, never lost, until they decide between both."""

    # Words put aside are the writer's own, beside a draft: they go with either.
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="put_aside")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    typed = models.JSONField(_("what was typed, by field"))
    at = models.DateTimeField(_("put aside"), default=timezone.now)

    objects = AsideTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("text put aside")
        verbose_name_plural = _("texts put aside")
        constraints = [models.UniqueConstraint(name="lab_asidetext_once", fields=["proposal", "person"])]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.person_id}"
