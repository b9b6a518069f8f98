"""Texts of the site, for tests."""

import factory

from apps.pages.models import SiteText


class SiteTextFactory(factory.django.DjangoModelFactory):
    """The text of the page about the Dialogue; `key` names another."""

    class Meta:
        model = SiteText
        django_get_or_create = ("key",)

    key = SiteText.Key.ABOUT
    body_en = factory.LazyAttribute(lambda text: f"English words of {text.key}")
    body_fr = factory.LazyAttribute(lambda text: f"Texte français de {text.key}")
