"""Marks the lines that repeat the story's headline; `headline_lines` finds them."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.signed_headlines import is_byline
from cleaner.document import Mark

SIGNED = 0.98
"""How surely a line right above the byline is the headline, whatever words it has: 63 of 64 such lines were."""


def find_headlines(document: IndexedDocument) -> Iterator[Mark]:
    """Mark every line that is the story's headline or the page's title."""
    for line in document.headline_lines:
        mark = make_mark(document, line.number, line.rule, lifted=(("title", line.title),))
        below = line.number + 1
        signed = line.rule != "headlines.title" and below < len(document.lines) and is_byline(document.index, below)
        yield mark._replace(kind_score=SIGNED) if signed else mark
