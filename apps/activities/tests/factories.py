"""Activities and outcomes, for tests: the least that is valid."""

import datetime

import factory
from django.utils import timezone

from apps.activities.models import Activity, Kind, Outcome, Status
from apps.common.models import Publishable


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
