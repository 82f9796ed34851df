"""Marks a second copy of the story on the same page, for example for phones or for printing.

The first copy stays. A single repeated line is no evidence (a refrain, a slogan, a row of a table), so a run of lines
is required, two of them as long as a sentence. On labelled pages, 2 in 100 characters of a second copy were body.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import runs
from cleaner.document import Mark
from cleaner.text.line_shape import is_cjk

LONG_WORDS, LONG_CHARACTERS = 12, 30
"""From how many words a line is as long as a sentence; in characters where words are not spaced."""
LONG_LINES = 2
"""Lines as long as a sentence that a copied run has at least."""


def find_repeated_text(document: IndexedDocument) -> Iterator[Mark]:
    """Mark the lines of every run whose lines all stood in the text before."""
    for run in runs(_seen_before(document)):
        if len(run) >= LONG_LINES and sum(_is_long(document.lines[place]) for place in run) >= LONG_LINES:
            yield from (make_mark(document, place, "repeated_text.again") for place in run)


def _seen_before(document: IndexedDocument) -> Iterator[int]:
    """The lines that stand in the text before, in order. A hidden copy is never the first: the one that shows is."""
    seen: set[str] = set()
    rows = enumerate(document.blocks)
    hidden = {i for i, (_, node, _) in rows if node is not None and node.hidden}
    shown = {line for i, line in enumerate(document.lines) if i not in hidden} if hidden else set()
    for index, line in enumerate(document.lines):
        if line in seen or (index in hidden and line in shown):
            yield index
        seen.add(line)


def _is_long(line: str) -> bool:
    return line.count(" ") + 1 >= LONG_WORDS or (len(line) >= LONG_CHARACTERS and is_cjk(line))
