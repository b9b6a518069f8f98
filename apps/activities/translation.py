"""Which fields of activities, outcomes and news exist in every language, and whose changes are recorded."""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as record

from .models import Activity, DateChange, GcmRow, NewsItem, Outcome


@register(Activity)
class ActivityTranslation(TranslationOptions):
    fields = (
        "title",
        "date_note",
        "city",
        "venue",
        "country_name",
        "summary",
        "objective",
        "body",
        "participation_note",
        "participant_profile",
        "reaction",
        "reaction_source",
        "invited",
        "organiser_note",
        "funder",
        "editors_note",
    )


@register(Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("text",)


@register(DateChange)
class DateChangeTranslation(TranslationOptions):
    fields = ("reason",)


@register(GcmRow)
class GcmRowTranslation(TranslationOptions):
    fields = ("text", "editors_note")


@register(NewsItem)
class NewsItemTranslation(TranslationOptions):
    fields = ("title", "summary", "body")


# After the translation, else the first save of a row with a history fails.
record(
    Activity,
    m2m_fields=[
        "co_chairs",
        "organisers",
        "areas",
        "objectives",
        "actions",
        "cross_cutting",
        "topics",
        "documents",
        "follows",
    ],
)
record(GcmRow, m2m_fields=["activities", "documents"])
record(NewsItem, m2m_fields=["activities"])
for model in (Outcome, DateChange):
    record(model)
