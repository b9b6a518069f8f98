"""Keeps the French catalogue complete without GNU gettext: extract, list what lacks, fill, check, compile.

python -m portal.tools.messages update          take over what code and templates say now
python -m portal.tools.messages missing         print, as JSON, what has no French yet
python -m portal.tools.messages fill FILE.json  write French: {"msgid": "…"}, {"msgid": ["…", "…"]} for plurals,
                                                "context\\u0004msgid" for messages with a context
python -m portal.tools.messages check           fail when anything is stale, missing, fuzzy or badly placed
python -m portal.tools.messages compile         write django.mo
"""

import argparse
import contextlib
import fcntl
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from portal.tools.french import flaws_in, typeset

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
CONTEXT_SEPARATOR = "\u0004"
METADATA = {
    "Language": "fr",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n > 1);",
}
NO_WRAPPING = -1

Key = tuple[str, str]  # context ("" for none), msgid


class CatalogueError(ValueError):
    """What must be put right by hand before the catalogue can be written."""


def key_of(entry: polib.POEntry) -> Key:
    """What tells one message from another: its context and its English."""
    return (entry.msgctxt or "", entry.msgid)


def name_of(key: Key) -> str:
    """The name of a message in the JSON files of `missing` and `fill`."""
    context, msgid = key
    return f"{context}{CONTEXT_SEPARATOR}{msgid}" if context else msgid


def open_catalogue(path: Path) -> polib.POFile:
    """The catalogue on disk, or an empty one; always with the same header."""
    catalogue = polib.pofile(str(path), wrapwidth=NO_WRAPPING) if path.exists() else polib.POFile(wrapwidth=NO_WRAPPING)
    catalogue.metadata = dict(METADATA)
    catalogue.metadata_is_fuzzy = False
    catalogue.header = "French. English is the source. Edited through portal/tools/messages.py."
    return catalogue


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the catalogue's folder, so that two writers follow each other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def replace_file(path: Path, content: bytes) -> None:
    """Write in one go: who reads meanwhile sees the old file or the new one."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def save(catalogue: polib.POFile, path: Path) -> None:
    """Write entries in one order, one message a line, without places or dates, so that differences stay small."""
    catalogue.sort(key=key_of)
    for entry in catalogue:
        entry.occurrences, entry.comment, entry.flags, entry.previous_msgid = [], "", [], None
    replace_file(path, f"{catalogue}".rstrip("\n").encode() + b"\n")


def merge(catalogue: polib.POFile, messages: dict[Key, str | None]) -> tuple[list[Key], list[Key]]:
    """Make the catalogue say exactly `messages`; returns the keys added and dropped. French already there is kept."""
    known = {key_of(entry): entry for entry in catalogue if not entry.obsolete}
    merged = []
    for key, plural in messages.items():
        entry = known.get(key)
        if entry is None or (entry.msgid_plural or None) != plural:
            context, msgid = key
            entry = polib.POEntry(msgid=msgid, msgctxt=context or None, msgid_plural=plural or "")
            entry.msgstr_plural = {0: "", 1: ""} if plural else {}
        merged.append(entry)
    catalogue[:] = merged
    return sorted(messages.keys() - known.keys()), sorted(known.keys() - messages.keys())


def is_complete(entry: polib.POEntry) -> bool:
    """French is there, in both numbers where there are two; a fuzzy entry does not count."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return not entry.fuzzy and bool(forms) and all(forms)


def missing(catalogue: polib.POFile) -> dict[str, str | list[str]]:
    """What lacks French, in the shape that `fill` takes: the values are the English, to be replaced."""
    return {
        name_of(key_of(entry)): [entry.msgid, entry.msgid_plural] if entry.msgid_plural else entry.msgid
        for entry in catalogue
        if not is_complete(entry)
    }


def fill(catalogue: polib.POFile, french: dict[str, str | list[str]]) -> None:
    """Write French into existing entries, typeset; refuses, before writing any, unknown names and wrong shapes."""
    entries = {name_of(key_of(entry)): entry for entry in catalogue}
    wrong = [f"unknown message: {name!r}" for name in french.keys() - entries.keys()]
    for name in french.keys() & entries.keys():
        forms, plural = french[name], bool(entries[name].msgid_plural)
        if (isinstance(forms, list) and len(forms) == 2) != plural or not all(isinstance(form, str) for form in forms):
            wrong.append(f"needs {'[singular, plural]' if plural else 'one text'}: {name!r}")
    if wrong:
        raise CatalogueError("\n".join(sorted(wrong)))
    for name, forms in french.items():
        if isinstance(forms, list):
            entries[name].msgstr_plural = {number: typeset(form) for number, form in enumerate(forms)}
        else:
            entries[name].msgstr = typeset(forms)


def problems(catalogue: polib.POFile, messages: dict[Key, str | None]) -> list[str]:
    """Everything that keeps the catalogue from being published, one line each."""
    known = {key_of(entry): entry.msgid_plural or None for entry in catalogue if not entry.obsolete}
    found = [f"not in the catalogue (run `update`): {name_of(key)!r}" for key in messages.keys() - known.keys()]
    found += [f"no longer used (run `update`): {name_of(key)!r}" for key in known.keys() - messages.keys()]
    found += [
        f"another plural (run `update`): {name_of(key)!r}"
        for key in known
        if known[key] != messages.get(key, known[key])
    ]
    for entry in catalogue:
        name = name_of(key_of(entry))
        if entry.obsolete:
            found.append(f"obsolete (run `update`): {name!r}")
        elif entry.fuzzy:
            found.append(f"fuzzy: {name!r}")
        elif not is_complete(entry):
            found.append(f"no French: {name!r}")
        else:
            found += [f"{flaw}: {name!r}" for flaw in flaws_in(entry)]
    return sorted(found)


def compile_catalogue(path: Path = CATALOGUE) -> Path | None:
    """Write django.mo beside the catalogue unless it is newer already; None where there is no catalogue."""
    if not path.exists():
        return None
    compiled = path.with_suffix(".mo")
    with locked(path):
        if not compiled.exists() or compiled.stat().st_mtime_ns <= path.stat().st_mtime_ns:
            replace_file(compiled, open_catalogue(path).to_binary())
    return compiled


def extracted(root: Path) -> dict[Key, str | None]:
    """What code and templates under `root` say; a slow import, and a test requirement, hence here."""
    from portal.tools.extraction import extract  # noqa: PLC0415 – optional

    return extract(root)


def run_update(root: Path, path: Path, file: None = None) -> int:
    """Take over what code and templates say now, and name what was dropped."""
    messages = extracted(root)
    with locked(path):
        catalogue = open_catalogue(path)
        added, dropped = merge(catalogue, messages)
        save(catalogue, path)
    for key in dropped:
        print(f"dropped: {name_of(key)!r}")
    print(
        f"{len(catalogue)} messages, {len(added)} new, {len(dropped)} dropped, {len(missing(catalogue))} without French"
    )
    return 0


def run_missing(root: Path, path: Path, file: None = None) -> int:
    """Print what has no French yet, ready to be filled in."""
    print(json.dumps(missing(open_catalogue(path)), ensure_ascii=False, indent=1))
    return 0


def run_fill(root: Path, path: Path, file: Path) -> int:
    """Write the French of a JSON file; 1 when some of it has flaws, which are named."""
    french = json.loads(file.read_text(encoding="utf-8"))
    with locked(path):
        catalogue = open_catalogue(path)
        fill(catalogue, french)
        save(catalogue, path)
    filled = [entry for entry in catalogue if name_of(key_of(entry)) in french]
    flaws = [f"{flaw}: {name_of(key_of(entry))!r}" for entry in filled for flaw in flaws_in(entry)]
    print(*flaws, f"{len(french)} filled, {len(missing(catalogue))} still without French", sep="\n")
    return 1 if flaws else 0


def run_check(root: Path, path: Path, file: None = None) -> int:
    """Print every problem, one line each; 1 when there is any."""
    catalogue = open_catalogue(path)
    found = problems(catalogue, extracted(root))
    print(*found, f"{len(catalogue)} messages, {len(found)} problems", sep="\n")
    return 1 if found else 0


def run_compile(root: Path, path: Path, file: None = None) -> int:
    """Write django.mo where it is older than the catalogue."""
    compiled = compile_catalogue(path)
    print(f"compiled {compiled.relative_to(root)}" if compiled else "no catalogue to compile")
    return 0


COMMANDS = {"update": run_update, "missing": run_missing, "fill": run_fill, "check": run_check, "compile": run_compile}


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    """Run one command on the catalogue of the project in `root`; returns the exit status."""
    parser = argparse.ArgumentParser(prog="messages", description="The French catalogue.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        command = commands.add_parser(name)
        if name == "fill":
            command.add_argument("file", type=Path)
    chosen = parser.parse_args(arguments)
    path = root / CATALOGUE.relative_to(ROOT)
    try:
        return COMMANDS[chosen.command](root, path, getattr(chosen, "file", None))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
