"""Which table of the laboratory the content files fill: the proposals of the former laboratory."""

from apps.common.content import Table

from .workflow import State

TABLES = [Table(name="proposal", model="lab.Proposal", key=("reference",), fresh=lambda: {"state": State.OPEN})]
