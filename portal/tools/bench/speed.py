"""CPU time and queries of each page, beside two floors measured in the same process between them."""

from dataclasses import dataclass
from statistics import mean, median

from portal.tools.bench.crawling import Found, heaviest
from portal.tools.bench.report import Figure, Report
from portal.tools.bench.subject import Subject, queries_of

ROUNDS = 5
TIMES = 10
WARM_UP = 3
# Milliseconds of the plain list on a machine with nothing else to do, for which limits in milliseconds were set: where
# it takes longer, the machine is slower or busy, and the limits grow as much.
PLAIN_BY_ITSELF = 5.7
CONSTANT, PLAIN = "/constant/", "/plain/"


@dataclass(frozen=True)
class Kind:
    """What is asked of pages of a kind: queries; so many times the plain list, or milliseconds of a machine at rest."""

    title: str
    queries: int
    milliseconds: float | None = None
    times_plain: float | None = None


PUBLIC = Kind("Speed of public pages, not cached", queries=6, times_plain=1.6)
SPACE = Kind("Speed of pages of the space, signed in", queries=14, milliseconds=20)
OFFICE = Kind("Speed of the office's lists, a hundred rows", queries=16, milliseconds=60)


@dataclass(frozen=True)
class Cost:
    """What a page costs: CPU milliseconds (median of rounds) and queries, and those of the plain list beside it."""

    found: Found
    cpu: float
    plain: float
    queries: int
    panels: int


def _round(subject: Subject, path: str, account: str = "", *, floor: bool = False) -> float:
    return mean(subject.get(path, account, times=TIMES, floor=floor)["cpu"])


def cost(subject: Subject, found: Found) -> Cost:
    """Measure one page; the plain list is measured before each round, so that both meet the same machine."""
    subject.get(found.path, found.account, times=WARM_UP)
    plain, cpu = [], []
    for _ in range(ROUNDS):
        plain.append(_round(subject, PLAIN, floor=True))
        cpu.append(_round(subject, found.path, found.account))
    answer = subject.get(found.path, found.account)
    return Cost(found, median(cpu), median(plain), queries_of(answer), answer["panels"])


def measure_floors(report: Report, subject: Subject) -> None:
    """What the machine and Django take today."""
    report.section("Floors of this run, CPU milliseconds")
    for what, path in (("Django answering a constant", CONSTANT), ("a plain Django list of 20, one query", PLAIN)):
        subject.get(path, floor=True, times=WARM_UP)
        report.add(Figure(what, median(_round(subject, path, floor=True) for _ in range(ROUNDS)), "ms"))


def measure(report: Report, subject: Subject, kind: Kind, pages: list[Found]) -> None:
    """The heaviest page of each kind in each language; of the languages the dearer is told."""
    report.section(kind.title)
    dearest: dict[str, Cost] = {}
    for found in heaviest(pages):
        one = cost(subject, found)
        if found.name not in dearest or one.cpu > dearest[found.name].cpu:
            dearest[found.name] = one
    for name in sorted(dearest):
        _tell(report, kind, dearest[name])


def _tell(report: Report, kind: Kind, one: Cost) -> None:
    name, beside = one.found.name, f"{one.cpu / one.plain:.2f} × plain list ({one.plain:.2f} ms)  {one.found.path}"
    if kind.times_plain:
        report.add(Figure(f"CPU, {name}", one.cpu, "ms", kind.times_plain * one.plain, beside))
    else:
        slowness = max(1, one.plain / PLAIN_BY_ITSELF)
        report.add(Figure(f"CPU, {name}", one.cpu, "ms", kind.milliseconds * slowness, beside))
    panels = f"with {one.panels} panels" if one.panels else ""
    report.add(Figure(f"queries, {name}", one.queries, "", kind.queries + one.panels, panels))
