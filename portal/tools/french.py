"""What French must look like in the catalogue: typography, and the same placeholders as the English."""

import re

import polib

NARROW = "\u202f"
HIGH_MARKS = ";:!?"

# A character reference (&amp;) also ends in a semicolon: it is matched first, and left as it is.
BEFORE_MARK = re.compile(rf"(&#?\w+;)|(?<=[\w)%’”…»>])[ \u00a0]?([{HIGH_MARKS}])(?=[\s<)]|$)|[ \u00a0]([{HIGH_MARKS}])")
OPENING = re.compile(rf"«[ \u00a0{NARROW}]?")
CLOSING = re.compile(rf"[ \u00a0{NARROW}]?»")
APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[\w%<{«])")

NAMED = re.compile(r"%\((\w+)\)[sdif]")
POSITIONAL = re.compile(r"%[sdif](?!\w)")
BRACED = re.compile(r"\{[^{}\s]*\}")


def typeset(text: str) -> str:
    """Set the narrow no-break spaces and the apostrophes of French typography; what is set already stays."""
    text = BEFORE_MARK.sub(lambda found: found[1] or f"{NARROW}{found[2] or found[3]}", text)
    text = CLOSING.sub(f"{NARROW}»", OPENING.sub(f"«{NARROW}", text))
    return APOSTROPHE.sub("’", text)


def placeholders(text: str) -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """The names, the positional marks and the braced fields of a message; `%%` is a plain per cent sign."""
    plain = text.replace("%%", "")
    return frozenset(NAMED.findall(plain)), tuple(POSITIONAL.findall(plain)), tuple(sorted(BRACED.findall(plain)))


def has_stray_percent(text: str) -> bool:
    """A `%` that string formatting would stumble over."""
    return "%" in POSITIONAL.sub("", NAMED.sub("", text.replace("%%", "")))


def forms_of(entry: polib.POEntry) -> list[tuple[str, list[str]]]:
    """Each French text with the English texts whose placeholders it may carry.

    The French singular also serves zero, so it may name the number where the English singular does not.
    """
    if not entry.msgid_plural:
        return [(entry.msgstr, [entry.msgid])]
    singular, plural = entry.msgstr_plural.get(0, ""), entry.msgstr_plural.get(1, "")
    return [(singular, [entry.msgid, entry.msgid_plural]), (plural, [entry.msgid_plural])]


def flaws_in(entry: polib.POEntry) -> list[str]:
    """What is wrong with the French of an entry, in a few words each."""
    flaws = []
    for french, english in forms_of(entry):
        if placeholders(french) not in [placeholders(text) for text in english]:
            flaws.append("placeholders differ")
        elif has_stray_percent(french) and not has_stray_percent(entry.msgid):
            flaws.append("a stray % in the French")
        if french.startswith("\n") != english[-1].startswith("\n") or french.endswith("\n") != english[-1].endswith(
            "\n"
        ):
            flaws.append("begins or ends with a new line in one language only")
        if typeset(french) != french:
            flaws.append("typography: put it in again with `fill`")
    return flaws
