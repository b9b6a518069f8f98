"""Documents and their files, for tests: the least that is valid."""

import datetime

import factory
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from apps.common.models import Publishable
from apps.documents.models import Document, DocumentFile, Kind, Level


class DocumentFactory(factory.django.DjangoModelFactory):
    """A public document; traits: `draft`, `withdrawn`, `scheduled` (published tomorrow), `video`."""

    class Meta:
        model = Document

    class Params:
        draft = factory.Trait(publication=Publishable.Publication.DRAFT, published_at=None)
        withdrawn = factory.Trait(publication=Publishable.Publication.WITHDRAWN)
        scheduled = factory.Trait(
            published_at=factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=1))
        )
        video = factory.Trait(kind=Kind.VIDEO)

    slug = factory.Sequence(lambda number: f"document-{number}")
    title_en = factory.LazyAttribute(lambda document: f"Paper {document.slug}")
    title_fr = factory.LazyAttribute(lambda document: f"Texte {document.slug}")
    kind = Kind.OUTCOME_DOCUMENT
    level = Level.PUBLIC
    issued_on = datetime.date(2023, 9, 20)
    precision = "day"
    publication = Publishable.Publication.PUBLISHED
    published_at = factory.LazyFunction(lambda: timezone.now() - datetime.timedelta(days=1))


class AddressFactory(factory.django.DjangoModelFactory):
    """A document in English at its official address."""

    class Meta:
        model = DocumentFile

    document = factory.SubFactory(DocumentFactory)
    language = "en"
    address = factory.LazyAttribute(lambda kept: f"https://www.example.org/{kept.language}/paper")


class KeptFileFactory(factory.django.DjangoModelFactory):
    """A document in English as a file in the storage."""

    class Meta:
        model = DocumentFile
        skip_postgeneration_save = True

    document = factory.SubFactory(DocumentFactory)
    language = "en"
    key = factory.Sequence(lambda number: f"2026/01/document-{number}.pdf")
    display_name = "Outcome.pdf"
    content_type = "application/pdf"
    size = 1_250_000

    @factory.post_generation
    def content(self, create, content, **kwargs):
        """What stands in the file."""
        storages["private"].save(self.key, ContentFile(content or b"%PDF-1.4 the paper"))


def write_reserve() -> None:
    """The office's text beside every mention of the Global Compact, which a higher room keeps."""
    texts = apps.get_model("pages", "SiteText").objects
    texts.create(key="gcm_disclaimer", body_en="No change of positions.", body_fr="Sans préjudice.")
