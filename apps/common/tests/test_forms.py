"""Texts come back as typed, filters are applied or said to be ignored, fields are tied to their hints and errors."""

import uuid

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from apps.common.forms import FilterForm, PlainTextMixin
from apps.common.models import Installation


class Letter(PlainTextMixin, forms.Form):
    """A form with a line and a text."""

    subject = forms.CharField(max_length=100, help_text="One line.")
    body = forms.CharField(widget=forms.Textarea, required=False)
    key = forms.UUIDField(required=False)


class Rows(FilterForm):
    """Filters over installation facts."""

    kind = forms.ChoiceField(label="Kind", choices=[("", "All"), ("a", "Kind A"), ("Group", [("b", "Kind B")])])
    year = forms.IntegerField(label="Year", min_value=1990, max_value=2100)
    labels = forms.MultipleChoiceField(label="Labels", choices=[("x", "Label X"), ("y", "Label Y")])
    ignored_because = {"year": "The filter “year” was ignored: “%(value)s” is not a year."}

    def narrow_kind(self, queryset, value):
        return queryset.filter(name=value)

    def narrow_year(self, queryset, value):
        return queryset.filter(value=str(value))

    def narrow_labels(self, queryset, value):
        return queryset.filter(value__in=value)


def rows(query: str) -> Rows:
    return Rows(QueryDict(query))


TYPED = "  Élan 👩‍👩‍👧 \u202eabc\u202c مرحبا\n\n\tsecond – “line”  "


def test_text_comes_back_as_typed_but_for_the_spaces_around_it():
    letter = Letter({"subject": "Subject", "body": TYPED.replace("\n", "\r\n")})

    assert letter.is_valid()
    assert letter.cleaned_data["body"] == TYPED.strip()


def test_a_key_among_the_texts_is_left_alone():
    key = uuid.uuid4()
    letter = Letter({"subject": "Subject", "key": str(key)})

    assert letter.is_valid()
    assert letter.cleaned_data["key"] == key


@pytest.mark.parametrize("character", ["\x00", "\x01", "\x1b", "\x7f", "\x85", "\ud800"])
def test_text_with_control_characters_is_refused_at_its_field(character):
    letter = Letter({"subject": f"Sub{character}ject", "body": f"bo{character}dy"})

    assert set(letter.errors) == {"subject", "body"}
    assert "cannot be shown" in letter.errors["body"][-1]


def test_fields_are_tied_to_hint_and_error():
    html = Letter({"subject": ""})["subject"].as_field_group()

    assert 'for="id_subject"' in html
    assert 'id="id_subject_helptext"' in html
    assert 'id="id_subject_error"' in html
    assert 'aria-describedby="id_subject_helptext id_subject_error"' in html
    assert 'aria-invalid="true"' in html


@pytest.mark.django_db
def test_filters_narrow_the_list():
    Installation.objects.create(name="a", value="2024")
    Installation.objects.create(name="b", value="2024")
    Installation.objects.create(name="c", value="x")

    def found(query):
        return sorted(row.name for row in rows(query).apply(Installation.objects.all()))

    assert found("") == ["a", "b", "c"]
    assert found("kind=a&year=2024") == ["a"]
    assert found("kind=b&unknown=1") == ["b"]
    assert found("labels=x&labels=y") == ["c"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["kind=%00", "kind=" + "a" * 10_000, "year=%00", "year=" + "9" * 10_000, "labels=%00", "year=0", "kind=zz"]
)
def test_what_no_filter_can_mean_never_reaches_the_database(query, django_assert_num_queries):
    filters = rows(query)

    with django_assert_num_queries(1):
        list(filters.apply(Installation.objects.all()))

    assert len(filters.ignored) == 1
    assert filters.active == []
    assert filters.query == ""
    assert len(filters.ignored[0]) < 150
    assert "\x00" not in filters.ignored[0]


def test_ignored_filters_are_named_with_what_was_asked():
    assert rows("year=abc&kind=zz").ignored == [
        "The filter “Kind” was ignored: “zz” is not one of its choices.",
        "The filter “year” was ignored: “abc” is not a year.",
    ] or rows("year=abc&kind=zz").ignored == [
        "The filter “year” was ignored: “abc” is not a year.",
        "The filter “Kind” was ignored: “zz” is not one of its choices.",
    ]


def test_ignored_filters_are_told_in_french():
    with override("fr"):
        assert "n’a pas été appliqué" in rows("kind=zz").ignored[0]


def test_unknown_parameters_are_ignored_silently():
    filters = rows("sort=score&pk__in=1&_connector=OR&user__password__regex=.")

    assert filters.ignored == []
    assert filters.query == ""


def test_active_filters_can_be_taken_off_one_by_one():
    filters = rows("page=3&labels=x&labels=y&year=2024&kind=b&junk=1")

    assert filters.query == "kind=b&year=2024&labels=x&labels=y"
    assert [(on.label, on.value, on.query_without) for on in filters.active] == [
        ("Kind", "Kind B", "?year=2024&labels=x&labels=y"),
        ("Year", "2024", "?kind=b&labels=x&labels=y"),
        ("Labels", "Label X", "?kind=b&year=2024&labels=y"),
        ("Labels", "Label Y", "?kind=b&year=2024&labels=x"),
    ]


def test_last_filter_leaves_an_empty_query():
    assert rows("year=2024").active[0].query_without == "?"
