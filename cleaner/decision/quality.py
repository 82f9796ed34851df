"""How good a body can be expected to be, by the probabilities of body that its lines have."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from cleaner.document import Block, Quality, Segment
from cleaner.kinds import Fate


def expect_quality(segments: Sequence[Segment], blocks: Sequence[Block], article: Sequence[float]) -> Quality:
    """The quality of the body that the probabilities of the lines let expect.

    article: for each block the calibrated probability that it is article, before any weight in favor of the body.
    Each character of a block counts it as article, and is kept or not by its segment.
    """
    starts = [segment.span.start for segment in segments]
    total = kept = right = 0.0
    for (start, end), share in zip((block.span for block in blocks), article, strict=True):
        stays = 0
        at = max(0, bisect_right(starts, start) - 1)
        while at < len(segments) and starts[at] < end:
            (first, last), fate, _ = segments[at]
            stays += min(end, last) - max(start, first) if fate is Fate.KEEP else 0
            at += 1
        total += share * (end - start)
        kept += stays
        right += share * stays
    return _quality(total, kept, right)


def _quality(article: float, kept: float, right: float) -> Quality:
    """From the expected characters of the article, those kept, and those of both."""
    lost = max(0.0, 1 - right / article) if article else 0.0
    wrong = max(0.0, 1 - right / kept) if kept else 0.0
    return Quality(min(1.0, 2 * right / (article + kept)) if article + kept else 0.0, lost, wrong)
