"""What followed from a proposal is named beside it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model

from apps.common.access import require
from apps.common.workflow import Audience

from .. import notifications, queries
from ..models import Proposal, Sequel
from ..workflow import FOLLOWED, FOLLOWED_UP, NoNewsNow, OfferState
from .telling import tell_in_turn


def add_sequel(proposal: Proposal, *, by: Any, thing: Model) -> Sequel:
    """Name an activity, a recommendation or a document that followed; the same thing twice is named once.

    The seat, those whose offer was accepted, and the followers are told.

    `PermissionDenied` for what the person may not see, `NoNewsNow` while the proposal is not yet under way.
    """
    with transaction.atomic():
        fresh = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
        require(by, "lab.add_sequel_proposal", fresh)
        name = queries.field_of(thing)
        if not queries.things_for(by)[name].filter(pk=thing.pk).exists():
            raise PermissionDenied
        if fresh.state not in FOLLOWED_UP:
            raise NoNewsNow(fresh)
        sequel, is_new = Sequel.objects.get_or_create(proposal=fresh, **{name: thing}, defaults={"added_by": by})
        if is_new:
            seat = fresh.partner_id if by.has_perm("lab.submit_proposal", fresh) else None
            facts = {"from_state": fresh.state, "to_state": fresh.state, "audience": Audience.SEATS}
            fresh.write_line(step=FOLLOWED, actor=by, partner_id=seat, **facts)
            _tell_of(sequel, by=by)
        return sequel


def _tell_of(sequel: Sequel, *, by: Any) -> None:
    message, proposal = notifications.SequelNamed(sequel), sequel.proposal
    accepted = queries.supporters_of(proposal, states=[OfferState.ACCEPTED])
    hearers = (queries.people_of_seat(proposal.partner_id), accepted, queries.followers_of(proposal))
    tell_in_turn(*((message, people) for people in hearers), by=by)
