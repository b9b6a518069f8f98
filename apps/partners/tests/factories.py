"""Partners, mandates and the people who hold them, for tests: the least that is valid."""

import datetime

import factory
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.partners.models import NFP, Chairmanship, Circular, Invitation, Mandate, Network, Partner, Region
from apps.partners.services.invitations import digest_of


class RegionFactory(factory.django.DjangoModelFactory):
    """A region of the Dialogue."""

    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"region-{number}")
    name_en = factory.LazyAttribute(lambda region: f"Region {region.code}")
    name_fr = factory.LazyAttribute(lambda region: f"Région {region.code}")


class PartnerFactory(factory.django.DjangoModelFactory):
    """A state that takes part in the Dialogue; `PartnerFactory(code="GA")` twice is the same partner."""

    class Meta:
        model = Partner
        django_get_or_create = ("code",)

    class Params:
        observer = factory.Trait(standing=Partner.Standing.OBSERVER)
        former = factory.Trait(standing=Partner.Standing.FORMER)
        organisation = factory.Trait(kind=Partner.Kind.ORGANISATION)

    code = factory.Sequence(lambda number: f"T{number}")
    kind = Partner.Kind.STATE
    standing = Partner.Standing.PARTNER
    name_en = factory.LazyAttribute(lambda partner: f"Country {partner.code}")
    name_fr = factory.LazyAttribute(lambda partner: f"Pays {partner.code}")
    sort_en = factory.LazyAttribute(lambda partner: partner.name_en.lower())
    sort_fr = factory.LazyAttribute(lambda partner: partner.name_fr.lower())


class ChairmanshipFactory(factory.django.DjangoModelFactory):
    """A term of the chair, the next one each time; its dates are not known."""

    class Meta:
        model = Chairmanship

    partner = factory.SubFactory(PartnerFactory)
    number = factory.Sequence(lambda number: number + 1)
    slug = factory.LazyAttribute(lambda term: f"term-{term.number}")


class NetworkFactory(factory.django.DjangoModelFactory):
    """A network, by default that of the National Focal Points."""

    class Meta:
        model = Network
        django_get_or_create = ("code",)

    code = NFP
    name_en = "National Focal Points"
    name_fr = "Points focaux nationaux"


class CircularFactory(factory.django.DjangoModelFactory):
    """A draft to all seats of the main network, in both languages."""

    class Meta:
        model = Circular

    network = factory.SubFactory(NetworkFactory)
    title_en, title_fr = "Preparing the meeting", "Préparation de la réunion"
    body_en, body_fr = "Dear colleagues.", "Chères et chers collègues."


class MandateFactory(factory.django.DjangoModelFactory):
    """A running mandate as head focal point; `ended=True` for one that ran out yesterday."""

    class Meta:
        model = Mandate

    class Params:
        ended = factory.Trait(ends_on=factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=1)))

    user = factory.SubFactory(UserFactory)
    partner = factory.SubFactory(PartnerFactory)
    network = factory.SubFactory(NetworkFactory)
    role = Mandate.Role.HEAD
    starts_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=365))
    welcomed_at = factory.LazyFunction(timezone.now)


class InvitationFactory(factory.django.DjangoModelFactory):
    """An open invitation of a person without an account in use; `token` is what its link carries."""

    class Meta:
        model = Invitation

    class Params:
        token = factory.Sequence(lambda number: f"token{number}")

    person = factory.SubFactory(UserFactory, unset=True)
    address = factory.LazyAttribute(lambda invitation: invitation.person.email)
    name = factory.LazyAttribute(lambda invitation: invitation.person.name)
    language = factory.LazyAttribute(lambda invitation: invitation.person.language)
    partner = factory.SubFactory(PartnerFactory)
    network = factory.SubFactory(NetworkFactory)
    role = Mandate.Role.ALTERNATE
    invited_by = factory.SubFactory(UserFactory, secretariat=True)
    token_digest = factory.LazyAttribute(lambda invitation: digest_of(invitation.token))
    expires_at = factory.LazyFunction(lambda: timezone.now() + datetime.timedelta(days=14))


def focal_point(code: str, role: str = "head", language: str = "en", **person) -> User:
    """A person with a running mandate of the National Focal Points for the partner with this code; once a person."""
    person.setdefault("email", f"{role}.{code.lower()}@example.org")
    person.setdefault("name", f"{role.capitalize()} {code}")
    user = UserFactory(language=language, **person)
    if not user.mandates.filter(partner__code=code, network__code=NFP, ends_on=None).exists():
        MandateFactory(user=user, partner=PartnerFactory(code=code), role=role)
    return user


def secretariat_member(language: str = "en", **person) -> User:
    """A person of the secretariat."""
    return UserFactory(language=language, secretariat=True, **person)
