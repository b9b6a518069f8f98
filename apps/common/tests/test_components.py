"""The components: each on the style guide, in both languages; the error pages even when nothing else works."""

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from apps.common import styleguide

ERRORS = (400, 403, 404, 409, 429, 500, 503)


def drawn(source: str, **words) -> str:
    return Template("{% load components %}" + source).render(Context(words))


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "heading"), [("en", "Style guide"), ("fr", "Guide de style")])
def test_the_style_guide_shows_every_component_in_either_language(language, heading):
    response = styleguide.page(RequestFactory().get("/styleguide/", {"language": language}))

    page = response.content.decode()
    assert response.status_code == 200
    assert f"<h1>{heading}</h1>" in page
    assert f'<html lang="{language}">' in page


@pytest.mark.django_db
def test_the_style_guide_ignores_a_language_that_is_not_there():
    response = styleguide.page(RequestFactory().get("/styleguide/", {"language": "xx"}))

    assert '<html lang="en">' in response.content.decode()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("status", ERRORS)
def test_an_error_page_needs_nothing_of_its_context(status, language):
    with override(language):
        page = render_to_string(f"errors/{status}.html")

    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1


def test_a_fact_without_a_body_is_left_out():
    assert drawn('{% fact term="When" %}  {% endfact %}') == ""


def test_a_fact_stands_in_a_row_of_its_list():
    html = drawn("{% fact term=term %}<b>x</b>{% endfact %}", term="Who & what")

    assert html.strip() == '<div class="facts__row"><dt>Who &amp; what</dt><dd><b>x</b></dd></div>'


def test_a_panel_is_named_by_its_heading():
    html = drawn('{% panel heading="The chair" name="chair" kind="sand" %}<p>x</p>{% endpanel %}')

    assert 'class="panel panel--sand" aria-labelledby="chair"' in html
    assert '<h2 class="panel__heading" id="chair">The chair</h2>' in html


def test_a_notice_says_its_kind_and_escapes_its_heading():
    html = drawn('{% notice kind="warning" heading=heading role="alert" %}<p>x</p>{% endnotice %}', heading="<i>")

    assert 'class="notice notice--warning" role="alert"' in html
    assert '<p class="notice__heading">&lt;i&gt;</p>' in html
