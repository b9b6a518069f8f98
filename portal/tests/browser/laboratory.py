"""What seats say to one another: comments, offers asked about, suggestions, standing offers, questions to all."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from apps.framework.models import Area, Objective
from apps.lab import services
from apps.lab.models import Comment, Offer, Proposal, Query, StandingOffer
from apps.lab.tests.asking import QueryFactory, SheetFactory
from apps.lab.workflow import QueryState
from apps.partners.models import Partner

from .entering import send_empty, send_unchecked
from .stage import GABON, MALI, OBJECTIVE, OFFICE, SPEAKS, SWEDEN, SWITZERLAND, Stage
from .visitor import Visitor

OFFICE_READS = "office"
Address = Callable[[Stage], str]


def _open(stage: Stage, state: str = "open") -> Proposal:
    return Proposal.objects.get(reference=stage.references[state])


def _partner(address: str) -> Partner:
    return Partner.objects.get(code=address[5:7].upper())


def _said(address: str, text: str, between: str = "") -> services.Said:
    return services.Said(text, SPEAKS[address], _partner(address), _partner(between) if between else None)


def _say(stage: Stage, address: str, text: str, between: str = "") -> Comment:
    return services.add_comment(_open(stage), _said(address, text, between), by=stage.person(address))


def conversation(stage: Stage) -> str:
    """The open proposal with all that can be said about it: answered, added to, taken back, private, about an offer."""
    thread = _say(stage, MALI, "Qui tient le guichet ?")
    services.answer_comment(thread, _said(GABON, "Une association."), by=stage.person(GABON))
    services.add_to_comment(thread, by=stage.person(MALI), text="Merci.", language="fr")
    services.take_back_comment(_say(stage, SWITZERLAND, "Not here."), by=stage.person(SWITZERLAND))
    _say(stage, GABON, "Entre nous deux.", between=SWITZERLAND)
    offer = Offer.objects.get(proposal=_open(stage), partner=_partner(SWITZERLAND))
    asked = services.ask_about_offer(offer, _said(GABON, "Pour combien de temps ?"), by=stage.person(GABON))
    services.answer_comment(asked, _said(SWITZERLAND, "Two weeks."), by=stage.person(SWITZERLAND))
    texts = {"en": "Two partners offer help.", "fr": "Deux partenaires offrent leur appui."}
    services.send_reply(_open(stage), by=stage.person(OFFICE["en"]), texts=texts)
    return reverse("lab:proposal", args=[stage.references["open"]])


def of_the_open(name: str, state: str = "open", **query: str) -> Address:
    """A page about Gabon's proposal in that state."""
    return lambda stage: reverse(name, args=[stage.references[state]]) + (f"?{urlencode(query)}" if query else "")


def of_a_comment(name: str, by: str = MALI) -> Address:
    """A page about a new comment of that person."""
    return lambda stage: reverse(name, args=[stage.references["open"], _say(stage, by, "Un mot.").reference])


def of_an_offer(stage: Stage) -> str:
    """Where Gabon asks about Switzerland's offer."""
    offer = Offer.objects.get(proposal=_open(stage), partner=_partner(SWITZERLAND))
    return reverse("lab:ask_offer", args=[stage.references["open"], offer.reference])


def suggestion(stage: Stage) -> str:
    """Where the secretariat answers a suggestion that was put to it."""
    texts = {"title": "Une page par réunion", "summary": "Une semaine après.", "support_sought": "Une heure."}
    objective = Objective.objects.get(**OBJECTIVE)
    draft = services.Draft("suggestion", "fr", texts, objectives=frozenset({objective.pk}), addressee="secretariat")
    written = services.begin_draft(draft, partner=_partner(GABON), by=stage.person(GABON))
    services.publish(services.submit(written, by=stage.person(GABON)), by=stage.person(OFFICE["en"]))
    return reverse("lab:answer", args=[written.reference])


def answered(stage: Stage) -> str:
    """The page of a suggestion that has its answer."""
    reference = suggestion(stage).rstrip("/").split("/")[-2]
    row = Proposal.objects.get(reference=reference)
    services.answer_suggestion(row, by=stage.person(OFFICE["en"]), partner=None, text="Gladly.", language="en")
    return row.get_absolute_url()


def standing(stage: Stage) -> str:
    """What Mali holds ready."""
    areas = frozenset(Area.objects.filter(plan__slug="cadiz-2023-2027").values_list("pk", flat=True)[:2])
    held = services.HeldReady("training", "Une formation à l’accueil", "Deux formatrices.", "fr", areas=areas)
    made = StandingOffer.objects.first() or services.publish_standing(
        held, by=stage.person(MALI), partner=_partner(MALI)
    )
    return reverse("lab:standing_offer", args=[made.reference])


def query(state: str, name: str = "ask:query", *further: str, answers: bool = False) -> Address:
    """A page about Gabon's questions to Switzerland in that state; with `answers`, these are there."""

    def made(stage: Stage) -> str:
        row = QueryFactory(state=state, author=stage.person(GABON))
        if answers:
            SheetFactory(query=row)
        return reverse(name, args=[row.reference, *further])

    return made


def save_over_a_colleague(visitor: Visitor, stage: Stage) -> None:
    """Save questions that a colleague has changed meanwhile."""
    kept = Query.objects.filter(state=QueryState.DRAFT).latest("pk")
    visitor.page.fill("[name=title]", "Mon titre")
    Query.objects.filter(pk=kept.pk).update(version=kept.version + 1, title="The title of a colleague")
    visitor.follow(visitor.page.locator("main form[method=post] button[name=save]"))


def say_too_late(visitor: Visitor, stage: Stage) -> None:
    """Say something about a proposal that is withdrawn while it is being typed."""
    visitor.page.fill("main [name=text]", "Trop tard.")
    Proposal.objects.filter(reference=stage.references["under_way"]).update(
        state="withdrawn", withdrawn_at=timezone.now()
    )
    send_unchecked(visitor, "main form[method=post]")
    Proposal.objects.filter(reference=stage.references["under_way"]).update(state="under_way", withdrawn_at=None)


def asked_by_the_office(stage: Stage) -> str:
    """A proposal about which the secretariat asks its seat something."""
    row = _open(stage, "submitted")
    services.ask_author(row, by=stage.person(OFFICE["en"]), note="Which towns are meant?")
    return row.get_absolute_url()


def ask_nothing(visitor: Visitor, stage: Stage) -> None:
    """Send the office's question to the author empty."""
    send_unchecked(visitor, "form[action$='/ask/']")


def office(name: str, state: str = "open") -> Address:
    """A page of the office about Gabon's proposal in that state."""
    return lambda stage: reverse(name, args=[_open(stage, state).pk])


def plain(name: str) -> Address:
    """The page of that name."""
    return lambda stage: reverse(name)


# Name, address, reader ("office" is the secretariat), answer, and what is done there.
TALK = [
    ("numbers of the laboratory", plain("laboratory:numbers"), "", 200, None),
    ("conversation, own", conversation, GABON, 200, None),
    ("conversation, of another seat", of_the_open("lab:proposal"), SWITZERLAND, 200, None),
    ("thread", of_a_comment("lab:thread"), GABON, 200, None),
    ("comment", of_the_open("lab:new_comment"), MALI, 200, None),
    ("comment, wrong", of_the_open("lab:new_comment"), MALI, 200, send_empty),
    ("comment, too late", of_the_open("lab:new_comment", "under_way"), MALI, 200, say_too_late),
    ("answer to a comment", of_a_comment("lab:reply"), GABON, 200, None),
    ("change of a comment", of_a_comment("lab:change_comment"), MALI, 200, None),
    ("addition to a comment", of_a_comment("lab:add_to_comment"), MALI, 200, None),
    ("comment to be taken back", of_a_comment("lab:take_back_comment"), MALI, 200, None),
    ("question about an offer", of_an_offer, GABON, 200, None),
    ("overview of offers", of_the_open("lab:overview"), GABON, 200, None),
    ("question of the secretariat", asked_by_the_office, GABON, 200, None),
    ("suggestion to answer", suggestion, OFFICE_READS, 200, None),
    ("suggestion, answered", answered, SWITZERLAND, 200, None),
    ("what followed", of_the_open("lab:sequel", "concluded", q="Rabat"), GABON, 200, None),
    ("following", plain("lab:following"), SWITZERLAND, 200, None),
    ("standing offers, none", plain("lab:standing_offers"), SWEDEN, 200, None),
    ("standing offer, own", standing, MALI, 200, None),
    ("standing offer", standing, SWEDEN, 200, None),
    ("standing offers", plain("lab:standing_offers"), SWEDEN, 200, None),
    ("new standing offer", plain("lab:new_standing_offer"), MALI, 200, None),
    ("new standing offer, wrong", plain("lab:new_standing_offer"), MALI, 200, send_empty),
    ("questions to all, none", plain("ask:list"), SWEDEN, 200, None),
    ("new questions to all", plain("ask:new"), GABON, 200, None),
    ("new questions to all, wrong", plain("ask:new"), GABON, 200, send_empty),
    ("questions, draft", query(QueryState.DRAFT), GABON, 200, None),
    ("questions, two versions", query(QueryState.DRAFT, "ask:edit"), GABON, 200, save_over_a_colleague),
    ("questions, before they are asked", query(QueryState.DRAFT, "ask:preview"), GABON, 200, None),
    ("questions, asked", query(QueryState.RUNNING), SWITZERLAND, 200, None),
    ("questions, to answer", query(QueryState.RUNNING, "ask:answer", "ch"), SWITZERLAND, 200, None),
    ("questions, wrong answers", query(QueryState.RUNNING, "ask:answer", "ch"), SWITZERLAND, 200, send_empty),
    ("questions, silent seats", query(QueryState.RUNNING, "ask:silent"), GABON, 200, None),
    ("questions, more time", query(QueryState.RUNNING, "ask:extend"), GABON, 200, None),
    ("questions, closed", query(QueryState.CLOSED, answers=True), GABON, 200, None),
    ("questions, withdrawn", query(QueryState.WITHDRAWN), SWITZERLAND, 200, None),
    ("questions to all", plain("ask:list"), SWITZERLAND, 200, None),
    ("open proposal in the office", office("admin:lab_proposal_change"), OFFICE_READS, 200, None),
    ("question to the author, empty", office("admin:lab_proposal_change"), OFFICE_READS, 200, ask_nothing),
    ("merging in the office", office("admin:lab_proposal_merge"), OFFICE_READS, 200, None),
    ("consolidated reply in the office", office("admin:lab_proposal_reply"), OFFICE_READS, 200, None),
    ("statistics in the office", plain("admin:lab_proposal_statistics"), OFFICE_READS, 200, None),
    ("questions to all in the office", plain("admin:lab_query_changelist"), OFFICE_READS, 200, None),
    ("holidays in the office", plain("admin:common_holiday_changelist"), OFFICE_READS, 200, None),
]
