"""Whether a proposal takes offers of support, and comments, and until when."""

from django.utils import timezone

from ..workflow import TALKING

# The values of the kinds of proposal that have such a date.
ASSISTANCE = ("technical", "financial")


class TakesOffers:
    """What a proposal says of it; reads `kind`, `state`, `offers_until` and `is_welcoming`."""

    @property
    def has_end_of_offers(self) -> bool:
        """Whether a date is set until which it takes offers: only requests for assistance have one."""
        return self.kind in ASSISTANCE

    @property
    def is_past_offers(self) -> bool:
        """Whether the moment has come at which it stops taking offers, to the second."""
        return self.offers_until is not None and timezone.now() >= self.offers_until

    @property
    def takes_offers(self) -> bool:
        """Whether an offer can be made now."""
        return self.is_welcoming and not self.is_past_offers

    @property
    def is_talking(self) -> bool:
        """Whether it takes comments, and answers to a suggestion."""
        return self.state in TALKING
