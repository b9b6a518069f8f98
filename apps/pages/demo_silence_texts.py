"""What is asked, and what seats say, in the silence procedures of the demonstration (`demo_silence`)."""

from dataclasses import dataclass

from apps.decisions.models import Mark
from apps.decisions.workflow import PositionKind, State


@dataclass(frozen=True)
class Said:
    """A seat's word, so many working days ago: on the portal, or by telephone and recorded by the secretariat."""

    code: str
    days: int
    kind: str = PositionKind.SUPPORT
    text: str = ""
    language: str = "en"
    is_statement: bool = False
    is_recorded: bool = False
    is_disputed: bool = False


@dataclass(frozen=True)
class Example:
    """A procedure in English and French: circulated `days` ago among `seats`, its hour or its end `ends` days ago.

    Without seats it is for the Steering Committee. `lost`: seats whose notice did not arrive; `earlier`: the word that
    broke a first circulation.
    """

    state: str
    titles: tuple[str, str]
    texts: tuple[str, str]
    seats: tuple[str, ...] = ()
    applicant: str = ""
    mark: str = Mark.ASKED
    days: int = 0
    ends: int | None = None
    said: tuple[Said, ...] = ()
    lost: tuple[str, ...] = ()
    earlier: Said | None = None
    has_papers: bool = False
    is_instructed: bool = False

    @property
    def codes(self) -> set[str]:
        """The partners that occur in it."""
        return {*self.seats, self.applicant} - {""}


RECORDED_BY = "Ana Exempla (example)"
PROOF = "EXAMPLE. Note of what was said, kept with the record.\n"
INSTRUCTION = "EXAMPLE. The chair asks the secretariat to confirm the decision in its name."
DISPUTE = "Nous avions seulement demandé quelques jours de plus. Notre avis n’est pas encore donné."
WHY = {
    "suspend": "A position recorded for a seat is called not correct. The clock stands until we have looked into it.",
    "withdraw": "The partner that had asked for it has found another way and needs no decision any more.",
}
PAPERS = {
    "en": "EXAMPLE. 1. What was discussed. 2. What was concluded. 3. Who does what, until when.\n",
    "fr": "EXEMPLE. 1. De quoi il a été question. 2. Ce qui a été conclu. 3. Qui fait quoi, et pour quand.\n",
}

EXAMPLES = (
    Example(
        State.CONFIRMED,
        ("Summaries in plain language after each thematic meeting", "Un résumé en langage clair après chaque réunion"),
        (
            "After each thematic meeting, a summary of one page in plain language is published in English and in "
            "French, within four weeks.\n\nWhoever chaired the meeting reads it before it is published.",
            "Après chaque réunion thématique, un résumé d’une page en langage clair est publié en français et en "
            "anglais, dans les quatre semaines.\n\nLa présidence de la réunion le relit avant sa publication.",
        ),
        seats=("EU", "FR", "XA", "XB"),
        mark=Mark.PUBLIC,
        days=42,
        ends=32,
        said=(
            Said("FR", 40),
            Said(
                "XA",
                37,
                PositionKind.SUPPORT,
                "L’Exemplie salue cette pratique. Elle enverra ses remarques dans les cinq jours qui suivent chaque "
                "réunion.",
                "fr",
                is_statement=True,
            ),
            Said("EU", 35, PositionKind.NO_OBJECTION),
        ),
    ),
    Example(
        State.CONFIRMED,
        ("Interpretation at online meetings", "L’interprétation lors des réunions en ligne"),
        (
            "Online meetings of the focal points are interpreted between English and French.\n\nQuestions may be sent "
            "in writing beforehand, in either language.",
            "Les réunions en ligne des points focaux sont interprétées en français et en anglais.\n\nLes questions "
            "peuvent être envoyées à l’avance par écrit, dans l’une ou l’autre langue.",
        ),
        seats=("CH", "GA", "XA", "XB"),
        mark=Mark.SEATS,
        days=26,
        ends=16,
        earlier=Said(
            "XB",
            30,
            PositionKind.AMENDMENT,
            "Please add that questions may be sent in writing beforehand: not every line is good enough to speak.",
        ),
        said=(Said("XB", 24), Said("GA", 22), Said("CH", 20)),
    ),
    Example(
        State.CONFIRMED,
        ("Two places for Samplonia at a training of registrars", "Deux places pour l’Échantillonie dans une formation"),
        (
            "Two civil registrars of Samplonia take part in the training of registrars that Exemplia holds in spring.",
            "Deux agents d’état civil de l’Échantillonie participent à la formation que l’Exemplie organise au "
            "printemps.",
        ),
        seats=("CI", "EU", "XA"),
        applicant="XB",
        days=18,
        ends=8,
        said=(Said("XA", 15), Said("CI", 12)),
        is_instructed=True,
    ),
    Example(
        State.BROKEN,
        ("A travelling exhibition on twenty years of dialogue", "Une exposition itinérante sur vingt ans de dialogue"),
        (
            "An exhibition on twenty years of dialogue travels through three towns of Samplonia and Exemplia, and is "
            "named an activity of the Rabat Process.",
            "Une exposition sur vingt ans de dialogue fait étape dans trois villes d’Échantillonie et d’Exemplie ; "
            "elle est reconnue comme activité du Processus de Rabat.",
        ),
        seats=("CH", "GA", "XB"),
        applicant="XA",
        days=7,
        said=(
            Said("GA", 5),
            Said(
                "XB",
                3,
                PositionKind.OBJECTION,
                "Two of the towns are ours, and nobody has spoken with them yet. We can agree once they have.",
            ),
        ),
    ),
    Example(
        State.SUSPENDED,
        ("A directory of trainers", "Un répertoire de formateurs"),
        (
            "Partners name up to five trainers each. The secretariat keeps the directory and shows it to the focal "
            "points.",
            "Chaque partenaire désigne jusqu’à cinq formateurs. Le Secrétariat tient le répertoire et le met à la "
            "disposition des points focaux.",
        ),
        seats=("ML", "XA", "XB"),
        days=6,
        ends=1,
        said=(
            Said("ML", 5),
            Said("XA", 2, PositionKind.NO_OBJECTION, is_recorded=True, is_disputed=True),
        ),
    ),
    Example(
        State.WITHDRAWN,
        ("A second meeting of trainers in spring", "Une deuxième rencontre de formateurs au printemps"),
        (
            "Samplonia holds a second meeting of trainers in spring, open to all partners.",
            "L’Échantillonie organise au printemps une deuxième rencontre de formateurs, ouverte à tous les "
            "partenaires.",
        ),
        seats=("CI", "XA"),
        applicant="XB",
        days=14,
        ends=9,
        said=(Said("CI", 12),),
    ),
    Example(
        State.ADOPTED,
        ("A glossary of civil registration", "Un glossaire de l’état civil"),
        (
            "The glossary of civil registration that Exemplia has written in English and French is recommended to all "
            "partners.\n\nIt is read again after two years.",
            "Le glossaire de l’état civil que l’Exemplie a rédigé en français et en anglais est recommandé à tous les "
            "partenaires.\n\nIl est relu après deux ans.",
        ),
        seats=("EU", "ML", "XB"),
        applicant="XA",
        mark=Mark.PUBLIC,
        days=11,
        ends=1,
        said=(
            Said("ML", 8),
            Said(
                "XB",
                6,
                PositionKind.COMMENT,
                "A column for a third language would help our offices. This is a wish for the next edition.",
                is_statement=True,
            ),
        ),
    ),
    Example(
        State.CIRCULATED,
        ("One template for the reports of thematic meetings", "Un modèle unique pour les rapports des réunions"),
        (
            "Reports of thematic meetings follow the attached template: what was discussed, what was concluded, and "
            "who does what until when.\n\nThe first report after that template is Samplonia’s.",
            "Les rapports des réunions thématiques suivent le modèle joint : de quoi il a été question, ce qui a été "
            "conclu, et qui fait quoi, pour quand.\n\nLe premier rapport établi ainsi est celui de l’Échantillonie.",
        ),
        seats=("CH", "CI", "EU", "FR", "GA", "XA"),
        applicant="XB",
        mark=Mark.SEATS,
        days=3,
        said=(
            Said("FR", 2),
            Said(
                "EU",
                2,
                PositionKind.COMMENT,
                "The template is clear. A line for the number of participants would be useful.",
            ),
            Said("XA", 1, PositionKind.NO_OBJECTION, is_recorded=True),
        ),
        has_papers=True,
    ),
    Example(
        State.CIRCULATED,
        ("Leaflets for mobile registry teams", "Des dépliants pour les équipes mobiles d’état civil"),
        (
            "The leaflets that Exemplia and Samplonia have tried with mobile registry teams are offered to all "
            "partners.",
            "Les dépliants que l’Exemplie et l’Échantillonie ont mis à l’essai auprès d’équipes mobiles d’état civil "
            "sont proposés à tous les partenaires.",
        ),
        seats=("FR", "XA", "XB"),
        mark=Mark.PUBLIC,
        days=12,
        ends=2,
        said=(Said("FR", 10),),
        lost=("XB",),
    ),
    Example(
        State.DRAFT,
        ("Dates of the meetings of next year", "Dates des réunions de l’année prochaine"),
        (
            "The focal points meet twice next year: in March online, and in October in person.",
            "Les points focaux se réunissent deux fois l’année prochaine : en mars en ligne, et en octobre en "
            "présence.",
        ),
        mark=Mark.SEATS,
    ),
)
