"""What the laboratory knows of a person, for the file that they may ask for.

What is said there belongs to the seat: of a proposal that they may no longer read the file names the reference only.
"""

from typing import Any

from .models import Offer, Proposal, ProposalLine


def known_of(user: Any) -> dict[str, Any]:
    """The proposals and offers that this person wrote, and the steps that they took, the oldest first."""
    seen = dict(Proposal.objects.visible_to(user).filter(author=user).values_list("reference", "title"))
    written = Proposal.objects.filter(author=user).order_by("pk").values("reference", "kind", "created_at")
    readable = dict(Offer.objects.readable_by(user).filter(author=user).values_list("reference", "text"))
    offers = Offer.objects.filter(author=user).order_by("pk").values("reference", "kind", "made_at")
    steps = ProposalLine.objects.filter(actor=user).order_by("at", "pk")
    return {
        "proposals": [{**row, "title": seen.get(row["reference"], "")} for row in written],
        "offers": [{**row, "text": readable.get(row["reference"], "")} for row in offers],
        "steps": list(steps.values("proposal__reference", "step", "channel", "at")),
    }
