"""The tables of an index file, and the check of a file that may be damaged or come from elsewhere.

A file contains the SHA-256 of its own bytes, so a changed byte is detected before SQLite reads the file. A file with a
correct digest can still be hostile: its schema must be identical to ours, and its values must have the expected types.
"""

from __future__ import annotations

import hashlib
import mmap
import sqlite3
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from cleaner.errors import PackError

APPLICATION: Final = 0x434C4E58
"""SQLite's `application_id` of an index: "CLNX"."""

VERSION: Final = 4
"""Raised whenever an index written before can no longer be read as one written now."""

LONGEST_VALUE: Final = 50_000_000
"""Bytes of a value; the telling of a document of 20 million characters has about 15 million."""
MOST_SECONDS: Final = 120
"""Of a check, which takes 3 s for 50,000 documents (250 MB): 1 s for the digest, 2 s for pages and types."""

TABLES: Final = """
CREATE TABLE sites (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, counted INTEGER NOT NULL);
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, site INTEGER NOT NULL, digest BLOB NOT NULL, path TEXT NOT NULL,
    date TEXT NOT NULL, language TEXT NOT NULL, translated REAL, telling BLOB NOT NULL, lines BLOB NOT NULL,
    anchors BLOB NOT NULL);
CREATE TABLE derived (
    number INTEGER PRIMARY KEY, part INTEGER NOT NULL, words INTEGER NOT NULL, firm INTEGER NOT NULL, dropped BLOB);
CREATE VIEW entries AS SELECT number, part, words, dropped, id, name AS site, digest, path, date, language, translated,
    telling, lines, anchors
    FROM documents JOIN derived USING (number) JOIN (SELECT number AS sited, name FROM sites) ON site = sited;
CREATE TABLE lines (hash INTEGER, site INTEGER, count INTEGER NOT NULL, PRIMARY KEY (hash, site)) WITHOUT ROWID;
CREATE TABLE bands (key INTEGER PRIMARY KEY, documents BLOB NOT NULL);
CREATE TABLE terms (key INTEGER PRIMARY KEY, documents BLOB NOT NULL);
CREATE TABLE anchors (key INTEGER PRIMARY KEY, count INTEGER NOT NULL, documents BLOB NOT NULL);
CREATE TABLE seal (value BLOB NOT NULL);
"""
INDEXES: Final = (
    "CREATE INDEX documents_by_site ON documents (site)",
    "CREATE INDEX documents_by_digest ON documents (digest, id)",
    "CREATE INDEX derived_by_part ON derived (part)",
)

_ARRAYS: Final = (
    ("documents", "lines", 6),
    ("derived", "dropped", 2),
    ("bands", "documents", 4),
    ("terms", "documents", 4),
    ("anchors", "documents", 4),
)
"""Tables and columns that hold arrays, and the bytes of a member."""

_COUNTS: Final = (
    ("lines", "count", 1),
    ("sites", "counted", 0),
    ("derived", "words", 0),
    ("derived", "firm", 0),
    ("anchors", "count", 1),
)
"""Tables and columns that hold counts, and the least there may be."""

_HEAD: Final = b"SQLite format 3\0"
_MARK: Final = b"\xff\xfecleaner-seal\xfe\xff"
"""What the seal is found by; no text in UTF-8 holds it."""
BLANK_SEAL: Final = _MARK + bytes(32)
_PIECE: Final = 1 << 20


def seal(path: str | Path) -> None:
    """Write the digest of a finished file into it."""
    with Path(path).open("r+b") as file:
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            at, digest = _seal_of(data)
        file.seek(at)
        file.write(digest)


def check_file(path: str | Path) -> None:
    """Raises `PackError` for a file that is no index, is of another version, or has been altered or cut."""
    try:
        with Path(path).open("rb") as file:
            head = file.read(100)
            _check_head(path, head)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                at, digest = _seal_of(data)
                sealed = data[at : at + 32]
    except (OSError, ValueError) as error:
        raise PackError(f"{path}: not a readable index: {error}") from None
    if sealed != digest:
        raise PackError(f"{path}: the index is damaged: its checksum differs; run `cleaner learn` again")


def _check_head(path: str | Path, head: bytes) -> None:
    if len(head) < 100 or not head.startswith(_HEAD):
        raise PackError(f"{path}: not an index of cleaner")
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        raise PackError(f"{path}: not an index of cleaner, but some other SQLite file")
    version = int.from_bytes(head[60:64], "big")
    if version != VERSION:
        raise PackError(
            f"{path}: an index of version {version}, this cleaner reads version {VERSION}; run `cleaner learn` again"
        )


def _seal_of(data: mmap.mmap) -> tuple[int, bytes]:
    """Where the digest stands in a file, and what it should be: that of all other bytes."""
    at = data.find(_MARK) + len(_MARK)
    if at < len(_MARK) or at + 32 > len(data):
        raise ValueError("it has no seal")
    digest = hashlib.sha256()
    for start, end in _pieces(len(data), at):
        digest.update(data[start:end])
    return at, digest.digest()


def _pieces(size: int, at: int) -> Iterator[tuple[int, int]]:
    for begun, stop in ((0, at), (at + 32, size)):
        for start in range(begun, stop, _PIECE):
            yield start, min(start + _PIECE, stop)


def restrict(file: sqlite3.Connection) -> None:
    """Keep a connection to a file from somewhere else from running what is in it, and from holding huge values."""
    file.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    file.execute("PRAGMA trusted_schema = OFF")
    file.execute("PRAGMA cell_size_check = ON")


def check_contents(file: sqlite3.Connection, path: str | Path) -> None:
    """Raises `PackError` where the tables are not ours, are broken, or hold values of other types."""
    ends = time.monotonic() + MOST_SECONDS
    file.set_progress_handler(lambda: time.monotonic() > ends, 100_000)
    try:
        if _schema_of(file) != _schema():
            raise PackError(f"{path}: not an index of cleaner: it has other tables")
        ((verdict,),) = file.execute("PRAGMA quick_check(1)").fetchall()
        if verdict != "ok":
            raise PackError(f"{path}: the index is damaged: {verdict}")
        for table, columns in _types().items():
            wrong = [f"typeof({name}) NOT IN ({types})" for name, types in columns]
            wrong += [f"{name} < {least}" for at, name, least in _COUNTS if at == table]
            wrong += [f"length({name}) % {size} != 0" for at, name, size in _ARRAYS if at == table]
            if file.execute(f"SELECT 1 FROM {table} WHERE {' OR '.join(wrong)} LIMIT 1").fetchone():
                raise PackError(
                    f"{path}: the index is damaged: {table} holds values of a wrong type; run `cleaner learn` again"
                )
    except sqlite3.Error as error:
        raise PackError(f"{path}: not a readable index: {error}") from None
    finally:
        file.set_progress_handler(None, 0)


def _schema_of(file: sqlite3.Connection) -> list[tuple[str, str, str | None]]:
    return file.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()


@cache
def _schema() -> list[tuple[str, str, str | None]]:
    """The schema of an index that was just made."""
    file = sqlite3.connect(":memory:")
    file.executescript(TABLES + ";".join(INDEXES))
    return _schema_of(file)


@cache
def _types() -> dict[str, list[tuple[str, str]]]:
    """By table, its columns and the types their values may have."""
    file = sqlite3.connect(":memory:")
    file.executescript(TABLES)
    names = [name for kind, name, _ in _schema_of(file) if kind == "table"]
    return {name: [_allowed(row) for row in file.execute(f"PRAGMA table_info({name})")] for name in names}


def _allowed(column: tuple[int, str, str, int, object, int]) -> tuple[str, str]:
    _, name, declared, needed, _, key = column
    types = f"'{declared.lower()}'"
    return name, types if needed or key else f"{types}, 'null'"
