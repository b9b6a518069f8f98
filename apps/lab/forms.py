"""What people type in the laboratory of ideas: a proposal, an offer of support, a note with a step."""

import uuid
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language, in_language
from apps.common.files import CheckedFileField
from apps.common.forms import PlainTextMixin
from apps.common.memory import kept_briefly
from apps.common.widgets import QuickCheckboxes, QuickRadios
from apps.common.workflow import Audience
from apps.framework.models import Action, ActionPlan, Objective
from apps.partners.models import Partner

from .models import TEXTS, Offer, Proposal
from .services import Draft
from .services.drafts import NEEDED_TO_SEND

LONGEST_TEXT = 20_000
LONGEST_NOTE = 4_000
NEEDED_IN_THE_END = tuple(NEEDED_TO_SEND)


def long_text(label: Any, help_text: Any = "", rows: int = 5, **options: Any) -> forms.CharField:
    """A field for paragraphs."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=LONGEST_TEXT, **options)


def capitalised(choices: Any) -> list[tuple[str, str]]:
    """Choices whose words begin with a capital, as they stand alone in a form."""
    return [(value, capfirst(words)) for value, words in choices]


def titled(obj: Any, name: str) -> Any:
    """An objective or action under its number, then its title or, where that is still to be supplied, its summary."""
    words = in_language(obj, "title") or in_language(obj, "summary")
    if not words:
        return name
    if words.is_fallback:
        return format_html('{} · <span lang="{}">{}</span>', name, words.language, words.text)
    return f"{name} · {words.text}"


class PlanOffered(NamedTuple):
    """The plan in force as a proposal chooses from it: choices by key, and the objective of actions that have one."""

    objectives: list[tuple[str, list[tuple[str, str]]]]
    actions: list[tuple[str, str]]
    objective_of: dict[str, int]


def plan_as_it_stands(language: str) -> PlanOffered:
    """Objectives under their areas, and actions, in that language, which is the active one; in two queries."""
    plan = ActionPlan.objects.in_force().values("pk")[:1]
    actions = Action.objects.filter(objective__area__plan__in=plan).order_by("number", "pk")
    objectives = Objective.objects.filter(area__plan__in=plan).select_related("area")
    areas: dict[str, list[tuple[str, str]]] = {}
    for objective in objectives.order_by("area__number", "number", "code", "pk"):
        areas.setdefault(str(objective.area), []).append((str(objective.pk), titled(objective, objective.code)))
    return PlanOffered(
        objectives=list(areas.items()),
        actions=[(str(one.pk), titled(one, str(one.number))) for one in actions],
        objective_of={str(one.pk): one.objective_id for one in actions if one.placement_confirmed},
    )


plan_as_shown = kept_briefly(plan_as_it_stands)


class ProposalForm(PlainTextMixin, forms.Form):
    """A proposal as a draft, for which a title is enough; `ask_for_what_is_missing` adds what sending needs."""

    use_required_attribute = False

    partner = forms.ModelChoiceField(label=_("On behalf of"), queryset=Partner.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), widget=QuickRadios)
    language = forms.ChoiceField(
        label=_("Written in"),
        widget=QuickRadios,
        help_text=_("Write in either language; the secretariat adds the other."),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    summary = long_text(_("Summary"), _("In a few sentences: what, where, with whom."), rows=4)
    context = long_text(_("Context"), _("Why now, and what exists already."), required=False)
    expected_results = long_text(_("Expected results"), _("What will be different in the end."), required=False)
    support_sought = long_text(
        _("Support sought"), _("What other partners could bring: expertise, funding, an example, a contact."), rows=4
    )
    objectives = forms.MultipleChoiceField(label=_("Objectives that it serves"), widget=QuickCheckboxes)
    actions = forms.MultipleChoiceField(label=_("Actions, where known"), widget=QuickCheckboxes, required=False)
    attachment = CheckedFileField(label=_("Add a file"), required=False)
    removed = forms.MultipleChoiceField(label=_("Take off files"), widget=QuickCheckboxes, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        proposal: Proposal | None = None,
        seats: list[Partner] = (),
        sender: Any = None,
        **kwargs: Any,
    ) -> None:
        self.proposal = proposal
        super().__init__(*args, initial=initial_of(proposal), **kwargs)
        self.fields["attachment"].sender = sender
        self.fields["kind"].choices = capitalised(Proposal.Kind.choices)
        self.fields["language"].choices = capitalised(settings.LANGUAGES)
        self._offer_seats(seats)
        self._offer_the_plan()
        self._offer_removal()

    def _offer_seats(self, seats: list[Partner]) -> None:
        """Asked only of who writes for several partners, and only while the proposal is new."""
        self._seats = list(seats)
        if self.proposal is not None or len(self._seats) == 1:
            del self.fields["partner"]
        else:
            self.fields["partner"].queryset = Partner.objects.filter(pk__in=[seat.pk for seat in self._seats])

    def _offer_the_plan(self) -> None:
        """Objectives of the plan in force, and its actions; what was typed is judged by the plan of the moment."""
        plan = (plan_as_it_stands if self.is_bound else plan_as_shown)(active_language())
        self.fields["objectives"].choices = plan.objectives
        self.fields["actions"].choices = plan.actions
        self._objective_of = plan.objective_of

    def _offer_removal(self) -> None:
        kept = list(self.proposal.attachments.kept()) if self.proposal else []
        if kept:
            self.fields["removed"].choices = [(one.reference, one.display_name) for one in kept]
        else:
            del self.fields["removed"]

    def full_clean(self) -> None:
        """A draft needs a title only; yet the labels of what sending needs do not say that it is optional."""
        for name in NEEDED_IN_THE_END:
            self.fields[name].required = name == "title"
        super().full_clean()
        for name in NEEDED_IN_THE_END:
            self.fields[name].required = True

    def ask_for_what_is_missing(self, missing: dict[str, str]) -> None:
        """Say at each field what sending still needs."""
        for name, words in missing.items():
            self.add_error(name, words)

    @property
    def on_behalf_of(self) -> Partner:
        """For whom a new proposal is written."""
        return self.cleaned_data.get("partner") or self._seats[0]

    @property
    def draft(self) -> Draft:
        """What was typed; an action chosen brings the objective under which it is known to stand."""
        typed = self.cleaned_data
        objectives = {int(pk) for pk in typed["objectives"]}
        objectives |= {self._objective_of[pk] for pk in typed["actions"] if pk in self._objective_of}
        return Draft(
            kind=typed["kind"],
            language=typed["language"],
            texts={name: typed[name] for name in TEXTS},
            objectives=frozenset(objectives),
            actions=frozenset(int(pk) for pk in typed["actions"]),
            file=typed["attachment"],
            removed=frozenset(typed.get("removed", ())),
        )


def initial_of(proposal: Proposal | None) -> dict[str, Any]:
    """What the form shows before anything is typed: the draft as it stands, or the defaults of a new one."""
    if proposal is None:
        return {"kind": Proposal.Kind.PROJECT, "language": active_language(), "form_key": uuid.uuid4()}
    return {
        "kind": proposal.kind,
        "language": proposal.language,
        **{name: proposal.written(name) for name in TEXTS},
        "objectives": [str(pk) for pk in proposal.objectives.values_list("pk", flat=True)],
        "actions": [str(pk) for pk in proposal.actions.values_list("pk", flat=True)],
        "version": proposal.version,
    }


class OfferForm(PlainTextMixin, forms.Form):
    """An offer of support: short, because the conversation follows once it is accepted."""

    use_required_attribute = False

    partner = forms.ModelChoiceField(label=_("On behalf of"), queryset=Partner.objects.none())
    kind = forms.ChoiceField(label=_("What you offer"), widget=QuickRadios)
    text = long_text(_("In your words"), _("What you can bring, to whom, how much of it."))
    conditions = long_text(_("Conditions"), _("What it depends on, where it does."), rows=3, required=False)
    starts_on = forms.DateField(
        label=_("From when"),
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    contact = forms.CharField(
        label=_("Contact"), max_length=250, required=False, help_text=_("Whom to speak to, if not yourself.")
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, seats: list[Partner], **kwargs: Any) -> None:
        super().__init__(*args, initial={"form_key": uuid.uuid4()}, **kwargs)
        self._seats = list(seats)
        self.fields["kind"].choices = capitalised(Offer.Kind.choices)
        if len(self._seats) == 1:
            del self.fields["partner"]
        else:
            self.fields["partner"].queryset = Partner.objects.filter(pk__in=[seat.pk for seat in self._seats])

    @property
    def words(self) -> dict[str, Any]:
        """The offer as `offer_support` takes it."""
        return {
            "partner": self._seats[0],
            "language": active_language(),
            **self.cleaned_data,
        }

    def say_already_offered(self) -> None:
        """The same kind from the same seat waits for an answer."""
        self.add_error(
            "kind",
            gettext(
                "Your seat has offered this kind of support already, and it waits for an answer. Choose another kind."
            ),
        )

    def say_closed(self, proposal: Proposal) -> None:
        """The proposal stopped taking offers while this one was being written."""
        words = gettext("The proposal no longer takes offers: it is now “%(state)s”. Your words stand below, unsent.")
        self.add_error(None, words % {"state": proposal.get_state_display()})


class NoteForm(PlainTextMixin, forms.Form):
    """The note that goes with a step: compulsory where the step asks for reasons."""

    use_required_attribute = False

    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_NOTE, required=False
    )

    def __init__(self, *args: Any, step: Any, row: Any, **kwargs: Any) -> None:
        self.step, self.row = step, row
        super().__init__(*args, auto_id=f"{step.name}-{row.reference}-%s", **kwargs)
        note = self.fields["note"]
        note.required = step.needs_note
        self.is_quick = step.is_primary and not step.needs_note
        note.help_text = gettext("Read by %(readers)s.") % {"readers": Audience(step.audience).label}
        note.error_messages["required"] = _("Please give a reason: it is told with the step.")
