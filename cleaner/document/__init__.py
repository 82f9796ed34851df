"""The types shared by all stages.

    reader -> Document -> detectors return Marks -> resolve decides Segments -> Result -> record

Offsets are half-open, in Unicode code points of `Document.text`, the one page text. Readers may
change characters; nothing after them does. All types are frozen: a mark is never changed, only
outscored. Those a page has hundreds of are named tuples: made in a third of the time of a dataclass.
"""

from __future__ import annotations

from cleaner.document.elements import Elements, Node
from cleaner.document.outcome import (
    Assessor,
    Comment,
    Mark,
    Metadata,
    Passage,
    Reason,
    Relation,
    Segment,
    Sign,
    Status,
    Translation,
    Verdict,
)
from cleaner.document.page import Block, Document, Inline, Language, Span, Stripped, Unmarked, Wordless, one_line

__all__ = [
    "Assessor",
    "Block",
    "Comment",
    "Document",
    "Elements",
    "Inline",
    "Language",
    "Mark",
    "Metadata",
    "Node",
    "Passage",
    "Reason",
    "Relation",
    "Segment",
    "Sign",
    "Span",
    "Status",
    "Stripped",
    "Translation",
    "Unmarked",
    "Verdict",
    "Wordless",
    "one_line",
]
