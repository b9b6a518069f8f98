"""Hands over the chair, in one act, and keeps the list of tasks that each term is given."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.common.access import require
from apps.common.bilingual import language_codes
from apps.common.dates import moment

from ..models import (
    Chairmanship,
    ChairTask,
    ChairTaskTemplate,
    Precision,
    begins_at,
    holder_among,
    takes_over_after,
)

LONGEST_NOTICE = datetime.timedelta(days=366)
REASON = "handover of the chair"


class HandoverClosed(Exception):
    """That term is not in the chair, or its handover is recorded already: somebody was faster.

    `term` is the one that holds the chair or is to take it over, or None.
    """

    def __init__(self, term: Chairmanship | None) -> None:
        super().__init__(f"the chair is handed over to {term.pk if term else 'nobody'}")
        self.term = term


@transaction.atomic
def hand_over(ending: Chairmanship, *, by: User, at: datetime.datetime, successor: Chairmanship) -> Chairmanship:
    """End the running term at the exact moment `at` and begin `successor` then; returns the term that begins.

    `successor` is a term that is to come, or a new one (unsaved) with its partner and its address; a new one gets the
    next number. The moment may lie ahead: roles follow at that hour. The new chair is given its tasks. Asks
    `partners.hand_over_chairmanship`. Raises `HandoverClosed` where it happened already, `ValidationError` (fields
    `at`, `successor`, `slug`) for what cannot be; nothing is written then.
    """
    ending = Chairmanship.objects.select_for_update(of=("self",)).get(pk=ending.pk)
    require(by, "partners.hand_over_chairmanship", ending)
    # Asked after the lock: whoever waited for it reads here what the other wrote, a new term included.
    terms = list(Chairmanship.objects.select_for_update(of=("self",)).in_turn())
    _refuse_if_closed(ending, terms)
    beginning = _beginning(successor, ending, terms)
    _refuse_wrong_hour(at, ending, beginning, terms)
    day, planned = timezone.localdate(at), beginning.starts_on
    beginning.starts_on, beginning.starts_precision, beginning.handed_over_at = day, Precision.DAY, at
    ending.ends_on, ending.ends_precision = day, Precision.DAY
    for term in (ending, beginning):
        term.full_clean()
        term._history_user, term._change_reason = by, REASON
        term.save()
    _move_open_tasks(beginning, planned)
    give_tasks(beginning, by=by)
    return beginning


def _refuse_if_closed(ending: Chairmanship, terms: Sequence[Chairmanship]) -> None:
    holder = holder_among(terms, timezone.now())
    taken_over = takes_over_after(ending, terms) if holder == ending else holder
    if holder != ending or taken_over is not None:
        raise HandoverClosed(taken_over)


def _beginning(successor: Chairmanship, ending: Chairmanship, terms: Sequence[Chairmanship]) -> Chairmanship:
    """The term that is to begin as the database has it now, or the new one with its number."""
    if successor.pk is None:
        successor.number = max(term.number for term in terms) + 1
        return successor
    fresh = next((term for term in terms if term.pk == successor.pk and term.number > ending.number), None)
    if fresh is None:
        raise ValidationError({"successor": _("This term is not one that is to come.")})
    return fresh


def _refuse_wrong_hour(
    at: datetime.datetime, ending: Chairmanship, beginning: Chairmanship, terms: Sequence[Chairmanship]
) -> None:
    """The hour lies in the running term, at most a year ahead, and before everything that is planned after it."""
    since = begins_at(ending)
    if at <= since:
        words = _("The running term began later: %(moment)s.") % {"moment": moment(since)}
        raise ValidationError({"at": words})
    if at > timezone.now() + LONGEST_NOTICE:
        raise ValidationError({"at": _("This hour lies more than a year ahead.")})
    if beginning.ends_on and beginning.ends_on < timezone.localdate(at):
        raise ValidationError({"at": _("The term that is to begin would be over by then: correct its end first.")})
    for other in terms:
        if other.pk not in (ending.pk, beginning.pk) and other.starts_on and since < begins_at(other) <= at:
            words = _("Another term is to begin before that hour: %(term)s. Choose it, or change its dates first.")
            raise ValidationError({"at": words % {"term": other}})


@transaction.atomic
def give_tasks(term: Chairmanship, *, by: User) -> int:
    """Copy the tasks of every chair into a term, each once however often this is asked; returns how many were new.

    Asks `partners.give_tasks_chairmanship`.
    """
    require(by, "partners.give_tasks_chairmanship", term)
    term = Chairmanship.objects.select_for_update(of=("self",)).get(pk=term.pk)
    given = term.tasks.filter(template__isnull=False).values("template")
    missing = ChairTaskTemplate.objects.filter(is_in_use=True).exclude(pk__in=given).order_by("days", "pk")
    for template in missing:
        titles = {f"title_{code}": getattr(template, f"title_{code}") for code in language_codes()}
        task = ChairTask(chairmanship=term, template=template, due_on=template.due_in(term), **titles)
        task._history_user = by
        task.save()
    return len(missing)


def _move_open_tasks(term: Chairmanship, planned: datetime.date | None) -> None:
    """The days of open tasks move with the beginning of the term, but for those that somebody set otherwise."""
    if planned == term.starts_on:
        return
    before = Chairmanship(starts_on=planned)
    for task in term.tasks.filter(done_at__isnull=True, template__isnull=False).select_related("template"):
        if task.due_on == task.template.due_in(before):
            task.due_on = task.template.due_in(term)
            task.save()


@transaction.atomic
def record_task(task: ChairTask, *, by: User, is_done: bool) -> ChairTask:
    """Record that a task is done, when and by whom, or that it is open after all; what is so already stays as it is.

    Asks `partners.change_chairtask`.
    """
    require(by, "partners.change_chairtask", task)
    task = ChairTask.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if task.is_done != is_done:
        task.done_at, task.done_by = (timezone.now(), by) if is_done else (None, None)
        task._history_user = by
        task.save()
    return task
