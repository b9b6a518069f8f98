"""Questions to all and their answers, for tests: the least that is valid, in whichever state is asked for."""

import datetime

import factory
from django.utils import timezone

from apps.accounts.tests.factories import UserFactory
from apps.lab.models import Answer, AnswerSheet, Query, Question
from apps.lab.workflow import QUERY_ENDED, QueryState
from apps.partners.tests.factories import PartnerFactory

from .factories import an_hour_ago

ASKED = (QueryState.RUNNING, *QUERY_ENDED)


class QueryFactory(factory.django.DjangoModelFactory):
    """A query of Gabon in English with two questions; `state` brings the dates it implies.

    `asked`: codes of the partners that were asked (or are chosen in a draft), Switzerland unless said otherwise.
    `was_asked`: a withdrawn one had been put before the seats.
    """

    class Meta:
        model = Query
        skip_postgeneration_save = True

    class Params:
        was_asked = True

    partner = factory.SubFactory(PartnerFactory, code="GA")
    author = factory.SubFactory(UserFactory)
    language = "en"
    title = factory.Sequence(lambda number: f"Query {number}")
    introduction = "Why we ask."
    state = QueryState.DRAFT
    due_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=7))

    @classmethod
    def _adjust_kwargs(cls, **kwargs):
        was_asked, state = kwargs.pop("was_asked"), kwargs["state"]
        if state in ASKED or (state == QueryState.WITHDRAWN and was_asked):
            kwargs.setdefault("opened_at", an_hour_ago())
        if state in QUERY_ENDED:
            kwargs.setdefault("closed_at", an_hour_ago())
        if state == QueryState.WITHDRAWN:
            kwargs.setdefault("withdrawn_at", an_hour_ago())
        return kwargs

    @factory.post_generation
    def asked(self, create, codes, **kwargs):
        if create:
            chosen = codes if codes is not None else ["CH"] if self.opened_at else []
            self.addressees.set([PartnerFactory(code=code) for code in chosen])

    @factory.post_generation
    def questions(self, create, texts, **kwargs):
        if create:
            for number, text in enumerate(texts if texts is not None else ["Who?", "How many?"], 1):
                Question.objects.create(query=self, number=number, text=text)


class SheetFactory(factory.django.DjangoModelFactory):
    """The answers of Switzerland, sent; `sent_at=None` is a draft.

    `texts`: one a question; `texts__audience`: for whom all of them are.
    """

    class Meta:
        model = AnswerSheet
        skip_postgeneration_save = True

    query = factory.SubFactory(QueryFactory, state=QueryState.RUNNING)
    partner = factory.SubFactory(PartnerFactory, code="CH")
    language = "en"
    sent_at = factory.LazyFunction(an_hour_ago)

    @factory.post_generation
    def texts(self, create, texts, audience=Answer.Audience.ALL, **kwargs):
        if create:
            self.query.addressees.add(self.partner)
            author = UserFactory()
            for question, text in zip(self.query.questions.all(), texts or ["Nobody.", "None."], strict=False):
                facts = {"audience": audience, "language": self.language, "text": text, "author": author}
                Answer.objects.create(sheet=self, question=question, partner=self.partner, **facts)
