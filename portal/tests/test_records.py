"""Changes leave a trace: a history for editorial rows, a timeline for workflow objects, or a reason why not."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import override

from apps.accounts.tests.factories import UserFactory
from apps.activities.tests.factories import ActivityFactory
from apps.common.models import TimelineLine

UNRECORDED = {
    "accounts.AccountLine": "a line itself: what happened to an account, written once by the program",
    "accounts.AddressChange": "a wish with its own moments, written by the program; what came of it is a line",
    "accounts.HeldForm": "gone after a day, and nobody but its writer ever reads it",
    "accounts.User": "the person; what they may do follows from mandates and groups, whose changes are recorded",
    "common.Installation": "written once by the program, never by a person",
    "common.LoadedRow": "what was loaded last from a file; the row itself has its history",
    "common.OldAddress": "written by the program when an address is changed, which the row's history tells",
    "common.TextState": "found out by the program from texts whose rows have their history",
    "common.Upload": "a file on its way, gone after a day",
    "decisions.AskedSeat": "frozen when a procedure is circulated; how it was reached is a line of the timeline",
    "decisions.Decision": "written once, with the words as they were confirmed; never changed",
    "decisions.DecisionCounter": "the last number given, counted by the program",
    "decisions.Position": "each word of a seat is a row of its own, kept when it is replaced; each is a line",
    "decisions.ProcedurePaper": "a file of a draft; it is put there once and never changed",
    "documents.DocumentRead": "itself a record, written once at each read",
    "documents.DocumentVersion": "a former file, written once and never changed",
    "lab.Answer": "the words of a seat until the hour; when they were given and changed stands on them",
    "lab.AnswerSheet": "what a seat has answered, with its own moments; that it was sent is a line of the query",
    "lab.Question": "written with its query, and fixed from the moment at which it is asked, which is a line",
    "lab.AsideText": "a person's own words, theirs alone, gone once they have decided",
    "lab.SupportSought": "what a proposal seeks, written with the proposal, which has its timeline",
    "lab.Writer": "who has a draft open now, written by the program",
    "lab.Comment": "the words of a seat, with the moments at which they were written, changed and taken back",
    "lab.Addition": "written once, never changed",
    "lab.CommentFile": "a file of a comment; it is put there once and never changed",
    "lab.SuggestionAnswer": "written once; that it was given is a line of the timeline",
    "lab.Following": "what a person follows; theirs alone to choose",
    "lab.ConsolidatedReply": "written once; that it was sent is a line of the timeline",
    "lab.Sequel": "added once, which is a line of the timeline",
    "lab.StandingOffer": "the words of a seat; when it was made and withdrawn stands on it",
    "lab.Match": "found by the program, once",
    "common.Holiday": "a day in the office's calendar, which concerns nobody's words",
    "lab.Attachment": "a file of a proposal, offer or line; it is put there once and never changed",
    "partners.DirectoryEntry": "what a person lets others know of them; theirs alone",
    "partners.Enquiry": "a question with its own moments; who handled it and when stands on it",
    "partners.Invitation": "a letter with its own moments: sent, accepted, revoked; the mandate has its history",
    "partners.SeatHandover": "itself a record, written once; the mandates have their history",
    "notifications.Mailing": "itself a record: who confirmed what, for how many, and who stopped it",
    "notifications.ReturnedMail": "a report of a mail server, written by the program; settled at a moment",
    "partners.Addressee": "who a circular went to, written once when it was confirmed",
    "partners.CircularPaper": "a file of a draft circular; it is put there once and never changed",
    "notifications.Notice": "an inbox row, written once; only its reader marks it as read",
    "notifications.Preference": "how a person wants to hear, which is theirs alone to choose",
    "pages.Visit": "when somebody was here last, written by the program; nobody else reads it",
    "notifications.OutboxMail": "a mail with its own status and moments, written by the program",
}


def own_models() -> list[type[models.Model]]:
    """The models of our rooms, without histories and tables that Django made for lists."""
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("apps.")
        and not hasattr(model, "history_id")
        and "history_type" not in _names(model)
    ]


def _names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.get_fields()}


def is_recorded(model: type[models.Model]) -> bool:
    """Whether changes of a model's rows are written down by the program."""
    lines = [relation.related_model for relation in model._meta.related_objects]
    return (
        hasattr(model, "history")
        or issubclass(model, TimelineLine)
        or any(issubclass(line, TimelineLine) for line in lines)
    )


def test_every_model_is_recorded_or_says_why_not():
    bare = {model._meta.label for model in own_models() if not is_recorded(model)}

    assert bare == set(UNRECORDED)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_saving_a_translated_row_writes_both_languages_into_its_history(language):
    with override(language):
        activity = ActivityFactory(title_en="Meeting", title_fr="Réunion")
        activity.title_fr = "Rencontre"
        activity.save()

    latest = activity.history.first()
    assert (latest.title_en, latest.title_fr) == ("Meeting", "Rencontre")


@pytest.mark.django_db
def test_a_person_who_edited_can_be_deleted_and_the_history_stays():
    editor, activity = UserFactory(), ActivityFactory()
    activity._history_user = editor
    activity.title_en = "Edited"
    activity.save()

    editor.delete()

    assert activity.history.first().title_en == "Edited"
    assert activity.history.first().history_user is None
    assert not get_user_model().objects.exists()


def known_values(model: type[models.Model], name: str) -> set | None:
    """The values that a constraint of the table lets into a field, or None where there is none."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, CheckConstraint):
            for child in _flat(constraint.condition):
                if child[0] == f"{name}__in":
                    return set(child[1])
    return None


def _flat(condition: Q) -> list[tuple]:
    found = []
    for child in condition.children:
        found += _flat(child) if isinstance(child, Q) else [child]
    return found


ROOMS = ("partners", "framework", "activities", "pages")


def test_choices_of_the_editorial_rooms_are_kept_by_the_database():
    loose = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.fields
        if field.choices and known_values(model, field.name) != {value for value, _words in field.flatchoices}
    ]

    assert loose == []
