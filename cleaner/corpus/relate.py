"""Relates a document to the other documents of an index: `related` in its record, and the effect on its verdict."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any, Final

from cleaner.corpus.anchors import Anchors, body_anchors
from cleaner.corpus.candidates import find_tellings, overlap
from cleaner.corpus.compare import side_of
from cleaner.corpus.direction import Direction, Side, judge_direction
from cleaner.corpus.duplicates import band_keys
from cleaner.corpus.evidence import tell_duplicates, tell_rewriting, tell_story
from cleaner.corpus.hashing import digest_of
from cleaner.corpus.index import Entry, Index
from cleaner.corpus.rewrite import LEAST_COMPARED, LEAST_OVERLAP, Comparison, compare
from cleaner.corpus.sentences import Telling, tell
from cleaner.corpus.translations import IndexedAnchors, tell_translations
from cleaner.document import Relation
from cleaner.result import Result
from cleaner.translation import raise_by_comparison

MOST_RELATIONS: Final = 20
_MOST_DUPLICATES: Final = 16
_LEAST_WORDS: Final = 40
"""Words of a body below which it is neither a telling nor a near duplicate of anything but itself."""

_DAYS_APART: Final = 10
_ORDER: Final = (
    "duplicate", "near-duplicate", "rewritten-from", "translated-from", "rewritten-as", "translated-as", "translation",
    "same-story",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Self:
    """The document that is related to others, as the index has it or as it was just cleaned."""

    result: Result
    number: int
    telling: Telling
    anchors: Anchors
    side: Side
    digest: bytes


class Relator:
    """Puts into a result what the index knows of it. Carries an index; picklable.

    A document of the index is judged by its fingerprint there, so that two of them say the same of each other.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._anchored = IndexedAnchors(index)

    def __call__(self, result: Result) -> Result:
        """The result with `related`, and with a translation verdict raised where it is a copy of another document."""
        related = tuple(self.relations(result))
        translation = result.translation
        for relation in related:
            if translation is not None and relation.evidence.get("copy") == "this":
                translation = raise_by_comparison(translation, relation)
        return replace(result, related=related, translation=translation)

    def relations(self, result: Result) -> list[Relation]:
        """The relations of a cleaned document, the closest first."""
        own = self._self(result)
        if len(own.telling.hashes) < _LEAST_WORDS:
            return []
        across = list(tell_translations(own.result, own.anchors, own.side, self._anchored))
        told = {("same-story", relation.id) for relation in across}
        related = (relation for entry in self._candidates(own) if (relation := self._relate(own, entry)) is not None)
        found = across + [relation for relation in related if (relation.relation, relation.id) not in told]
        found.sort(key=lambda relation: (_ORDER.index(relation.relation), -relation.score, relation.id))
        return found[:MOST_RELATIONS]

    def fuller_copy(self, result: Result) -> str | None:
        """The id of the near duplicate to keep in this document's place, None where it is itself the one to keep.

        Of a group of the index that is the document with the most words, of several the first.
        """
        entry = self.index.find(digest_of(result.judged.text), result.id)
        if entry is None or entry.fingerprint.id != result.id:
            return None
        group = self.index.group(entry.group)
        return None if group.number == entry.number else group.fullest

    def _self(self, result: Result) -> _Self:
        digest = digest_of(result.text)
        entry = self.index.find(digest, result.id)
        if entry is not None and entry.fingerprint.id == result.id:
            known = entry.fingerprint
            return _Self(result, entry.number, known.telling, known.anchors, _side(entry), digest)
        telling = entry.fingerprint.telling if entry else tell(result.document, result.segments)
        anchors = entry.fingerprint.anchors if entry else body_anchors(result.document, result.segments)
        return _Self(result, 0, telling, anchors, side_of(result), digest)

    def _candidates(self, own: _Self) -> list[Entry]:
        """The documents it is worth comparing with."""
        met = Counter(self.index.in_bands(band_keys(own.telling).tolist()).tolist())
        near = sorted(met, key=lambda number: (-met[number], number))[:_MOST_DUPLICATES]
        chosen = {*near, *find_tellings(self.index, own.telling)} - {own.number}
        return self.index.entries(chosen)

    def _relate(self, own: _Self, entry: Entry) -> Relation | None:
        """What one other document is to this one, if anything."""
        other = entry.fingerprint
        if other.digest == own.digest or _same_words(own.telling, other.telling):
            return self._relation(entry, "duplicate", 1.0, tell_duplicates(self.index, entry, 1.0, 1.0))
        common = overlap(own.telling, other.telling)
        if common < LEAST_COMPARED:
            return None
        found = compare(own.telling, other.telling, common)
        if found.near_duplicate:
            evidence = tell_duplicates(self.index, entry, found.shared, found.verbatim)
            return self._relation(entry, "near-duplicate", max(found.shared, found.verbatim), evidence)
        if found.rewritten >= 0.5:
            return self._rewriting(own, entry, found)
        if found.overlap < LEAST_OVERLAP or _days_apart(own.side.date, other.date) > _DAYS_APART:
            return None
        return self._relation(entry, "same-story", found.overlap, tell_story(found))

    def _rewriting(self, own: _Self, entry: Entry, found: Comparison) -> Relation:
        other = entry.fingerprint
        direction = judge_direction(found, own.side, _side(entry))
        name = "rewritten-from" if direction.likelier == "left" else "rewritten-as"
        evidence = tell_rewriting(own.result, other, found) | _tell_direction(direction)
        return self._relation(entry, name, found.rewritten, evidence)

    def _relation(self, entry: Entry, name: str, score: float, evidence: dict[str, Any]) -> Relation:
        return Relation(entry.fingerprint.id, name, round(score, 4), evidence)


def _side(entry: Entry) -> Side:
    known = entry.fingerprint
    return Side(known.date, known.translated)


def _tell_direction(direction: Direction) -> dict[str, Any]:
    copy = {"left": "this", "right": "other", "unknown": "unknown"}[direction.copy]
    return {"copy": copy, "copy_confidence": direction.confidence}


def _same_words(left: Telling, right: Telling) -> bool:
    return len(left.hashes) == len(right.hashes) and bool((left.hashes == right.hashes).all())


def _days_apart(left: str, right: str) -> int:
    """Days between two dates, 0 where one is not known."""
    from datetime import date

    try:
        return abs((date.fromisoformat(left[:10]) - date.fromisoformat(right[:10])).days)
    except ValueError:
        return 0
