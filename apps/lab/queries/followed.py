"""What a person follows, as their page of it shows."""

from typing import Any, NamedTuple

from ..models import Following, Proposal

MOST_SHOWN = 100


class Followed(NamedTuple):
    """What is chosen on the form, and the single proposals that the person follows and may see."""

    chosen: dict[str, Any]
    proposals: list[Proposal]


def what_is_followed(user: Any) -> Followed:
    """In two queries and those of a list's rows; the latest followed first."""
    rows = list(Following.objects.filter(person=user, proposal__isnull=True).values_list("area", "region"))
    chosen = {
        "everything": (None, None) in rows,
        "areas": [str(area) for area, _region in rows if area],
        "regions": [str(region) for _area, region in rows if region],
    }
    followed = Following.objects.filter(person=user, proposal__isnull=False).values("proposal")
    proposals = Proposal.objects.visible_to(user).filter(pk__in=followed).prefetched_for_list().latest_first()
    return Followed(chosen, list(proposals[:MOST_SHOWN]))
