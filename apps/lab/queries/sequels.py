"""What followed from a proposal, and where to look for it: activities, recommendations, documents."""

import datetime
from functools import partial
from typing import Any, NamedTuple

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from apps.activities.models import Activity, Outcome
from apps.common.bilingual import Words, in_language, language_codes
from apps.common.folding import says
from apps.common.prepared import PreparedObjects, by_rights
from apps.documents.models import Document

from ..models import Proposal, Sequel

MOST_OF_A_KIND, MOST_WORDS = 10, 8
KEY_DIGITS = 18


class Followed(NamedTuple):
    """One thing that followed: of which kind in words, its title, its address."""

    kind: str
    title: Words
    url: str


@partial(PreparedObjects, key_of=by_rights)
def _sequels(user: Any, keeps: tuple[bool, ...], *, proposal: int, at: datetime.datetime | None = None) -> QuerySet:
    activities = Activity.objects.visible_to(user, at).order_by().values("pk")
    documents = Document.objects.visible_to(user, at).order_by().values("pk")
    seen = Q(activity__in=activities) | Q(outcome__activity__in=activities) | Q(document__in=documents)
    rows = Sequel.objects.filter(seen, proposal=proposal).select_related("activity", "outcome__activity", "document")
    return rows.order_by("added_at", "pk")


def sequels_of(proposal: Proposal, user: Any) -> list[Followed]:
    """What followed, as far as this person may see it; one query."""
    keeps = (user.has_perm("activities.keep_activity"), user.has_perm("documents.keep_document"))
    rows = _sequels(user, keeps, proposal=proposal.pk, **({} if all(keeps) else {"at": timezone.now()}))
    return [followed(row.activity or row.outcome or row.document) for row in rows]


def followed(thing: Activity | Outcome | Document) -> Followed:
    """The thing as it is told."""
    if isinstance(thing, Document):
        url = reverse("space_documents:document", args=[thing.slug])
        return Followed(gettext("Document"), in_language(thing, "title"), url)
    if isinstance(thing, Outcome):
        kind = pgettext("what followed", "Outcome (%(kind)s)") % {"kind": thing.get_kind_display()}
        return Followed(kind, in_language(thing.activity, "title"), thing.activity.get_absolute_url())
    return Followed(gettext("Activity"), in_language(thing, "title"), thing.get_absolute_url())


def things_for(user) -> dict[str, QuerySet]:
    """What can be named by this person, by the name of the sequel's field."""
    activities = Activity.objects.visible_to(user)
    return {
        "activity": activities.order_by("-starts_on", "-pk"),
        "outcome": Outcome.objects.filter(activity__in=activities.order_by().values("pk"))
        .select_related("activity")
        .order_by("-activity__starts_on", "position", "pk"),
        "document": Document.objects.visible_to(user).for_list().order_by("-published_at", "-pk"),
    }


def found_things(user, words: str) -> list[tuple[str, Followed]]:
    """Things in whose title, in whichever language, every word stands: their keys, and how they are told."""
    typed = words.split()[:MOST_WORDS]
    if not typed:
        return []
    found = []
    for name, things in things_for(user).items():
        path = "activity__" if name == "outcome" else ""
        for word in typed:
            things = things.filter(says(word, [f"{path}title_{code}" for code in language_codes()]))
        found += [(f"{name}-{thing.pk}", followed(thing)) for thing in things[:MOST_OF_A_KIND]]
    return found


def thing_of(key: str, user) -> Model | None:
    """What such a key names, where this person may see it."""
    name, _dash, number = key.partition("-")
    things = things_for(user).get(name)
    if things is None or not (number.isascii() and number.isdigit() and len(number) <= KEY_DIGITS):
        return None
    return things.filter(pk=number).first()


def field_of(thing: Model) -> str:
    """The field of a sequel that names such a thing."""
    return next(name for name in ("activity", "outcome", "document") if isinstance(thing, _model_of(name)))


def _model_of(name: str) -> type[Model]:
    return Sequel._meta.get_field(name).related_model
