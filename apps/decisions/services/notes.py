"""Lines of a timeline for what happens without a change of the state."""

from typing import Any

from apps.common.workflow import Channel

from ..models import SilenceProcedure


def note_line(
    procedure: SilenceProcedure,
    step: str,
    *,
    by: Any,
    audience: str,
    partner_id: int | None = None,
    channel: str = Channel.WEB,
    note: str = "",
) -> None:
    """Add the line; `by` is None where the clock acts."""
    procedure.write_line(
        step=step,
        from_state=procedure.state,
        to_state=procedure.state,
        actor=by,
        partner_id=partner_id,
        channel=channel,
        audience=audience,
        note=note,
    )
