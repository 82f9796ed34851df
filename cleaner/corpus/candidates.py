"""Finds candidates for versions of one story: documents that share names, numbers and rare words.

This avoids comparing all pairs.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.index import Index
from cleaner.corpus.sentences import Telling

TERMS: Final = 24
"""Words a document is listed under. A copy that lost half of its original still shares about ten of them."""

LEAST_TERMS: Final = 4
MOST_CANDIDATES: Final = 8
"""Terms two documents must share to be compared, and documents one is compared with. As many pairs of translations are
found with 8 as with 12 (0.977 English, 0.958 Chinese); the larger a folder, the more documents share so much, and each
costs half a millisecond. With 6 about a sixth of the reports of one event is missed."""

MOST_LISTED: Final = 20_000
"""Documents read from the lists of a document's words, the rarest words first. In 18,935 reports of American politics
as many tell one story as with all lists; with 4,000 about half of them, with 1,000 a twentieth."""

_BUCKETS: Final = 1 << 22
_UNSEEN: Final = 1000


class WordCounts:
    """In how many documents each word stands; 16 MB whatever the folder."""

    def __init__(self) -> None:
        self.documents = 0
        self._counts = np.zeros(_BUCKETS, np.uint32)

    def add(self, telling: Telling) -> None:
        """Count the words of one document, each once."""
        self.documents += 1
        self._counts[np.unique(telling.hashes % _BUCKETS)] += 1

    def rarity(self, words: NDArray[np.uint32]) -> NDArray[np.float64]:
        """How much it says that two documents share a word: the logarithm of documents per document with it.

        As if there were a thousand more without it: in a folder of five, the name all five are about is not common.
        """
        counts = np.maximum(self._counts[words % _BUCKETS], 1)
        found: NDArray[np.float64] = np.log((self.documents + _UNSEEN) / counts)
        return found


def choose_terms(telling: Telling, counts: WordCounts) -> NDArray[np.uint32]:
    """The words a document is listed under: rare ones, names and numbers before others, repeated before single."""
    words, weights = telling.weighty
    order = np.lexsort((words, -weights * counts.rarity(words)))
    return words[order[:TERMS]]


def overlap(left: Telling, right: Telling) -> float:
    """The share of weighty words two bodies have in common: the cosine of their weights."""
    a, b = left.weighty, right.weighty
    _, i, j = np.intersect1d(a[0], b[0], assume_unique=True, return_indices=True)
    size = float(np.sqrt((a[1] ** 2).sum() * (b[1] ** 2).sum()))
    return float((a[1][i] * b[1][j]).sum()) / size if size else 0.0


def find_tellings(index: Index, telling: Telling) -> list[int]:
    """The numbers of the documents most likely to tell the same story, the likeliest first."""
    words, _ = telling.weighty
    listed, lengths = index.rarest(words.tolist(), MOST_LISTED)
    if len(lengths) < LEAST_TERMS:
        return []
    rarity = np.log((max(1, index.size) + _UNSEEN) / lengths)
    numbers, places, shared = np.unique(listed, return_inverse=True, return_counts=True)
    scores = np.bincount(places, np.repeat(rarity, lengths))
    order = np.lexsort((numbers, -scores))
    found: list[int] = numbers[order[shared[order] >= LEAST_TERMS][:MOST_CANDIDATES]].tolist()
    return found
