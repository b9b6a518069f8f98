"""How far a document may be passed on: the mark that its page and the names of its files carry above "public"."""

from django.utils.translation import gettext, override, pgettext

from .access import Level


def mark_of(document) -> str:
    """The mark for the page, in the reader's language; empty for what is public."""
    words = {
        Level.FOCAL_POINTS: gettext("Restricted: for focal points only"),
        Level.COMMITTEE: gettext("Restricted: for the Steering Committee only"),
        Level.SECRETARIAT: gettext("Restricted: for the secretariat only"),
    }
    if document.level == Level.PUBLIC:
        return ""
    is_named = document.for_named_only and document.level != Level.SECRETARIAT
    return gettext("Restricted: for named partners only") if is_named else words[document.level]


def _word_of(document) -> str:
    if document.for_named_only and document.level != Level.SECRETARIAT:
        return pgettext("in the name of a file", "distribution-named-partners")
    return {
        Level.FOCAL_POINTS: pgettext("in the name of a file", "distribution-restricted"),
        Level.COMMITTEE: pgettext("in the name of a file", "distribution-steering-committee"),
        Level.SECRETARIAT: pgettext("in the name of a file", "distribution-secretariat"),
    }[document.level]


def marked_name(name: str, document, language: str) -> str:
    """The name of a file with the mark in the file's own language before its ending; as it is for what is public."""
    if document.level == Level.PUBLIC:
        return name
    stem, dot, extension = name.rpartition(".")
    with override(language):
        word = _word_of(document)
    return f"{stem}_{word}.{extension}" if dot else f"{name}_{word}"


def short_mark_of(document) -> str:
    """For whom it is, in a word or two, for lists; empty for what is public."""
    if document.level == Level.PUBLIC:
        return ""
    if document.for_named_only and document.level != Level.SECRETARIAT:
        return pgettext("for whom a document is", "named partners")
    return str(Level(document.level).label)
