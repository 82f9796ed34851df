"""Estimates the quality of a body from the body probabilities of its lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from cleaner.document import Mark, Quality, Segment
from cleaner.kinds import BODY, Fate

SCORED_BY = "line_model"


def expect_quality(segments: Sequence[Segment], marks: Iterable[Mark]) -> Quality | None:
    """The expected quality of the body; None if the classifier scored no line.

    The score of a line that decided (calibrated, after stacking) is taken as the probability p that the line is body.
    Each character of the line counts as p characters of article, and is kept or not by its segment.
    """
    starts = [segment.span.start for segment in segments]
    article = kept = right = 0.0
    scored = False
    for (start, end), kind, score, detector, _, _, _ in marks:
        if detector != SCORED_BY or (kind != BODY and not score):
            continue  # a second name for a line has no score
        scored = True
        share = score if kind == BODY else 1 - score
        stays = 0
        at = max(0, bisect_right(starts, start) - 1)
        while at < len(segments) and starts[at] < end:
            (first, last), fate, _ = segments[at]
            stays += min(end, last) - max(start, first) if fate is Fate.KEEP else 0
            at += 1
        article += share * (end - start)
        kept += stays
        right += share * stays
    return _quality(article, kept, right) if scored else None


def _quality(article: float, kept: float, right: float) -> Quality:
    """From the expected characters: of the article, of the body, and of the article within the body."""
    lost = max(0.0, 1 - right / article) if article else 0.0
    wrong = max(0.0, 1 - right / kept) if kept else 0.0
    return Quality(min(1.0, 2 * right / (article + kept)) if article + kept else 0.0, lost, wrong)
