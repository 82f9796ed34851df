"""Duplicates and near duplicates: bodies that share at least half of their runs of three words.

MinHash and locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998) find candidates, which are then compared
exactly. Signatures are array operations (0.3 ms for 500 runs); rensa has no wheels for Windows on Arm, and datasketch
takes 2.3 ms and needs scipy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.hashing import Hashes, hash_bytes
from cleaner.corpus.sentences import Telling

BANDS: Final = 24
ROWS: Final = 4
"""Signatures of 96 values, looked up as 24 bands of 4: bodies sharing 50 % of their runs meet with probability
0.79, 60 % with 0.96, 70 % with 0.998."""

LEAST_WORDS: Final = 20
"""Bodies with fewer words are neither duplicates nor tellings of anything."""

LEAST_SHARED: Final = 0.5
"""The share of runs two bodies must have in common to be near duplicates."""


def band_keys(telling: Telling) -> Hashes:
    """The keys under which near duplicates of a body are found."""
    if len(telling.hashes) < LEAST_WORDS:
        return np.zeros(0, np.uint64)
    factors, summands = _permutations()
    ranks = telling.runs * factors + summands
    rows = (ranks.min(axis=1) >> np.uint64(32)).astype("<u4").reshape(BANDS, ROWS)
    return np.array([hash_bytes(row.tobytes(), key=bytes([band])) for band, row in enumerate(rows)], np.uint64)


@lru_cache(maxsize=1)
def _permutations() -> NDArray[np.uint64]:
    """Odd factors and summands, a row each: with them each value of a signature ranks the runs in an order of its own.

    They decide the keys of an index, so they come from a hash and not from a generator that may change.
    """
    size = BANDS * ROWS
    drawn = hashlib.shake_256(b"permutations of cleaner.corpus.duplicates").digest(16 * size)
    permutations = np.frombuffer(drawn, "<u8").astype(np.uint64).reshape(2, size, 1)
    permutations[0] |= np.uint64(1)
    return permutations


def shared_runs(left: Telling, right: Telling) -> float:
    """The share of runs of three words two bodies have in common (Jaccard's coefficient)."""
    common = len(np.intersect1d(left.runs, right.runs, assume_unique=True))
    every = len(left.runs) + len(right.runs) - common
    return common / every if every else 0.0


def pairs_to_compare(documents: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Of the documents under one band, by ascending number: each with the first and with the one before it."""
    for i in range(1, len(documents)):
        yield documents[0], documents[i]
        if i > 1:
            yield documents[i - 1], documents[i]
