"""What the forms of the laboratory share."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst

LONGEST_TEXT = 20_000
SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
COMMA_AS_POINT = re.compile(r",\d{1,2}$")


def long_text(label: Any, help_text: Any = "", rows: int = 5, **options: Any) -> forms.CharField:
    """A field for paragraphs."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=LONGEST_TEXT, **options)


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A field for a day, chosen from a calendar where the browser has one."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        **options,
    )


class AmountField(forms.DecimalField):
    """An amount of money as people of either language type it: 250,000.50 or 250 000,50."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(min_value=0, max_digits=14, decimal_places=2, widget=widget, **options)

    def to_python(self, value: Any) -> Decimal | None:
        """The amount without what sets its thousands apart."""
        if isinstance(value, str):
            value = SPACES.sub("", value)
            if COMMA_AS_POINT.search(value):
                value = value.replace(".", "").replace(",", ".")
            value = value.replace(",", "")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """An amount that is kept, without needless zeros; what was typed, as it was typed."""
        if isinstance(value, Decimal):
            return f"{value:f}".removesuffix(".00")
        return value


def capitalised(choices: Any) -> list[tuple[str, str]]:
    """Choices whose words begin with a capital, as they stand alone in a form."""
    return [(value, capfirst(words)) for value, words in choices]
