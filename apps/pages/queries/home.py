"""What the front pages gather from the rooms below."""

from dataclasses import dataclass

from apps.activities.queries import Meetings, NewsRow, meetings_for_home
from apps.common.bilingual import Words
from apps.common.map import MapLink, MapPoint
from apps.common.memory import kept_briefly
from apps.common.registry import panels
from apps.documents.queries import DocumentRow
from apps.framework.queries import PlanFigures, TopicRow, figures_of_current_plan
from apps.partners.queries import Circle, Term, circle_and_troika

HOME = "pages.home"


@dataclass(frozen=True)
class Home:
    """What the home page says: who takes part, who chairs, how far the plan was served, what is held and published."""

    circle: Circle
    troika: dict[str, Term | None]
    priorities: Words
    figures: PlanFigures | None
    meetings: Meetings
    documents: tuple[DocumentRow, ...]
    news: tuple[NewsRow, ...]
    topics: tuple[TopicRow, ...]
    points: list[MapPoint]
    links: list[MapLink]


@kept_briefly
def home(language: str) -> Home:
    """Everything on the home page in that language, which is the active one; in six queries and one for each panel."""
    everybody, troika = circle_and_troika(language)
    current = troika["current"]
    meetings = meetings_for_home(everybody.by_id)
    points = everybody.points(current.partner.pk if current else None)
    pairs = sorted(sorted(pair) for pair in meetings.pairs if pair <= points.keys())
    documents, news, topics = (panel.rows(None, None) for panel in panels if panel.about == HOME)
    return Home(
        circle=everybody,
        troika={role: term.told if term else None for role, term in troika.items()},
        priorities=current.priorities if current else Words(),
        figures=figures_of_current_plan(),
        meetings=meetings,
        documents=documents,
        news=news,
        topics=topics,
        points=list(points.values()),
        links=[MapLink(points[first], points[second]) for first, second in pairs],
    )
