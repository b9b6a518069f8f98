"""What people follow, and stop following."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from apps.common.access import require
from apps.framework.models import Area
from apps.partners.models import Region

from ..models import Following, Proposal


def follow(*, by: Any, proposal: Proposal) -> Following:
    """From now on the person hears of what happens to the proposal; twice is once."""
    require(by, "lab.follow_proposal", proposal)
    with transaction.atomic():
        return Following.objects.get_or_create(person=by, proposal=proposal, area=None, region=None)[0]


def stop_following(*, by: Any, proposal: Proposal) -> None:
    """The person hears no more of it than their seat does."""
    require(by, "lab.follow")
    Following.objects.filter(person=by, proposal=proposal).delete()


def choose_followings(*, by: Any, areas: Iterable[Area], regions: Iterable[Region], everything: bool) -> None:
    """Follow these areas and regions, and everything or not; single proposals stay as they are."""
    require(by, "lab.follow")
    wanted = {(one.pk, None) for one in areas} | {(None, one.pk) for one in regions}
    wanted |= {(None, None)} if everything else set()
    with transaction.atomic():
        # Two windows at once: the later waits here, and finds what the earlier wrote.
        get_user_model().objects.select_for_update(of=("self",)).get(pk=by.pk)
        kept = {(one.area_id, one.region_id): one.pk for one in Following.objects.filter(person=by, proposal=None)}
        Following.objects.filter(pk__in=[pk for target, pk in kept.items() if target not in wanted]).delete()
        Following.objects.bulk_create(
            Following(person=by, area_id=area, region_id=region) for area, region in sorted(wanted - set(kept), key=str)
        )
