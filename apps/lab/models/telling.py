"""The facts of a proposal in words: its line in a list, its period, its budget, to whom it is put."""

from django.utils.translation import gettext, ngettext, pgettext

from apps.common.dates import DateBlock, date_block, date_range, day
from apps.common.typography import NARROW, WIDE, grouped


class ToldInWords:
    """For a proposal; each is empty where nothing was said."""

    @property
    def opened_block(self) -> DateBlock | None:
        """The day of its publication, for the head of a row; None where that is not known."""
        return date_block(self.opened_at) if self.opened_at else None

    @property
    def changed_block(self) -> DateBlock | None:
        """The day of its last change, for the head of a row; None for one whose dates are not known."""
        return None if self.from_archive else date_block(self.updated_at)

    @property
    def facts_line(self) -> str:
        """Partner, kind and what it serves, in one line; reads `partner` and `objectives`."""
        codes = ", ".join(objective.code for objective in self.objectives.all())
        number = len(self.objectives.all())
        serves = ngettext("objective %(codes)s", "objectives %(codes)s", number) % {"codes": codes} if number else ""
        archive = gettext("from the former laboratory, date not known") if self.from_archive else ""
        return " · ".join(part for part in (str(self.partner), self.get_kind_display(), serves, archive) if part)

    @property
    def period_told(self) -> str:
        """March 2027 to May 2028; or from, or until, one day."""
        if self.starts_on and self.ends_on:
            return date_range(self.starts_on, self.ends_on)
        if self.starts_on:
            return gettext("from %(day)s") % {"day": day(self.starts_on)}
        return gettext("until %(day)s") % {"day": day(self.ends_on)} if self.ends_on else ""

    @property
    def budget_told(self) -> str:
        """EUR 250,000; 250 000 EUR."""
        if self.budget is None:
            return ""
        decimals = 0 if self.budget == self.budget.to_integral_value() else 2
        amount = grouped(self.budget, decimals=decimals)
        words = pgettext("amount of money", "%(currency)s %(amount)s")
        return (words % {"currency": self.currency, "amount": amount}).replace(" ", WIDE)

    @property
    def share_told(self) -> str:
        """60%; 60 %."""
        if self.share_sought is None:
            return ""
        return (pgettext("share", "%(number)s%%") % {"number": self.share_sought}).replace(" ", NARROW)

    @property
    def addressee_told(self) -> str:
        """The secretariat, the chair, or which member of the committee; reads `addressed_partner`."""
        if self.addressed_partner_id:
            return str(self.addressed_partner)
        return str(self.get_addressee_display()) if self.addressee else ""
