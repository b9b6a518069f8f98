"""Every address × every sort of reader × reading and writing, in one table that is tried cell by cell."""

import datetime

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone, translation

from apps.accounts.tests.factories import UserFactory
from apps.activities.models import Activity, Kind
from apps.activities.tests.factories import NewsItemFactory
from apps.documents.tests.factories import KeptFileFactory
from apps.framework.tests.factories import ActionFactory, TopicFactory
from apps.lab.tests.cast import missing_migrants_only, observer
from apps.lab.tests.factories import AttachmentFactory, OfferFactory, ProposalFactory
from apps.lab.workflow import State
from apps.pages.models import Page, SiteText
from apps.partners.tests.factories import ChairmanshipFactory, PartnerFactory, focal_point, secretariat_member

pytestmark = pytest.mark.django_db

READERS = {
    "visitor": lambda: None,
    "no mandate": lambda: UserFactory(email="nobody@example.org"),
    "other network": missing_migrants_only,
    "own head": lambda: focal_point("GA"),
    "own reader": lambda: focal_point("GA", "reader"),
    "other head": lambda: focal_point("CH"),
    "observer": observer,
    "secretariat": lambda: secretariat_member(email="secretariat@example.org"),
    "administrator": lambda: UserFactory(email="admin@example.org", administrator=True),
}


def things() -> dict[str, tuple]:
    """One published activity, one plan, a draft and an open proposal of Gabon, with an offer and files."""
    PartnerFactory(code="GA")
    Activity.objects.create(
        slug="meeting",
        title_en="Meeting",
        title_fr="Réunion",
        kind=Kind.THEMATIC,
        starts_on=datetime.date(2023, 4, 25),
        publication=Activity.Publication.PUBLISHED,
        published_at=timezone.now(),
    )
    NewsItemFactory(slug="item")
    ChairmanshipFactory(slug="term", partner__code="GA")
    SiteText.objects.create(key="about", body_en="About", body_fr="À propos")
    seen = {"publication": "published", "published_at": timezone.now()}
    Page.objects.create(pk=1, slug="history", title_en="History", title_fr="Histoire", **seen)
    KeptFileFactory(document__slug="paper")
    KeptFileFactory(document__slug="committee-paper", document__level="committee")
    draft = ProposalFactory(partner__code="GA", reference="draftdraft", author=UserFactory(email="author@example.org"))
    open_one = ProposalFactory(partner__code="GA", reference="openopenop", state=State.OPEN, author=draft.author)
    offer = OfferFactory(proposal=open_one, partner__code="CH", reference="offeroffer")
    AttachmentFactory(proposal=draft, reference="draftfilea")
    AttachmentFactory(proposal=open_one, reference="openfileaa")
    ActionFactory(number=1, objective=draft.objectives.get())
    TopicFactory(slug="topic")
    return {"draft": draft, "open": open_one, "offer": offer}


ARGUMENTS = {
    "choose_language": ["fr"],
    "picture": ["0123456789abcdef0123456789abcdef.png"],
    "activities:activity": ["meeting"],
    "news:item": ["item"],
    "documents:document": ["paper"],
    "documents:document hidden": ["committee-paper"],
    "documents:file": ["paper", "en"],
    "documents:file hidden": ["committee-paper", "en"],
    "pages:page": ["history"],
    "pages:preview": ["pages.page", 1],
    "framework:plan": ["plan"],
    "framework:area": ["plan", 1],
    "framework:objective": ["plan", "1"],
    "framework:action": ["plan", 1],
    "topics:topic": ["topic"],
    "partners:partner": ["ga"],
    "chairmanships:chairmanship": ["term"],
    "lab:proposal draft": ["draftdraft"],
    "lab:edit draft": ["draftdraft"],
    "lab:step draft": ["draftdraft", "submit"],
    "lab:offer draft": ["draftdraft"],
    "lab:file draft": ["draftdraft", "draftfilea"],
    "lab:file foreign": ["openopenop", "draftfilea"],
    "lab:proposal open": ["openopenop"],
    "lab:edit open": ["openopenop"],
    "lab:step open": ["openopenop", "close"],
    "lab:step unknown": ["openopenop", "delete"],
    "lab:offer open": ["openopenop"],
    "lab:offer_step open": ["openopenop", "offeroffer", "accept"],
    "lab:offer_step foreign": ["draftdraft", "offeroffer", "accept"],
    "lab:file open": ["openopenop", "openfileaa"],
    "account_reset_password_from_key": ["1", "set-password"],
    "accounts_welcome": ["token"],
}

# GET/POST for each reader in the order of READERS; "in" = sent to sign-in; 405 = the address does not know the method;
# 422 = a form with messages; 409 = no longer open. Another country's object answers 404, like one that never was.
MATRIX = """
way_in                                    302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405
choose_language                           302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405
healthz                                   200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
readyz                                    200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
robots                                    200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
favicon                                   302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405
picture                                   404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
pages:home                                200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
pages:about                               200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
pages:page                                200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
pages:preview                             404/405 404/405 404/405 404/405 404/405 404/405 404/405 200/405 200/405
pages:dashboard                           in/in   403/405 403/405 200/405 200/405 200/405 200/405 200/405 200/405
activities:list                           200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
activities:activity                       200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:list                                 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
news:item                                 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
global_compact:page                       200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
documents:list                            200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
documents:document                        200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
documents:document hidden                 404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
documents:file                            200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
documents:file hidden                     404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
framework:current                         302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405
framework:plan                            200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
framework:area                            200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
framework:objective                       200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
framework:action                          200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
topics:list                               200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
topics:topic                              200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
partners:list                             200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
partners:partner                          200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
chairmanships:list                        200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
chairmanships:chairmanship                200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
reference_countries:list                  200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
lab:list                                  in/in   403/405 403/405 200/405 200/405 200/405 200/405 200/405 403/405
lab:ours                                  in/in   403/405 403/405 200/405 200/405 200/405 200/405 200/405 403/405
lab:new                                   in/in   403/403 403/403 200/422 403/403 200/422 403/403 403/403 403/403
lab:proposal draft                        in/in   404/405 404/405 200/405 200/405 404/405 404/405 404/405 404/405
lab:edit draft                            in/in   404/404 404/404 200/422 403/403 404/404 404/404 404/404 404/404
lab:step draft                            in/in   405/404 405/404 405/302 405/403 405/404 405/404 405/404 405/404
lab:offer draft                           in/in   404/404 404/404 403/403 403/403 404/404 404/404 404/404 404/404
lab:file draft                            in/in   404/405 404/405 200/405 200/405 404/405 404/405 404/405 404/405
lab:file foreign                          in/in   404/405 404/405 404/405 404/405 404/405 404/405 404/405 404/405
lab:proposal open                         in/in   404/405 404/405 200/405 200/405 200/405 200/405 200/405 404/405
lab:edit open                             in/in   404/404 404/404 409/422 403/403 403/403 403/403 403/403 404/404
lab:step open                             in/in   405/404 405/404 405/422 405/403 405/403 405/403 405/422 405/404
lab:step unknown                          in/in   405/404 405/404 405/404 405/404 405/404 405/404 405/404 405/404
lab:offer open                            in/in   404/404 404/404 403/403 403/403 200/422 403/403 403/403 404/404
lab:offer_step open                       in/in   405/404 405/404 405/302 405/403 405/403 405/403 405/403 405/404
lab:offer_step foreign                    in/in   405/404 405/404 405/404 405/404 405/404 405/404 405/404 405/404
lab:file open                             in/in   404/405 404/405 200/405 200/405 200/405 200/405 200/405 404/405
account_login                             200/200 302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
account_logout                            302/302 200/302 200/302 200/302 200/302 200/302 200/302 200/302 200/302
account_inactive                          200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
account_signup                            404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404 404/404
account_reauthenticate                    in/in   200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200
account_change_password                   in/in   200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200
account_set_password                      in/in   302/302 302/302 302/302 302/302 302/302 302/302 302/302 302/302
account_reset_password                    200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200
account_reset_password_done               200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
account_reset_password_from_key           200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200 200/200
account_reset_password_from_key_done      200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405 200/405
accounts_kept                             in/in   302/405 302/405 302/405 302/405 302/405 302/405 302/405 302/405
accounts_welcome                          410/410 410/410 410/410 410/410 410/410 410/410 410/410 410/410 410/410
admin:index                               in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:lab_proposal_changelist             in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 403/403
admin:lab_proposal_add                    in/in   in/in   in/in   in/in   in/in   in/in   in/in   403/403 403/403
admin:accounts_user_changelist            in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:accounts_user_add                   in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:partners_chairmanship_add           in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:partners_mandate_add                in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:notifications_outboxmail_changelist   in/in   in/in  in/in  in/in  in/in  in/in  in/in  200/200 200/200
admin:documents_document_add              in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:activities_activity_add             in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:autocomplete                        in/in   in/in   in/in   in/in   in/in   in/in   in/in   403/405 403/405
admin:translations                        in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/404 200/404
admin:pages_page_add                      in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/200 200/200
admin:pages_identity_add                  in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/302 200/302
admin:jsi18n                              in/in   in/in   in/in   in/in   in/in   in/in   in/in   200/405 200/405
admin:login                               in/in   403/403 403/403 403/403 403/403 403/403 403/403 302/302 302/302
admin:logout                              in/in   302/302 302/302 302/302 302/302 302/302 302/302 405/200 405/200
"""
ROWS = {}
for line in MATRIX.strip().splitlines():
    name, _separator, cells = line.partition("  ")
    ROWS[name.strip()] = cells.split()


def answer_of(response) -> str:
    """A cell of the table: the status, or "in" where sign-in is asked for."""
    is_sign_in = response.status_code == 302 and "login" in response["Location"]
    return "in" if is_sign_in else str(response.status_code)


@pytest.mark.parametrize("reader", READERS)
def test_every_address_answers_every_reader_as_the_table_says(reader, client):
    things()
    user = READERS[reader]()
    column = list(READERS).index(reader)
    wrong = []
    for name, cells in ROWS.items():
        url = reverse(name.split()[0], args=ARGUMENTS.get(name, []))
        answers = []
        for method in (client.get, client.post):
            kept = transaction.savepoint()
            cache.clear()
            client.cookies.clear()
            if user is not None:
                client.force_login(user, backend="apps.accounts.backends.MailAddressBackend")
            response = method(url)
            answers.append(answer_of(response))
            if response.streaming:
                b"".join(response.streaming_content)
            transaction.savepoint_rollback(kept)
        if "/".join(answers) != cells[column]:
            wrong.append(f"{name}: {'/'.join(answers)} instead of {cells[column]}")
    assert wrong == []


def addresses(resolver=None, namespace: str = ""):
    """The name of every address of the portal, the office's many alike ones left out."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_address_stands_in_the_table():
    """A new address needs a row; of the office's, which are alike, a sample stands there."""
    tried = {name.split()[0] for name in ROWS}
    assert {name for name in addresses() if not name.startswith("admin:")} - tried == set()


@pytest.mark.parametrize("name", [name for name in ROWS if ":" in name and not name.startswith("admin:")])
def test_every_address_has_french_words(name):
    arguments = ARGUMENTS.get(name, [])
    with translation.override("fr"):
        french = reverse(name.split()[0], args=arguments)
    with translation.override("en"):
        english = reverse(name.split()[0], args=arguments)
    assert french.startswith("/fr/")
    same = {"pages:home", "lab:file draft", "documents:list", "documents:document", "documents:document hidden"}
    assert french[4:] != english[4:] or name in same


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_no_public_page_knows_another_method(client, method):
    things()
    for name, cells in ROWS.items():
        if cells[0] == "200/405":
            response = getattr(client, method)(reverse(name.split()[0], args=ARGUMENTS.get(name, [])))
            assert response.status_code == 405, name
