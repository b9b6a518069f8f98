"""The form of a proposal: a short one first, the rest in groups that open where something stands in them."""

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.bilingual import active_language
from apps.common.files import CheckedFilesField
from apps.common.forms import PlainTextMixin
from apps.common.widgets import QuickCheckboxes, QuickRadios, QuickSelect
from apps.partners.models import Partner

from .. import queries
from ..models import TEXTS, Addressee, Currency, Proposal, SupportKind
from ..services import Draft, has_title
from ..services.drafts import NEEDED_TO_SEND
from .fields import AmountField, capitalised, day_field, long_text
from .offered import plan_as_it_stands, plan_as_shown, surroundings_as_shown, surroundings_as_they_stand
from .seats import ask_for_whom

NEEDED_IN_THE_END = tuple(NEEDED_TO_SEND)
SHORT = ("partner", "kind", "title", "summary", "support_sought", "objectives", "language")
GROUPS = {
    "texts": ("context", "aims", "expected_results", "activities_planned", "already_done"),
    "terms": ("sought", "starts_on", "ends_on", "budget", "currency", "share_sought"),
    "serves": ("actions", "gcm_objectives"),
    "concerned": ("partners_concerned", "regions"),
    "contact": ("contact", "attachment", "removed"),
    "addressee": ("addressee", "addressed_partner"),
}
HEADINGS = {
    "texts": _("Say more: context, aims, results, activities"),
    "terms": _("Kinds of support, period and budget"),
    "serves": _("Actions, and objectives of the Global Compact"),
    "concerned": _("Partners and regions concerned"),
    "contact": _("Contact and files"),
    "addressee": _("For a suggestion: to whom it is put"),
}
# What cannot be judged one without the other: where one is wrong, a page that saves by itself keeps both as they stand.
TOGETHER = ({"starts_on", "ends_on"}, {"budget", "currency"}, {"addressee", "addressed_partner"})
# What a page that saves by itself leaves to the button: files, and who writes with which form.
NOT_BY_ITSELF = ("attachment", "removed", "version", "form_key")
LINKS = ("objectives", "actions", "gcm_objectives", "partners_concerned", "regions")


class Group(NamedTuple):
    """Some fields under a heading that opens them; open at once where they are asked for, filled or wrong."""

    name: str
    heading: Any
    fields: list[forms.BoundField]
    is_asked: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the reader needs to see it at once."""
        filled = any(field.errors or (field.value() and field.name != "removed") for field in self.fields)
        return self.is_asked or filled


class ProposalForm(PlainTextMixin, forms.Form):
    """A proposal as a draft, for which a title is enough; `ask_for_what_is_missing` adds what sending needs."""

    use_required_attribute = False

    partner = forms.ModelChoiceField(label=_("On behalf of"), queryset=Partner.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), widget=QuickRadios)
    title = forms.CharField(label=_("Title"), max_length=200)
    summary = long_text(_("Summary"), _("In a few sentences: what, where, with whom."), rows=4)
    support_sought = long_text(
        _("Support sought"), _("What other partners could bring: expertise, funding, an example, a contact."), rows=4
    )
    objectives = forms.MultipleChoiceField(label=_("Objectives that it serves"), widget=QuickCheckboxes)
    language = forms.ChoiceField(
        label=_("Written in"),
        widget=QuickRadios,
        help_text=_("Write in either language; the secretariat adds the other."),
    )
    context = long_text(_("Context"), _("Why now, and what exists already."), required=False)
    aims = long_text(_("What it is to achieve"), required=False)
    expected_results = long_text(_("Expected results"), _("What will be different in the end."), required=False)
    activities_planned = long_text(_("Activities planned"), required=False)
    already_done = long_text(_("What the country already does"), required=False)
    sought = forms.MultipleChoiceField(label=_("Kinds of support sought"), widget=QuickCheckboxes, required=False)
    starts_on = day_field(_("Begins on"), required=False)
    ends_on = day_field(_("Ends on"), required=False)
    budget = AmountField(label=_("Budget"), help_text=_("The whole of it, as far as known."), required=False)
    currency = forms.ChoiceField(label=_("Currency"), widget=QuickSelect, required=False)
    share_sought = forms.IntegerField(
        label=_("Share of it that is sought, in per cent"), min_value=1, max_value=100, required=False
    )
    actions = forms.MultipleChoiceField(label=_("Actions, where known"), widget=QuickCheckboxes, required=False)
    gcm_objectives = forms.MultipleChoiceField(
        label=_("Objectives of the Global Compact"), widget=QuickCheckboxes, required=False
    )
    partners_concerned = forms.MultipleChoiceField(
        label=_("Partners concerned"), widget=QuickCheckboxes, required=False
    )
    regions = forms.MultipleChoiceField(label=_("Regions concerned"), widget=QuickCheckboxes, required=False)
    contact = forms.CharField(
        label=_("Contact"), max_length=250, required=False, help_text=_("Whom to speak to, if not yourself.")
    )
    attachment = CheckedFilesField(label=_("Add files"), required=False)
    removed = forms.MultipleChoiceField(label=_("Take off files"), widget=QuickCheckboxes, required=False)
    addressee = forms.ChoiceField(
        label=_("Addressed to"),
        widget=QuickRadios,
        required=False,
        help_text=_("Of the other kinds of proposal all partners are asked."),
    )
    addressed_partner = forms.ChoiceField(
        label=_("Which member of the Steering Committee"), widget=QuickSelect, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        proposal: Proposal | None = None,
        seats: Iterable[Partner] = (),
        sender: Any = None,
        **kwargs: Any,
    ) -> None:
        self.proposal = proposal
        super().__init__(*args, initial=initial_of(proposal), **kwargs)
        self.fields["attachment"].sender = sender
        self.fields["kind"].choices = capitalised(Proposal.Kind.choices)
        self.fields["language"].choices = capitalised(settings.LANGUAGES)
        self.fields["sought"].choices = capitalised(SupportKind.choices)
        self.fields["currency"].choices = [("", "–"), *((code, f"{code} · {name}") for code, name in Currency.choices)]
        self.fields["addressee"].choices = capitalised(Addressee.choices)
        self._offer_seats(seats)
        self._offer_the_plan()
        self._offer_surroundings()
        self._offer_removal()

    def _offer_seats(self, seats: Iterable[Partner]) -> None:
        """Asked only of who writes for several partners, and only while the proposal is new."""
        self._seats = list(seats)
        if self.proposal is not None:
            del self.fields["partner"]
            return
        self.fields["partner"].queryset = Partner.objects.filter(pk__in=[seat.pk for seat in self._seats])
        ask_for_whom(self, "partner", [str(seat.pk) for seat in self._seats])

    def _offer_the_plan(self) -> None:
        """Objectives of the plan in force, and its actions; what was typed is judged by the plan of the moment."""
        plan = (plan_as_it_stands if self.is_bound else plan_as_shown)(active_language())
        self.fields["objectives"].choices = plan.objectives
        self.fields["actions"].choices = plan.actions
        self._objective_of = plan.objective_of

    def _offer_surroundings(self) -> None:
        """The same for what lies around the plan; whom a suggestion is put to already may stay so."""
        around = (surroundings_as_they_stand if self.is_bound else surroundings_as_shown)(active_language())
        self.fields["gcm_objectives"].choices = around.gcm
        self.fields["partners_concerned"].choices = around.partners
        self.fields["regions"].choices = around.regions
        chosen = str(self.proposal.addressed_partner_id or "") if self.proposal else ""
        members = list(around.committee)
        if chosen and chosen not in dict(members):
            members.append((chosen, dict(around.partners).get(chosen, chosen)))
        self.fields["addressed_partner"].choices = [("", "–"), *members]

    def _offer_removal(self) -> None:
        kept = list(self.proposal.attachments.kept()) if self.proposal else []
        if kept:
            self.fields["removed"].choices = [(one.reference, one.display_name) for one in kept]
        else:
            del self.fields["removed"]

    @property
    def short(self) -> list[forms.BoundField]:
        """What is asked first, and is enough."""
        return [self[name] for name in SHORT if name in self.fields and not self[name].is_hidden]

    @property
    def groups(self) -> list[Group]:
        """The rest."""
        return [
            Group(name, HEADINGS[name], [self[one] for one in names if one in self.fields], self._asks(name))
            for name, names in GROUPS.items()
        ]

    def _asks(self, group: str) -> bool:
        """Whether the kind that was chosen asks for this group."""
        return group == "addressee" and self["kind"].value() == Proposal.Kind.SUGGESTION

    def full_clean(self) -> None:
        """A draft needs a title only; yet the labels of what sending needs do not say that it is optional."""
        for name in NEEDED_IN_THE_END:
            self.fields[name].required = name == "title"
        super().full_clean()
        for name in NEEDED_IN_THE_END:
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """What must agree: the end with the beginning, an amount with its currency, a member with the addressee."""
        typed = super().clean()
        start, end = typed.get("starts_on"), typed.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", gettext("The end lies before the beginning."))
        if typed.get("budget") is not None and not typed.get("currency") and "currency" not in self.errors:
            self.add_error("currency", gettext("Say in which currency the budget is."))
        asks_member = typed.get("kind") == Proposal.Kind.SUGGESTION and typed.get("addressee") == Addressee.COMMITTEE
        if asks_member and not typed.get("addressed_partner") and "addressed_partner" not in self.errors:
            self.add_error("addressed_partner", gettext("Choose the member of the Steering Committee."))
        self._judge_seat()
        return typed

    def _judge_seat(self) -> None:
        """A draft stays with the seat for which it was begun: its colleagues may have written in it."""
        sent = self.data.get("partner")
        if self.proposal is None or not sent or sent == str(self.proposal.partner_id):
            return
        words = gettext(
            "This draft was begun for %(partner)s and stays with that seat. To write for another one, begin a new"
            " proposal."
        )
        self.add_error(None, words % {"partner": self.proposal.partner})

    def ask_for_what_is_missing(self, missing: dict[str, str]) -> None:
        """Say at each field what sending still needs, in these words only."""
        for name, words in missing.items():
            self.errors.pop(name, None)
            self.add_error(name, words)

    @property
    def on_behalf_of(self) -> Partner | None:
        """For whom a new proposal is written; None while that has yet to be chosen."""
        if "partner" in self.errors:
            return None
        return self.cleaned_data.get("partner") or (self._seats[0] if len(self._seats) == 1 else None)

    @property
    def draft(self) -> Draft:
        """What was typed, once the form is valid."""
        return self._draft_of(self.cleaned_data)

    def draft_but_for(self, wrong: set[str]) -> Draft:
        """What was typed, with what is wrong as it stands in the proposal; for a page that saves by itself."""
        there = {name: self.fields[name].to_python(value) for name, value in self._standing(wrong)}
        return self._draft_of({**self.cleaned_data, **there})

    def _standing(self, wrong: set[str]) -> list[tuple[str, Any]]:
        return [(name, self.get_initial_for_field(self.fields[name], name)) for name in wrong]

    @property
    def wrong(self) -> set[str]:
        """The fields that cannot be kept as they were typed, with those that cannot be judged without them."""
        faulty = set(self.errors) - {"title", "partner", NON_FIELD_ERRORS, *NOT_BY_ITSELF}
        for names in TOGETHER:
            faulty |= names if names & faulty else set()
        return faulty | ({"title"} if self.has_error("title") and (self["title"].value() or "").strip() else set())

    def _draft_of(self, typed: dict[str, Any]) -> Draft:
        """An action chosen brings the objective under which it is known to stand; only suggestions are put to one."""
        keys = {name: frozenset(map(int, typed[name] or ())) for name in LINKS}
        keys["objectives"] |= {self._objective_of[pk] for pk in typed["actions"] or () if pk in self._objective_of}
        addressee = typed["addressee"] or "" if typed["kind"] == Proposal.Kind.SUGGESTION else ""
        member = typed["addressed_partner"] if addressee == Addressee.COMMITTEE else ""
        return Draft(
            kind=typed["kind"],
            language=typed["language"],
            texts={name: typed.get(name) or "" for name in TEXTS},
            sought=frozenset(typed["sought"] or ()),
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            budget=typed["budget"],
            currency=typed["currency"] or "",
            share_sought=typed["share_sought"],
            contact=typed["contact"] or "",
            addressee=str(addressee),
            addressed_partner=int(member) if member else None,
            files=tuple(typed.get("attachment") or ()),
            removed=frozenset(typed.get("removed") or ()),
            **keys,
        )


def initial_of(proposal: Proposal | None) -> dict[str, Any]:
    """What the form shows before anything is typed: the draft as it stands, or the defaults of a new one."""
    if proposal is None:
        return {"kind": Proposal.Kind.PROJECT, "language": active_language(), "form_key": uuid.uuid4()}
    return {
        "kind": proposal.kind,
        "language": proposal.language,
        **{name: proposal.written(name) for name in TEXTS},
        "title": proposal.written("title") if has_title(proposal) else "",
        **queries.links_of(proposal),
        **{name: getattr(proposal, name) for name in ("starts_on", "ends_on", "budget", "currency", "share_sought")},
        "contact": proposal.contact,
        "addressee": proposal.addressee,
        "addressed_partner": str(proposal.addressed_partner_id or ""),
        "version": proposal.version,
        "form_key": uuid.uuid4(),
    }


def typed_over(proposal: Proposal | None, sent: QueryDict, changed: Iterable[str]) -> QueryDict:
    """The form as an open page has it: what stands, or a new one, with the fields that `changed` as they were sent."""
    names = {name for name in changed if name in ProposalForm.base_fields and name not in NOT_BY_ITSELF}
    typed = QueryDict(mutable=True)
    for name, value in initial_of(proposal).items():
        values = value if isinstance(value, list) else [] if value is None else [str(value)]
        typed.setlist(name, [str(one) for one in values])
    for name in names:
        typed.setlist(name, sent.getlist(name))
    for name in ("version", "form_key", "partner"):
        typed.setlist(name, sent.getlist(name)[-1:])
    return typed
