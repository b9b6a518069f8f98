"""What happens in the portal while the bench watches from outside: an edit, a proposal that waits, mails that leave."""

import secrets
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import translation

from apps.activities.models import Activity
from apps.lab.models import Proposal
from apps.notifications.models import OutboxMail


def edit(*, save: bool) -> dict[str, Any]:
    """Change the title of an activity at the top of the list in both languages, as the office does.

    Each change says on which pages the title may be read, how it read before and how it reads now; without `save`
    nothing is written.
    """
    activity = Activity.objects.published().latest_first().exclude(title_en=None).exclude(title_fr=None).first()
    changes = []
    for language, _name in settings.LANGUAGES:
        before, after = getattr(activity, f"title_{language}"), f"Edited {secrets.token_hex(4)}"
        setattr(activity, f"title_{language}", after)
        with translation.override(language):
            paths = [activity.get_absolute_url(), reverse("activities:list"), reverse("pages:home")]
        changes.append({"paths": paths, "before": before, "after": after})
    if save:
        activity.save()
    return {"changes": changes}


def proposal_waiting() -> dict[str, Any]:
    """Where the secretariat publishes the proposal that has waited longest; the number of the last mail before."""
    proposal = Proposal.objects.waiting_for_office().first()
    last = OutboxMail.objects.order_by("-pk").values_list("pk", flat=True).first()
    return {
        "page": reverse("admin:lab_proposal_change", args=[proposal.pk]),
        "step": reverse("admin:lab_proposal_step", args=[proposal.pk, "publish"]),
        "since": last or 0,
    }


def outbox(since: int) -> dict[str, Any]:
    """How many mails were queued since, for how many people, and what became of them."""
    mails = OutboxMail.objects.filter(pk__gt=since)
    states = dict(mails.order_by().values_list("status").annotate(Count("pk")))
    return {"mails": mails.count(), "people": mails.values("recipient").distinct().count(), "states": states}
