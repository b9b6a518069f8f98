"""Whose words a part of a plan is told in."""

import pytest
from django.db import IntegrityError
from django.utils.translation import override

from apps.framework.models import wording_of
from apps.framework.tests.factories import ActionFactory, ActionPlanFactory, AreaFactory

pytestmark = pytest.mark.django_db


BOTH = {"en": "Adopted", "fr": "Adopté"}
TOLD = {"en": "Told", "fr": "Dit"}
NONE = {"en": "", "fr": ""}


def test_adopted_title_comes_before_the_summary():
    words, kind = wording_of(BOTH, TOLD, french_is_ours=False)

    assert (str(words), kind) == ("Adopted", "adopted")


def test_french_of_our_own_is_a_working_translation():
    with override("fr"):
        assert wording_of(BOTH, TOLD, french_is_ours=True)[1] == "translation"
    with override("en"):
        assert wording_of(BOTH, TOLD, french_is_ours=True)[1] == "adopted"


def test_summary_is_marked_and_nothing_is_missing_wording():
    assert wording_of(NONE, TOLD, french_is_ours=False)[1] == "summary"
    assert wording_of(NONE, NONE, french_is_ours=False)[1] == "missing"


def test_each_part_has_a_page_in_the_words_of_the_language():
    action = ActionFactory(number=17, objective__code="5B", objective__area__number=3, objective__area__plan__slug="p")

    with override("fr"):
        assert action.get_absolute_url() == "/fr/plans-d-action/p/action/17/"
        assert action.objective.get_absolute_url() == "/fr/plans-d-action/p/objectif/5b/"
        assert action.objective.area.get_absolute_url() == "/fr/plans-d-action/p/domaine/3/"
    with override("en"):
        assert action.objective.area.get_absolute_url() == "/en/action-plans/p/area/3/"


def test_anchors_are_the_same_in_every_language():
    action = ActionFactory(number=17, objective__code="5B", objective__area__number=3)

    with override("fr"):
        assert (action.anchor, action.objective.anchor) == ("action-17", "objective-5b")
        assert action.objective.area.anchor == "area-3"


@pytest.mark.parametrize("factory", [ActionPlanFactory, AreaFactory])
def test_title_is_needed_in_every_language(factory):
    row = factory.build(title_fr="", **({"plan": ActionPlanFactory()} if factory is AreaFactory else {}))

    with pytest.raises(IntegrityError, match="every_language"):
        row.save()
