"""Names teasers by their shape: lines as long as a headline below the story.

It says nothing about whether such a line goes; that is for others to claim. But one that goes and that no rule knows
by its words is more often the title of another story than anything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.model import Document, Mark
from cleaner.newsroom.lines import claim, survey
from cleaner.shapes import is_cjk

SHORTEST, LONGEST = 40, 150
"""Characters of a teaser; Chinese, Japanese and Korean say it in half as many. Of the typed lines below the story that
are as long, 74 of 100 were teasers, 87 of those that begin and end like a headline."""

_OPENING = re.compile(r"[\"'“„«»‘¿¡\[(【「『《]?[^\W_]")
_OTHER = re.compile(r"[©ⓒ@]|copyright|\d{7}", re.IGNORECASE)


def find_teasers(document: Document) -> Iterator[Mark]:
    """Name the lines below the story that are as long as a headline and begin and end like one."""
    page = survey(document)
    words = page.words
    others = {*page.opening_with(words.by, words.by_label, words.credit, words.photo, words.tags, words.published)}
    for index, line in enumerate(document.lines[page.parts.end :], page.parts.end):
        if SHORTEST // 2 <= len(line) <= LONGEST and index not in others and _is_long(line) and _is_shaped(line):
            yield claim(document, index, "teasers.length")


def _is_long(line: str) -> bool:
    return SHORTEST <= len(line) * (2 if is_cjk(line) else 1) <= LONGEST


def _is_shaped(line: str) -> bool:
    return (
        line[-1] not in ".。:：,"
        and not line[0].islower()
        and _OPENING.match(line) is not None
        and _OTHER.search(line) is None
    )
