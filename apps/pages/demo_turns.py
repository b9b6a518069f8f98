"""Turns of the demonstration that few proposals take: offers that wait or were taken back, news, what followed, a reply
to all offers, two proposals that were one, and a survey of the secretariat with every kind of answer.

All of them are marked as examples and belong to invented partners and the secretariat.
"""

import datetime
from decimal import Decimal

from django.utils import timezone

from apps.accounts.models import User
from apps.activities.models import Activity
from apps.framework.models import Objective
from apps.lab import services
from apps.lab.models import Answer, Offer, Proposal, Query
from apps.lab.services.answering import Given, SheetDraft
from apps.lab.services.asking import QueryDraft, QuestionDraft
from apps.lab.workflow import State
from apps.partners.models import Partner

Acting = dict[str, User]
FORUM = "Un forum annuel des associations de la diaspora"
LEAFLETS = "Plain-language information for seasonal workers"
DIRECTORY = "Cartographie des services d’aide aux mineurs non accompagnés"
SURVEY = "Needs before the next Senior Officials’ Meeting"


def make(acting: Acting, secretariat: User) -> int:
    """Make them once, through the services that people use; returns how many."""
    forum, leaflets, directory = (
        Proposal.objects.filter(is_example=True, **{f"title_{language}": title}).first()
        for language, title in (("fr", FORUM), ("en", LEAFLETS), ("fr", DIRECTORY))
    )
    if None in (forum, leaflets, directory) or Query.objects.filter(title=SURVEY).exists():
        return 0
    _offers(forum, acting)
    _reply(forum, secretariat)
    services.tell_news(leaflets, by=acting["XB"], text="The first two leaflets are being tried with forty workers.")
    _what_followed(directory, acting)
    _merge(forum, acting, secretariat)
    _survey(acting, secretariat)
    return 7


def _offers(forum: Proposal, acting: Acting) -> None:
    """One that waits for an answer, one that was taken back."""
    partner = Partner.objects.get(code="XB")
    for kind, text, is_kept in (
        ("funding", "The travel of ten associations from neighbouring countries.", True),
        ("training", "A day on how to run an association.", False),
    ):
        offer = services.offer_support(
            forum, by=acting["XB"], partner=partner, kind=kind, text=text, language="en", conditions=""
        )
        Offer.objects.filter(pk=offer.pk).update(is_example=True)
        if not is_kept:
            services.withdraw_offer(offer, by=acting["XB"], note="Our trainer is not free in that month.")


def _reply(forum: Proposal, secretariat: User) -> None:
    texts = {
        "en": "One partner offers the travel of ten associations; an earlier offer was declined with thanks.",
        "fr": "Un partenaire offre le voyage de dix associations ; une offre antérieure a été déclinée avec"
        " remerciements.",
    }
    services.send_reply(forum, by=secretariat, texts=texts)


def _what_followed(directory: Proposal, acting: Acting) -> None:
    """The last meeting of which the portal tells."""
    meeting = Activity.objects.visible_to(acting["XA"]).order_by("-starts_on", "-pk").first()
    if meeting is not None:
        services.add_sequel(directory, by=acting["XA"], thing=meeting)


def _merge(forum: Proposal, acting: Acting, secretariat: User) -> None:
    """A second proposal of the same, closed in favour of the first."""
    objective = Objective.objects.get(code="1", area__plan__slug="cadiz-2023-2027")
    texts = {
        "title": "A yearly meeting of diaspora associations",
        "summary": "Associations of several countries would like to meet once a year.",
        "support_sought": "A room, and interpreters for two languages.",
    }
    draft = services.Draft("partners", "en", texts, objectives=frozenset({objective.pk}))
    double = services.begin_draft(draft, partner=Partner.objects.get(code="XB"), by=acting["XB"])
    Proposal.objects.filter(pk=double.pk).update(is_example=True)
    double = services.publish(services.submit(double, by=acting["XB"]), by=secretariat)
    services.merge(double, into=forum, by=secretariat, note="Both seek the same meeting.")
    assert Proposal.objects.get(pk=double.pk).state == State.CLOSED


def _survey(acting: Acting, secretariat: User) -> None:
    """Of the secretariat, to both invented partners, of which one has answered, in part for the secretariat alone."""
    questions = (
        QuestionDraft("Which theme should the meeting deal with first?", "choice", "Skills\nReturn\nYouth"),
        QuestionDraft("How many people will you send?", "number"),
        QuestionDraft("From which day could you come?", "date"),
        QuestionDraft("What should we know?"),
    )
    by = {code: Partner.objects.get(code=code) for code in ("XA", "XB")}
    draft = QueryDraft(
        "en",
        SURVEY,
        "Your answers go into the draft agenda.",
        questions,
        is_to_all=False,
        addressees=frozenset(partner.pk for partner in by.values()),
        due_at=timezone.now() + datetime.timedelta(days=14),
    )
    query = services.begin_query(draft, partner=None, by=secretariat)
    query = services.ask_query(query, by=secretariat)
    given = {
        1: Given("Youth"),
        2: Given(number=Decimal(3)),
        3: Given(day=timezone.localdate() + datetime.timedelta(days=60)),
        4: Given("Notre délégation changera au printemps.", audience=Answer.Audience.ASKER),
    }
    services.save_answers(query, SheetDraft("fr", given), partner=by["XA"], by=acting["XA"], version=None, is_sent=True)
    Query.objects.filter(pk=query.pk).update(is_example=True)
    Answer.objects.filter(question__query=query).update(is_example=True)
