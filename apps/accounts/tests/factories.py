"""People for tests: the least that is valid; who they are for the Dialogue is said by mandates and groups."""

import time

import factory
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY as METHODS_USER
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.userkit import user_id_to_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from apps.accounts.groups import ADMINISTRATORS, SECRETARIAT
from apps.accounts.models import User

PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def add_app(user: User) -> Authenticator:
    """Give a person an authenticator app, whose codes `code_of_app` tells."""
    return TOTP.activate(user, SECRET).instance


def code_of_app(steps: int = 0) -> str:
    """What the app of a person of these factories shows now, or so many steps of thirty seconds later."""
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30 + steps))


def sign_in_now(client, person: User) -> None:
    """Sign a person in as if by their password a moment ago, so that they are not asked for it again at once."""
    client.force_login(person, backend="apps.accounts.backends.MailAddressBackend")
    session = client.session
    session[METHODS_USER] = user_id_to_str(person)
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session.save()


class UserFactory(factory.django.DjangoModelFactory):
    """A person who may sign in with `PASSWORD`; with `secretariat=True` or `administrator=True` also of the office.

    Whoever is of the office has an authenticator app, without which they would see but one page; `second_factor=False`
    for somebody of the office who has none, `second_factor=True` for a focal point who has one.
    """

    class Meta:
        model = User
        django_get_or_create = ("email",)
        skip_postgeneration_save = True

    class Params:
        unset = factory.Trait(password=None)

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"Person {number}")
    language = "en"
    password = PASSWORD

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs["password"] = make_password(kwargs.pop("password", None))
        return super()._create(model_class, *args, **kwargs)

    @factory.post_generation
    def secretariat(self, create, extracted, **kwargs):
        if extracted:
            self.groups.add(Group.objects.get_or_create(name=SECRETARIAT)[0])

    @factory.post_generation
    def administrator(self, create, extracted, **kwargs):
        if extracted:
            self.groups.add(Group.objects.get_or_create(name=ADMINISTRATORS)[0])

    @factory.post_generation
    def second_factor(self, create, extracted, **kwargs):
        if not create:
            return
        needs_one = self.groups.exists() if extracted is None else extracted
        if needs_one and not Authenticator.objects.filter(user=self, type=Authenticator.Type.TOTP).exists():
            add_app(self)
