"""What people follow in the laboratory: one proposal, an area of the plan, a region, or everything."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.framework.models import Area
from apps.partners.models import Region

from .proposals import Proposal

TARGETS = ("proposal", "area", "region")


def _one_target() -> Q:
    """The condition "at most one of the three is given; none of them means everything"."""
    return (
        Q(area__isnull=True, region__isnull=True)
        | Q(proposal__isnull=True, region__isnull=True)
        | Q(proposal__isnull=True, area__isnull=True)
    )


class Following(models.Model):
    """A person follows a proposal, an area, a region, or, with none of the three, everything."""

    # What somebody follows is theirs: it goes with the account, and is passed on at a hand-over.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    proposal = models.ForeignKey(
        Proposal, verbose_name=_("proposal"), on_delete=models.CASCADE, null=True, blank=True, related_name="followings"
    )
    area = models.ForeignKey(
        Area, verbose_name=_("area"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    region = models.ForeignKey(
        Region, verbose_name=_("region"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("following")
        verbose_name_plural = _("followings")
        ordering = ["person", "pk"]
        constraints = [
            models.CheckConstraint(name="lab_following_one_target", condition=_one_target()),
            *(models.UniqueConstraint(name=f"lab_following_{name}_once", fields=["person", name]) for name in TARGETS),
            models.UniqueConstraint(
                name="lab_following_everything_once",
                fields=["person"],
                condition=Q(proposal__isnull=True, area__isnull=True, region__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.proposal_id or ''}{self.area_id or ''}{self.region_id or ''}"
