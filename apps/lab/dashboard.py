"""What the laboratory shows on the dashboard: one's own proposals under way, then the newest of all seats."""

import datetime
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from apps.common.dates import DateBlock
from apps.common.registry import DashboardPanel, Shortcut
from apps.common.templatetags.portal import words
from apps.common.workflow import StepBar
from apps.partners.rules import seats_of

from .models import Proposal
from .queries import proposals_on_desk
from .workflow import ProposalFlow, State

OWN, NEWEST = 2, 4


@dataclass(frozen=True)
class ProposalOnDashboard:
    """A proposal in a row: where one's own stands on its way (`stops`), of others the state."""

    title: str
    url: str
    at: datetime.datetime | None
    block: DateBlock | None
    facts: str
    note: str
    state: str
    state_shape: str
    is_example: bool
    stops: tuple[tuple[str, str], ...] = ()


def proposals_for(user) -> list[ProposalOnDashboard]:
    """Two of the person's own proposals under way, the latest change first, then the newest of all seats."""
    found, seats = proposals_on_desk(user), seats_of(user)
    own = [proposal for proposal in found.under_way if not proposal.from_archive][:OWN]
    others = [one for one in found.newest if one not in own]
    return [
        *(_row(one, stops=_stops(one), seats=seats) for one in own),
        *(_row(one, stops=(), seats=seats) for one in others[:NEWEST]),
    ]


def _stops(proposal: Proposal) -> tuple[tuple[str, str], ...]:
    names = {value: capfirst(str(label)) for value, label in State.choices}
    return tuple(StepBar(ProposalFlow, proposal.state, names).stops)


def _row(proposal: Proposal, *, stops: tuple, seats: frozenset[int]) -> ProposalOnDashboard:
    offers, is_own = proposal.standing_offers, proposal.partner_id in seats
    facts = [str(proposal.partner), proposal.get_kind_display()]
    if proposal.from_archive:
        facts.append(gettext("from the former laboratory, date not known"))
    return ProposalOnDashboard(
        title=words(proposal, "title"),
        url=proposal.get_absolute_url(),
        at=None if is_own else proposal.opened_at,
        block=None if stops else proposal.opened_block,
        facts=" · ".join(facts),
        note=ngettext("%(number)d offer", "%(number)d offers", offers) % {"number": offers} if offers else "",
        state="" if stops else proposal.get_state_display(),
        state_shape="" if stops else proposal.state_shape,
        is_example=proposal.is_example,
        stops=stops,
    )


PANEL = DashboardPanel(
    "lab/_on_dashboard.html",
    _("Laboratory of ideas"),
    proposals_for,
    empty=_("No proposal is open at the moment."),
    detail=_(
        "What partners propose appears here as soon as the secretariat has published it. Everybody is told by e-mail."
    ),
    url_name="lab:list",
    link=_("The whole laboratory of ideas"),
    permission="lab.enter",
    position=30,
)
SHORTCUTS = {
    "new proposal": Shortcut(_("Write a proposal"), "lab:new", "lab.add_proposal", position=10),
    "questions to all": Shortcut(_("Ask all focal points"), "ask:new", "lab.add_query", position=15),
    "own proposals": Shortcut(_("Proposals of your seat"), "lab:ours", "lab.add_proposal", position=20),
}
