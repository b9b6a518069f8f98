"""Case and accents do not count when a text is looked for, on either database."""

import pytest

from apps.common.folding import Folded, fold, says
from apps.common.models import Installation

pytestmark = pytest.mark.django_db
PAIRS = [
    ("État civil", "etat"),
    ("ÉTAT CIVIL", "état"),
    ("etat civil", "ÉTAT"),
    ("Re\u0301gistre", "REGISTRE"),
    ("L’île de Gorée", "l'ILE"),
    ("100 % des cas", "100 %"),
    ("a_b", "A_B"),
]


@pytest.mark.parametrize(("text", "word"), PAIRS)
def test_found_whatever_case_and_accents(text, word):
    Installation.objects.create(name="text", value=text)

    assert Installation.objects.filter(says(word, ["name", "value"])).count() == 1
    assert Installation.objects.annotate(folded=Folded("value")).get(name="text").folded == fold(text)


@pytest.mark.parametrize(("text", "word"), [("100 cas", "%"), ("ab", "a_b"), ("œuvre", "ovre"), ("", "x")])
def test_not_found_where_it_does_not_stand(text, word):
    Installation.objects.create(name="text", value=text)

    assert not Installation.objects.filter(says(word, ["value"])).exists()


def test_nothing_folds_to_nothing():
    assert fold(None) is None
