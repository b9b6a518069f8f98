"""People for tests: the least that is valid; who they are for the Dialogue is said by mandates and groups."""

import factory
from django.contrib.auth.models import Group

from apps.accounts.groups import ADMINISTRATORS, SECRETARIAT
from apps.accounts.models import User

PASSWORD = "correct horse battery"


class UserFactory(factory.django.DjangoModelFactory):
    """A person who may sign in with `PASSWORD`; with `secretariat=True` or `administrator=True` also of the office."""

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
        password = kwargs.pop("password", None)
        user = super()._create(model_class, *args, **kwargs)
        user.set_password(password)
        user.save(update_fields=["password"])
        return user

    @factory.post_generation
    def secretariat(self, create, extracted, **kwargs):
        if extracted:
            self.groups.add(Group.objects.get_or_create(name=SECRETARIAT)[0])

    @factory.post_generation
    def administrator(self, create, extracted, **kwargs):
        if extracted:
            self.groups.add(Group.objects.get_or_create(name=ADMINISTRATORS)[0])
