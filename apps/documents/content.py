"""Which tables of this room the content files fill; documents that come from a file are published at their level."""

from apps.common.content import Table
from apps.common.models import published_now

TABLES = (
    Table("document", "documents.Document", key=("code",), fresh=published_now),
    Table("document_file", "documents.DocumentFile", key=("document", "language"), address=("pk",)),
)
