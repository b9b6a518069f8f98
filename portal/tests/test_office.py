"""The office shows no more than `rules.py` allows, by no way round; what makes no sense in an address is refused."""

import datetime

import pytest
from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import formats, translation

from apps.accounts.tests.factories import UserFactory
from apps.common import errors
from apps.lab import services
from apps.lab.models import Proposal
from apps.lab.tests.factories import OfferFactory, ProposalFactory
from apps.lab.workflow import OfferState, State
from apps.notifications.models import OutboxMail
from apps.partners.models import Partner
from apps.partners.tests.factories import PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db
BACKEND = "apps.accounts.backends.MailAddressBackend"
LISTS = ["accounts_user", "partners_mandate", "lab_proposal", "activities_activity", "notifications_outboxmail"]
LISTS += ["decisions_silenceprocedure", "decisions_decision"]
NONSENSE = ["a%00b", "9223372036854775808", "9" * 5000, "-1", "0", "99999", "abc"]


def office(person) -> Client:
    """A browser in which that person is signed in."""
    browser = Client(raise_request_exception=False)
    browser.force_login(person, backend=BACKEND)
    return browser


@pytest.mark.parametrize(
    "address",
    [
        "accounts_user_changelist?password__startswith=md5",
        "accounts_user_changelist?groups__user__password__startswith=md5",
        "partners_mandate_changelist?user__password__startswith=md5",
        "partners_mandate_changelist?network__mandates__user__password__startswith=md5",
        "notifications_outboxmail_changelist?text__contains=welcome",
        "notifications_outboxmail_changelist?html__startswith=x",
        "notifications_outboxmail_changelist?subject__contains=x",
        "lab_proposal_changelist?offers__text__contains=x",
        "lab_proposal_changelist?author__email__startswith=x",
    ],
)
def test_lists_cannot_be_narrowed_by_what_they_do_not_show(address, expected_errors):
    name, query = address.split("?")

    assert office(secretariat_member()).get(f"{reverse(f'admin:{name}')}?{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "accounts_user_changelist?is_active__exact=1&language__exact=fr",
        "accounts_user_changelist?groups__id__exact=1",
        "partners_mandate_changelist?runs=yes&role__exact=head",
        "lab_proposal_changelist?state__exact=open&lacks=fr",
        "activities_activity_changelist?year=2024&kind__exact=som",
        "notifications_outboxmail_changelist?status__exact=sent&message=lab.published&q=example&o=1",
    ],
)
def test_the_filters_that_a_list_shows_work(query):
    name, _question, rest = query.partition("?")

    assert office(secretariat_member()).get(f"{reverse(f'admin:{name}')}?{rest}").status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_nonsense_in_the_address_of_a_list_is_no_fault(name, expected_errors):
    browser, address = office(secretariat_member()), reverse(f"admin:{name}_changelist")
    page = browser.get(address)
    filters = [spec for spec in page.context_data["cl"].list_filter if isinstance(spec, str)]
    names = ["q", "p", "o", "lacks", "runs", "_to_field", *filters, *(f"{one}__id__exact" for one in filters)]
    asked = [f"{address}?{one}={value}" for one in [*names, "year"] for value in NONSENSE]
    asked += [f"{address}{value}/{page}/" for value in NONSENSE for page in ("change", "history", "delete")]

    faults = [request[:120] for request in asked if browser.get(request).status_code >= 500]

    assert faults == []


@pytest.mark.parametrize("value", NONSENSE)
def test_nonsense_in_a_search_for_names_is_no_fault(value):
    browser, address = office(secretariat_member()), reverse("admin:autocomplete")
    field = "app_label=partners&model_name=mandate&field_name=partner"

    for query in (f"{field}&term={value}", f"{field}&term=a&page={value}", f"app_label={value}&term=a"):
        assert browser.get(f"{address}?{query}").status_code < 500


def test_no_redirect_tells_the_address_of_a_draft():
    draft = ProposalFactory(state=State.DRAFT)
    number = ContentType.objects.get_for_model(Proposal).pk

    assert office(secretariat_member()).get(f"/admin/r/{number}/{draft.pk}/").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[number, draft.pk])


@pytest.mark.parametrize(
    "person", [{"administrator": True}, {"administrator": True, "is_active": False}, {"is_superuser": True}]
)
def test_the_secretariat_cannot_take_over_who_may_do_more(person):
    above = UserFactory(email="above@example.org", **person)
    browser = office(secretariat_member())
    words = {"name": "Above", "email": "mine@example.org", "language": "en", "is_active": "on"}

    answer = browser.post(reverse("admin:accounts_user_change", args=[above.pk]), words)

    above.refresh_from_db()
    assert answer.status_code == 403
    assert above.email == "above@example.org"


def test_subjects_of_mails_are_read_by_who_may_see_what_they_are_about():
    author = focal_point("GA")
    proposal = ProposalFactory(partner=PartnerFactory(code="GA"), author=author, title_en="Quiet waters")
    secretary, administrator = secretariat_member(), UserFactory(administrator=True)
    services.submit(proposal, by=author)
    address = reverse("admin:notifications_outboxmail_changelist")
    page = reverse("admin:notifications_outboxmail_change", args=[OutboxMail.objects.get().pk])

    assert b"Quiet waters" in office(secretary).get(address).content
    assert b"Quiet waters" in office(secretary).get(page).content
    assert b"Quiet waters" not in office(administrator).get(address).content
    assert b"Quiet waters" not in office(administrator).get(page).content

    services.return_(proposal, by=secretary, note="Please say more.")

    assert b"Quiet waters" not in office(secretary).get(address).content
    assert b"Quiet waters" not in office(secretary).get(page).content


def test_the_outbox_asks_as_often_for_many_mails_as_for_few(django_assert_max_num_queries):
    for code in ("CH", "ML", "SN"):
        offer = OfferFactory(partner=PartnerFactory(code=code), state=OfferState.MADE)
        services.withdraw_offer(offer, by=focal_point(code))
    focal_point("GA")
    browser = office(secretariat_member())

    with django_assert_max_num_queries(14):
        assert browser.get(reverse("admin:notifications_outboxmail_changelist")).status_code == 200


@pytest.mark.parametrize("key", ["abc", "a\x00b", "9223372036854775808", "9" * 5000, "-1", ""])
def test_forged_keys_come_back_with_the_form(key):
    browser, address = office(secretariat_member()), reverse("admin:partners_mandate_add")

    answer = browser.post(address, {"user": key, "partner": key, "network": key, "role": "head"})

    assert answer.status_code == 200
    assert set(answer.context_data["adminform"].form.errors) == {"user", "partner", "network"}
    assert browser.get(address, {"user": key.replace("\x00", "")}).status_code == 200


def test_a_key_that_no_table_holds_is_refused_among_several():
    administrator = UserFactory(administrator=True)
    words = {"name": "A", "email": "a@example.org", "language": "en", "groups": "9223372036854775808"}

    answer = office(administrator).post(reverse("admin:accounts_user_change", args=[administrator.pk]), words)

    assert answer.status_code in (200, 400)


@pytest.mark.parametrize(("typed", "kept"), [("xy", "XY"), ("x-1", "X-1"), ("A/B", None), ("é", None), ("a b", None)])
def test_codes_of_partners_fit_into_addresses(typed, kept):
    browser = office(secretariat_member())
    words = {"code": typed, "kind": "state", "standing": "partner"}
    names = {f"{name}_{language}": "Somewhere" for name in ("name", "sort") for language in ("en", "fr")}

    answer = browser.post(reverse("admin:partners_partner_add"), words | names)

    assert answer.status_code == (302 if kept else 200)
    assert list(Partner.objects.values_list("code", flat=True)) == ([kept] if kept else [])
    assert browser.get(reverse("partners:list")).status_code == 200


def test_whoever_was_slower_is_not_told_what_they_may_no_longer_see(rf):
    returned = ProposalFactory(state=State.RETURNED, title_en="Quiet waters")
    request = rf.get("/en/")
    answers = {}
    for person in (secretariat_member(), focal_point("GA")):
        request.user = person
        answers[person.email] = errors.conflict(request, returned).content.decode()

    seen = {address: "Quiet waters" in html for address, html in answers.items()}
    assert seen == {"head.ga@example.org": True, next(iter(answers)): False}
    assert all("Somebody was faster" in html for html in answers.values())


def test_the_log_of_the_office_keeps_no_title_of_a_proposal():
    proposal = ProposalFactory(state=State.SUBMITTED, title_en="Quiet waters")
    browser = office(secretariat_member())
    forms = {"offers-TOTAL_FORMS": "0", "offers-INITIAL_FORMS": "0"}
    words = {
        "version_seen": proposal.version,
        "title_fr": "Eaux calmes",
        "summary_fr": "Résumé",
        "support_sought_fr": "Appui",
    } | forms

    answer = browser.post(reverse("admin:lab_proposal_change", args=[proposal.pk]), words)

    proposal.refresh_from_db()
    assert (answer.status_code, proposal.title_fr) == (302, "Eaux calmes")
    assert not LogEntry.objects.exists()


def test_passwords_are_changed_where_guessing_is_slowed_down():
    browser = office(secretariat_member())

    assert browser.get("/admin/password_change/").status_code == 404
    assert reverse("settings:personal") in browser.get("/admin/").content.decode()
    assert reverse("account_change_password") in browser.get(reverse("settings:security")).content.decode()


def test_dates_of_the_office_are_british_in_english():
    moment = datetime.datetime(2026, 11, 2, 16, 47)
    with translation.override("en"):
        assert formats.date_format(moment, "DATETIME_FORMAT") == "2 November 2026, 16:47"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
        assert forms.DateField().clean("02/11/2026") == moment.date()
