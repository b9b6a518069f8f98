"""Examples of what the secretariat says of a proposal."""

from django.utils.translation import get_language

from apps.notifications.previews import example

from .. import notifications as told
from ..workflow import State
from .base import a_proposal, in_a_week, note, of_proposal

of_proposal("lab.author_asked", told.AuthorAsked, State.SUBMITTED, note=note, written_in=get_language)
of_proposal("lab.author_answered", told.AuthorAnswered, State.SUBMITTED, note=note, written_in=get_language)
of_proposal(
    "lab.question_recalled",
    told.QuestionRecalled,
    State.SUBMITTED,
    stage="before",
    due=in_a_week,
    note=note,
    written_in=get_language,
)


@example("lab.merged")
def merged() -> told.Merged:
    """One that was closed in favour of another."""
    proposal = a_proposal(State.CLOSED)
    proposal.merged_into = a_proposal()
    return told.Merged(proposal, note=note())
