"""Which translation is behind its original: found from what each language had seen of the others."""

import pytest

from apps.common.translations import judged


class Text:
    """A text in some languages, written again and again."""

    def __init__(self, **texts: str) -> None:
        self.now, self.seen, self.behind = texts, {}, set()
        self.write()

    def write(self, **texts: str) -> set[str]:
        """Write these languages in one go, and tell which are outdated then."""
        self.now = {**self.now, **texts}
        self.seen, self.behind = judged(self.now, self.seen, self.behind)
        return self.behind


@pytest.mark.parametrize("first", [{"en": "a", "fr": "b"}, {"en": "a", "fr": ""}, {"en": "", "fr": ""}])
def test_text_written_for_the_first_time_is_not_outdated(first):
    assert Text(**first).behind == set()


@pytest.mark.parametrize(("original", "translation"), [("en", "fr"), ("fr", "en")])
def test_translation_is_outdated_while_its_original_alone_has_changed(original, translation):
    text = Text(en="a", fr="b")

    assert text.write(**{original: "new"}) == {translation}
    assert text.write() == {translation}
    assert text.write(**{original: "newer"}) == {translation}
    assert text.write(**{translation: "new too"}) == set()
    assert text.write() == set()


def test_both_written_at_once_are_right():
    text = Text(en="a", fr="b")

    assert text.write(en="c", fr="d") == set()
    assert text.write(en="e") == {"fr"}
    assert text.write(en="f", fr="g") == set()


def test_original_that_is_put_back_needs_no_other_translation():
    text = Text(en="a", fr="b")
    text.write(en="c")

    assert text.write(en="a") == set()


def test_language_that_is_filled_in_makes_no_other_outdated():
    text = Text(en="a", fr="")

    assert text.write(fr="b") == set()
    assert text.write(fr="c") == {"en"}


def test_language_that_is_emptied_and_filled_again_makes_no_other_outdated():
    text = Text(en="a", fr="b")

    assert text.write(fr="") == set()
    assert text.write(fr="c") == set()


def test_original_changed_while_the_translation_is_empty_is_what_is_translated():
    text = Text(en="a", fr="")
    text.write(en="b")

    assert text.write(fr="c") == set()


def test_third_language_stays_outdated_when_the_second_follows():
    text = Text(en="a", fr="b", ar="c")

    assert text.write(en="d") == {"fr", "ar"}
    assert text.write(fr="e") == {"ar"}
    assert text.write(ar="f") == set()
