"""Duplicates and near duplicates: bodies that share at least half of their runs of three words.

MinHash and locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998) find candidates, which are then compared
exactly. rensa computes the signatures (0.02 ms for 500 runs; datasketch takes 2.3 ms and needs scipy).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from cleaner.corpus.hashing import Hashes, hash_bytes
from cleaner.corpus.sentences import Telling

BANDS: Final = 24
ROWS: Final = 4
"""Signatures of 96 values, looked up as 24 bands of 4: bodies sharing 50 % of their runs meet with probability
0.79, 60 % with 0.96, 70 % with 0.998."""

RUN: Final = 3
LEAST_WORDS: Final = 20
"""Bodies with fewer words are neither duplicates nor tellings of anything."""

LEAST_SHARED: Final = 0.5
"""The share of runs two bodies must have in common to be near duplicates."""


def band_keys(telling: Telling) -> Hashes:
    """The keys under which near duplicates of a body are found."""
    if len(telling.hashes) < LEAST_WORDS:
        return np.zeros(0, np.uint64)
    from rensa import RMinHash

    signature = RMinHash(num_perm=BANDS * ROWS, seed=1)
    signature.update(list(_run_bytes(telling)))
    rows = np.array(signature.digest(), np.uint32).reshape(BANDS, ROWS)
    return np.array(
        [hash_bytes(row.astype("<u4").tobytes(), key=bytes([band])) for band, row in enumerate(rows)], np.uint64
    )


def _run_bytes(telling: Telling) -> set[bytes]:
    """The runs of three words of a body, as the signature takes them."""
    data = telling.hashes.astype("<u4").tobytes()
    return {data[at : at + 4 * RUN] for at in range(0, len(data) - 4 * RUN + 1, 4)}


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
