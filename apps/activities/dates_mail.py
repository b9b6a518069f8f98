"""In the office: one mail that tells the people concerned that an activity is moved, postponed or cancelled."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.common.forms import PlainTextMixin
from apps.notifications.admin.confirming import Planned, WithMailing
from apps.partners.models import NFP, Precision
from apps.partners.queries import people_of, people_of_all_seats

from .calendar import entry
from .models import Activity, Status
from .notifications import DatesChanged

DATES = ("starts_on", "ends_on", "status", "precision")
LONGEST_REASON = 300


def dates_before(activity: Activity) -> tuple[datetime.date, datetime.date | None, str]:
    """First day, last day and precision that the activity had before it was moved, as its history tells."""
    now = (activity.starts_on, activity.ends_on, activity.precision)
    kept = activity.history.order_by("-history_date", "-history_id")
    earlier = (one for one in kept.values_list("starts_on", "ends_on", "precision") if one != now)
    return next(earlier, now)


def network_of(activity: Activity) -> str:
    """The code of the network whose people meet."""
    return activity.network.code if activity.network else NFP


def people_taking_part(activity: Activity) -> QuerySet:
    """The people of the seats of host, co-chairs and organisers."""
    partners = {activity.country_id, *activity.co_chairs.values_list("pk", flat=True)}
    partners |= set(activity.organisers.values_list("pk", flat=True))
    known = (partner for partner in partners if partner is not None)
    return people_of(*known, network=network_of(activity))


class DatesMailForm(PlainTextMixin, forms.Form):
    """Whom to tell, which dates they know so far, and why it changed, in both languages."""

    ALL, TAKING_PART = "all", "taking_part"

    audience = forms.ChoiceField(
        label=_("To whom"),
        choices=[(ALL, _("all seats")), (TAKING_PART, _("the seats of host, co-chairs and organisers"))],
    )
    starts_on = forms.DateField(
        label=_("So far: from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label=_("So far: until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    precision = forms.ChoiceField(label=_("These dates were known"), choices=Precision.choices)
    reason_en = forms.CharField(
        label=_("Reason, in English"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason_fr = forms.CharField(
        label=_("Reason, in French"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: QueryDict | None, *, activity: Activity) -> None:
        first, last, precision = dates_before(activity)
        change = activity.date_changes.order_by("-position", "-pk").first()
        initial = {"starts_on": first, "ends_on": last, "precision": precision}
        if change is not None:
            initial |= {"reason_en": change.reason_en, "reason_fr": change.reason_fr}
        super().__init__(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        """An end after the beginning, and a reason for readers of either language or for none."""
        typed = super().clean()
        first, last = typed.get("starts_on"), typed.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The end lies before the beginning."))
        for given, lacking in (("reason_en", "reason_fr"), ("reason_fr", "reason_en")):
            if typed.get(given) and not typed.get(lacking) and not self.has_error(lacking):
                self.add_error(lacking, _("Please give the reason in both languages, or in neither."))
        return typed


class TellsOfDates(WithMailing):
    """The admin of activities with the mail; it is offered when dates or status were changed."""

    mailing_form: ClassVar[type[forms.Form]] = DatesMailForm
    mailing_title: ClassVar[Any] = _("Tell of the new dates")
    change_form_template = "admin/activity_change_form.html"

    def mailing_form_for(self, row: Activity, data: QueryDict | None) -> forms.Form:
        """With what is known of the dates so far."""
        return DatesMailForm(data, activity=row)

    def why_no_mailing(self, row: Activity) -> str:
        """Nobody is told of what visitors do not see, or of what is over."""
        if not row.is_published:
            return gettext("This activity is not published: whoever received the mail could not open its page.")
        return gettext("This activity has taken place.") if row.status == Status.HELD else ""

    def planned(self, row: Activity, form: forms.Form) -> Planned:
        """Old and new dates with the reason, and the entry for calendars."""
        typed = form.cleaned_data
        facts = {
            "starts_on": typed["starts_on"].isoformat(),
            "ends_on": typed["ends_on"].isoformat() if typed["ends_on"] else "",
            "precision": typed["precision"],
            "reason_en": typed["reason_en"],
            "reason_fr": typed["reason_fr"],
        }
        people = people_of_all_seats(network_of(row)) if typed["audience"] == form.ALL else people_taking_part(row)
        people = get_user_model().objects.filter(pk__in=people.values("pk")).order_by("name", "pk")
        attachment = entry(row, (typed["starts_on"], typed["ends_on"]))
        return Planned(DatesChanged(row, **facts), list(people), (attachment,))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save, and offer the mail where dates or status were changed, or a step of their history was added."""
        super().save_related(request, form, formsets, change)
        is_moved = any(name in form.changed_data for name in DATES)
        is_noted = any(formset.new_objects for formset in formsets if formset.prefix == "date_changes")
        if change and (is_moved or is_noted) and not self.why_no_mailing(form.instance):
            url = reverse("admin:activities_activity_mailing", args=[form.instance.pk])
            words = gettext("The dates have changed. You can tell the people concerned by one mail:")
            messages.info(request, format_html('{} <a href="{}">{}</a>', words, url, self.mailing_title))
