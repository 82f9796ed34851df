"""Protects code between the fences of Markdown: commands and programs look like boilerplate."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.document import Mark, Reason
from cleaner.kinds import BODY


def find_code(document: IndexedDocument) -> Iterator[Mark]:
    """Protect the lines of code of a text; what pages put into `<pre>` is often no code."""
    if document.is_html:
        return
    for block in document.blocks:
        if block.node is not None and block.node.tag == "pre":
            yield Mark(block.span, BODY, 1.0, "code", Reason("code.fenced"))
