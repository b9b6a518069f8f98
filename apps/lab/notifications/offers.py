"""Who is told of offers of support and their answers."""

import datetime

from ..periods import answer_until
from .base import OfferMessage


class OfferMade(OfferMessage):
    """For the seat that proposed: somebody offers support."""

    name = "lab.offer_made"
    template = "lab/email/offer_made"
    asks = True

    def due(self) -> datetime.datetime:
        """Within the days that the office gives."""
        return answer_until(self.about)


class OfferSent(OfferMessage):
    """For the other people of the seat that offers: a colleague offered support."""

    name = "lab.offer_sent"
    template = "lab/email/offer_sent"


class OfferAccepted(OfferMessage):
    """For both seats, introduced to each other by name, function and address (`note`: a word that goes with it)."""

    name = "lab.offer_accepted"
    template = "lab/email/offer_accepted"


class OfferDeclined(OfferMessage):
    """For the seat that offered: the offer was declined with thanks (`note`)."""

    name = "lab.offer_declined"
    template = "lab/email/offer_declined"


class OfferWithdrawn(OfferMessage):
    """For the seat that proposed: an offer was taken back."""

    name = "lab.offer_withdrawn"
    template = "lab/email/offer_withdrawn"
