"""The second factor: demanded of the office, offered to all; a code counts once, and its secret is sealed."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from apps.accounts import factors, services
from apps.accounts.models import AccountLine
from apps.common.checks import check_second_factor

from .factories import PASSWORD, SECRET, UserFactory, add_app, code_of_app

SIGN_IN, CODE = "/en/accounts/login/", "/en/accounts/2fa/authenticate/"
ENROLMENT = "/en/accounts/second-factor/"
CLOSED = ["/en/space/", "/en/space/settings/", "/en/space/lab/", "/admin/", "/admin/accounts/user/", "/fr/espace/"]

pytestmark = pytest.mark.django_db


def sign_in(client, person):
    return client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})


def is_inside(client):
    return client.get("/en/space/settings/").status_code == 200


def test_whoever_has_an_app_is_asked_for_its_code(client):
    person = UserFactory(second_factor=True)

    answer = sign_in(client, person)

    assert answer.url == CODE
    assert not is_inside(client)
    client.post(CODE, {"code": code_of_app()})
    assert is_inside(client)


def test_the_code_before_is_good_too_because_clocks_differ(client):
    person = UserFactory(second_factor=True)
    sign_in(client, person)

    client.post(CODE, {"code": code_of_app(steps=-1)})

    assert is_inside(client)


def test_a_code_opens_once(client):
    person = UserFactory(second_factor=True)
    code, elsewhere = code_of_app(), type(client)()
    sign_in(client, person)
    client.post(CODE, {"code": code})
    sign_in(elsewhere, person)

    elsewhere.post(CODE, {"code": code})

    assert is_inside(client)
    assert not is_inside(elsewhere)


def test_guessing_codes_is_braked(client):
    person = UserFactory(second_factor=True)
    sign_in(client, person)
    for number in range(10):
        client.post(CODE, {"code": f"{number:06}"})

    client.post(CODE, {"code": code_of_app()})

    assert not is_inside(client)


def test_a_recovery_code_opens_once(client):
    person = UserFactory(second_factor=True)
    sign_in(client, person)
    client.post(CODE, {"code": code_of_app()})
    assert client.post("/en/accounts/2fa/recovery-codes/generate/").url == "/en/accounts/2fa/recovery-codes/"
    code = client.get("/en/accounts/2fa/recovery-codes/").context["unused_codes"][0]

    tries = []
    for _ in range(2):
        elsewhere = type(client)()
        sign_in(elsewhere, person)
        elsewhere.post(CODE, {"code": code})
        tries.append(is_inside(elsewhere))

    assert tries == [True, False]


@pytest.mark.parametrize("group", ["secretariat", "administrator"])
def test_the_office_without_a_factor_sees_one_page_only(client, group):
    person = UserFactory(**{group: True}, second_factor=False)
    sign_in(client, person)

    answers = {path: client.get(path) for path in CLOSED}

    assert {answer.status_code for answer in answers.values()} == {302}
    assert {answer.url.replace("/fr/", "/en/") for answer in answers.values()} == {ENROLMENT}
    assert client.post("/admin/accounts/user/add/").status_code == 302
    page = client.get(ENROLMENT)
    assert page.status_code == 200
    assert "two minutes" in page.content.decode()


def test_the_office_gets_a_factor_and_goes_on(client, django_capture_on_commit_callbacks):
    person = UserFactory(secretariat=True, second_factor=False)
    sign_in(client, person)
    form = client.get("/en/accounts/2fa/totp/activate/")
    session = client.session
    session["mfa.totp.secret"] = SECRET
    session.save()

    with django_capture_on_commit_callbacks(execute=True):
        added = client.post("/en/accounts/2fa/totp/activate/", {"code": code_of_app()})

    assert form.status_code == 200
    assert added.url == "/en/accounts/2fa/recovery-codes/"
    assert client.get("/admin/").status_code == 200
    assert list(AccountLine.objects.values_list("kind", flat=True)) == ["app_added"]


def test_the_code_that_set_the_app_up_does_not_sign_in_too(client):
    person = UserFactory()
    sign_in(client, person)
    client.get("/en/accounts/2fa/totp/activate/")
    session, code, elsewhere = client.session, code_of_app(), type(client)()
    session["mfa.totp.secret"] = SECRET
    session.save()
    client.post("/en/accounts/2fa/totp/activate/", {"code": code})
    sign_in(elsewhere, person)

    elsewhere.post(CODE, {"code": code})

    assert not is_inside(elsewhere)


def test_the_office_that_removes_its_factor_needs_another(client):
    person = UserFactory(secretariat=True)
    sign_in(client, person)
    client.post(CODE, {"code": code_of_app()})
    assert client.get("/admin/").status_code == 200

    client.post("/en/accounts/2fa/totp/deactivate/")

    assert client.get("/admin/").url == ENROLMENT


def test_a_focal_point_need_not_have_one(client):
    person = UserFactory()
    sign_in(client, person)

    assert is_inside(client)
    assert client.get(ENROLMENT).status_code == 200


def test_the_demonstration_only_offers_it(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    sign_in(client, UserFactory(secretariat=True, second_factor=False))

    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("is_required", "is_demo", "faults"),
    [(True, False, []), (True, True, []), (False, True, []), (False, False, ["portal.E009"])],
)
def test_no_other_installation_may_only_offer_it(settings, is_required, is_demo, faults):
    settings.SECOND_FACTOR_REQUIRED, settings.DEMO = is_required, is_demo

    assert [fault.id for fault in check_second_factor()] == faults


def test_a_new_password_by_mail_does_not_pass_the_factor_by(client):
    person = UserFactory(second_factor=True)
    person.set_password("other words for today")
    person.save()

    answer = client.post(SIGN_IN, {"login": person.email, "password": "other words for today"})

    assert answer.url == CODE


def test_secrets_are_sealed_in_the_database():
    app = add_app(UserFactory())

    kept = Authenticator.objects.get(pk=app.pk).data["secret"]

    assert SECRET not in kept
    assert factors.FactorAdapter().decrypt(kept) == SECRET


def test_public_pages_are_shown_to_whoever_lacks_a_factor(client):
    sign_in(client, UserFactory(secretariat=True, second_factor=False))

    assert client.get(reverse("partners:list")).status_code == 200


def test_a_factor_is_added_only_after_showing_again_who_one_is(client):
    client.force_login(UserFactory())

    for path in ("totp/activate/", "webauthn/add/", "recovery-codes/generate/"):
        assert client.get(f"/en/accounts/2fa/{path}").url.startswith("/en/accounts/reauthenticate/?next=")


@pytest.mark.parametrize(
    ("by", "about", "is_allowed"),
    [
        ("secretariat", {}, True),
        ("secretariat", {"secretariat": True}, True),
        ("secretariat", {"administrator": True}, False),
        ("administrator", {"administrator": True}, True),
        ("administrator", {"secretariat": True}, True),
        (None, {}, False),
    ],
)
def test_the_office_lets_in_anew_whoever_lost_their_device(client, by, about, is_allowed):
    helper = UserFactory(**{by: True}) if by else UserFactory()
    person, elsewhere = UserFactory(second_factor=True, **about), type(client)()
    elsewhere.force_login(person)

    if is_allowed:
        assert services.remove_factors(person, by=helper)
    else:
        with pytest.raises(PermissionDenied):
            services.remove_factors(person, by=helper)

    assert factors.has_factor(person) is not is_allowed
    assert is_inside(elsewhere) is not is_allowed


def test_nobody_removes_their_own_in_the_office():
    person = UserFactory(administrator=True)

    with pytest.raises(PermissionDenied):
        services.remove_factors(person, by=person)
