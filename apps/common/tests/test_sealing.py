"""A sealed stream comes back as it went in, and is refused as soon as one bit of it is another."""

import io
import os

import pytest

from apps.common.backup.faults import BackupFault
from apps.common.backup.sealing import CHUNK, HEADER, TAG, SealedReader, SealedWriter, check_passphrase

WORDS = "correct horse battery staple"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """The derivation of the key is dear on purpose; not here."""
    monkeypatch.setattr("apps.common.backup.sealing.COST", 4)


def seal(content: bytes, words: str = WORDS) -> bytes:
    """What a writer makes of it."""
    file = io.BytesIO()
    writer = SealedWriter(file, words)
    for start in range(0, len(content), 300_000):
        writer.write(content[start : start + 300_000])
    writer.finish()
    return file.getvalue()


def unseal(sealed: bytes, words: str = WORDS) -> bytes:
    """What a reader makes of it."""
    with SealedReader(io.BytesIO(sealed), words) as reader:
        return reader.read()


@pytest.mark.parametrize("size", [0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5])
def test_stream_comes_back(size):
    content = os.urandom(size)

    assert unseal(seal(content)) == content


def test_nothing_of_the_content_shows_and_no_two_streams_are_alike():
    content = b"canary " * 1000

    first, second = seal(content), seal(content)

    assert b"canary" not in first
    assert first[HEADER.size :] != second[HEADER.size :]


def test_another_passphrase_opens_nothing():
    with pytest.raises(BackupFault, match="BACKUP_PASSPHRASE does not open"):
        unseal(seal(b"words"), "another passphrase altogether")


@pytest.mark.parametrize("place", [3, 10, 25, 30, HEADER.size, HEADER.size + CHUNK + TAG + 5, -1])
def test_a_changed_bit_is_found(place):
    sealed = bytearray(seal(os.urandom(2 * CHUNK)))
    sealed[place] ^= 1

    with pytest.raises(BackupFault):
        unseal(bytes(sealed))


@pytest.mark.parametrize("left", [0, 10, HEADER.size, HEADER.size + 100, HEADER.size + CHUNK + TAG, -1, -TAG])
def test_a_stream_that_was_cut_off_is_refused(left):
    sealed = seal(os.urandom(2 * CHUNK + 100))

    with pytest.raises(BackupFault):
        unseal(sealed[:left])


def test_chunks_cannot_be_left_out_swapped_or_added():
    head, one = HEADER.size, CHUNK + TAG
    sealed = seal(os.urandom(3 * CHUNK))
    first, second, third = (sealed[head + one * place : head + one * (place + 1)] for place in range(3))

    for chunks in (first + third, second + first + third, first + second, first + second + third + third):
        with pytest.raises(BackupFault):
            unseal(sealed[:head] + chunks)


def test_a_stream_that_was_not_finished_is_refused():
    file = io.BytesIO()
    SealedWriter(file, WORDS).write(os.urandom(CHUNK + 1))

    with pytest.raises(BackupFault):
        unseal(file.getvalue())


@pytest.mark.parametrize("words", ["", "short", "n" * 19])
def test_short_passphrases_are_refused(words):
    with pytest.raises(BackupFault, match="BACKUP_PASSPHRASE is missing or shorter"):
        check_passphrase(words)


def test_other_files_are_no_backups():
    with pytest.raises(BackupFault, match="not a backup"):
        unseal(b"%PDF-1.4 " * 100)
