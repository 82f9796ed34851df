"""Builds an index from fingerprints in any order, in passes whose memory does not grow with the folder.

Documents are written to a scratch database first, because their order is known only at the end. SQLite sorts them on
disk; memory holds the lines of one site, one number per document, and a counter of words.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

import numpy as np

from cleaner.atomic_files import create, partial_of
from cleaner.corpus.across_languages import MOST_LISTED
from cleaner.corpus.anchors import unpack_anchors
from cleaner.corpus.candidates import WordCounts, choose_terms
from cleaner.corpus.duplicates import LEAST_SHARED, band_keys, pairs_to_compare, shared_runs
from cleaner.corpus.fingerprint import Fingerprint, unpack_telling
from cleaner.corpus.hashing import unpack_hashes
from cleaner.corpus.index import (
    COLUMNS,
    all_rows,
    pack_numbers,
    to_row,
    unpack_numbers,
)
from cleaner.corpus.repeated import body_lines, count_lines, furniture_sentences
from cleaner.corpus.schema import APPLICATION, BLANK_SEAL, INDEXES, TABLES, VERSION, seal
from cleaner.corpus.sentences import Telling
from cleaner.corpus.union_find import Joined

MOST_OF_A_SITE: Final = 4000
"""Documents of a site whose lines are counted, those with the smallest digests: enough to tell what repeats."""

MOST_IN_A_BAND: Final = 64
MOST_WITH_A_TERM: Final = 400
"""Documents listed under one band, the first; and under one term: a term of more tells nothing and is left out."""

_OF_THE_DISK = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
_SCRATCH = f"""
ATTACH DATABASE '' AS scratch;
CREATE TABLE scratch.arrived ({COLUMNS}, UNIQUE (id, digest));
CREATE TABLE scratch.furniture (number INTEGER PRIMARY KEY, dropped BLOB);
CREATE TABLE scratch.met (a INTEGER, b INTEGER);
CREATE TABLE scratch.lengths (number INTEGER PRIMARY KEY, words INTEGER, firm INTEGER);
CREATE TABLE scratch.by_band (key INTEGER, number INTEGER);
CREATE TABLE scratch.by_term (key INTEGER, number INTEGER);
CREATE TABLE scratch.by_anchor (key INTEGER, number INTEGER);
"""


def build_index(fingerprints: Iterable[Fingerprint], path: str | Path, *, empty: bool = True) -> int:
    """Write an index of documents; two with the same id and page text are one. Returns how many there are.

    empty: whether an index of no documents is written too. If not, a file that is there stays.
    """
    with _as_os_error(path):
        return _build(map(to_row, fingerprints), path, empty=empty)


def merge_indexes(sources: Sequence[str | Path], path: str | Path) -> int:
    """Write the index that the documents of several indexes would have given."""
    with _as_os_error(path):
        return _build(chain.from_iterable(all_rows(str(source)) for source in sources), path)


@contextmanager
def _as_os_error(path: str | Path) -> Iterator[None]:
    """A place that SQLite cannot write to, or a full disk, as any other file would tell of it."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error), str(path)) from error


def _build(rows: Iterable[tuple[Any, ...]], path: str | Path, *, empty: bool = True) -> int:
    target = Path(path)
    partial = partial_of(target)
    create(partial).close()
    file = sqlite3.connect(partial, isolation_level=None)
    try:
        file.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;" + TABLES)
        file.executescript(f"PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION};" + _SCRATCH)
        file.execute("BEGIN")
        places = ",".join("?" * len(COLUMNS.split(",")))
        file.executemany(f"INSERT OR IGNORE INTO scratch.arrived VALUES ({places})", rows)
        _finish(file)
        file.execute("INSERT INTO seal VALUES (?)", (BLANK_SEAL,))
        file.execute("COMMIT")
        (count,) = file.execute("SELECT count(*) FROM documents").fetchone()
        file.close()
        seal(partial)
        if count or empty:
            partial.replace(target)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _OF_THE_DISK:
            raise
        raise OSError(errno.EIO, f"the index cannot be written: {error}", str(target)) from None
    finally:
        file.close()
        partial.unlink(missing_ok=True)
    return int(count)


def _finish(file: sqlite3.Connection) -> None:
    """Everything that follows from the documents."""
    file.execute("INSERT INTO sites SELECT NULL, site, 0 FROM (SELECT DISTINCT site FROM arrived) ORDER BY site")
    file.execute(
        "INSERT INTO documents SELECT NULL, id, number, digest, path, date, language, translated, telling, lines,"
        " anchors FROM arrived JOIN sites ON name = site ORDER BY id, digest"
    )
    for statement in INDEXES:
        file.execute(statement)
    _list_terms(file, _read_sites(file))
    _group(file)


def _read_sites(file: sqlite3.Connection) -> WordCounts:
    """The lines that repeat on each site, the sentences that are among them, and how common the other words are."""
    words = WordCounts()
    for (site,) in file.execute("SELECT number FROM sites ORDER BY number").fetchall():
        query = "SELECT lines, telling FROM documents WHERE site = ? ORDER BY digest, id LIMIT ?"
        found = [
            (unpack_hashes(lines), body_lines(unpack_telling(telling)))
            for lines, telling in file.execute(query, (site, MOST_OF_A_SITE))
        ]
        counted, counts = count_lines([lines for lines, _ in found], [body for _, body in found])
        file.execute("UPDATE sites SET counted = ? WHERE number = ?", (counted, site))
        file.executemany("INSERT INTO lines VALUES (?, ?, ?)", ((line, site, count) for line, count in counts.items()))
        _drop_furniture(file, site, counts, counted, words)
    return words


def _drop_furniture(
    file: sqlite3.Connection, site: int, counts: Mapping[int, int], counted: int, words: WordCounts
) -> None:
    """Note the sentences that repeat on their site; count the words of the others."""
    query = "SELECT number, telling FROM documents WHERE site = ? ORDER BY number"
    for number, data in file.execute(query, (site,)):
        telling = unpack_telling(data)
        dropped = furniture_sentences(telling, counts, counted)
        if dropped:
            file.execute("INSERT INTO furniture VALUES (?, ?)", (number, pack_numbers(dropped)))
        words.add(telling.without(dropped))


def _list_terms(file: sqlite3.Connection, words: WordCounts) -> None:
    """The bands, the terms and the anchors each document is found under."""
    size = 0
    for number, data, language in file.execute("SELECT number, anchors, language FROM documents ORDER BY number"):
        telling, anchors = _telling(file, number), unpack_anchors(data, language)
        file.execute("INSERT INTO lengths VALUES (?, ?, ?)", (number, len(telling.hashes), anchors.firm))
        for table, keys in (
            ("by_band", band_keys(telling)), ("by_term", choose_terms(telling, words)), ("by_anchor", anchors.keys)
        ):  # fmt: skip
            file.executemany(f"INSERT INTO {table} VALUES (?, ?)", ((int(key), number) for key in keys))
        size = number
    common = max(20, size // MOST_LISTED)
    _collect(file, "bands", "by_band", lambda numbers: (_pack(numbers[:MOST_IN_A_BAND]),))
    _collect(file, "terms", "by_term", lambda numbers: (_pack(numbers),) if len(numbers) <= MOST_WITH_A_TERM else ())
    _collect(file, "anchors", "by_anchor", lambda found: (len(found), _pack(found if len(found) <= common else [])))


def _group(file: sqlite3.Connection) -> None:
    """Put near duplicates into groups: what met under a band is compared, the likeliest first."""
    met = file.execute("SELECT key, number FROM by_band ORDER BY key, number")
    bands = ([number for _, number in found] for _, found in groupby(met, itemgetter(0)))
    file.executemany("INSERT INTO met VALUES (?, ?)", (pair for band in bands for pair in pairs_to_compare(band)))
    (size,) = file.execute("SELECT count(*) FROM documents").fetchone()
    joined = Joined(size + 1)
    for a, b in file.execute("SELECT a, b FROM met GROUP BY a, b ORDER BY count(*) DESC, a, b"):
        if joined.root(a) != joined.root(b) and shared_runs(_telling(file, a), _telling(file, b)) >= LEAST_SHARED:
            joined.join(a, b)
    query = "INSERT INTO derived SELECT number, ?, words, firm, dropped FROM lengths LEFT JOIN furniture USING (number)"
    file.executemany(f"{query} WHERE number = ?", ((joined.root(number), number) for number in range(1, size + 1)))


def _telling(file: sqlite3.Connection, number: int) -> Telling:
    """The telling of a document without what repeats on its site."""
    query = "SELECT telling, dropped FROM documents LEFT JOIN furniture USING (number) WHERE number = ?"
    data, dropped = file.execute(query, (number,)).fetchone()
    return unpack_telling(data).without(unpack_numbers(dropped))


def _collect(file: sqlite3.Connection, table: str, source: str, row: Callable[[list[int]], tuple[Any, ...]]) -> None:
    """A row for each key, made of the numbers of its documents in order; none where nothing comes of them."""
    found = file.execute(f"SELECT key, number FROM {source} ORDER BY key, number")
    grouped = ((key, row([number for _, number in members])) for key, members in groupby(found, itemgetter(0)))
    for key, values in grouped:
        if values:
            file.execute(f"INSERT INTO {table} VALUES (?{', ?' * len(values)})", (key, *values))


def _pack(numbers: list[int]) -> bytes:
    return np.array(numbers, "<u4").tobytes()
