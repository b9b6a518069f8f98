"""An example of each message about mandates."""

from apps.notifications.tests.samples import Sample, sample
from apps.partners.notifications import Invitation, MandateAnnounced

from .factories import MandateFactory


@sample("partners.invitation")
def invitation() -> Sample:
    """A new focal point is let in."""
    mandate = MandateFactory()
    return Sample(Invitation(mandate), mandate.user)


@sample("partners.mandate_announced")
def mandate_announced() -> Sample:
    """A person who signs in already receives a further mandate."""
    mandate = MandateFactory()
    return Sample(MandateAnnounced(mandate), mandate.user)
