"""Sets the kind of lines below a heading such as "Upcoming events", "Jobs" or "Sponsored": offers of the outlet.

Label-only (score 0): these marks never cause a removal. Events, vacancies and sponsored stories look like teasers, and
only the heading above distinguishes them.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import LineIndex
from cleaner.document import Mark
from cleaner.newsroom.word_lists import common
from cleaner.phrases.matcher import matcher
from cleaner.text.line_shape import spaced_size

LONGEST_HEAD = 40
ITEM = 40
"""Characters of an item's title, at the least; an entry of a menu is shorter. Chinese, Japanese and Korean: half."""
CLOSE = 3
"""Lines below the heading among which the first item begins."""
MOST = 24
"""Lines of such a section, at most."""
SPONSORED = 2
"""Lines of a sponsored teaser among real ones: its title, and what it says."""

_EDGE = " \t\xa0:：•|»>-–—→*【】[]"
_ENDS = frozenset(("related", "comments", "paywall", "legal", "consent", "contact", "share", "signup"))
"""Kinds of wording that begin another section."""


def find_offers(document: IndexedDocument) -> Iterator[Mark]:
    """Name the lines below the headings of offers, below the story."""
    page = document.index
    named: set[int] = set()
    for index in range(page.parts.end, len(page.lines)):
        folded = page.folded[index]
        if len(folded) > LONGEST_HEAD:
            continue
        head = folded.strip(_EDGE)
        if head in common().offers and _has_items(page, index):
            named.update(_section(document, page, index, MOST))
        elif head in common().sponsored:
            named.update(_section(document, page, index, SPONSORED))
    for index in sorted(named):
        yield make_mark(document, index, "offers.below")


def _has_items(page: LineIndex, head: int) -> bool:
    """Whether items follow a heading, and not the next entries of a menu: a title, or a date."""
    below = range(head + 1, min(head + 1 + CLOSE, len(page.lines)))
    return any(_is_title(page.lines[i]) or page.whens[i] is not None for i in below)


def _is_title(line: str) -> bool:
    return spaced_size(line) >= ITEM


def _section(document: IndexedDocument, page: LineIndex, head: int, most: int) -> Iterator[int]:
    """The lines from below a heading down to the next known one."""
    whole = matcher(document.language.code).whole
    for index in range(head + 1, min(head + 1 + most, len(page.lines))):
        if any(rule.kind in _ENDS for rule in whole(page.folded[index])):
            return
        yield index
