"""Compares two cleaned documents without an index."""

from __future__ import annotations

from cleaner.corpus.direction import Side, judge_direction
from cleaner.corpus.rewrite import LEAST_OVERLAP, Comparison, compare
from cleaner.corpus.sentences import tell
from cleaner.result import Result


def compare_results(left: Result, right: Result) -> Comparison:
    """The bodies of two results, aligned."""
    left, right = left.judged, right.judged
    return compare(tell(left.document, left.segments), tell(right.document, right.segments))


def judge_pair(found: Comparison, left: Result, right: Result) -> str:
    """What two documents are to each other, in a few words."""
    if found.near_duplicate:
        return "near-duplicate"
    if found.rewritten >= 0.5:
        direction = judge_direction(found, side_of(left), side_of(right))
        if direction.copy == "unknown":
            return "rewritten, which is the copy cannot be told"
        return f"rewritten, the copy is {(left if direction.copy == 'left' else right).id} ({direction.confidence:.2f})"
    return "same-story" if found.overlap >= LEAST_OVERLAP else "unrelated"


def side_of(result: Result) -> Side:
    """What is known of a result's text beside its words."""
    return Side(result.metadata.date or "", result.translation.probability if result.translation else None)
