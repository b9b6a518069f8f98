"""What the browser tests find in the portal: the real content, a few people, and a proposal in every state."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Group

from apps.accounts.groups import ADMINISTRATORS, SECRETARIAT
from apps.accounts.models import User
from apps.common import translations
from apps.common.loading import load
from apps.framework.models import Objective, Topic
from apps.lab import services
from apps.lab.models import Proposal
from apps.pages import demo_papers
from apps.partners.models import Partner
from apps.partners.tests.factories import focal_point, secretariat_member

GABON, SWITZERLAND, MALI, SWEDEN = (
    "head.ga@example.org",
    "head.ch@example.org",
    "head.ml@example.org",
    "head.se@example.org",
)
OFFICE = {"en": "office.en@example.org", "fr": "office.fr@example.org"}
SPEAKS = {GABON: "fr", SWITZERLAND: "en", MALI: "fr", SWEDEN: "en", OFFICE["en"]: "en", OFFICE["fr"]: "fr"}
OBJECTIVE = {"code": "5b", "area__plan__slug": "cadiz-2023-2027"}
NOTE = "Merci de préciser les villes concernées."

Step = tuple[str, str, str]
SUBMIT, PUBLISH = ("submit", GABON, ""), ("publish", OFFICE["en"], "")
STEPS: dict[str, tuple[Step, ...]] = {
    "draft": (),
    "submitted": (SUBMIT,),
    "returned": (SUBMIT, ("return", OFFICE["en"], NOTE)),
    "open": (SUBMIT, PUBLISH),
    "under_way": (SUBMIT, PUBLISH, ("start", GABON, "")),
    "concluded": (SUBMIT, PUBLISH, ("start", GABON, ""), ("conclude", GABON, "Deux villes ont ouvert un guichet.")),
    "closed": (SUBMIT, PUBLISH, ("close", GABON, "Aucun partenaire cette année.")),
    "withdrawn": (SUBMIT, PUBLISH, ("withdraw", GABON, "")),
}


@dataclass(frozen=True)
class Stage:
    """The references of Gabon's proposals, by state; the open one has two offers, of which Mali's was accepted."""

    references: dict[str, str]

    def person(self, address: str) -> User:
        """The person with this address, as the database has them now."""
        return User.objects.get(email=address)


def build() -> Stage:
    """Load the content and play the proposals through the services that people use."""
    for name in (SECRETARIAT, ADMINISTRATORS):
        Group.objects.get_or_create(name=name)
    load(settings.ROOT / "fixtures")
    # Nothing of the real content lacks a translation: here one text does.
    topic = Topic.objects.order_by("pk").first()
    topic.summary_fr = ""
    topic.save()
    translations.note(topic)
    people = {address: focal_point(address[5:7].upper(), language=SPEAKS[address]) for address in (GABON, SWITZERLAND)}
    people |= {address: secretariat_member(language, email=address) for language, address in OFFICE.items()}
    references = {state: _play(state, steps, people) for state, steps in STEPS.items()}
    for address in (MALI, SWEDEN):
        people[address] = focal_point(address[5:7].upper(), language=SPEAKS[address])
    demo_papers.make(people[OFFICE["en"]])
    _offer(references["open"], people, MALI, "partnership", "Nous proposons un jumelage entre deux villes.", "accept")
    _offer(references["open"], people, SWITZERLAND, "expertise", "Two weeks of an expert on registers.", "")
    return Stage(references)


def _play(state: str, steps: tuple[Step, ...], people: dict[str, User]) -> str:
    texts = {
        "title": f"Guichets d’accueil pour les familles de retour ({state})",
        "summary": "Les familles qui reviennent ont besoin d’un seul lieu d’accueil.\n\nDeux villes y sont prêtes.",
        "context": "Des guichets existent dans trois pays voisins.",
        "expected_results": "Deux guichets ouverts et un guide commun.",
        "support_sought": "Des exemples de guichets et une formation de trois jours.",
    }
    objective = Objective.objects.get(**OBJECTIVE)
    draft = services.Draft("project", "fr", texts, objectives=frozenset({objective.pk}))
    proposal = services.begin_draft(draft, partner=Partner.objects.get(code="GA"), by=people[GABON])
    for name, by, note in steps:
        proposal = services.PROPOSAL_STEPS[name](proposal, by=people[by], note=note)
    return proposal.reference


def _offer(reference: str, people: dict[str, User], giver: str, kind: str, text: str, answer: str) -> None:
    offer = services.offer_support(
        Proposal.objects.get(reference=reference),
        by=people[giver],
        partner=Partner.objects.get(code=giver[5:7].upper()),
        kind=kind,
        text=text,
        language=SPEAKS[giver],
    )
    if answer:
        services.OFFER_STEPS[answer](offer, by=people[GABON])
