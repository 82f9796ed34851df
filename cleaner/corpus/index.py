"""The index of the documents of a folder, in one SQLite file.

    documents  a fingerprint each, numbered in the order of their ids
    sites      the number of different documents of each site
    lines      lines that occur in several different documents of a site
    bands      MinHash band -> documents, to find near duplicates
    terms      name, number or rare word -> documents, to find versions of one story
    anchors    items that translations keep -> documents, to find originals and translations

All tables except `documents` are computed from `documents` when the index is finished (`cleaner.corpus.build`). They do
not depend on the order of the documents or the number of processes.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.anchors import pack_anchors, unpack_anchors
from cleaner.corpus.fingerprint import Fingerprint, pack_telling, unpack_telling
from cleaner.corpus.hashing import pack_hashes, unpack_hashes
from cleaner.corpus.schema import check_contents, check_file, restrict
from cleaner.errors import PackError

COLUMNS: Final = "id, site, digest, path, date, language, translated, telling, lines, anchors"

_ENTRY: Final = f"SELECT number, part, dropped, {COLUMNS} FROM entries"

_CHECKED: Final[set[tuple[str, int, int, int]]] = set()
"""Files that this process has found right. A check takes 3 s for 50,000 documents (250 MB), a second opening 1 ms."""

Numbers = NDArray[np.uint32]
_GROUPS_REMEMBERED: Final = 4096
_MAPPED: Final = 1 << 28
"""Bytes of the file that are read through the page cache of the system, which all processes share, and not copied."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of the index.

    number: its place among all, from 1. group: the number of the first of its near duplicates, its own if it has none.
    fingerprint: its telling is without the lines that repeat on its site.
    """

    number: int
    group: int
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that are near duplicates: how many, the one with the most words, and the one with the first date.

    fullest: its number and id. earliest: the id, None where none of them has a date.
    """

    size: int
    number: int
    fullest: str
    earliest: str | None


class Index:
    """An index file, opened when it is first asked. Reads only; picklable; safe to use from several threads.

    Raises `PackError` where the file is not an index, is one of another version, or is broken.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = str(path)
        self._open()

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.path = state["path"]
        self._open()

    def _open(self) -> None:
        """Nothing is opened yet; a connection belongs to one process."""
        self._lock = threading.Lock()
        self._process = 0
        self._file: sqlite3.Connection | None = None
        self._size = -1
        self._groups: dict[int, Group] = {}
        if not Path(self.path).is_file():
            raise PackError(f"{self.path}: no such index; `cleaner learn FOLDER -o {self.path}` makes one")

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a query of the file gives."""
        with self._lock:
            try:
                if self._file is None or self._process != os.getpid():
                    self._file = open_for_reading(self.path)
                    self._process = os.getpid()
                return self._file.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise PackError(f"{self.path}: not a readable index: {error}") from None

    def check(self) -> None:
        """Raises `PackError` now where the file cannot be used, and not at the first document."""
        self.rows("SELECT number FROM sites LIMIT 1")

    @property
    def size(self) -> int:
        """How many documents it knows."""
        if self._size < 0:  # counting reads the whole table, and an index does not change
            self._size = int(self.rows("SELECT count(*) FROM documents")[0][0])
        return self._size

    def entry(self, number: int) -> Entry:
        """A document by its number."""
        found = self.entries([number])
        if not found:
            raise PackError(
                f"{self.path}: the index is damaged: it has no document {number}; run `cleaner learn` again"
            )
        return found[0]

    def entries(self, numbers: Iterable[int]) -> list[Entry]:
        """Documents by their numbers, in ascending order."""
        return list(map(_entry, self.rows_in(f"{_ENTRY} WHERE number IN", numbers)))

    def find(self, digest: bytes, id: str = "") -> Entry | None:
        """The document with this page text; of several the one with this id, else the first."""
        for query, values in (("digest = ? AND id = ?", (digest, id)), ("digest = ?", (digest,))):
            if found := self.rows(f"{_ENTRY} WHERE {query} ORDER BY number LIMIT 1", values):
                return _entry(found[0])
        return None

    def group(self, group: int) -> Group:
        """A group of near duplicates by its number; some are remembered, because a group may be large."""
        if group not in self._groups:
            if len(self._groups) >= _GROUPS_REMEMBERED:
                self._groups.clear()
            self._groups[group] = self._read_group(group)
        return self._groups[group]

    def _read_group(self, group: int) -> Group:
        query = "SELECT number, id, words, date FROM entries WHERE part = ? ORDER BY words DESC, number"
        members = self.rows(query, (group,))
        dated = sorted((date, number, id) for number, id, _, date in members if date)
        if not members:
            raise PackError(f"{self.path}: the index is damaged: group {group} is empty; run `cleaner learn` again")
        return Group(len(members), members[0][0], members[0][1], dated[0][2] if dated else None)

    def site_of_digest(self, digest: bytes) -> str | None:
        """The site of the document with this page text."""
        found = self.rows("SELECT site FROM entries WHERE digest = ? ORDER BY number LIMIT 1", (digest,))
        return found[0][0] if found else None

    def site_size(self, site: str) -> int:
        """How many different documents of a site were counted."""
        found = self.rows("SELECT counted FROM sites WHERE name = ?", (site,))
        return int(found[0][0]) if found else 0

    def line_counts(self, site: str, lines: Iterable[int]) -> dict[int, int]:
        """In how many different documents of a site these lines stand, for those that stand in several."""
        query = "SELECT hash, count FROM lines WHERE site = (SELECT number FROM sites WHERE name = ?) AND hash IN"
        found = self.rows_in(query, lines, (site,))
        return {int(line): int(count) for line, count in found}

    def sites_of_lines(self, lines: Iterable[int]) -> dict[str, int]:
        """How many of these lines repeat on which site."""
        found = self.rows_in("SELECT name FROM lines JOIN sites ON site = sites.number WHERE hash IN", lines)
        counts: dict[str, int] = {}
        for (name,) in found:
            counts[name] = counts.get(name, 0) + 1
        return counts

    def in_bands(self, keys: Iterable[int]) -> Numbers:
        """The numbers of the documents under some `bands`, each as often as it is there."""
        found = self.rows_in("SELECT documents FROM bands WHERE key IN", keys)
        return np.frombuffer(b"".join([numbers for (numbers,) in found]), "<u4")

    def rarest(self, keys: Iterable[int], most: int) -> tuple[Numbers, NDArray[np.int64]]:
        """The numbers of the documents under some `terms`, one list behind the other, and the lists' lengths.

        Lists come by ascending length, as many as hold no more than `most` numbers together.
        """
        rows = self.rows_in("SELECT length(documents), key, documents FROM terms WHERE key IN", keys)
        rows.sort()
        lengths = np.array([size // 4 for size, _, _ in rows], np.int64)
        lengths = lengths[: int(np.searchsorted(np.cumsum(lengths), most, "right"))]
        return np.frombuffer(b"".join([row[2] for row in rows[: len(lengths)]]), "<u4"), lengths

    def rows_in(self, query: str, keys: Iterable[int], before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """A query with a list of keys, some at a time."""
        wanted = sorted({int(key) for key in keys})
        rows: list[tuple[Any, ...]] = []
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            rows += self.rows(f"{query} ({','.join('?' * len(some))})", (*before, *some))
        return rows


def open_for_reading(path: str) -> sqlite3.Connection:
    """A connection to an index file, which is checked when a process opens it first (`cleaner.corpus.schema`)."""
    if not Path(path).is_file():
        raise PackError(f"{path}: no such index")
    stat = Path(path).stat()
    state = (os.path.realpath(path), stat.st_ino, stat.st_size, stat.st_mtime_ns)
    if state not in _CHECKED:
        check_file(path)
    uri = Path(path).resolve().as_uri() + "?mode=ro&immutable=1"
    file = sqlite3.connect(uri, uri=True, check_same_thread=False)
    try:
        restrict(file)
        file.execute(f"PRAGMA mmap_size = {_MAPPED}")
        if state not in _CHECKED:
            check_contents(file, path)
            _CHECKED.add(state)
    except (sqlite3.Error, PackError) as error:
        file.close()
        raise error if isinstance(error, PackError) else PackError(f"{path}: not a readable index: {error}") from None
    return file


def to_row(fingerprint: Fingerprint) -> tuple[Any, ...]:
    """A fingerprint as the values of `COLUMNS`."""
    f = fingerprint
    return (
        f.id,
        f.site,
        f.digest,
        f.path,
        f.date,
        f.language,
        f.translated,
        pack_telling(f.telling),
        pack_hashes(f.lines),
        pack_anchors(f.anchors),
    )


def from_row(row: Sequence[Any]) -> Fingerprint:
    """The fingerprint again."""
    id, site, digest, path, date, language, translated, telling, lines, packed = row
    try:
        told, hashes, anchors = unpack_telling(telling), unpack_hashes(lines), unpack_anchors(packed, language)
    except (ValueError, zlib.error) as error:
        raise PackError(f"the index is damaged: document {id!r}: {error}; run `cleaner learn` again") from None
    return Fingerprint(id, site, digest, path, date, language, translated, told, hashes, anchors)


def all_rows(path: str) -> Iterator[tuple[Any, ...]]:
    """The documents of an index file as values of `COLUMNS`, in order: what merging reads."""
    file = open_for_reading(path)
    try:
        yield from file.execute(f"SELECT {COLUMNS} FROM entries ORDER BY number")
    except sqlite3.Error as error:
        raise PackError(f"{path}: not a readable index: {error}") from None
    finally:
        file.close()


def _entry(row: Sequence[Any]) -> Entry:
    number, group, dropped, *rest = row
    fingerprint = from_row(rest)
    numbers = unpack_numbers(dropped)
    if numbers and max(numbers) >= len(fingerprint.telling):
        raise PackError(
            f"the index is damaged: {fingerprint.id!r} lacks sentences that it drops; run `cleaner learn` again"
        )
    telling = fingerprint.telling.without(numbers)
    return Entry(number, group, replace(fingerprint, telling=telling))


def pack_numbers(numbers: Sequence[int]) -> bytes:
    """Sentence numbers as bytes."""
    return np.array(numbers, "<u2").tobytes()


def unpack_numbers(data: bytes | None) -> list[int]:
    """Sentence numbers again."""
    return np.frombuffer(data, "<u2").tolist() if data else []
