"""Classifies a pair of versions: the same text, one rewritten from the other, or two independent reports.

Two independent reports of one event share names, numbers and the words of a statement, but not the order of their
sentences. A rewritten or back-translated copy follows the original sentence by sentence and keeps almost none of them
unchanged. The feature is therefore the share of the shorter text's sentences that have a partner, in order, with
different words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from cleaner.corpus.align import Floats, Pair, align, least_similarity, order_kept, similarities
from cleaner.corpus.candidates import overlap
from cleaner.corpus.duplicates import LEAST_SHARED, shared_runs
from cleaner.corpus.sentences import QUOTED, Telling

VERBATIM: Final = 0.9
"""From this similarity on two sentences are the same words."""

_LEAST_PAIRS: Final = 3
_STEEPNESS: Final = 16.0
_MIDDLE: Final = 0.36
"""The score of a rewritten pair is a logistic function of its share of followed sentences. Fitted on 1,390 pairs of a
machine and a human translation of one text in seven languages against unrelated pairs and 1,028 pairs of reports of one
event in different outlets (middle 0.32); moved up so that fewer than 0.5 % of those reports pass."""

LEAST_COMPARED: Final = 0.2
LEAST_OVERLAP: Final = 0.28
"""The share of common weighty words from which on two texts are aligned at all, and from which on they tell one story.
Unrelated news has 0.05, one pair in a hundred 0.19; reports of one event 0.26 or more in nineteen of twenty pairs; what
lies at 0.25 is mostly the same subject (an epidemic, a tournament) on another day."""

_SAME_QUOTATION: Final = 0.3
_LEAST_QUOTED: Final = 4


@dataclass(frozen=True)
class Comparison:
    """Two tellings, aligned.

    pairs: the sentences that tell the same, in order. overlap: the share of weighty words the texts have in common,
    whatever their order. shared: the share of runs of three words.
    """

    left: Telling
    right: Telling
    table: Floats
    pairs: tuple[Pair, ...]
    overlap: float
    shared: float

    @property
    def verbatim(self) -> float:
        """The share of the shorter text's sentences that stand in the other word for word."""
        return self._same / self._shorter

    @property
    def aligned(self) -> float:
        """The share of the shorter text's sentences that have a partner."""
        return len(self.pairs) / self._shorter

    @property
    def similarity(self) -> float:
        """The mean similarity of the aligned sentences."""
        return float(np.mean([pair.similarity for pair in self.pairs])) if self.pairs else 0.0

    @cached_property
    def order(self) -> float:
        """How far the order was kept: see `order_kept`."""
        return order_kept(self.table, least_similarity(self.left, self.right))

    @property
    def near_duplicate(self) -> bool:
        """Whether the two are one text, or the shorter stands in the longer one for the most part."""
        return self.shared >= LEAST_SHARED or (self._same >= _LEAST_PAIRS and self.verbatim >= 0.5)

    @property
    def rewritten(self) -> float:
        """How sure it is that one was rewritten from the other, 0.0 to 1.0; 0.5 and more says so."""
        followed = len(self.pairs) - self._same
        if followed < _LEAST_PAIRS:
            return 0.0
        share = (followed - 1) / max(1, self._shorter - self._same)
        return 1 / (1 + math.exp(-_STEEPNESS * (share - _MIDDLE)))

    @cached_property
    def quotations(self) -> tuple[int, int]:
        """Quotations that stand in both texts, and how many of them in other words: two sources do not reword one."""
        told = [_reworded(self.left, pair.left, self.right, pair.right) for pair in self.pairs]
        return sum(found is not None for found in told), sum(found is True for found in told)

    @property
    def _shorter(self) -> int:
        return max(1, min(len(self.left), len(self.right)))

    @property
    def _same(self) -> int:
        return sum(pair.similarity >= VERBATIM for pair in self.pairs)


def compare(left: Telling, right: Telling, common: float | None = None) -> Comparison:
    """Align two tellings. common: their overlap, if it is known already."""
    table = similarities(left, right)
    pairs = tuple(align(table, least_similarity(left, right)))
    if common is None:
        common = overlap(left, right)
    return Comparison(left, right, table, pairs, common, shared_runs(left, right))


def _reworded(left: Telling, i: int, right: Telling, j: int) -> bool | None:
    """Whether a quotation was reworded between two sentences; None where they do not hold the same quotation."""
    a, b = _quoted(left, i), _quoted(right, j)
    if min(len(a), len(b)) < _LEAST_QUOTED:
        return None
    if len(np.intersect1d(a, b)) < _SAME_QUOTATION * min(len(np.unique(a)), len(np.unique(b))):
        return None
    short, long = sorted((a.tobytes(), b.tobytes()), key=len)
    return short not in long


def _quoted(telling: Telling, index: int) -> np.ndarray[tuple[int], np.dtype[np.uint32]]:
    """The words inside quotation marks of a sentence."""
    start, end = telling.starts[index], telling.starts[index + 1]
    return telling.hashes[start:end][(telling.flags[start:end] & QUOTED) > 0]
