"""What people type in the laboratory of ideas."""

from .answering import AnswerForm
from .asking import ExtensionForm, QueryForm
from .clocks import DateForm, NewsForm
from .comments import AdditionForm, ChangeForm, CommentForm, ReplyForm, WordsForm
from .differences import Difference, differences
from .ends import LONGEST_SEARCH, SequelForm
from .explaining import ExplanationForm
from .fields import LONGEST_TEXT, AmountField, capitalised, day_field, long_text
from .following import FollowingForm
from .notes import NoteForm
from .offered import plan_as_it_stands, plan_as_shown, titled
from .offers import OfferForm
from .office import MergeForm, PeriodForm, QuestionForm
from .proposals import NOT_BY_ITSELF, ProposalForm, initial_of, typed_over
from .replies import ReplyTextsForm
from .standing import RenewalForm, StandingForm

__all__ = [
    "LONGEST_SEARCH",
    "LONGEST_TEXT",
    "NOT_BY_ITSELF",
    "AdditionForm",
    "AmountField",
    "AnswerForm",
    "ChangeForm",
    "CommentForm",
    "DateForm",
    "Difference",
    "ExplanationForm",
    "ExtensionForm",
    "FollowingForm",
    "MergeForm",
    "NewsForm",
    "NoteForm",
    "OfferForm",
    "PeriodForm",
    "ProposalForm",
    "QueryForm",
    "QuestionForm",
    "RenewalForm",
    "ReplyForm",
    "ReplyTextsForm",
    "SequelForm",
    "StandingForm",
    "WordsForm",
    "capitalised",
    "day_field",
    "differences",
    "initial_of",
    "long_text",
    "plan_as_it_stands",
    "plan_as_shown",
    "titled",
    "typed_over",
]
