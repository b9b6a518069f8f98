"""Examples of the messages about proposals and offers."""

from django.utils.translation import get_language

from .. import notifications as told
from ..workflow import OfferState, State
from .base import in_a_week, name, note, of_offer, of_proposal

of_proposal("lab.submitted", told.Submitted, State.SUBMITTED, note=note, note_in=get_language)
of_proposal("lab.sent", told.Sent, State.SUBMITTED, by=name)
of_proposal("lab.returned", told.Returned, State.RETURNED, note=note)
of_proposal("lab.published_own", told.PublishedOwn, note=note, note_in=get_language)
of_proposal("lab.published", told.Published)
of_proposal("lab.published_concerned", told.PublishedConcerned)
of_proposal("lab.suggestion_put", told.SuggestionPut)
of_proposal("lab.moved_on", told.MovedOn, State.CONCLUDED, step="conclude", note=note)
of_proposal("lab.moved_on_office", told.MovedOnOffice, State.CONCLUDED, step="conclude", note=note)
of_proposal("lab.withdrawn_own", told.WithdrawnOwn, State.WITHDRAWN, by=name)
of_proposal("lab.withdrawn_office", told.WithdrawnOffice, State.WITHDRAWN, note=note, note_in=get_language)
of_proposal("lab.look_recalled", told.LookRecalled, State.SUBMITTED, stage="before", due=in_a_week)
of_offer("lab.withdrawn", told.Withdrawn)
of_offer("lab.offer_made", told.OfferMade)
of_offer("lab.offer_sent", told.OfferSent, by=name)
of_offer("lab.offer_accepted", told.OfferAccepted, OfferState.ACCEPTED, note=note)
of_offer("lab.offer_declined", told.OfferDeclined, OfferState.DECLINED, note=note)
of_offer("lab.offer_withdrawn", told.OfferWithdrawn, OfferState.WITHDRAWN, note=note)
of_offer("lab.answer_recalled", told.AnswerRecalled, stage="after", due=in_a_week)
