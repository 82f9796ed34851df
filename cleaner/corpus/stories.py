"""Which documents may tell one story: those that share names, numbers and rare words. Never all pairs."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.telling import GRAMMAR, NAME, NUMBER, Telling

TERMS: Final = 24
"""Words a document is listed under. A copy that lost half of its original still shares about ten of them."""

_BUCKETS: Final = 1 << 22


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
        """The logarithm of documents per document with the word."""
        counts = np.maximum(self._counts[words % _BUCKETS], 1)
        found: NDArray[np.float64] = np.log((self.documents + 1) / counts)
        return found


def choose_terms(telling: Telling, counts: WordCounts) -> NDArray[np.uint32]:
    """The words a document is listed under: rare ones, names and numbers before others, repeated before single."""
    words, weights = weigh_words(telling)
    order = np.lexsort((words, -weights * counts.rarity(words)))
    return words[order[:TERMS]]


def weigh_words(telling: Telling) -> tuple[NDArray[np.uint32], NDArray[np.float64]]:
    """The different words of a body that carry meaning, and how much each says about what is told."""
    kinds = telling.flags & 3
    telling_words = telling.hashes[kinds != GRAMMAR]
    kinds = kinds[kinds != GRAMMAR]
    words, index, counts = np.unique(telling_words, return_inverse=True, return_counts=True)
    weights = np.sqrt(np.minimum(counts, 4).astype(np.float64))
    named = np.zeros(len(words), bool)
    named[index[(kinds == NAME) | (kinds == NUMBER)]] = True
    weights[named] *= 1.5
    return words, weights
