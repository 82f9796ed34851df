"""Hashes of lines and words that are the same in every process."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaner.document import Document

Hashes = NDArray[np.uint64]

_DIGITS = re.compile(r"\d+")
_NOT_LETTERS = re.compile(r"[^\w#]+")
_MOST_CHARACTERS = 2000  # a line that differs only after so many is the same line


def digest_of(text: str) -> bytes:
    """What tells page texts apart: the first 16 bytes of the SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def hash_lines(document: Document) -> Hashes:
    """A hash for each block, in order."""
    return np.array([hash_line(line) for line in document.lines], np.uint64)


def hash_line(line: str) -> int:
    """48 bits for a line, normalised and its numbers masked: "12 Comments" and "7 comments" are one line.

    0: a line without letters, which says nothing.
    """
    return _hash_short(line[:_MOST_CHARACTERS])


@lru_cache(maxsize=16_384)
def _hash_short(line: str) -> int:
    plain = unicodedata.normalize("NFKC", line).casefold()
    plain = _NOT_LETTERS.sub(" ", _DIGITS.sub("#", plain)).strip()
    if not any(map(str.isalpha, plain)):
        return 0
    return hash_bytes(plain.encode("utf-8", "surrogatepass"))


def hash_bytes(data: bytes, *, key: bytes = b"") -> int:
    """48 bits for some bytes."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=6, key=key).digest(), "big")


def hash_word(word: str) -> int:
    """24 bits for a word."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass")) & 0xFFFFFF


def fold(word: str) -> str:
    """A word without capitals and accents."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def pack_hashes(values: Hashes) -> bytes:
    """Hashes of 48 bits, six bytes each."""
    return np.ascontiguousarray(values.astype("<u8").view(np.uint8).reshape(-1, 8)[:, :6]).tobytes()


def unpack_hashes(data: bytes) -> Hashes:
    """The hashes again."""
    wide = np.zeros((len(data) // 6, 8), np.uint8)
    wide[:, :6] = np.frombuffer(data, np.uint8).reshape(-1, 6)
    return wide.reshape(-1).view("<u8").astype(np.uint64)
