"""Teasers by their shape: lines as long as a headline below the story, and lists of other stories.

Single lines get a label-only mark (score 0), which never causes a removal: a removed line of this length that no
wording rule matches is usually the title of another story. Lists of texts that are cut off within a sentence are marked
for removal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import LineIndex
from cleaner.document import Mark
from cleaner.text.line_shape import is_person, spaced_size

SHORTEST, LONGEST_TEASER = 40, 150
"""Characters of a teaser; Chinese, Japanese and Korean say it in half as many. Of the typed lines below the story that
are as long, 74 of 100 were teasers, 87 of those that begin and end like a headline."""

LEAST_ITEMS = 3
"""Cut texts that make a list."""
GAP = 5
"""Lines from one cut text to the next, at most: title, section, author and date."""
LEAST_CUT, LONGEST_CUT = 60, 400
"""Characters of what a teaser says of its story."""

_CUT = re.compile(r"[^\s.!?…。！？\"”»][ \xa0]?(?:\.{3}|…|\[…\]|\[\.{3}\])\Z")
_OPENING = re.compile(r"[\"'“„«»‘¿¡\[(【「『《]?[^\W_]")
_OTHER = re.compile(r"[©ⓒ@]|copyright|\d{7}", re.IGNORECASE)


def find_related(document: IndexedDocument) -> Iterator[Mark]:
    """Name the lines below the story that are as long as a headline and begin and end like one."""
    page = document.index
    words = page.words
    yield from (make_mark(document, index, "related.cut") for index in _cut_lists(page))
    others = {*page.opening_with(words.by, words.by_label, words.credit, words.photo, words.tags, words.published)}
    for index, line in enumerate(document.lines[page.parts.end :], page.parts.end):
        if SHORTEST // 2 <= len(line) <= LONGEST_TEASER and index not in others and _is_long(line) and _is_shaped(line):
            yield make_mark(document, index, "related.length")


def _is_long(line: str) -> bool:
    return SHORTEST <= (len(line) if line.isascii() else spaced_size(line)) <= LONGEST_TEASER


def _cut_lists(page: LineIndex) -> list[int]:
    """The lines of a list of teasers below the story, from the title of the first to the cut text of the last."""
    cut = [index for index in range(page.parts.end, len(page.lines)) if _is_cut(page.lines[index])]
    return [place for first, last in _close(cut) for place in range(max(page.parts.end, first - 1), last + 1)]


def _close(places: list[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of those that stand close together and are a list."""
    first = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] - places[at - 1] > GAP:
            if at - first >= LEAST_ITEMS:
                yield places[first], places[at - 1]
            first = at


def _is_cut(line: str) -> bool:
    """Whether a line breaks off in the midst of a sentence."""
    return line[-1] in ".…]" and LEAST_CUT <= spaced_size(line) <= LONGEST_CUT and _CUT.search(line) is not None


def _is_shaped(line: str) -> bool:
    return (
        line[-1] not in ".。:：,"
        and not line[0].islower()
        and _OPENING.match(line) is not None
        and _OTHER.search(line) is None
        and not ("," in line and all(map(is_person, line.split(","))))
    )
