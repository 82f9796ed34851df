"""The status and the warnings of a cleaned document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from cleaner.document import Document, Segment, Status
from cleaner.kinds import Fate
from cleaner.text.line_shape import is_prose

PAYWALLED = "paywalled: the page may hold only the opening of the story"

_LEAST_BODY = 140
"""Fewest characters of body of an article without a paragraph of prose: the shortest sample has 162."""
_NEXT = 6
"""Spans after the last kept line among which the prompt must be."""
_TEASER = 1_500
"""Characters of body below which a paywall prompt means that the rest is missing."""


def judge_status(document: Document, segments: tuple[Segment, ...]) -> Status:
    """The worst status that applies to a cleaned document."""
    if document.truncated:
        return Status.TRUNCATED
    if not document.blocks:
        return Status.EMPTY
    return Status.OK if is_article(document, segments) else Status.NOT_ARTICLE


def is_article(document: Document, segments: tuple[Segment, ...]) -> bool:
    """Whether the kept text is a story: any text for plain text, at least one paragraph for a whole page.

    Index pages, galleries, error pages and consent pages keep almost nothing, or short lines only.
    """
    text = document.text
    pieces = (text[start:end] for (start, end), fate, _ in segments if fate is Fate.KEEP)
    if not document.is_html:
        return not all(piece.isspace() for piece in pieces)
    kept = "".join(pieces)
    if not kept.strip():
        return False
    removed = any(s.fate is not Fate.KEEP for s in segments)
    if not removed or len(kept.strip()) >= 10 * _LEAST_BODY:
        return True
    lines = [line.strip() for line in kept.split("\n") if line.strip()]
    return len(kept.strip()) >= _LEAST_BODY and any(is_prose(line) for line in lines)


def find_warnings(document: Document, segments: tuple[Segment, ...]) -> Iterator[str]:
    """Warnings of the readers, and a warning if the story ends at a paywall."""
    yield from document.warnings
    kept = sum(s.span.end - s.span.start for s in segments if s.fate is Fate.KEEP)
    if kept < _TEASER and ("paywalled" in document.meta or _ends_at_wall(document, segments)):
        yield PAYWALLED


def _ends_at_wall(document: Document, segments: tuple[Segment, ...]) -> bool:
    """Whether a paywall prompt follows the last kept line; "Subscribe" in a menu does not count."""
    below = takewhile(lambda s: s.fate is not Fate.KEEP or not document.slice(s.span).strip(), reversed(segments))
    return any(s.mark is not None and s.mark.kind == "paywall" for s in list(below)[-_NEXT:])
