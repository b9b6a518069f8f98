"""Whether pages stay as fast with a hundred times as much: each page of a small site against that of a large one."""

from dataclasses import replace
from itertools import groupby

from portal.tools.bench.crawling import Found, heaviest
from portal.tools.bench.report import Figure, Report
from portal.tools.bench.subject import Subject

SMALL = {"people": 500, "documents": 1_000, "activities": 1_000, "proposals": 100, "comments": 1_000}
LARGE = {"documents": 100_000, "activities": 100_000, "proposals": 10_000, "comments": 100_000}
MORE = {name: count - SMALL[name] for name, count in LARGE.items()}
FAR = 1_000
ROWS_A_PAGE = 20
SLOWER = 1.3
SAMPLES = 40
TRIES = 3


def p95(values: list[float]) -> float:
    """The value that nineteen of twenty stay below."""
    return sorted(values)[int(len(values) * 0.95)]


def far_page(subject: Subject, found: Found) -> Found | None:
    """Page 1,000 of a list, or the last where there are fewer; found by halving, since a list may not say how many.

    A list that is narrowed by filters has a far page only if it has a thousand.
    """
    is_narrowed = "?" in found.path
    joint = "&" if is_narrowed else "?"
    low, high = 1, FAR
    if _there(subject, found, f"{found.path}{joint}page={FAR}"):
        low = FAR
    elif is_narrowed:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _there(subject, found, f"{found.path}{joint}page={middle}") else (low, middle)
    return replace(found, path=f"{found.path}{joint}page={low}") if low > 1 else None


def _there(subject: Subject, found: Found, path: str) -> bool:
    return subject.get(path, found.account)["status"] == 200


def _times(small: Subject, large: Subject, near: Found, far: Found) -> tuple[list[float], list[float]]:
    """Wall milliseconds of both, in turns, so that both meet the same machine."""
    times: tuple[list[float], list[float]] = ([], [])
    for subject, found in ((small, near), (large, far)):
        subject.get(found.path, found.account, times=3)
    for _ in range(SAMPLES):
        times[0].extend(small.get(near.path, near.account, times=1)["wall"])
        times[1].extend(large.get(far.path, far.account, times=1)["wall"])
    return times


def slower(small: Subject, large: Subject, near: Found, far: Found) -> tuple[float, float, float]:
    """How many times slower the large site is at p95, with both times; the best of three tries, as noise only adds."""
    best = (float("inf"), 0.0, 0.0)
    for _ in range(TRIES):
        one, other = (p95(times) for times in _times(small, large, near, far))
        best = min(best, (other / one, one, other))
        if best[0] <= SLOWER:
            break
    return best


def measure(report: Report, small: Subject, large: Subject, pages: list[Found], database: str) -> None:
    """Every page found on the small site, and the far page of each list; figures of the slower language."""
    report.section(
        f"Growth on {database}: {LARGE['activities']:,} activities and {LARGE['proposals']:,} proposals"
        f" against {SMALL['activities']:,} and {SMALL['proposals']:,}, p95"
    )
    for name, found in groupby(heaviest(pages), key=lambda page: page.name):
        languages = list(found)
        _tell(report, name, [(*slower(small, large, near, near), near.path) for near in languages])
        far = [(near, far) for near in languages if near.is_list and (far := far_page(large, near))]
        _tell(report, f"{name}, far page", [(*slower(small, large, near, far), far.path) for near, far in far])


def _tell(report: Report, name: str, figures: list[tuple[float, float, float, str]]) -> None:
    for times, one, other, path in sorted(figures)[-1:]:
        report.add(Figure(name, times, "×", SLOWER, f"{one:.1f} → {other:.1f} ms  {path}"))
