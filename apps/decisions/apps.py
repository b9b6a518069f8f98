"""The silence procedure, one object for all who need one: seats are asked until an hour; silence adopts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "apps.decisions"
    label = "decisions"
    verbose_name = _("Silence procedures and decisions")

    def ready(self) -> None:
        """Let the room's permissions, messages, settings and desk be known."""
        from apps.common import registry  # noqa: PLC0415 – app ready
        from apps.common.office_settings import declare  # noqa: PLC0415 – app ready

        from . import (  # noqa: PLC0415 – app ready
            handovers,
            notifications,  # noqa: F401
            periods,
            personal,
            queries,
            rules,  # noqa: F401
        )

        declare(*periods.SETTINGS)
        registry.desk.add("decisions", registry.Desk(for_person=queries.for_person, for_office=queries.for_office))
        registry.handovers.add("decisions", handovers.HANDOVER)
        registry.personal_data.add("decisions", personal.known_of)
        registry.kept_files.add("decisions papers", registry.KeptFiles("private", "decisions.ProcedurePaper", "key"))
        registry.kept_files.add("decisions proofs", registry.KeptFiles("private", "decisions.Position", "proof_key"))
        registry.kept_files.add(
            "decisions instructions", registry.KeptFiles("private", "decisions.Decision", "proof_key")
        )
