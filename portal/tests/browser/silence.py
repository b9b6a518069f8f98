"""Texts under silence in every state, as seats, their applicant, the chair, the office and everybody see them."""

from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from django.utils import timezone

from apps.decisions import services
from apps.decisions.models import CORRECTED_WITHIN, Decision, Position, SilenceProcedure
from apps.decisions.tests.factories import SilenceProcedureFactory, by_telephone, hand_over_mails, let_expire, say
from apps.decisions.workflow import PositionKind
from apps.partners.models import Mandate, Partner

from .entering import send_empty, send_unchecked
from .stage import GABON, MALI, OFFICE, SWEDEN, SWITZERLAND, Stage
from .visitor import Visitor

OFFICE_READS, EVERYBODY = "office", ""
LETTER = {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"A letter."}
WORDS = "Le Mali demande que le texte soit précisé.\n\nLe deuxième paragraphe manque."
Address = Callable[[Stage], str]
Make = Callable[[Stage], SilenceProcedure]


def latest() -> SilenceProcedure:
    """The procedure that the page is about, as the database has it now."""
    return SilenceProcedure.objects.latest("pk")


def draft(stage: Stage, **facts) -> SilenceProcedure:
    """A draft that asks Mali and Switzerland, which chairs, on Gabon's request, with a paper."""
    procedure = SilenceProcedureFactory(**{"asked": "chosen"} | facts)
    procedure.chosen.set(Partner.objects.filter(code__in=["ML", "CH"]))
    key = storages["private"].save("2026/11/annex.txt", ContentFile(b"An annex."))
    procedure.papers.create(language="fr", key=key, display_name="annexe-a-la-décision.txt", size=9)
    return procedure


def running(stage: Stage, **facts) -> SilenceProcedure:
    """One that runs, its notices handed over."""
    procedure = services.circulate(draft(stage, **facts), by=stage.person(OFFICE["en"]))
    hand_over_mails()
    return procedure


def of_the_committee(stage: Stage) -> SilenceProcedure:
    """One that runs among sixteen seats, for most of which nobody acts."""
    return running(stage, asked="committee")


def not_ready(stage: Stage) -> SilenceProcedure:
    """A draft without a text in one of the languages."""
    return draft(stage, text_fr="")


def with_a_word(stage: Stage) -> SilenceProcedure:
    """One in which Mali has changed its mind: what it says now is a statement."""
    procedure = running(stage)
    say(procedure, stage.person(MALI), PositionKind.NO_OBJECTION)
    say(procedure, stage.person(MALI), PositionKind.COMMENT, WORDS, language="fr", is_statement=True)
    return procedure


def recorded(stage: Stage) -> Position:
    """What the secretariat recorded for Mali."""
    word = services.Word(PositionKind.COMMENT, WORDS, "fr")
    seat = Partner.objects.get(code="ML")
    return services.record_position(running(stage), word, by_telephone(), by=stage.person(OFFICE["en"]), partner=seat)


def with_a_record(stage: Stage) -> SilenceProcedure:
    """One in which the secretariat recorded what Mali said."""
    return recorded(stage).procedure


def disputed(stage: Stage) -> Position:
    """What was recorded for Mali, which says that it is not correct."""
    return services.dispute(recorded(stage), by=stage.person(MALI), text="Nous avons dit autre chose.")


def broken(stage: Stage) -> SilenceProcedure:
    """One that Mali has broken."""
    procedure = running(stage)
    say(procedure, stage.person(MALI), PositionKind.OBJECTION, WORDS, language="fr")
    return latest()


def released(stage: Stage) -> SilenceProcedure:
    """One that Mali has broken, with words that the chair released."""
    procedure = broken(stage)
    services.release(procedure.positions.get(), by=stage.person(SWITZERLAND))
    return procedure


def again(stage: Stage) -> SilenceProcedure:
    """One that runs once more after it was broken."""
    services.circulate_again(broken(stage), by=stage.person(OFFICE["en"]))
    hand_over_mails()
    return latest()


def adopted(stage: Stage, make: Make = with_a_word, **facts) -> SilenceProcedure:
    """One that silence has adopted."""
    let_expire(make(stage, **facts))
    services.settle_due()
    return latest()


def held(stage: Stage) -> SilenceProcedure:
    """One whose hour has come, and which waits for seats that were not reached."""
    return adopted(stage, of_the_committee)


def confirmed(stage: Stage, **facts) -> SilenceProcedure:
    """One that the chair has confirmed."""
    return services.confirm(adopted(stage, **facts), by=stage.person(SWITZERLAND))


def public(stage: Stage) -> Decision:
    """A decision that everybody reads, with a statement."""
    procedure = with_a_word(stage)
    SilenceProcedure.objects.filter(pk=procedure.pk).update(mark="public")
    adopted(stage, lambda _stage: procedure)
    return services.confirm(latest(), by=stage.person(SWITZERLAND)).decision


def plain(name: str) -> Address:
    """The page of that name."""
    return lambda stage: reverse(name)


def page(make: Make) -> Address:
    """Its page in the space."""
    return lambda stage: make(stage).get_absolute_url()


def own_position(make: Make = running) -> Address:
    """Where Mali says its word."""
    return lambda stage: reverse("decisions:position", args=[make(stage).reference, "ml"])


def record_of_mali(stage: Stage) -> str:
    """Where Mali says that what was recorded for it is not correct."""
    position = recorded(stage)
    return reverse("decisions:dispute", args=[position.procedure.reference, position.reference])


def decision(stage: Stage) -> str:
    """A decision as a seat that was asked reads it."""
    return reverse("decisions:decision", args=[confirmed(stage).decision.reference])


def decision_in_office(stage: Stage) -> str:
    """A decision in the office."""
    return reverse("admin:decisions_decision_change", args=[public(stage).pk])


def office(name: str, make: Make, *further: str) -> Address:
    """A page of the office about a procedure."""
    return lambda stage: reverse(f"admin:decisions_silenceprocedure_{name}", args=[make(stage).pk, *further])


def office_of(name: str, make: Callable[[Stage], Position]) -> Address:
    """A page of the office about a position."""

    def made(stage: Stage) -> str:
        position = make(stage)
        return reverse(f"admin:decisions_silenceprocedure_{name}", args=[position.procedure_id, position.reference])

    return made


def objection(stage: Stage) -> Position:
    """By which Mali broke a procedure."""
    return broken(stage).positions.get()


def send_in_office(visitor: Visitor, stage: Stage) -> None:
    """Send the form of the office's page as it stands."""
    send_unchecked(visitor, "form.office-steps")


def object_then(what: Callable[[Stage], object]) -> Callable[[Visitor, Stage], None]:
    """Type an objection; before it is sent, something happens."""

    def act(visitor: Visitor, stage: Stage) -> None:
        visitor.page.check("main [name=kind][value=objection]")
        visitor.page.fill("main [name=text]", WORDS)
        what(stage)
        send_empty(visitor, stage)

    return act


def the_hour_comes(stage: Stage) -> None:
    """No position counts any more."""
    let_expire(latest())


def it_is_circulated_again(stage: Stage) -> None:
    """The secretariat suspends it and begins a new round."""
    stopped = services.suspend(latest(), by=stage.person(OFFICE["en"]), note="A word is wrong.")
    services.circulate_again(stopped, by=stage.person(OFFICE["en"]))


def object_twice(visitor: Visitor, stage: Stage) -> None:
    """Send a form that has come before and said something else."""
    key = visitor.page.locator("main [name=form_key]").get_attribute("value")
    before = services.Word(PositionKind.SUPPORT, "", "fr")
    mali = stage.person(MALI)

    def come(stage: Stage) -> None:
        services.take_position(latest(), before, by=mali, partner=mali.mandates.get().partner, form_key=key)

    object_then(come)(visitor, stage)


def object_without_a_mandate(visitor: Visitor, stage: Stage) -> None:
    """Send what one may not say any more."""
    mandate = Mandate.objects.filter(user__email=MALI)
    object_then(lambda stage: mandate.update(role="reader"))(visitor, stage)
    mandate.update(role="head")


def dispute_too_late(visitor: Visitor, stage: Stage) -> None:
    """Say that a record is not correct when the days have passed."""
    visitor.page.fill("main [name=text]", WORDS)
    Position.objects.filter(procedure=latest()).update(at=timezone.now() - CORRECTED_WITHIN)
    send_empty(visitor, stage)


def record_too_late(visitor: Visitor, stage: Stage) -> None:
    """Record what a seat said when the hour has come."""
    form = visitor.page
    form.check("[name=kind][value=support]")
    form.check("[name=channel][value=telephone]")
    form.fill("[name=said_by]", "Mme Diallo")
    form.set_input_files("[name=proof]", LETTER)
    the_hour_comes(stage)
    send_in_office(visitor, stage)


def save_a_draft(visitor: Visitor, title: str) -> None:
    """Send the office's form with this title past the browser's own checks."""
    visitor.page.fill("[name=title_en]", title)
    visitor.page.locator("#silenceprocedure_form").evaluate("form => { form.noValidate = true; }")
    visitor.follow(visitor.page.locator("#silenceprocedure_form [name=_save]").first)


def save_without_a_title(visitor: Visitor, stage: Stage) -> None:
    """Send a draft without its title."""
    save_a_draft(visitor, "")


def save_over_a_colleague(visitor: Visitor, stage: Stage) -> None:
    """Save a draft that a colleague has changed meanwhile."""
    SilenceProcedure.objects.filter(pk=latest().pk).update(title_en="The title of a colleague")
    save_a_draft(visitor, "My title")


def save_what_runs(visitor: Visitor, stage: Stage) -> None:
    """Save a draft that a colleague has circulated meanwhile."""
    services.circulate(latest(), by=stage.person(OFFICE["en"]))
    save_a_draft(visitor, "My title")


# Name, address, reader ("office" is the secretariat), answer, and what is done there.
SILENCE = [
    ("silence procedures, none", plain("decisions:list"), SWEDEN, 200, None),
    ("register of decisions, none", plain("decisions:register"), SWEDEN, 200, None),
    ("public register, none", plain("register:list"), EVERYBODY, 200, None),
    ("under silence, nothing said", page(running), MALI, 200, None),
    ("under silence, position taken", page(with_a_word), MALI, 200, None),
    ("under silence, of sixteen seats", page(of_the_committee), SWITZERLAND, 200, None),
    ("under silence, recorded for one’s seat", page(with_a_record), MALI, 200, None),
    ("under silence, circulated again", page(again), MALI, 200, None),
    ("under silence, on one’s own request", page(running), GABON, 200, None),
    ("position", own_position(), MALI, 200, None),
    ("position, to be changed", own_position(with_a_word), MALI, 200, None),
    ("position, wrong", own_position(), MALI, 200, send_empty),
    ("position, too late", own_position(with_a_word), MALI, 200, object_then(the_hour_comes)),
    ("position, of an earlier round", own_position(), MALI, 200, object_then(it_is_circulated_again)),
    ("position, sent before", own_position(), MALI, 200, object_twice),
    ("position, none of one’s own", own_position(), MALI, 200, object_without_a_mandate),
    ("record that is not correct", record_of_mali, MALI, 200, None),
    ("record that is not correct, wrong", record_of_mali, MALI, 200, send_empty),
    ("record that is not correct, too late", record_of_mali, MALI, 200, dispute_too_late),
    ("record that is called not correct", lambda stage: disputed(stage).get_absolute_url(), SWITZERLAND, 200, None),
    ("silence broken, before the chair", page(broken), SWITZERLAND, 200, None),
    ("silence broken, words released", page(released), GABON, 200, None),
    ("adopted, before the chair", page(adopted), SWITZERLAND, 200, None),
    ("adopted, seats not reached", page(held), MALI, 200, None),
    ("confirmed", page(confirmed), MALI, 200, None),
    ("confirmed, on one’s own request", page(confirmed), GABON, 200, None),
    ("silence procedures", plain("decisions:list"), MALI, 200, None),
    ("decision", decision, MALI, 200, None),
    ("public decision", lambda stage: public(stage).get_absolute_url(), EVERYBODY, 200, None),
    ("register of decisions", plain("decisions:register"), MALI, 200, None),
    ("public register", plain("register:list"), EVERYBODY, 200, None),
    ("silence procedures in the office", plain("admin:decisions_silenceprocedure_changelist"), OFFICE_READS, 200, None),
    ("new silence procedure", plain("admin:decisions_silenceprocedure_add"), OFFICE_READS, 200, None),
    ("draft of a procedure", office("change", draft), OFFICE_READS, 200, None),
    ("draft of a procedure, wrong", office("change", draft), OFFICE_READS, 200, save_without_a_title),
    ("draft of a procedure, two versions", office("change", draft), OFFICE_READS, 200, save_over_a_colleague),
    ("draft of a procedure, circulated meanwhile", office("change", draft), OFFICE_READS, 200, save_what_runs),
    ("before it is circulated", office("circulate", draft), OFFICE_READS, 200, None),
    ("before it is circulated, wrong number", office("circulate", draft), OFFICE_READS, 200, send_in_office),
    ("before it is circulated, not ready", office("circulate", not_ready), OFFICE_READS, 200, None),
    ("running in the office", office("change", of_the_committee), OFFICE_READS, 200, None),
    ("waiting for seats in the office", office("change", held), OFFICE_READS, 200, None),
    ("record for a seat", office("record", running), OFFICE_READS, 200, None),
    ("record for a seat, wrong", office("record", running), OFFICE_READS, 200, send_in_office),
    (
        "record for a seat, too late",
        lambda stage: f"{office('record', running)(stage)}?seat=ml",
        OFFICE_READS,
        200,
        record_too_late,
    ),
    ("how a seat was reached", office("reach", of_the_committee, "be"), OFFICE_READS, 200, None),
    ("how a seat was reached, wrong", office("reach", of_the_committee, "be"), OFFICE_READS, 200, send_in_office),
    ("later hour", office("extend", running), OFFICE_READS, 200, None),
    ("later hour, wrong", office("extend", running), OFFICE_READS, 200, send_in_office),
    ("record to be looked into", office("change", lambda stage: disputed(stage).procedure), OFFICE_READS, 200, None),
    ("what came of it", office_of("settle", disputed), OFFICE_READS, 200, None),
    ("what came of it, wrong", office_of("settle", disputed), OFFICE_READS, 200, send_in_office),
    ("broken in the office", office("change", broken), OFFICE_READS, 200, None),
    ("release in the office", office_of("release", objection), OFFICE_READS, 200, None),
    ("adopted in the office", office("change", adopted), OFFICE_READS, 200, None),
    ("instruction of the chair", office("confirm", adopted), OFFICE_READS, 200, None),
    ("instruction of the chair, wrong", office("confirm", adopted), OFFICE_READS, 200, send_in_office),
    ("confirmed in the office", office("change", confirmed), OFFICE_READS, 200, None),
    ("decisions in the office", plain("admin:decisions_decision_changelist"), OFFICE_READS, 200, None),
    ("decision in the office", decision_in_office, OFFICE_READS, 200, None),
]
