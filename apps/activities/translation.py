"""Which fields of activities and outcomes exist in every language, and whose changes are recorded."""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as record

from .models import Activity, Outcome


@register(Activity)
class ActivityTranslation(TranslationOptions):
    fields = ("title", "city", "venue", "country_name", "summary", "body", "participation_note", "organiser_note")


@register(Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("text",)


# After the translation, else the first save of a row with a history fails.
record(Activity, m2m_fields=["co_chairs", "areas", "objectives", "actions", "follows"])
record(Outcome)
