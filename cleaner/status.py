"""How a document went: an article, something else, nothing, or cut."""

from __future__ import annotations

from cleaner.kinds import Fate
from cleaner.model import Document, Segment, Status


def judge_status(document: Document, segments: tuple[Segment, ...]) -> Status:
    """The worst status that applies to a document that was cleaned."""
    if document.truncated:
        return Status.TRUNCATED
    if not document.blocks:
        return Status.EMPTY
    kept = any(s.fate is Fate.KEEP and document.slice(s.span).strip() for s in segments)
    return Status.OK if kept else Status.NOT_ARTICLE
