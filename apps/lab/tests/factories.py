"""Proposals, offers and files of the laboratory for tests: the least that is valid, in whichever state is asked for."""

import datetime

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.framework.models import ActionPlan, Area, GcmObjective, Objective
from apps.lab.models import Attachment, Comment, CommentFile, Offer, Proposal, StandingOffer
from apps.lab.workflow import OfferState, State
from apps.partners.models import Region
from apps.partners.tests.factories import PartnerFactory

DATED = ("submitted_at", "opened_at", "started_at", "concluded_at", "closed_at", "withdrawn_at")
DATES_OF = {
    State.DRAFT: (),
    State.SUBMITTED: DATED[:1],
    State.RETURNED: DATED[:1],
    State.OPEN: DATED[:2],
    State.UNDER_WAY: DATED[:3],
    State.CONCLUDED: DATED[:4],
    State.CLOSED: (*DATED[:2], "closed_at"),
    State.WITHDRAWN: (*DATED[:2], "withdrawn_at"),
}


def an_hour_ago() -> datetime.datetime:
    """A moment that lies behind us."""
    return timezone.now() - datetime.timedelta(hours=1)


class ObjectiveFactory(factory.django.DjangoModelFactory):
    """Objective 1 of the first area of a plan in force; the same one each time it is asked for by code."""

    class Meta:
        model = Objective

    code = "1"
    number = 1
    title_en = "Maximise the impact"
    title_fr = "Maximiser l’effet"

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        plan, _ = ActionPlan.objects.get_or_create(
            slug="plan", defaults={"title_en": "Plan", "title_fr": "Plan", "valid_from": datetime.date(2023, 1, 1)}
        )
        number = kwargs.pop("area_number", 1)
        words = {"title_en": f"Area {number}", "title_fr": f"Domaine {number}"}
        area, _ = Area.objects.get_or_create(plan=plan, number=number, defaults=words)
        code = kwargs.pop("code")
        return model_class.objects.get_or_create(area=area, code=code, defaults=kwargs)[0]


class ProposalFactory(factory.django.DjangoModelFactory):
    """A complete proposal in English; `state` brings the dates it implies, `withdrawn_from` those it had before.

    A suggestion is put to the secretariat.
    """

    class Meta:
        model = Proposal
        skip_postgeneration_save = True

    class Params:
        withdrawn_from = None

    partner = factory.SubFactory(PartnerFactory, code="GA")
    author = factory.SubFactory(UserFactory)
    kind = Proposal.Kind.TECHNICAL
    language = "en"
    title_en = factory.Sequence(lambda number: f"Proposal {number}")
    summary_en = "What it is about."
    support_sought_en = "What is sought."
    state = State.DRAFT

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        before = kwargs.pop("withdrawn_from", None)
        if kwargs["kind"] == Proposal.Kind.SUGGESTION:
            kwargs.setdefault("addressee", "secretariat")
        names = DATES_OF[kwargs["state"]]
        if before is not None:
            names = (*DATES_OF[before], "withdrawn_at")
        for name in names if not kwargs.get("from_archive") else ():
            kwargs.setdefault(name, an_hour_ago())
        return kwargs

    @factory.post_generation
    def objectives(self, create, extracted, **kwargs):
        if create:
            self.objectives.set(extracted if extracted is not None else [ObjectiveFactory()])


class OfferFactory(factory.django.DjangoModelFactory):
    """An offer of expertise by Switzerland to an open proposal; another `state` than made is dated."""

    class Meta:
        model = Offer

    proposal = factory.SubFactory(ProposalFactory, state=State.OPEN)
    partner = factory.SubFactory(PartnerFactory, code="CH")
    author = factory.SubFactory(UserFactory)
    kind = Offer.Kind.EXPERTISE
    language = "en"
    text = "Two experts for a week."
    state = OfferState.MADE
    ended_at = factory.LazyAttribute(lambda offer: None if offer.state == OfferState.MADE else an_hour_ago())


class RegionFactory(factory.django.DjangoModelFactory):
    """West Africa; the same one each time."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "west-africa"
    name_en = "West Africa"
    name_fr = "Afrique de l’Ouest"


class GcmObjectiveFactory(factory.django.DjangoModelFactory):
    """Objective 5 of the Global Compact; the same one each time."""

    class Meta:
        model = GcmObjective
        django_get_or_create = ("number",)

    number = 5
    title_en = "Regular pathways"
    title_fr = "Voies régulières"


class AttachmentFactory(factory.django.DjangoModelFactory):
    """A file in the private storage; `content` is what it holds."""

    class Meta:
        model = Attachment

    class Params:
        content = b"words"

    proposal = factory.SubFactory(ProposalFactory)
    display_name = "note.txt"
    content_type = "text/plain"
    size = factory.LazyAttribute(lambda attachment: len(attachment.content))
    digest = "0" * 64
    uploaded_by = factory.SubFactory(UserFactory)
    key = factory.LazyAttribute(
        lambda attachment: storages["private"].save("tests/note.txt", ContentFile(attachment.content))
    )


class CommentFactory(factory.django.DjangoModelFactory):
    """A public comment of Switzerland on an open proposal; with `parent` an answer, as private as that."""

    class Meta:
        model = Comment
        skip_postgeneration_save = True

    parent = None
    proposal = factory.LazyAttribute(
        lambda comment: comment.parent.proposal if comment.parent else ProposalFactory(state=State.OPEN)
    )
    partner = factory.SubFactory(PartnerFactory, code="CH")
    between = factory.LazyAttribute(lambda comment: comment.parent.between if comment.parent else None)
    author = factory.SubFactory(UserFactory)
    language = "en"
    text = factory.Sequence(lambda number: f"Comment {number}")

    @factory.post_generation
    def mentioned(self, create, extracted, **kwargs):
        if create and extracted:
            self.mentioned.set(extracted)


class CommentFileFactory(factory.django.DjangoModelFactory):
    """A file of a comment in the private storage; `content` is what it holds."""

    class Meta:
        model = CommentFile

    class Params:
        content = b"words"

    comment = factory.SubFactory(CommentFactory)
    display_name = "note.txt"
    content_type = "text/plain"
    size = factory.LazyAttribute(lambda file: len(file.content))
    key = factory.LazyAttribute(lambda file: storages["private"].save("tests/said.txt", ContentFile(file.content)))


class StandingOfferFactory(factory.django.DjangoModelFactory):
    """Expertise that Switzerland holds ready for anything, anywhere, without an end."""

    class Meta:
        model = StandingOffer

    partner = factory.SubFactory(PartnerFactory, code="CH")
    author = factory.SubFactory(UserFactory)
    kind = StandingOffer.Kind.EXPERTISE
    language = "en"
    title = factory.Sequence(lambda number: f"Standing offer {number}")
    text = "Experts for two weeks."
