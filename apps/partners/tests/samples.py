"""An example of each message about mandates."""

from apps.notifications.tests.samples import Sample, sample
from apps.partners.models import Enquiry, SeatHandover
from apps.partners.notifications import (
    AccessPaused,
    CircularSent,
    EnquiryReceived,
    InvitationSent,
    MandateAnnounced,
    SeatTakenOver,
    StillInPost,
    Welcome,
)

from .factories import CircularFactory, InvitationFactory, MandateFactory, PartnerFactory, secretariat_member


@sample("partners.invitation")
def invitation() -> Sample:
    """A new focal point is invited."""
    invited = InvitationFactory()
    return Sample(InvitationSent(invited, token="c0ffee"), invited.person)


@sample("partners.welcome")
def welcome() -> Sample:
    """Somebody begins."""
    mandate = MandateFactory()
    MandateFactory(partner=mandate.partner, role="alternate")
    return Sample(Welcome(mandate), mandate.user)


@sample("partners.seat_taken_over")
def seat_taken_over() -> Sample:
    """A seat passed to a colleague, with a word."""
    ended = MandateFactory(ended=True)
    after = MandateFactory(partner=ended.partner)
    note = "The draft on ports waits for your ministry."
    handover = SeatHandover.objects.create(
        partner=ended.partner,
        network=ended.network,
        ended=ended,
        successor=after.user,
        handed_over_by=ended.user,
        note=note,
    )
    return Sample(SeatTakenOver(handover), after.user, quoted=(note,))


@sample("partners.still_in_post")
def still_in_post() -> Sample:
    """The reminder a week before access is paused."""
    mandate = MandateFactory()
    return Sample(StillInPost(mandate, days=7), mandate.user)


@sample("partners.access_paused")
def access_paused() -> Sample:
    """Nobody answered."""
    mandate = MandateFactory()
    return Sample(AccessPaused(mandate), mandate.user)


@sample("partners.enquiry_received")
def enquiry_received() -> Sample:
    """A new focal point wrote to the secretariat."""
    enquiry = Enquiry.objects.create(
        kind=Enquiry.Kind.NEW_FOCAL_POINT, name="Awa Sow", address="awa@example.org", partner=PartnerFactory()
    )
    return Sample(EnquiryReceived(enquiry), secretariat_member())


@sample("partners.mandate_announced")
def mandate_announced() -> Sample:
    """A person who signs in already receives a further mandate."""
    mandate = MandateFactory()
    return Sample(MandateAnnounced(mandate), mandate.user)


@sample("partners.circular")
def circular() -> Sample:
    """The secretariat writes to all seats."""
    words = {"title_en": "Zeltaro 1", "title_fr": "Zeltaro 1", "body_en": "Vorpilu 2", "body_fr": "Vorpilu 2"}
    mandate = MandateFactory()
    return Sample(CircularSent(CircularFactory(**words)), mandate.user, ("Zeltaro 1", "Vorpilu 2"))
