"""The database and all files in one encrypted file, and back again; `manage.py backup` and `manage.py restore`."""

from .faults import BackupFault
from .restoring import check_backup, restore
from .writing import write_backup

__all__ = ["BackupFault", "check_backup", "restore", "write_backup"]
