"""Aligns the sentences of two texts.

The similarity of two sentences is the cosine over their common words. A word that occurs in many sentences of the two
texts has a low weight, so a word in every sentence of the story ("TikTok") counts little. The alignment is the set of
pairs, in order, with the largest sum of similarities above a threshold (the method of Needleman and Wunsch, without
gap cost). A second alignment that ignores the order measures how well the order was kept.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.sentences import PAIR, Telling

LEAST_SIMILARITY: Final = 0.22
LEAST_SIMILARITY_OF_PAIRS: Final = 0.15
"""Below it two sentences do not tell the same. The second: where words are pairs of letters (Chinese, Japanese, Thai);
with 0.22 only 0.82 of the Chinese pairs of machine and human translation were found, with 0.15 0.93, unrelated ones
neither way."""


Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences that tell the same: their numbers and how similar they are, 0.0 to 1.0."""

    left: int
    right: int
    similarity: float


def similarities(left: Telling, right: Telling) -> Floats:
    """The similarity of each sentence of one text with each of the other."""
    a, b = left.vocabulary, right.vocabulary
    _, i, j = np.intersect1d(a.words, b.words, assume_unique=True, return_indices=True)
    holders = [a.holders.copy(), b.holders.copy()]
    holders[0][i] += b.holders[j]
    holders[1][j] += a.holders[i]
    factors = [a.factors.copy(), b.factors]
    factors[0][i] = b.factors[j]
    sentences = len(left) + len(right) + 1
    columns = []
    for own, common, held, factor in zip((a, b), (i, j), holders, factors, strict=True):
        weights = np.log(sentences / held) * factor
        norms = np.sqrt(np.bincount(own.sentences, (weights**2)[own.places], own.size))
        place = np.full(len(own.words), -1)
        place[common] = np.arange(len(common))
        column = place[own.places]
        there = column >= 0
        vectors = np.zeros((own.size, len(common)))
        vectors[own.sentences[there], column[there]] = weights[own.places[there]]
        vectors /= np.maximum(norms, 1e-9)[:, None]
        columns.append(vectors)
    table: Floats = columns[0] @ columns[1].T
    return table


def least_similarity(left: Telling, right: Telling) -> float:
    """From which similarity on two sentences of these texts tell the same."""
    pairs = np.count_nonzero(left.flags & PAIR) + np.count_nonzero(right.flags & PAIR)
    most = 2 * pairs > len(left.flags) + len(right.flags)
    return LEAST_SIMILARITY_OF_PAIRS if most else LEAST_SIMILARITY


def order_kept(table: Floats, least: float) -> float:
    """The share of sentences that stand in one order in both texts when each goes to the one it is most like.

    The longest increasing run of those places, by patience sorting.
    """
    if not table.size:
        return 0.0
    places = table.argmax(axis=1)[table.max(axis=1) >= least].tolist()
    tops: list[int] = []
    for place in places:
        at = bisect_right(tops, place)
        tops[at : at + 1] = [place]
    return len(tops) / len(places) if places else 0.0


def align(table: Floats, least: float) -> list[Pair]:
    """The best pairs in order: dynamic programming over the rows and columns that have a similarity above the least."""
    gain = np.maximum(table - least, 0.0)
    rows, columns = np.flatnonzero(gain.any(axis=1)), np.flatnonzero(gain.any(axis=0))
    gain = gain[rows][:, columns]
    best = np.zeros((len(rows) + 1, len(columns) + 1))
    for i in range(len(rows)):
        taken = best[i, :-1] + gain[i]
        best[i + 1, 1:] = np.maximum.accumulate(np.maximum(best[i, 1:], taken))
    pairs: list[Pair] = []
    known = best.tolist()
    i, j = len(rows), len(columns)
    while i and j:
        if known[i][j] == known[i - 1][j]:
            i -= 1
        elif known[i][j] == known[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            row, column = int(rows[i]), int(columns[j])
            pairs.append(Pair(row, column, float(table[row, column])))
    return pairs[::-1]
