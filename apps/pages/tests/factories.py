"""Texts and pages of the site, for tests."""

import factory
from django.utils import timezone

from apps.pages.models import Page, SiteText


class SiteTextFactory(factory.django.DjangoModelFactory):
    """The text of the page about the Dialogue; `key` names another."""

    class Meta:
        model = SiteText
        django_get_or_create = ("key",)

    key = SiteText.Key.ABOUT
    body_en = factory.LazyAttribute(lambda text: f"English words of {text.key}")
    body_fr = factory.LazyAttribute(lambda text: f"Texte français de {text.key}")


class PageFactory(factory.django.DjangoModelFactory):
    """A published page about the Dialogue."""

    class Meta:
        model = Page

    slug = factory.Sequence(lambda number: f"page-{number}")
    position = factory.Sequence(lambda number: number + 1)
    title_en = factory.LazyAttribute(lambda page: f"Title of {page.slug}")
    title_fr = factory.LazyAttribute(lambda page: f"Titre de {page.slug}")
    body_en = "English words."
    body_fr = "Texte français."
    publication = Page.Publication.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)
