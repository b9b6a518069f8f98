"""Activities with what belongs to them, news and the Global Compact, for tests: the least that is valid."""

import datetime

import factory
from django.utils import timezone

from apps.activities.models import Activity, DateChange, GcmRow, Kind, NewsItem, Outcome, Status
from apps.common.models import Publishable
from apps.framework.models import GcmObjective


class ActivityFactory(factory.django.DjangoModelFactory):
    """A published activity that was held; traits: `draft`, `withdrawn`, `scheduled` (published tomorrow), `to_come`.

    `co_chairs`, `objectives` and `actions` take lists.
    """

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(publication=Publishable.Publication.DRAFT, published_at=None)
        withdrawn = factory.Trait(publication=Publishable.Publication.WITHDRAWN)
        scheduled = factory.Trait(
            published_at=factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1))
        )
        to_come = factory.Trait(
            status=Status.ANNOUNCED,
            starts_on=factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=30)),
        )

    slug = factory.Sequence(lambda number: f"activity-{number}")
    title_en = factory.LazyAttribute(lambda activity: f"Meeting {activity.slug}")
    title_fr = factory.LazyAttribute(lambda activity: f"Réunion {activity.slug}")
    kind = Kind.THEMATIC
    status = Status.HELD
    starts_on = datetime.date(2023, 9, 20)
    publication = Publishable.Publication.PUBLISHED
    published_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=1))

    @factory.post_generation
    def co_chairs(self, create, partners, **kwargs):
        """Partners that co-chair."""
        self.co_chairs.set(partners or [])

    @factory.post_generation
    def objectives(self, create, objectives, **kwargs):
        """Objectives served."""
        self.objectives.set(objectives or [])

    @factory.post_generation
    def actions(self, create, actions, **kwargs):
        """Actions served."""
        self.actions.set(actions or [])


class OutcomeFactory(factory.django.DjangoModelFactory):
    """Recommendations announced with their number."""

    class Meta:
        model = Outcome

    activity = factory.SubFactory(ActivityFactory)
    kind = Outcome.Kind.RECOMMENDATIONS
    number = 32
    text_en = "On prevention."
    text_fr = "Sur la prévention."


class DateChangeFactory(factory.django.DjangoModelFactory):
    """A first announcement."""

    class Meta:
        model = DateChange

    activity = factory.SubFactory(ActivityFactory)
    position = factory.Sequence(lambda number: number + 1)
    step = DateChange.Step.ANNOUNCED
    starts_on = datetime.date(2023, 9, 20)


class GcmObjectiveFactory(factory.django.DjangoModelFactory):
    """An objective of the Global Compact."""

    class Meta:
        model = GcmObjective
        django_get_or_create = ("number",)

    number = factory.Sequence(lambda number: number + 1)
    title_en = factory.LazyAttribute(lambda one: f"Objective title {one.number}")
    title_fr = factory.LazyAttribute(lambda one: f"Titre de l’objectif {one.number}")


class GcmRowFactory(factory.django.DjangoModelFactory):
    """A row of the published table; trait `later` for one that waits for the secretariat. `activities` takes a list."""

    class Meta:
        model = GcmRow
        skip_postgeneration_save = True

    class Params:
        later = factory.Trait(basis=GcmRow.Basis.LATER)

    objective = factory.SubFactory(GcmObjectiveFactory)
    basis = GcmRow.Basis.PUBLISHED
    text_en = "What the English table says."
    text_fr = "Ce que dit le tableau français."

    @factory.post_generation
    def activities(self, create, activities, **kwargs):
        """Activities that the row names."""
        self.activities.set(activities or [])


class NewsItemFactory(factory.django.DjangoModelFactory):
    """A published news item; traits: `draft`, `withdrawn`, `scheduled` (published tomorrow)."""

    class Meta:
        model = NewsItem

    class Params:
        draft = factory.Trait(publication=Publishable.Publication.DRAFT, published_at=None)
        withdrawn = factory.Trait(publication=Publishable.Publication.WITHDRAWN)
        scheduled = factory.Trait(
            published_at=factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1))
        )

    slug = factory.Sequence(lambda number: f"news-{number}")
    day = datetime.date(2024, 7, 18)
    title_en = factory.LazyAttribute(lambda item: f"News {item.slug}")
    title_fr = factory.LazyAttribute(lambda item: f"Actualité {item.slug}")
    publication = Publishable.Publication.PUBLISHED
    published_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=1))
