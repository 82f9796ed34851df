"""Compares two cleaned documents without an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.corpus.across_languages import GENERAL, SURE, Found, align_paragraphs, rate
from cleaner.corpus.align import Pair
from cleaner.corpus.anchors import Anchors, body_anchors
from cleaner.corpus.direction import Side, judge_direction, judge_translation
from cleaner.corpus.rewrite import LEAST_OVERLAP, Comparison, compare
from cleaner.corpus.sentences import tell
from cleaner.document import Span
from cleaner.result import Result


@dataclass(frozen=True)
class Across:
    """Two bodies in different languages, aligned by paragraph. found: their score and how many anchors they share."""

    left: Anchors
    right: Anchors
    found: Found
    pairs: Sequence[Pair]

    @property
    def spans(self) -> tuple[Sequence[Span], Sequence[Span]]:
        """Where the paragraphs of each stand."""
        left, right = ([Span(*row) for row in side.paragraphs.tolist()] for side in (self.left, self.right))
        return left, right


def compare_results(left: Result, right: Result) -> Comparison | Across:
    """The bodies of two results, aligned: by sentences in one language, else by paragraphs."""
    left, right = left.judged, right.judged
    languages = {left.document.language.code, right.document.language.code}
    if len(languages) == 1 or "und" in languages:
        return compare(tell(left.document, left.segments), tell(right.document, right.segments))
    a, b = (body_anchors(side.document, side.segments) for side in (left, right))
    return Across(a, b, rate(a, b, GENERAL), align_paragraphs(a, b, GENERAL))


def judge_pair(found: Comparison | Across, left: Result, right: Result) -> str:
    """What two documents are to each other, in a few words."""
    if isinstance(found, Across):
        return _judge_across(found, left, right)
    if found.near_duplicate:
        return "near-duplicate"
    if found.rewritten >= 0.5:
        direction = judge_direction(found, side_of(left), side_of(right))
        if direction.copy == "unknown":
            return "rewritten, which is the copy cannot be told"
        return f"rewritten, the copy is {(left if direction.copy == 'left' else right).id} ({direction.confidence:.2f})"
    return "same-story" if found.overlap >= LEAST_OVERLAP else "unrelated"


def _judge_across(found: Across, left: Result, right: Result) -> str:
    if found.found.score < SURE:
        return "unrelated, as far as can be told across languages"
    direction = judge_translation(side_of(left), side_of(right))
    if direction.copy == "unknown":
        return "translation, of which into which cannot be told"
    copy = (left if direction.copy == "left" else right).id
    return f"translation, the translated one is {copy} ({direction.confidence:.2f})"


def side_of(result: Result) -> Side:
    """What is known of a result's text beside its words."""
    return Side(result.metadata.date or "", result.translation.probability if result.translation else None)
