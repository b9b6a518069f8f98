"""Prints each figure as it is measured, with its limit and a verdict, and at the end what falls short."""

from dataclasses import dataclass, field

WIDTH = 64


@dataclass(frozen=True)
class Figure:
    """Something measured: it holds when it is at most its limit; without a limit it is a floor, or told only."""

    what: str
    measured: float
    unit: str = ""
    limit: float | None = None
    beside: str = ""

    @property
    def holds(self) -> bool:
        return self.limit is None or self.measured <= self.limit

    @property
    def line(self) -> str:
        """The figure on one line, words first."""
        limit = "" if self.limit is None else f"≤ {_number(self.limit)}"
        verdict = "" if self.limit is None else "ok" if self.holds else "SHORT"
        text = f"  {self.what:<{WIDTH}} {_number(self.measured):>8} {self.unit:<4} {limit:<8} {verdict:<6}{self.beside}"
        return text.rstrip()


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}" if value < 10 else f"{value:,.1f}"


@dataclass
class Report:
    """What was measured so far; `short` and `missing` decide how the whole ends."""

    figures: list[Figure] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    postponed: list[str] = field(default_factory=list)

    def section(self, title: str) -> None:
        """Begin a group of figures."""
        print(f"\n{title}", flush=True)

    def add(self, *figures: Figure) -> None:
        """Keep and print them."""
        for figure in figures:
            self.figures.append(figure)
            print(figure.line, flush=True)

    def say(self, text: str) -> None:
        """A remark between figures."""
        print(f"  {text}", flush=True)

    def miss(self, what: str) -> None:
        """A figure that should have been measured and could not be: it counts as falling short."""
        self.missing.append(what)
        print(f"  NOT MEASURED: {what}", flush=True)

    def postpone(self, what: str) -> None:
        """A figure of something that the portal does not have yet."""
        self.postponed.append(what)

    @property
    def short(self) -> list[Figure]:
        return [figure for figure in self.figures if not figure.holds]

    def close(self) -> int:
        """Print the summary; 1 when anything falls short or could not be measured."""
        judged = [figure for figure in self.figures if figure.limit is not None]
        if self.postponed:
            self.section("Comes with a later issue")
            for what in self.postponed:
                self.say(what)
        self.section("What falls short")
        for figure in self.short:
            print(figure.line)
        for what in self.missing:
            self.say(f"not measured: {what.splitlines()[0]}")
        if not self.short and not self.missing:
            self.say("nothing")
        print(f"\n{len(judged) - len(self.short)} of {len(judged)} figures hold.", flush=True)
        return 1 if self.short or self.missing else 0
