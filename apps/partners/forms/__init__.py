"""What is typed in this room: about the chair, about seats, in the directory, and by visitors."""

from .chair import ChairTaskForm, HandOverForm
from .directory import DirectoryFilter, EntryForm, MailboxForm
from .seats import HandOverSeatForm, InviteForm, RoleForm
from .visitors import ContactForm, NewFocalPointForm

__all__ = [
    "ChairTaskForm",
    "ContactForm",
    "DirectoryFilter",
    "EntryForm",
    "HandOverForm",
    "HandOverSeatForm",
    "InviteForm",
    "MailboxForm",
    "NewFocalPointForm",
    "RoleForm",
]
