"""Plans and their parts, for tests: the least that is valid."""

import datetime
from decimal import Decimal

import factory
from django.utils import timezone

from apps.framework.models import Action, ActionPlan, Area, CrossCuttingPriority, Objective, Topic, TopicFigure


class ActionPlanFactory(factory.django.DjangoModelFactory):
    """A plan in force; `over=True` for one that ended yesterday."""

    class Meta:
        model = ActionPlan
        django_get_or_create = ("slug",)

    class Params:
        over = factory.Trait(valid_to=factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=1)))

    slug = factory.Sequence(lambda number: f"plan-{number}")
    title_en = factory.LazyAttribute(lambda plan: f"Action plan {plan.slug}")
    title_fr = factory.LazyAttribute(lambda plan: f"Plan d’action {plan.slug}")
    valid_from = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=700))


class AreaFactory(factory.django.DjangoModelFactory):
    """An area of a plan."""

    class Meta:
        model = Area

    plan = factory.SubFactory(ActionPlanFactory)
    number = factory.Sequence(lambda number: number + 1)
    title_en = factory.LazyAttribute(lambda area: f"Area title {area.number}")
    title_fr = factory.LazyAttribute(lambda area: f"Titre du domaine {area.number}")


class ObjectiveFactory(factory.django.DjangoModelFactory):
    """An objective whose wording is to be supplied."""

    class Meta:
        model = Objective

    area = factory.SubFactory(AreaFactory)
    number = factory.Sequence(lambda number: number + 1)
    code = factory.LazyAttribute(lambda objective: str(objective.number))


class ActionFactory(factory.django.DjangoModelFactory):
    """An action whose wording is to be supplied."""

    class Meta:
        model = Action

    objective = factory.SubFactory(ObjectiveFactory)
    number = factory.Sequence(lambda number: number + 1)


class CrossCuttingPriorityFactory(factory.django.DjangoModelFactory):
    """A priority that runs through all areas of a plan."""

    class Meta:
        model = CrossCuttingPriority

    plan = factory.SubFactory(ActionPlanFactory)
    number = factory.Sequence(lambda number: number + 1)
    title_en = factory.LazyAttribute(lambda one: f"Priority {one.number}")
    title_fr = factory.LazyAttribute(lambda one: f"Priorité {one.number}")


class TopicFactory(factory.django.DjangoModelFactory):
    """A topic that visitors see; `draft=True` for one that they do not."""

    class Meta:
        model = Topic

    class Params:
        draft = factory.Trait(publication=Topic.Publication.DRAFT, published_at=None)

    slug = factory.Sequence(lambda number: f"topic-{number}")
    position = factory.Sequence(lambda number: number + 1)
    title_en = factory.LazyAttribute(lambda topic: f"Topic {topic.slug}")
    title_fr = factory.LazyAttribute(lambda topic: f"Thème {topic.slug}")
    publication = Topic.Publication.PUBLISHED
    published_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=1))


class TopicFigureFactory(factory.django.DjangoModelFactory):
    """A figure of a topic: 10, without unit, date or source."""

    class Meta:
        model = TopicFigure

    topic = factory.SubFactory(TopicFactory)
    position = factory.Sequence(lambda number: number + 1)
    label_en = "what it counts"
    label_fr = "ce qu’il compte"
    value = Decimal(10)
