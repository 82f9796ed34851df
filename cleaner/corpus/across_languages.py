"""Finds the document of another language from which a story was translated, without a dictionary.

A translation keeps numbers, dates, names and addresses, and their order. Numbers are written out in figures, names
are reduced to the classes of their consonants, so that Фёдор, Fyodor and フョードル meet. What two documents share is
weighed by how rare it is among the documents, and by how near the same place it stands in both.
"""

from __future__ import annotations

import math
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.text.folding import fold

LONGEST: Final = 60_000
"""Characters of a document that are looked at."""
NEAR: Final = 0.1
"""How fast a shared anchor loses weight with the distance of its places, as a share of the texts."""
MOST_LISTED: Final = 0.02
"""Share of the documents above which an anchor finds no candidates."""
CANDIDATES: Final = 12
SURE: Final = 0.12
"""Score from which a pair is told, chosen on campaigns of 2021: of stories whose original is not among 19,721 documents
1.4 in 100 get a false one. See docs/translation.md."""
LEAST_ANCHORS: Final = 4
"""Anchors that a pair must share."""

_NUMBER = re.compile(r"\d+(?:[.,  ' ]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_SCALE = re.compile(
    r"\s?(?:(?P<k>thousand|tausend|mille|tis[ií]c|тыс)|(?P<m>million|mio\b|mili[oó]n|милли|млн)"
    r"|(?P<b>billion|milliard|mrd\b|miliard|миллиард|млрд)|(?P<w>[万萬])|(?P<y>[億亿]))", re.IGNORECASE
)  # fmt: skip
_FACTOR: Final = {"k": 1e3, "m": 1e6, "b": 1e9, "w": 1e4, "y": 1e8}
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{3,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)[\w./-]+|[@#]\w{3,}", re.IGNORECASE)

_DIGRAPHS: Final = re.compile("tsch|dsch|sch|tch|sh|ch|cz|sz|zh|ts|ph|th|kh|gh|ck|qu|x")
_OF_DIGRAPH: Final = {"ph": "f", "th": "t", "kh": "k", "gh": "k", "ck": "k", "qu": "k", "x": "ks"}
_CLASSES: Final = {
    **dict.fromkeys("bpбпβπ", "p"), **dict.fromkeys("vwfвфφ", "f"), **dict.fromkeys("dtдтδτθ", "t"),
    **dict.fromkeys("szcжзсцчшщσςζ", "s"), **dict.fromkeys("kgqгкхκγχ", "k"), **dict.fromkeys("lrлрλρ", "r"),
    **dict.fromkeys("mмμ", "m"), **dict.fromkeys("nнν", "n"), "ξ": "ks", "ψ": "ps",
    **dict.fromkeys("カキクケコガギグゲゴ", "k"),
    **dict.fromkeys("サシスセソザジズゼゾチツヂヅ", "s"),
    **dict.fromkeys("タテトダデド", "t"), **dict.fromkeys("ナニヌネノン", "n"), **dict.fromkeys("マミムメモ", "m"),
    **dict.fromkeys("ラリルレロ", "r"), **dict.fromkeys("バビブベボパピプペポ", "p"), **dict.fromkeys("フヴワ", "f"),
}  # fmt: skip
"""The class of a consonant; vowels, h and j have none. l and r are one for Japanese, b and p, d and t for German."""
_HARD_C: Final = re.compile("c(?=[^eiyêéèíěs]|$)")


@dataclass(frozen=True, slots=True)
class Anchors:
    """What a document shares with its translations: hashed anchors, each once, and where each stands first (0 to 1)."""

    language: str
    keys: NDArray[np.uint32]
    places: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """A document of another language that tells the same: its number, score (0 to 1), how many anchors are shared."""

    number: int
    score: float
    shared: int


def find_anchors(text: str, language: str) -> Anchors:
    """The anchors of a text in a language."""
    text = text[:LONGEST]
    first: dict[int, float] = {}
    size = max(1, len(text))
    for name, place in _anchors(text, language):
        first.setdefault(zlib.crc32(name.encode()), place / size)
    keys = np.array(sorted(first), np.uint32)
    return Anchors(language, keys, np.array([first[int(key)] for key in keys], np.float32))


def _anchors(text: str, language: str) -> Iterator[tuple[str, int]]:
    for found in _NUMBER.finditer(text):
        value = _value(found.group(), text[found.end() : found.end() + 12])
        if value >= 10 or "." in f"{value:g}":
            yield f"#{value:g}", found.start()
    for found in _ADDRESS.finditer(text):
        yield "@" + found.group().lower().rstrip("./"), found.start()
    for found in _KATAKANA.finditer(text):
        yield from ((name, found.start()) for name in _skeletons(found.group(), 3))
    for found in _WORD.finditer(text):
        word = found.group()
        if word[0].isupper() or language in ("zh", "ja"):
            yield from ((name, found.start()) for name in _skeletons(fold(word), 3))
        elif len(word) >= 7:
            yield from ((name, found.start()) for name in _skeletons(fold(word), 5))


def _value(figures: str, behind: str) -> float:
    """A number in figures with the word or sign behind it that multiplies it: "2,4 Millionen" is 2,400,000."""
    grouped = re.fullmatch(r"\d{1,3}(?:([.,  ' ])\d{3})(?:\1\d{3})*", figures)
    plain = re.sub(r"\D", "", figures) if grouped else figures.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        value = float(re.sub(r"\D", "", figures))
    scale = _SCALE.match(behind)
    return value * _FACTOR[str(scale.lastgroup)] if scale else value


def _skeletons(word: str, least: int) -> Iterator[str]:
    """The classes of a word's consonants: the first five, and of longer ones the first three, which endings leave."""
    soft = _HARD_C.sub("k", word)
    plain = _DIGRAPHS.sub(lambda found: _OF_DIGRAPH.get(found.group(), "s"), soft)
    bones = "".join(_CLASSES.get(letter, "") for letter in plain)
    bones = re.sub(r"(.)\1+", r"\1", bones)
    if len(bones) >= least:
        yield "n" + bones[:5]
        if len(bones) > 3:
            yield "m" + bones[:3]


class Pool:
    """Documents among which originals are looked for; found are those of other languages than the query's."""

    def __init__(self, documents: Iterable[Anchors]) -> None:
        self.documents = list(documents)
        keys = np.concatenate([d.keys for d in self.documents] or [np.zeros(0, np.uint32)])
        owners = np.repeat(np.arange(len(self.documents), dtype=np.int32), [len(d.keys) for d in self.documents])
        order = np.argsort(keys, kind="stable")
        self._owners = owners[order]
        self._keys, self._starts = np.unique(keys[order], return_index=True)
        self._counts = np.diff(np.append(self._starts, len(keys)))
        self._sizes = np.array([self._norm(d) for d in self.documents])
        self._languages = np.array([d.language for d in self.documents])

    def find(self, query: Anchors, most: int = 1) -> list[Found]:
        """The documents in other languages most like a translation or original of this one, the best first."""
        if not self.documents:
            return []
        weights = self._weights(query.keys)
        limit = max(20.0, MOST_LISTED * len(self.documents))
        sums = np.zeros(len(self.documents))
        for key, weight in zip(query.keys, weights, strict=True):
            at = int(np.searchsorted(self._keys, key))
            if at < len(self._keys) and self._keys[at] == key and self._counts[at] <= limit:
                sums[self._owners[self._starts[at] : self._starts[at] + self._counts[at]]] += weight
        sums[self._languages == query.language] = 0
        chosen = np.argsort(-sums / np.maximum(self._sizes, 1e-6), kind="stable")[: max(CANDIDATES, most)]
        found = [self._compare(query, int(number)) for number in chosen if sums[number] > 0]
        return sorted(found, key=lambda one: (-one.score, one.number))[:most]

    def _compare(self, query: Anchors, number: int) -> Found:
        """How much of two documents is shared, near the same place, as a share of what both have."""
        other = self.documents[number]
        _, here, there = np.intersect1d(query.keys, other.keys, assume_unique=True, return_indices=True)
        near = np.exp(-np.abs(query.places[here] - other.places[there]) / NEAR)
        shared = float((self._weights(query.keys[here]) * near).sum())
        both = math.sqrt(self._norm(query) * self._norm(other))
        score = shared / both if both and len(here) >= LEAST_ANCHORS else 0.0
        return Found(number, round(min(1.0, score), 4), len(here))

    def _norm(self, document: Anchors) -> float:
        return float(self._weights(document.keys).sum())

    def _weights(self, keys: NDArray[np.uint32]) -> NDArray[np.float64]:
        """The logarithm of how rare each anchor is among the documents, squared: common ones count for nothing."""
        at = np.minimum(np.searchsorted(self._keys, keys), max(0, len(self._keys) - 1))
        known = self._keys[at] == keys if len(self._keys) else np.zeros(len(keys), np.bool_)
        counts = np.where(known, self._counts[at] if len(self._counts) else 0, 0)
        rarity = np.log((len(self.documents) + 1) / (counts + 1))
        return np.asarray(rarity * rarity)
