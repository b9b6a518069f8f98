"""Which fields of documents exist in every language, and whose changes are recorded."""

from modeltranslation.translator import TranslationOptions, register
from simple_history import register as record

from .models import Document, DocumentFile


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title", "summary", "editors_note", "transcript")


# After the translation, else the first save of a row with a history fails.
record(
    Document,
    m2m_fields=[
        "partners",
        "chairmanships",
        "areas",
        "objectives",
        "actions",
        "cross_cutting",
        "gcm_objectives",
        "topics",
        "named_partners",
    ],
)
record(DocumentFile)
