"""What can go wrong with a backup, in words for whoever types the command."""


class BackupFault(Exception):
    """The backup could not be made, or may not be restored; the words say why and what to do."""
