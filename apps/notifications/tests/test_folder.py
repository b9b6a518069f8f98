"""Without a mail server each mail is a file of its own that a mail program opens."""

import stat
from email import message_from_bytes, policy

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_BACKEND = "apps.notifications.folder.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def mail(number, recipient="zoe@example.org"):
    headers = {"Date": f"Sun, 22 Nov 2026 15:04:0{number} +0000", "Message-ID": f"<{number}@example.org>"}
    return EmailMultiAlternatives(f"Été {number}", "Bonjour", to=[recipient], headers=headers)


def test_one_file_a_mail_sorted_by_date(folder):
    assert get_connection().send_messages([mail(3), mail(1), mail(2)]) == 3

    files = sorted(folder.iterdir())
    read = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert [one["Subject"] for one in read] == ["Été 1", "Été 2", "Été 3"]
    assert files[0].name.startswith("20261122-160401-zoe-at-example.org-")
    assert {file.suffix for file in files} == {".eml"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_mail_handed_over_again_is_the_same_file(folder):
    for _ in range(2):
        get_connection().send_messages([mail(1)])

    assert len(list(folder.iterdir())) == 1


def test_mails_of_the_same_second_are_different_files(folder):
    twin = mail(1)
    twin.extra_headers["Message-ID"] = "<twin@example.org>"

    get_connection().send_messages([mail(1), twin])

    assert len(list(folder.iterdir())) == 2


def test_a_recipient_cannot_lead_out_of_the_folder(folder):
    get_connection().send_messages([mail(1, recipient="../../up@example.org")])

    assert [path.parent for path in folder.parent.rglob("*.eml")] == [folder]
