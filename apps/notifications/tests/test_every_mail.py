"""Every message of every room, in both languages: complete, light, and with no words of the other language."""

import re

import polib
import pytest
from django.conf import settings

from apps.notifications.messages import KINDS

from .samples import load_samples

CATALOGUE = settings.ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
LONG_ENOUGH = 12
KIBIBYTE = 1024
ROOMS = sorted(name for name in KINDS if not name.startswith("tests."))


def phrases(text):
    """The stretches of a catalogue entry between its placeholders that are long enough to be a language."""
    return {piece.strip() for piece in PLACEHOLDER.split(text) if len(piece.strip()) >= LONG_ENOUGH}


@pytest.fixture(scope="module")
def words_of():
    """What English and what French alone says, of everything that the portal says; addresses are no words."""
    entries = [entry for entry in polib.pofile(str(CATALOGUE)) if entry.msgctxt != "address"]
    english = set().union(*(phrases(entry.msgid) for entry in entries))
    french = set().union(*(phrases(entry.msgstr) for entry in entries))
    return {"en": english - french, "fr": french - english}


@pytest.fixture(params=ROOMS)
def example(request, db):
    samples = load_samples()
    assert request.param in samples, f"give an example of {request.param} in its room's tests/samples.py"
    return samples[request.param]()


def composed(example, language):
    example.person.language = language
    return example.message.compose(example.person)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_words_of_the_other_language(example, words_of, language):
    mail = composed(example, language)
    said = " ".join([mail["subject"], mail["text"], " ".join(mail["html"].split())])
    for words in example.quoted:
        said = said.replace(words, "")

    other = "fr" if language == "en" else "en"
    assert {phrase for phrase in words_of[other] if phrase in said} == set()


def test_no_sentence_is_the_same_in_both_languages(example):
    own = set(example.quoted)
    lines = [set(composed(example, language)["text"].splitlines()) for language in ("en", "fr")]

    same = {line for line in lines[0] & lines[1] if line.count(" ") >= 2 and not any(words in line for words in own)}
    assert same == set()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_both_parts_greet_link_and_say_why(example, language):
    mail = composed(example, language)

    greeting = {"en": "Dear ", "fr": "Bonjour "}[language]
    why = {"en": "You receive this message", "fr": "Vous recevez ce message"}[language]
    links = set(re.findall(r'href="([^"]+)"', mail["html"]))
    assert all(link in mail["text"] for link in links)
    leave = {link for link in links if "/unsubscribe/" in link or "/desabonnement/" in link}
    assert len(leave) == example.message.is_choosable()
    assert len(links - leave) == 1 or example.message.name == "notifications.digest"
    for part in (mail["text"], mail["html"]):
        assert greeting in part
        assert why in part


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_mail_is_light_and_fetches_nothing(example, language):
    mail = composed(example, language)

    assert len((mail["text"] + mail["html"]).encode()) <= 30 * KIBIBYTE
    assert not re.search(r"<img|<link|<script|url\(|@import", mail["html"])
    assert f'<html lang="{language}">' in mail["html"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_demonstration_says_so(example, language, settings):
    settings.DEMO = True

    mail = composed(example, language)

    words = {"en": "Demonstration: this is not", "fr": "Démonstration\u202f: ceci n’est pas"}[language]
    assert words in mail["text"]
    assert words in mail["html"]


def test_subjects_fit_a_line_and_begin_with_what_they_are(example):
    subjects = [composed(example, language)["subject"] for language in ("en", "fr")]

    marks = ("[Action] ", "[Pour action] ") if example.message.asks else ("[Info] ", "[Info] ")
    assert all(subject.startswith(mark) for subject, mark in zip(subjects, marks, strict=True))
    assert all(len(subject) <= 120 for subject in subjects)
