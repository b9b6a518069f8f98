"""What all admin pages of the office share: both languages side by side, workflow buttons instead of a state field."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db import DataError, models
from django.db.models import Q, QuerySet
from django.forms import SplitDateTimeField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from modeltranslation.admin import TranslationAdmin
from modeltranslation.translator import translator

from . import translations
from .access import PermittedAdmin
from .models import Publishable
from .moved import remember_address, slug_before
from .preview import preview_url
from .typography import grouped
from .widgets import NamedSplitDateTime, SearchForOne, SearchForSeveral
from .workflow import LONGEST_NOTE, Step, StepNotOpen

FILTER_LOOKUPS = ("", "__exact", "__id__exact", "__isnull")
DATE_LOOKUPS = ("year", "month", "day")
NAMED_WIDGETS = {models.DateTimeField: {"form_class": SplitDateTimeField, "widget": NamedSplitDateTime}}


class MissingLanguageFilter(admin.SimpleListFilter):
    """Rows that lack a text in one of the languages, though another has it."""

    title = _("translation")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """One choice a language."""
        return [
            (code, gettext("lacks %(language)s") % {"language": get_language_info(code)["name_translated"]})
            for code, _name in settings.LANGUAGES
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Rows with a field that is empty in the chosen language and filled in another."""
        lacking, languages = self.value(), [code for code, _name in settings.LANGUAGES]
        if lacking not in languages:
            return queryset
        gap = Q()
        for field in translator.get_options_for_model(queryset.model).get_field_names():
            empty = Q(**{f"{field}_{lacking}__isnull": True}) | Q(**{f"{field}_{lacking}": ""})
            for other in languages:
                if other != lacking:
                    gap |= empty & Q(**{f"{field}_{other}__gt": ""})
        return queryset.filter(gap)


class SearchesNames:
    """Draws the autocompletes of an admin with widgets that stumble over nothing; stands before Django's admin."""

    def formfield_for_foreignkey(self, db_field: models.Field, request: HttpRequest, **kwargs: Any):
        """Django's field with our search for one."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchForOne(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: models.Field, request: HttpRequest, **kwargs: Any):
        """Django's field with our search for several."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SearchForSeveral(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class OfficeList(SearchesNames, PermittedAdmin):
    """What all admins of the office share: they ask `rules.py`, and show a hundred rows a page at most.

    A list is narrowed by the filters that it shows and by nothing else: a condition on another column, given in the
    address, would let what stands there (a password's hash, the words of a mail) be guessed letter by letter.
    """

    formfield_overrides = NAMED_WIDGETS
    list_per_page = 100
    show_full_result_count = False
    save_on_top = True

    @admin.display(description=mark_safe('<input type="checkbox" id="action-toggle">'))
    def action_checkbox(self, obj: Any) -> str:
        """Django's box before each row, put in words here: drawing its widget a hundred times takes a third of a
        list's time."""
        return format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            gettext("Select this row: %(row)s") % {"row": obj},
        )

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The lookups that the links of the list's own filters and dates use."""
        allowed = {f"{self.date_hierarchy}__{part}" for part in DATE_LOOKUPS} if self.date_hierarchy else set()
        for shown in self.get_list_filter(request):
            if isinstance(shown, str):
                allowed |= {f"{shown}{ending}" for ending in FILTER_LOOKUPS}
            else:
                allowed.add(shown.parameter_name)
        return lookup in allowed and super().lookup_allowed(lookup, value, request)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Django's list; a value that the database cannot compare (a number or a year too large) is no filter."""
        try:
            return super().get_changelist_instance(request)
        except (ValueError, OverflowError, DataError) as error:
            raise IncorrectLookupParameters from error

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """The page itself, where visitors see one: Django's redirect by number would tell addresses of others."""
        is_hidden = isinstance(obj, Publishable) and not getattr(obj, "is_public", obj.is_published)
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") and not is_hidden else None


class OfficeAdmin(OfficeList, admin.ModelAdmin):
    """An admin of the office."""


class BilingualAdmin(OfficeList, TranslationAdmin):
    """An admin whose translated fields stand side by side, and whose list says what lacks a translation.

    What is saved keeps its old addresses, and is noted in the table of translations.
    """

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        """Save; an address that was changed leads to the row for ever."""
        before = slug_before(obj) if change else ""
        super().save_model(request, obj, form, change)
        remember_address(obj, before)
        translations.note(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save the rows that belong to this one, and note their texts."""
        for gone in formset.deleted_forms:
            translations.forget(gone.instance)
        super().save_formset(request, form, formset, change)
        for row in (*formset.new_objects, *(changed for changed, _fields in formset.changed_objects)):
            translations.note(row)

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        """Delete, and forget what was noted."""
        translations.forget(obj)
        super().delete_model(request, obj)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, obj: Any = None, **kwargs: Any):
        """Django's page, with the way to the preview in each language."""
        previews = {language: preview_url(obj, code) for code, language in settings.LANGUAGES}
        context["previews"] = {language: url for language, url in previews.items() if url}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @staticmethod
    def languages() -> list[str]:
        """The codes of the portal's languages."""
        return [code for code, _name in settings.LANGUAGES]

    def get_list_filter(self, request: HttpRequest) -> tuple:
        """The room's own filters, then the one on missing translations."""
        return (*super().get_list_filter(request), MissingLanguageFilter)

    def get_list_display(self, request: HttpRequest) -> tuple:
        """The room's own columns, then what is missing."""
        return (*super().get_list_display(request), "missing_languages")

    @admin.display(description=_("lacks"))
    def missing_languages(self, row) -> str:
        """Codes of the languages in which a field is empty that another language fills."""
        names = translator.get_options_for_model(type(row)).get_field_names()
        lacking = {
            code
            for name in names
            for code in self.languages()
            if not getattr(row, f"{name}_{code}") and any(getattr(row, f"{name}_{other}") for other in self.languages())
        }
        return ", ".join(code.upper() for code in self.languages() if code in lacking) or "–"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        """The field sets with each translated field's languages in one row."""
        return [
            (name, {**options, "fields": self._side_by_side(options["fields"])})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def _side_by_side(self, fields) -> list:
        pairs = {
            f"{name}_{self.languages()[0]}": tuple(f"{name}_{code}" for code in self.languages())
            for name in translator.get_options_for_model(self.model).get_field_names()
        }
        behind = {field for pair in pairs.values() for field in pair[1:]}
        rows = []
        for field in fields:
            if isinstance(field, list | tuple):
                rows.append(tuple(field))
            elif field not in behind:
                rows.append(pairs.get(field, field))
        return rows


class WorkflowAdmin(PermittedAdmin):
    """Adds the workflow's own buttons to an admin's change page; the state itself is never a field.

    `services` maps a step's name to the service that takes it: `service(row, *, by, note)`.
    """

    change_form_template = "admin/workflow_change_form.html"
    services: ClassVar[dict[str, Callable]] = {}

    def get_urls(self) -> list:
        """Django's addresses and one for the steps, which acts on POST only."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        step = path("<path:object_id>/step/<slug:step_name>/", self.admin_site.admin_view(self.step_view), name=name)
        return [step, *super().get_urls()]

    def open_steps(self, request: HttpRequest, row: Any) -> list[Step]:
        """The steps that this person can take on this page."""
        return [step for step in row.flow.steps_for(row, request.user) if step.name in self.services]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None):
        """Django's page with the buttons of the open steps and the timeline."""
        row = self.get_object(request, object_id)
        context = dict(extra_context or {})
        if row is not None:
            context |= {
                "steps": self.open_steps(request, row),
                "step_url_name": f"admin:{self.opts.app_label}_{self.opts.model_name}_step",
                "lines": row.timeline_for(request.user),
            }
        return super().change_view(request, object_id, form_url, context)

    @method_decorator(require_POST)
    def step_view(self, request: HttpRequest, object_id: str, step_name: str) -> HttpResponse:
        """Take a step through the one door; words that lack, are too many or come too late return as typed."""
        row = self.get_object(request, object_id)
        service = self.services.get(step_name)
        if row is None or service is None:
            raise Http404
        step, note = service.step, request.POST.get("note", "").replace("\x00", "").strip()
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        details, refusal = self.details_form(request, step, row), self._what_is_wrong(step, note)
        is_wrong = refusal or (details is not None and not details.is_valid())
        if not is_wrong:
            refusal = self._refused(service, row, by=request.user, note=note, **(details.details if details else {}))
        if not is_wrong and not refusal:
            messages.success(request, format_html("{} · {}", row, step.label))
            return HttpResponseRedirect(self.after_step(request, back))
        if refusal:
            messages.warning(request, refusal)
        if not is_wrong and not note:
            return HttpResponseRedirect(back)
        context = {"title": step.label, "row": row, "step": step, "back": back, "note": note, "details": details}
        return TemplateResponse(request, "admin/step.html", self.admin_site.each_context(request) | context, status=422)

    @staticmethod
    def _what_is_wrong(step: Step, note: str) -> str:
        if step.needs_note and not note:
            return gettext("Please give a reason: it is sent to the partner.")
        if len(note) > LONGEST_NOTE:
            words = gettext("Please shorten the text to %(most)s characters: it has %(length)s now.")
            return words % {"most": grouped(LONGEST_NOTE), "length": grouped(len(note))}
        return ""

    @staticmethod
    def _refused(service: Callable, row: Any, **how: Any) -> str:
        """Take the step; what the office is told where it was not taken."""
        try:
            service(row, **how)
        except ValidationError as refusal:
            return " ".join(refusal.messages)
        except StepNotOpen as refusal:
            state = refusal.row.get_state_display()
            return gettext("Somebody was faster: this is now “%(state)s”.") % {"state": state}
        return ""

    def details_form(self, request: HttpRequest, step: Step, row: Any) -> Any:
        """The form of what else came with the button: its `details` go to the service. None where nothing may come."""
        return None

    def after_step(self, request: HttpRequest, back: str) -> str:
        """Where the office goes next: the queue; a returned proposal, for one, can no longer be seen."""
        return reverse("admin:index")
