"""A stream that only the passphrase opens: AES-256-GCM in chunks, so that a file of any size needs little memory.

The file begins with a header: a mark, the salt and cost of scrypt, the beginning of all nonces. Each chunk is sealed
under its own number, the header, and whether it is the last; so nothing can be changed, moved, left out or cut off.
"""

import io
import os
import struct
import unicodedata
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from .faults import BackupFault

MARK = b"RPBACK01"
HEADER = struct.Struct("8s16sB7s")
CHUNK, TAG = 1024 * 1024, 16
COST, MOST_COST = 17, 20
SHORTEST_PASSPHRASE = 20
MOST_CHUNKS = 2**32


def check_passphrase(passphrase: str) -> None:
    """Raise `BackupFault` for one that is missing or too short to protect anything."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BackupFault(
            f"BACKUP_PASSPHRASE is missing or shorter than {SHORTEST_PASSPHRASE} characters. Set it in the environment "
            "to a long random text, and keep that text where the backups are not: without it nobody can read them."
        )


def _cipher(passphrase: str, salt: bytes, cost: int) -> AESGCM:
    words = unicodedata.normalize("NFC", passphrase).encode()
    return AESGCM(Scrypt(salt=salt, length=32, n=2**cost, r=8, p=1).derive(words))


class SealedWriter:
    """Seals what is written into `file`; only `finish()` writes the last chunk, without which nothing can be read."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        check_passphrase(passphrase)
        salt, self._prefix = os.urandom(16), os.urandom(7)
        self._header = HEADER.pack(MARK, salt, COST, self._prefix)
        self._file, self._cipher = file, _cipher(passphrase, salt, COST)
        self._waiting, self._number = bytearray(), 0
        file.write(self._header)

    def write(self, data: bytes) -> int:
        """Take the bytes; whole chunks are sealed and written as soon as more follows them."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Nothing: what is not a whole chunk yet has to wait."""

    def finish(self) -> None:
        """Seal what is left as the last chunk."""
        self._seal(bytes(self._waiting), is_last=True)

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        if self._number >= MOST_CHUNKS:
            raise BackupFault("The backup is too large for one file.")
        nonce = _nonce(self._prefix, self._number, is_last)
        self._file.write(self._cipher.encrypt(nonce, chunk, self._header))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Reads what `SealedWriter` wrote; raises `BackupFault` at the first chunk that is not as it was sealed."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        check_passphrase(passphrase)
        self._header = file.read(HEADER.size)
        if len(self._header) < HEADER.size or not self._header.startswith(MARK):
            raise BackupFault("This file is not a backup of the portal.")
        _mark, salt, cost, self._prefix = HEADER.unpack(self._header)
        if cost > MOST_COST:
            raise BackupFault("The head of this backup was changed.")
        self._file, self._cipher = file, _cipher(passphrase, salt, cost)
        self._sealed, self._open, self._number, self._is_over = file.read(CHUNK + TAG), b"", 0, False

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:
        """Fill the buffer from the open chunk, and open the next one when it is used up; 0 after the last."""
        while not self._open and not self._is_over:
            self._open = self._next()
        number = min(len(buffer), len(self._open))
        buffer[:number] = self._open[:number]
        self._open = self._open[number:]
        return number

    def _next(self) -> bytes:
        following = self._file.read(CHUNK + TAG)
        self._is_over = not following
        nonce = _nonce(self._prefix, self._number, self._is_over)
        try:
            chunk = self._cipher.decrypt(nonce, self._sealed, self._header)
        except InvalidTag:
            raise BackupFault(self._refusal()) from None
        self._sealed, self._number = following, self._number + 1
        return chunk

    def _refusal(self) -> str:
        if self._number == 0:
            return "BACKUP_PASSPHRASE does not open this backup, or the backup was changed or cut off."
        return "This backup was changed or cut off after it was made; nothing of it is restored."


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + struct.pack(">IB", number, is_last)
