"""Finds the document in another language that a story was translated from or into, without a dictionary.

A translation keeps numbers, dates, names and addresses, and their order (`cleaner.corpus.anchors`). Each item that two
documents share is weighted by its rarity and by how similar its relative position is in both.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.align import Pair, align
from cleaner.corpus.anchors import Anchors
from cleaner.models import FOLDER, model_digests
from cleaner.models.arrays import load_arrays

SURE: Final = 0.08
"""Score from which a pair is told. See docs/translation.md for what it finds and how often it is wrong."""
NEAR: Final = 0.1
"""How fast a shared anchor loses weight with the distance of its places, as a share of the texts."""
LOOSE: Final = 0.3
"""What a loose anchor counts for. With 1, one Chinese document in four found something false at the same score."""
CANDIDATES: Final = 100
"""Documents compared with one. With 40, two originals in a hundred more are missed."""
LEAST_ANCHORS: Final = 3
"""Anchors that a pair must share."""

_UNSEEN: Final = 1000
"""Documents added to every folder, with anchors as common as in general: a name that all five documents of a folder
share is not common."""
_UNLISTED: Final = 5.0
"""Documents, of those the table was counted on, that an anchor outside it stands in."""
_FEWEST: Final = 2.0
"""Rarest anchors that are added to the size of either document: with few anchors, sharing one proves little."""
_DENSITY: Final = {"zh": 3.7, "ja": 2.5}
"""Letters that a character stands for. Without these the originals of Chinese would be far too short."""
_USUAL: Final = 0.1
"""Logarithm of the ratio of lengths below which two texts are as long as translations are (nine in ten)."""

Floats = NDArray[np.float64]
Lists = Iterable[tuple[int, NDArray[np.uint32]]]


@dataclass(frozen=True)
class Rarity:
    """How much it says that two documents share an anchor.

    documents: how many there are in the folder; keys, counts: its anchors in ascending order, and in how many they are.
    """

    documents: int
    keys: NDArray[np.uint32]
    counts: NDArray[np.int64]

    def weights(self, keys: NDArray[np.uint32]) -> Floats:
        """The square of the logarithm of documents per document that has the anchor."""
        return _look_up(*self._table, keys, float(self._weigh(0, _general()[2])))

    @cached_property
    def _table(self) -> tuple[NDArray[np.uint32], Floats]:
        """All anchors that are known here or in general, and the weight of each."""
        general, shares, unlisted = _general()
        keys = np.union1d(general, self.keys)
        return keys, self._weigh(_look_up(self.keys, self.counts, keys, 0), _look_up(general, shares, keys, unlisted))

    def _weigh(self, here: Floats | float, share: Floats | float) -> Floats:
        rarity: Floats = np.log((self.documents + _UNSEEN) / (here + _UNSEEN * share + 1))
        return np.asarray(np.maximum(rarity, 0.0) ** 2)

    @property
    def most(self) -> float:
        """The weight of an anchor that no other document has."""
        return math.log(self.documents + _UNSEEN) ** 2

    def size(self, anchors: Anchors) -> float:
        """The weights of a document's anchors together, without the loose ones."""
        return float(self.weights(anchors.keys[~anchors.loose]).sum())


GENERAL: Final = Rarity(0, np.zeros(0, np.uint32), np.zeros(0, np.int64))
"""Of two documents and no folder."""


class Among(Protocol):
    """Documents among which originals are looked for."""

    @property
    def rarity(self) -> Rarity: ...
    @property
    def outlines(self) -> tuple[Sequence[str], NDArray[np.int64]]:
        """By number, the language of each document and how many firm anchors it has."""

    def anchor_lists(self, keys: NDArray[np.uint32]) -> Lists:
        """The anchors among these that are not too common, each with the numbers of its documents."""

    def anchors_of(self, numbers: Iterable[int]) -> Mapping[int, Anchors]: ...


@dataclass(frozen=True, slots=True)
class Found:
    """A document of another language that tells the same: its number, score (0 to 1), how many anchors are shared."""

    number: int
    score: float
    shared: int


def find_across(query: Anchors, among: Among, most: int = 1) -> list[Found]:
    """The documents in other languages most like a translation or original of this one, the best first."""
    languages, firm = among.outlines
    others = np.array([language not in (query.language, "und") for language in languages], np.bool_)
    if not others.any() or not len(query.keys):
        return []
    sums = np.zeros(len(others))
    weights = among.rarity.weights(query.keys) * np.where(query.loose, LOOSE, 1.0)
    for key, numbers in among.anchor_lists(query.keys):
        sums[numbers] += weights[np.searchsorted(query.keys, key)]
    sums[~others] = 0
    mean = among.rarity.most / 12
    order = np.argsort(-sums / np.sqrt(_FEWEST * among.rarity.most + mean * firm), kind="stable")
    chosen = [int(number) for number in order[: max(CANDIDATES, most)] if sums[number] > 0]
    size = among.rarity.size(query)
    found = [rate(query, other, among.rarity, number, size) for number, other in among.anchors_of(chosen).items()]
    return sorted((one for one in found if one.score), key=lambda one: (-one.score, one.number))[:most]


def rate(left: Anchors, right: Anchors, rarity: Rarity, number: int = 0, size: float | None = None) -> Found:
    """How much of two documents is shared, near the same place, as a share of what both have.

    number: of the right one. size: of the left one, where it is known already.
    """
    keys, here, there = np.intersect1d(left.keys, right.keys, assume_unique=True, return_indices=True)
    if len(keys) < LEAST_ANCHORS:
        return Found(number, 0.0, len(keys))
    loose = left.loose[here] | right.loose[there]
    weights = rarity.weights(keys) * np.where(loose, LOOSE, 1.0)
    apart = np.abs(left.places[here] / max(1, left.size) - right.places[there] / max(1, right.size))
    shared = float((weights * np.exp(-apart / NEAR)).sum())
    added = float(weights[loose].sum()) + _FEWEST * rarity.most
    size = rarity.size(left) if size is None else size
    both = math.sqrt((size + added) * (rarity.size(right) + added))
    ratio = abs(math.log(_length(left) / _length(right)))
    return Found(number, round(shared / both * math.exp(-max(0.0, ratio - _USUAL)), 4), len(keys))


def align_paragraphs(left: Anchors, right: Anchors, rarity: Rarity) -> list[Pair]:
    """Which paragraph tells what which other tells, in order: by the anchors they share, their lengths and places."""
    keys, here, there = np.intersect1d(left.keys, right.keys, assume_unique=True, return_indices=True)
    sides = (left, right)
    rows, columns = (np.searchsorted(side.ends, side.places, "right") for side in sides)
    shape = len(left.paragraphs), len(right.paragraphs)
    table = np.zeros(shape)
    np.add.at(table, (rows[here], columns[there]), rarity.weights(keys))
    sums = [
        np.bincount(at, rarity.weights(side.keys) * ~side.loose, minlength=size)[:size]
        for at, side, size in zip((rows, columns), sides, shape, strict=True)
    ]
    table /= np.sqrt(np.outer(*(total + rarity.most for total in sums)))
    lengths = [np.log(np.maximum(1, np.diff(side.paragraphs).ravel()) / _length(side)) for side in sides]
    middles = [(side.ends - np.diff(side.paragraphs).ravel() / 2) / max(1, side.size) for side in sides]
    alike = np.exp(-np.abs(np.subtract.outer(*lengths)) - np.abs(np.subtract.outer(*middles)) / NEAR)
    return align(np.minimum(1.0, table + alike / 2), _LEAST_ALIKE)


_LEAST_ALIKE: Final = 0.08
"""From which similarity on two paragraphs are aligned; length and place alone give up to 0.5. On 150 translations of
2021, with a paragraph of the original left out: .93 of the pairs right, .89 of them found (with 0.25 .95 and .68)."""


class Pool:
    """Documents in memory, numbered from 0."""

    def __init__(self, documents: Iterable[Anchors]) -> None:
        self.documents = list(documents)
        self._owners, self._starts = np.zeros(0, np.uint32), np.zeros(0, np.int64)
        self._most = max(20, len(self.documents) // MOST_LISTED)

    @cached_property
    def outlines(self) -> tuple[Sequence[str], NDArray[np.int64]]:
        """Language and number of firm anchors of each."""
        return [d.language for d in self.documents], np.array([d.firm for d in self.documents], np.int64)

    @cached_property
    def rarity(self) -> Rarity:
        """How rare each anchor is among them."""
        keys = np.concatenate([d.keys for d in self.documents] or [np.zeros(0, np.uint32)])
        owners = np.repeat(np.arange(len(self.documents), dtype=np.uint32), [len(d.keys) for d in self.documents])
        order = np.argsort(keys, kind="stable")
        self._owners = owners[order]
        different, self._starts = np.unique(keys[order], return_index=True)
        return Rarity(len(self.documents), different, np.diff(np.append(self._starts, len(keys))))

    def anchor_lists(self, keys: NDArray[np.uint32]) -> Lists:
        """The documents of each anchor."""
        rarity = self.rarity
        for key, at in zip(keys, np.searchsorted(rarity.keys, keys), strict=True):
            if at < len(rarity.keys) and rarity.keys[at] == key and rarity.counts[at] <= self._most:
                yield int(key), self._owners[self._starts[at] : self._starts[at] + rarity.counts[at]]

    def anchors_of(self, numbers: Iterable[int]) -> Mapping[int, Anchors]:
        """Documents by number."""
        return {number: self.documents[number] for number in numbers}

    def find(self, query: Anchors, most: int = 1) -> list[Found]:
        """See `find_across`."""
        return find_across(query, self, most)


MOST_LISTED: Final = 50
"""An anchor that one document in so many has, and at least 20 documents, finds no candidates."""


def _look_up(known: NDArray[np.uint32], values: NDArray[Any], keys: NDArray[np.uint32], other: float) -> Floats:
    """The value of each key, `other` where it is not known."""
    if not len(known):
        return np.full(len(keys), float(other))
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    return np.where(known[at] == keys, values[at], other).astype(np.float64)


def _length(anchors: Anchors) -> float:
    return max(1, anchors.size) * _DENSITY.get(anchors.language, 1.0)


@lru_cache(maxsize=1)
def _general() -> tuple[NDArray[np.uint32], Floats, float]:
    """The anchors that are common in general, the share of documents that have each, and that of all others."""
    name = "anchors.npz"
    table = load_arrays(FOLDER / name, model_digests()[name])
    documents = int(table["documents"])
    return table["keys"].astype(np.uint32), table["counts"].astype(np.float64) / documents, _UNLISTED / documents
