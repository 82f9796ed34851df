"""Sets the kind of lines around a byline by their position: lines between headline and date, separators, author boxes.

Label-only (score 0): these marks never cause a removal. A removed line next to the date of the story, or below "About
the author", is usually a name, an outlet or a job title.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.detectors.line_index import LineIndex, claim
from cleaner.document import Mark
from cleaner.phrases.matcher import matcher
from cleaner.text.cjk import FIRST_EAST
from cleaner.text.line_shape import ends_like_sentence, is_name_word

ZONE, FAR = 12, 24
"""Lines below the headline, and above the first paragraph where there is none, in which author and date stand."""
REACH = 4
"""Lines from the date up to a name, at most: a name the dump broke into words, an icon, a place."""
LONGEST_SIGNATURE = 40
"""Characters of a name that signs, at most."""
BOX = 14
"""Lines of an author's box, at most."""

_NO_NAME = frozenset(":?!…。？！")


def find_signatures(document: IndexedDocument) -> Iterator[Mark]:
    """Name the lines above the story's date, and those below the label of a biography."""
    page = document.index
    known = matcher(document.language.code).whole
    for index in sorted(_above_dates(document, page)):
        if not known(page.folded[index]):
            yield claim(document, index, "signatures.dated")
    for index in _boxes(document, page):
        yield claim(document, index, "signatures.box")


def _above_dates(document: IndexedDocument, page: LineIndex) -> Iterator[int]:
    """The short lines between the headline and the first date below it; where no headline is known, names only."""
    head, start = document.below_headline, page.parts.start
    if head is not None and (first := _first_date(page, range(head, head + ZONE))) >= 0:
        yield from _names_above(page, first, head, any_line=True)
    else:
        top = max(0, start - FAR)
        yield from _names_above(page, _first_date(page, range(top, start + 1)), top, any_line=False)


def _first_date(page: LineIndex, zone: range) -> int:
    return next((i for i in zone if i < len(page.lines) and page.is_date(i)), -1)


def _names_above(page: LineIndex, date: int, top: int, *, any_line: bool) -> Iterator[int]:
    for index in range(date - 1, max(top, date - REACH) - 1, -1):
        line = page.lines[index]
        if page.parts.prose[index] or len(line) > LONGEST_SIGNATURE:
            return
        if _is_name(line) and (any_line or all(map(is_name_word, line.split()))):
            yield index


def _is_name(line: str) -> bool:
    """Whether a short line can be a name, an outlet or a place: no figures, not the end of a sentence."""
    return (
        line[-1] not in _NO_NAME
        and not line[0].islower()
        and line[0] < FIRST_EAST
        and not ends_like_sentence(line)
        and not any(map(str.isdigit, line))
    )


def _boxes(document: IndexedDocument, page: LineIndex) -> Iterator[int]:
    """The lines below "About the author", down to the last paragraph before the next heading or date."""
    for label in page.opening_with(page.words.about):
        if page.folded[label].strip(" :") in page.words.about and label >= page.parts.start:
            known = matcher(document.language.code).whole
            box = range(label + 1, min(label + BOX + 1, len(page.lines)))
            stop = next((i for i in box if page.whens[i] is not None or known(page.folded[i])), box.stop)
            last = max((i for i in range(box.start, stop) if page.parts.prose[i]), default=label)
            yield from range(box.start, last + 1)
