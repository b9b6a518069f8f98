"""Who else writes in a draft, and what was put aside of it."""

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from ..models import AsideText, Proposal, Writer
from .people import people_of_seat


def writing_too(proposal: Proposal, user) -> QuerySet:
    """The colleagues of the seat who have the draft open now, by name; nobody to who is not of the seat."""
    if not user.has_perm("lab.change_proposal", proposal):
        return get_user_model().objects.none()
    present = Writer.objects.present().filter(proposal=proposal).values("person")
    return people_of_seat(proposal.partner_id, but=user).filter(pk__in=present).order_by("name", "pk")


def aside_of(proposal: Proposal, user) -> AsideText | None:
    """The person's own words that wait for their decision."""
    return AsideText.objects.visible_to(user).filter(proposal=proposal).first()
