"""Controls with many choices say what Django's would, however often they were drawn before."""

import pytest
from django import forms
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from apps.common.widgets import QuickCheckboxes, QuickRadios

CHOICES = [("a", "A < B"), ("Group", [("b", "B"), (3, "C")])]


def told(markup: str) -> str:
    """Markup without the white space of templates."""
    return "".join(markup.split())


@pytest.mark.parametrize(
    ("quick", "plain", "value"),
    [
        *((QuickRadios, forms.RadioSelect, value) for value in (None, "", "a", "3")),
        *((QuickCheckboxes, forms.CheckboxSelectMultiple, value) for value in (None, [], ["a"], [3, "b"])),
    ],
)
def test_boxes_are_those_of_django_the_second_time_too(quick, plain, value):
    attrs = {"id": "id_n", "required": True, "disabled": False, "aria-describedby": "hint"}
    own = {"data-kept": "1"}
    expected = told(plain(attrs=own, choices=CHOICES).render("n", value, attrs))
    for _time in range(2):
        assert told(quick(attrs=own, choices=CHOICES).render("n", value, attrs)) == expected


def test_boxes_are_drawn_in_the_language_of_the_reader():
    control = QuickCheckboxes(choices=[("x", _("Yes"))])
    with translation.override("en"):
        assert "Yes" in control.render("n", None)
    with translation.override("fr"):
        assert "Oui" in control.render("n", None)


def test_words_are_escaped_even_where_the_same_were_safe_before():
    def drawn(words: str) -> str:
        return QuickRadios(choices=[("x", words)]).render("n", None)

    assert "<em>x</em>" in drawn(mark_safe("<em>x</em>"))
    assert "&lt;em&gt;x&lt;/em&gt;" in drawn("<em>x</em>")
    assert "<em>x</em>" in drawn(mark_safe("<em>x</em>"))
