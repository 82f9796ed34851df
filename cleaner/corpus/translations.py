"""The originals and translations of a document among the documents of an index, as relations for its record."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.corpus.across_languages import SURE, Found, Lists, Rarity, align_paragraphs, find_across
from cleaner.corpus.align import Pair
from cleaner.corpus.anchors import Anchors, unpack_anchors
from cleaner.corpus.direction import Copy, Direction, Side, judge_translation
from cleaner.corpus.evidence import MOST_PAIRS, read_again
from cleaner.corpus.index import Index
from cleaner.document import Relation
from cleaner.errors import PackError
from cleaner.result import Result

MOST_TOLD: Final = 5
"""A story may stand in a folder in several languages."""

RELATIONS: Final[Mapping[Copy, str]] = {
    "left": "translated-from", "right": "translated-as", "unknown": "translation",
}  # fmt: skip


class IndexedAnchors:
    """The documents of an index by their anchors, numbered as the index does; number 0 is nobody."""

    def __init__(self, index: Index) -> None:
        self.index = index

    @cached_property
    def outlines(self) -> tuple[Sequence[str], NDArray[np.int64]]:
        """Language and number of firm anchors by number."""
        query = "SELECT number, language, firm FROM documents JOIN derived USING (number) ORDER BY number"
        rows = self.index.rows(query)
        if [number for number, _, _ in rows] != list(range(1, len(rows) + 1)):
            raise PackError(f"{self.index.path}: the index is damaged: it lacks documents; learn it anew")
        return ["und", *(language for _, language, _ in rows)], np.array([0, *(firm for *_, firm in rows)], np.int64)

    @cached_property
    def rarity(self) -> Rarity:
        """How rare each anchor is in the folder."""
        rows = np.array(self.index.rows("SELECT key, count FROM anchors ORDER BY key"), np.int64).reshape(-1, 2)
        return Rarity(self.index.size, rows[:, 0].astype(np.uint32), rows[:, 1])

    def anchor_lists(self, keys: NDArray[np.uint32]) -> Lists:
        """The documents of each anchor."""
        size = len(self.outlines[0])
        for key, data in self.index.rows_in("SELECT key, documents FROM anchors WHERE key IN", keys.tolist()):
            numbers = np.frombuffer(data, "<u4")
            yield key, numbers[numbers < size]

    def anchors_of(self, numbers: Iterable[int]) -> Mapping[int, Anchors]:
        """Documents by number."""
        query = "SELECT number, anchors, language FROM documents WHERE number IN"
        try:
            return {n: unpack_anchors(data, language) for n, data, language in self.index.rows_in(query, numbers)}
        except (ValueError, zlib.error) as error:
            raise PackError(f"{self.index.path}: the index is damaged: {error}; learn it anew") from None

    def __getstate__(self) -> dict[str, Any]:
        return {"index": self.index}


def tell_translations(result: Result, own: Anchors, side: Side, among: IndexedAnchors) -> Iterator[Relation]:
    """The documents of other languages that tell the same as a result, the likeliest first."""
    for found in find_across(own, among, MOST_TOLD):
        if found.score < SURE:
            break
        known = among.index.entry(found.number).fingerprint
        direction = judge_translation(side, Side(known.date, known.translated))
        pairs = align_paragraphs(own, known.anchors, among.rarity)
        text = read_again(known)
        told = tell_found(found, own, known.anchors, direction) | {
            "pairs": [_tell_pair(result, pair, own, known.anchors, text) for pair in pairs[:MOST_PAIRS]]
        }
        yield Relation(known.id, RELATIONS[direction.copy], min(1.0, found.score), told)


def tell_found(found: Found, own: Anchors, other: Anchors, direction: Direction) -> dict[str, Any]:
    """The measures of a pair, and which of the two is the translation."""
    return {
        "language": other.language,
        "shared": found.shared,
        "paragraphs": [len(own.paragraphs), len(other.paragraphs)],
        "copy": {"left": "this", "right": "other", "unknown": "unknown"}[direction.copy],
        "copy_confidence": direction.confidence,
    }


def _tell_pair(result: Result, pair: Pair, own: Anchors, other: Anchors, text: str | None) -> dict[str, Any]:
    start, end = own.paragraphs[pair.left].tolist()
    told: dict[str, Any] = {
        "paragraph": pair.left,
        "other": pair.right,
        "similarity": round(pair.similarity, 3),
        "start": start,
        "end": end,
        "text": result.text[start:end],
    }
    if text is not None:
        first, last = other.paragraphs[pair.right].tolist()
        told["other_text"] = text[first:last]
    return told
