"""What may be uploaded, how it is kept and handed out: checked by content, under a made-up key, as a download only."""

import logging
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import FileResponse, Http404, HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from . import uploads
from .file_contents import CONTENT_TYPES, OLD_OFFICE, PICTURE_TYPES, check_content
from .handing import hand_over
from .pictures import redrawn
from .widgets import ResumableFileInput, ResumableFilesInput

log = logging.getLogger("portal.files")
LONGEST_NAME = 150
RESERVED_NAMES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}
UNWANTED_LETTERS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
FORBIDDEN_IN_NAMES = str.maketrans({letter: "-" for letter in '<>:"|?*'})
PICTURE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "public, max-age=31536000, immutable",
}
MOST_OF_A_PICTURE = 12 * 1024
MOST_FILES = 10


@dataclass(frozen=True)
class StoredFile:
    """A file as it was kept: the key in the private storage, the name shown, the type by content, the size in bytes."""

    key: str
    display_name: str
    content_type: str
    size: int


def extension_of(name: str) -> str:
    """The last extension, in lower case and without its dot."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")


def display_name(name: str) -> str:
    """The name as it is shown and given on download: no path, no invisible letters, no leading dot, not too long."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(letter for letter in name if unicodedata.category(letter) not in UNWANTED_LETTERS)
    name = " ".join(name.translate(FORBIDDEN_IN_NAMES).split()).rstrip(". ")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem = stem.strip(". ") or pgettext("file", "document")
    if stem.lower() in RESERVED_NAMES:
        stem = f"_{stem}"
    return f"{stem[:LONGEST_NAME]}.{extension[:10]}" if extension else stem[:LONGEST_NAME]


def check_name_and_size(name: str, size: int, kinds: Mapping[str, str] = CONTENT_TYPES) -> str:
    """The extension of a file that may be sent; raises ValidationError, in words for the field, for any other."""
    extension = extension_of(name)
    if extension in OLD_OFFICE:
        raise ValidationError(
            _("Files of the kind .%(kind)s may hold macros and are not accepted. Please save it as .%(other)s or PDF."),
            code="kind",
            params={"kind": extension, "other": OLD_OFFICE[extension]},
        )
    if extension not in kinds:
        raise ValidationError(
            _("Files of this kind are not accepted. Please send one of: %(kinds)s."),
            code="kind",
            params={"kinds": ", ".join(sorted(kinds))},
        )
    if not size:
        raise ValidationError(_("The file is empty. Please check it and send it again."), code="empty")
    if size > settings.UPLOAD_LIMIT:
        raise ValidationError(
            _("The file is too large (%(size)s); at most %(limit)s are accepted."),
            code="size",
            params={"size": filesizeformat(size), "limit": filesizeformat(settings.UPLOAD_LIMIT)},
        )
    return extension


def check_upload(file: UploadedFile, kinds: Mapping[str, str] = CONTENT_TYPES) -> str:
    """The content type of a file that may be kept; raises ValidationError, in words for the field, for any other.

    `kinds` are the content types of the extensions that are accepted.
    """
    extension = check_name_and_size(file.name or "", file.size, kinds)
    check_content(file, extension)
    return kinds[extension]


def accepted(file: UploadedFile) -> UploadedFile:
    """The file as it may be kept, once it passed every check: pictures drawn anew, the name cleaned, the type told."""
    if getattr(file, "is_accepted", False):
        return file
    content_type = check_upload(file)
    kept = redrawn(file, extension_of(file.name))
    if kept is not file:
        file.close()
    kept.content_type, kept.name, kept.is_accepted = content_type, display_name(file.name), True
    return kept


class CheckedFileField(forms.FileField):
    """A file of a form that passed every check; its `name` is the cleaned one.

    With a `sender`, the person who fills the form, it also takes a file that the person has sent in pieces before.
    """

    widget = ResumableFileInput

    def __init__(self, **kwargs) -> None:
        self._sender = None
        kwargs.setdefault(
            "help_text",
            _("PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, CSV or plain text."),
        )
        super().__init__(**kwargs)

    @property
    def sender(self):
        """The person whose pieces are taken."""
        return self._sender

    @sender.setter
    def sender(self, person) -> None:
        self._sender = person
        self.widget.takes_pieces = person is not None

    def to_python(self, data):
        """The file with its cleaned name and the type that its content shows."""
        is_sent_before = isinstance(data, str) and bool(data)
        file = super().to_python(self._sent_before(data) if is_sent_before else data)
        try:
            return None if file is None else accepted(file)
        except ValidationError:
            if is_sent_before:
                file.close()
            raise

    def bound_data(self, data, initial):
        """What the control shows again: the reference of a file that was sent before; a chosen file cannot be."""
        return data if isinstance(data, str) and data else super().bound_data(data, initial)

    def _sent_before(self, reference: str) -> UploadedFile:
        upload = uploads.of(self._sender, reference) if self._sender is not None else None
        if upload is None:
            raise ValidationError(_("The file that was sent is no longer here. Please choose it again."), code="gone")
        return uploads.assembled(upload)


class CheckedFilesField(CheckedFileField):
    """Several files at once, a list; each passed every check, and what is wrong is said with the name of its file."""

    widget = ResumableFilesInput

    def clean(self, data, initial=None) -> list[UploadedFile]:
        """The files, or what is wrong with each of them."""
        if len(data or []) > MOST_FILES:
            raise ValidationError(_("At most %(most)s files at once, please."), params={"most": MOST_FILES})
        found, faults = [], []
        for one in data or []:
            try:
                found.append(super().clean(one))
            except ValidationError as fault:
                faults.append(self._with_name(one, fault))
        if faults:
            for file in found:
                file.close()
            raise ValidationError(faults)
        return found

    def bound_data(self, data, initial):
        """What the control shows again: the references of files that were sent before."""
        return " ".join(one for one in data or [] if isinstance(one, str))

    @staticmethod
    def _with_name(file, fault: ValidationError) -> ValidationError:
        if isinstance(file, str):
            return fault
        words = {"file": display_name(file.name or ""), "fault": " ".join(fault.messages)}
        return ValidationError(_("%(file)s: %(fault)s"), params=words)


class CheckedPictureField(forms.FileField):
    """A picture for the site's own frame: PNG or WebP by its content, and small, because every visitor loads it."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("help_text", _("PNG or WebP, at most 12 KB: every visitor loads it, many on slow lines."))
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ".png,.webp"}))
        super().__init__(**kwargs)

    def to_python(self, data):
        """The picture with the type that its content shows."""
        file = super().to_python(data)
        if file is not None:
            kind = check_upload(file, PICTURE_TYPES)
            file = redrawn(file, extension_of(file.name))
            file.content_type = kind
            if file.size > MOST_OF_A_PICTURE:
                raise ValidationError(
                    _("This picture is too heavy (%(size)s); at most %(limit)s are accepted."),
                    code="heavy",
                    params={"size": filesizeformat(file.size), "limit": filesizeformat(MOST_OF_A_PICTURE)},
                )
        return file


def store_publicly(file: UploadedFile) -> str:
    """Keep a checked picture in the public storage; its key, which is its address, is never used twice."""
    return storages["public"].save(f"{uuid.uuid4().hex}.{extension_of(file.name)}", file)


def serve_picture(key: str) -> FileResponse:
    """A picture of the public storage, which never changes under its address; shown by browsers, run by none."""
    kind = PICTURE_TYPES.get(extension_of(key))
    try:
        content = storages["public"].open(key, "rb") if kind else None
    except FileNotFoundError as absent:
        log.error("a picture is missing in the storage: %s", key)
        raise Http404(gettext("The file is missing.")) from absent
    if content is None:
        raise Http404
    return FileResponse(content, content_type=kind, headers=PICTURE_HEADERS)


def store_privately(file: UploadedFile) -> StoredFile:
    """Check the file and keep it in the private storage under a key that tells nothing and is never used twice."""
    kept = accepted(file)
    wanted = f"{timezone.now():%Y/%m}/{uuid.uuid4().hex}.{extension_of(kept.name)}"
    key = storages["private"].save(wanted, kept)
    if isinstance(kept, TemporaryUploadedFile):
        kept.close()
    return StoredFile(key=key, display_name=kept.name, content_type=kept.content_type, size=kept.size)


def serve_private(key: str, name: str) -> HttpResponseBase:
    """The file as a download that no browser opens in the portal's name. The caller has asked who may see it."""
    kind = CONTENT_TYPES.get(extension_of(key), "application/octet-stream")
    return hand_over(key, display_name(name), kind)
