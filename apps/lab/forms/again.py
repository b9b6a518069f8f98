"""A form that was sent before and says something else now: shown again with what was typed, beside what stands."""

import datetime
import uuid
from dataclasses import dataclass

from django.forms import Form
from django.utils.translation import gettext

from apps.common.bilingual import Words


@dataclass(frozen=True)
class First:
    """What the form said when it came first: its words (None where they are not shown), when, and where it stands."""

    words: Words | None
    at: datetime.datetime
    url: str


def ask_again(form: Form) -> None:
    """Keep what was typed, under a key of its own from now on, so that sending it once more makes a second one."""
    with_fresh_key(form)
    form.add_error(
        None,
        gettext(
            "This form has been sent before: what was sent then is shown above. What stands below is not sent yet; send"
            " it again if you want both."
        ),
    )


def with_fresh_key(form: Form) -> None:
    """The same form as one that never was sent."""
    form.data = form.data.copy()
    form.data[form.add_prefix("form_key")] = str(uuid.uuid4())
