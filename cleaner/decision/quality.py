"""Estimates the quality of a body from the body probabilities of its lines."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.document import Block, Quality, Segment
from cleaner.forms.body_map import kept_spans


def expect_quality(segments: Sequence[Segment], blocks: Sequence[Block], article: Sequence[float]) -> Quality:
    """The expected quality of the body.

    article: for each block the calibrated probability that it is article, before any weight in favor of the body. Each
    character of the block counts as this share of a character of article, and is kept or not by its segment.
    """
    spans = kept_spans(segments)
    total = kept = right = 0.0
    at = 0
    for ((start, end), _, _), share in zip(blocks, article, strict=True):
        total += share * (end - start)
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        stays, look = 0, at
        while look < len(spans) and spans[look][0] < end:
            first, last = spans[look]
            stays += min(end, last) - max(start, first)
            look += 1
        kept += stays
        right += share * stays
    return _quality(total, kept, right)


def _quality(article: float, kept: float, right: float) -> Quality:
    """From the expected characters: of the article, of the body, and of the article within the body."""
    lost = max(0.0, 1 - right / article) if article else 0.0
    wrong = max(0.0, 1 - right / kept) if kept else 0.0
    return Quality(min(1.0, 2 * right / (article + kept)) if article + kept else 0.0, lost, wrong)
