"""The fingerprint of a document in the index, a few kilobytes: hashes of its lines and of the words of its body."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np

from cleaner.corpus.anchors import Anchors, body_anchors
from cleaner.corpus.hashing import Hashes, digest_of, hash_lines, pack_hashes, unpack_hashes
from cleaner.corpus.sentences import Telling, tell
from cleaner.result import Result

_LONGEST_TELLING = 100_000_000
"""Bytes unpacked: a document of 20 million characters has fewer words than a tenth of that."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A document as the index knows it.

    site: the host of its address, else of its canonical link, else "folder:" and the folder it was found in.
    digest: the first 16 bytes of the SHA-256 of its page text. path: the file it came from, "" where it has none
        of its own. date: as its page gives it, "" where it does not.
    translated: the probability that it is a machine translation, by itself; None where that was not judged.
    lines: hashes of its lines, numbers masked, each once. anchors: what its body shares with translations of it.
    """

    id: str
    site: str
    digest: bytes
    path: str
    date: str
    language: str
    translated: float | None
    telling: Telling
    lines: Hashes
    anchors: Anchors


def take_fingerprint(result: Result, *, folder: str = "", path: str = "") -> Fingerprint:
    """The fingerprint of a cleaned document.

    folder: where it was found, which is its site where it names no other. path: the file it can be read from again.
    """
    result = result.judged
    document = result.document
    telling = tell(document, result.segments)
    return Fingerprint(
        id=result.id,
        site=site_of(document.url, result.metadata.canonical_url, folder),
        digest=digest_of(document.text),
        path=path,
        date=result.metadata.date or "",
        language=document.language.code,
        translated=result.translation.probability if result.translation else None,
        telling=telling,
        lines=np.unique(hash_lines(document)),
        anchors=body_anchors(document, result.segments),
    )


def site_of(url: str | None, canonical: str | None, folder: str) -> str:
    """The site a document belongs to: the host of its address or of its canonical link, else its folder."""
    return host_of(url) or host_of(canonical) or f"folder:{folder}"


def host_of(address: str | None) -> str:
    """The host of an address without "www.", "" where there is none."""
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return ""
    return host.lower().removeprefix("www.")


def pack_telling(telling: Telling) -> bytes:
    """A telling as bytes: about 3.4 a word."""
    gaps = np.diff(telling.places.ravel(), prepend=0).astype("<u4")
    lengths = np.diff(telling.starts).astype("<u2")
    words = telling.hashes.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3]
    head = np.array([len(lengths), len(words)], "<u4").tobytes()
    return zlib.compress(
        head
        + gaps.tobytes()
        + lengths.tobytes()
        + pack_hashes(telling.lines)
        + np.ascontiguousarray(words.T).tobytes()
        + telling.flags.tobytes(),
        6,
    )


def unpack_telling(data: bytes) -> Telling:
    """The telling again. Raises ValueError or zlib.error where these are not its bytes."""
    unpacker = zlib.decompressobj()
    raw = unpacker.decompress(data, _LONGEST_TELLING)
    if not unpacker.eof:
        raise ValueError("its telling is cut or too long")
    sentences, words = np.frombuffer(raw, "<u4", 2).tolist()
    at = 8
    places = np.cumsum(np.frombuffer(raw, "<u4", 2 * sentences, at).astype(np.int64)).reshape(-1, 2)
    at += 8 * sentences
    lengths = np.frombuffer(raw, "<u2", sentences, at)
    at += 2 * sentences
    if int(lengths.sum(dtype=np.int64)) != words:
        raise ValueError("its telling has other sentences than words")
    lines = unpack_hashes(raw[at : at + 6 * sentences])
    at += 6 * sentences
    hashes = np.zeros((words, 4), np.uint8)
    hashes[:, :3] = np.frombuffer(raw, np.uint8, 3 * words, at).reshape(3, words).T
    at += 3 * words
    return Telling(
        places,
        lines,
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
        hashes.reshape(-1).view("<u4").astype(np.uint32),
        np.frombuffer(raw, np.uint8, words, at),
    )
