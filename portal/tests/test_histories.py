"""Every recorded table keeps its history: from the first save on, in both languages, whoever wrote it may go."""

import ast
import datetime

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.urls import reverse
from django.utils import timezone
from modeltranslation.translator import NotRegistered, translator

from apps.accounts.tests.factories import UserFactory
from apps.activities.tests.factories import (
    ActivityFactory,
    DateChangeFactory,
    GcmRowFactory,
    NewsItemFactory,
    OutcomeFactory,
)
from apps.common.models import OfficeChoice
from apps.decisions.tests.factories import SilenceProcedureFactory
from apps.documents.tests.factories import AddressFactory, DocumentFactory
from apps.framework.models import GcmObjective
from apps.framework.tests.factories import (
    ActionFactory,
    ActionPlanFactory,
    AreaFactory,
    CrossCuttingPriorityFactory,
    ObjectiveFactory,
    TopicFactory,
    TopicFigureFactory,
)
from apps.pages.models import Identity
from apps.pages.tests.factories import PageFactory, SiteTextFactory
from apps.partners.models import ChairTask, ChairTaskTemplate, Membership, SeatContact
from apps.partners.tests.factories import (
    ChairmanshipFactory,
    CircularFactory,
    MandateFactory,
    NetworkFactory,
    PartnerFactory,
    RegionFactory,
    secretariat_member,
)
from apps.roadmaps.tests.factories import ReferenceCountryFactory

from .house import name_of, trees

pytestmark = pytest.mark.django_db
BACKEND = "apps.accounts.backends.MailAddressBackend"
TODAY = datetime.date(2026, 11, 24)
TASK = {"title_en": "Task", "title_fr": "Tâche"}

MAKERS = {
    "activities.Activity": ActivityFactory,
    "activities.DateChange": DateChangeFactory,
    "activities.GcmRow": GcmRowFactory,
    "activities.NewsItem": NewsItemFactory,
    "common.OfficeChoice": lambda: OfficeChoice.objects.create(name="lab.look_within", value=6),
    "activities.Outcome": OutcomeFactory,
    "decisions.SilenceProcedure": SilenceProcedureFactory,
    "documents.Document": DocumentFactory,
    "documents.DocumentFile": AddressFactory,
    "framework.Action": ActionFactory,
    "framework.ActionPlan": ActionPlanFactory,
    "framework.Area": AreaFactory,
    "framework.CrossCuttingPriority": CrossCuttingPriorityFactory,
    "framework.GcmObjective": lambda: GcmObjective.objects.create(number=1, title_en="One", title_fr="Un"),
    "framework.Objective": ObjectiveFactory,
    "framework.Topic": TopicFactory,
    "framework.TopicFigure": TopicFigureFactory,
    "pages.Identity": lambda: Identity.objects.create(emblem_alt_en="Shores", emblem_alt_fr="Rives"),
    "pages.Page": PageFactory,
    "pages.SiteText": SiteTextFactory,
    "partners.ChairTask": lambda: ChairTask.objects.create(chairmanship=ChairmanshipFactory(), **TASK),
    "partners.ChairTaskTemplate": lambda: ChairTaskTemplate.objects.create(code="task", days=0, **TASK),
    "partners.Chairmanship": ChairmanshipFactory,
    "partners.Circular": CircularFactory,
    "partners.Mandate": MandateFactory,
    "partners.Membership": lambda: Membership.objects.create(partner=PartnerFactory(), starts_on=TODAY),
    "partners.Network": NetworkFactory,
    "partners.Partner": PartnerFactory,
    "partners.Region": RegionFactory,
    "partners.SeatContact": lambda: SeatContact.objects.create(partner=PartnerFactory(), network=NetworkFactory()),
    "roadmaps.ReferenceCountry": ReferenceCountryFactory,
}


def recorded_models() -> set[str]:
    """The labels of the models that have a history, the histories of their lists of others left out."""
    return {
        model._meta.label
        for model in apps.get_models()
        if hasattr(model, "history") and not model.__name__.startswith("Historical")
    }


def translated_columns(model: type[models.Model]) -> list[str]:
    """The columns of a model's translated fields; none where it has none."""
    try:
        names = translator.get_options_for_model(model).get_field_names()
    except NotRegistered:
        return []
    return [f"{name}_{code}" for name in sorted(names) for code, _language in settings.LANGUAGES]


def test_every_recorded_model_is_tried_here():
    assert recorded_models() == set(MAKERS)


@pytest.mark.parametrize("label", MAKERS)
def test_first_and_next_save_write_every_language_into_the_history(label):
    row = MAKERS[label]()
    row.save()

    columns = translated_columns(type(row))
    kept = row.history.first()
    assert row.history.count() >= 2
    assert [getattr(kept, name) for name in columns] == [getattr(row, name) for name in columns]


@pytest.mark.parametrize("label", MAKERS)
def test_a_person_who_wrote_can_be_deleted_and_the_history_stays(label):
    row, editor = MAKERS[label](), UserFactory()
    row._history_user = editor
    row.save()
    written = row.history.count()

    editor.delete()

    assert not get_user_model().objects.filter(pk=editor.pk).exists()
    assert (row.history.count(), row.history.first().history_user) == (written, None)


@pytest.mark.parametrize("label", ["pages.Page", "documents.Document", "framework.Topic", "activities.NewsItem"])
def test_history_cannot_be_put_back_past_the_form(label, client):
    """Putting an old state back would publish or withdraw without anybody having decided it."""
    row = MAKERS[label]()
    row.publication, row.published_at = "published", timezone.now()
    row.save()
    old = row.history.last()
    client.force_login(secretariat_member(), backend=BACKEND)
    address = reverse(f"admin:{label.lower().replace('.', '_')}_simple_history", args=[row.pk, old.pk])

    written = row.history.count()

    shown = client.get(address)
    form = shown.context["adminform"].form
    values = {name: value for name, value in form.initial.items() if value not in (None, []) and name in form.fields}
    sent = client.post(address, {**values, "publication": "draft"})

    row.refresh_from_db()
    assert settings.SIMPLE_HISTORY_REVERT_DISABLED
    assert 'name="_save"' not in shown.content.decode()
    assert (sent.status_code, row.publication, row.history.count()) == (403, "published", written)


EDITORIAL_ROOMS = ("partners", "framework", "documents", "activities", "roadmaps", "pages", "common")
PAST_THE_HISTORY = ("update", "bulk_update", "bulk_create", "aupdate", "abulk_update", "abulk_create")
# What is written at once there has no history.
MAY_WRITE_AT_ONCE = {
    "apps/common/backup/databases.py": "a digest of a file",
    "apps/common/backup/restoring.py": "a digest of a file",
    "apps/common/backup/writing.py": "a digest of a file",
    "apps/common/context.py": "a dictionary",
    "apps/documents/services/keeping.py": "former versions of files, themselves records, that were taken off",
    "apps/common/translations.py": "the states of translations, which are found out again from the texts",
    "apps/pages/demo_entries.py": "invented proposals of the demonstration, with their timelines",
    "apps/pages/demo_silence.py": "invented silence procedures of the demonstration, dated back",
    "apps/pages/demo_talk.py": "invented conversations of the demonstration, which are marked as examples",
    "apps/pages/demo_turns.py": "invented turns of the demonstration, which are marked as examples",
    "apps/partners/services/circulars.py": "the seats of a circular, written once and never changed",
    "apps/pages/demonstration.py": "passwords of the demonstration's people",
    "apps/pages/management/commands/demo.py": "a digest of files",
    "apps/pages/services.py": "when a person was here last, which nobody edits",
}


def test_nothing_of_the_editorial_rooms_is_written_past_its_history():
    """`.update()` and writes in bulk leave no trace; what a room keeps is saved row by row."""
    found = {
        f"{name_of(path)}:{node.lineno}"
        for path, tree in trees()
        if name_of(path).startswith(tuple(f"apps/{room}/" for room in EDITORIAL_ROOMS))
        if name_of(path) not in MAY_WRITE_AT_ONCE
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in PAST_THE_HISTORY
    }

    assert found == set()
