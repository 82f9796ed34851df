"""Marks of the story's own headline standing as a line; `headline_lines` finds it."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.detectors.line_index import claim
from cleaner.document import Mark


def find_headlines(document: IndexedDocument) -> Iterator[Mark]:
    """Mark every line that is the story's headline or the page's title."""
    for line in document.headline_lines:
        yield claim(document, line.number, line.rule, lifted=(("title", line.title),))
