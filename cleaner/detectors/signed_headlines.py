"""The headline above a byline, of any length: the line directly above "By Ana Ruiz"."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.detectors.line_index import LineIndex
from cleaner.newsroom.author_line_parser import read_names
from cleaner.newsroom.word_lists import common
from cleaner.text.line_shape import ends_like_sentence, is_cjk

LONGEST = 130
LEAST_EAST = 4
"""Characters of such a headline, at most; and at least, in scripts without spaces. Others have two words."""
LEAST_SAID = 5
"""Blanks of a standfirst at least; shorter sentences are headlines: "Rain again?"."""


def is_byline(page: LineIndex, index: int) -> bool:
    """Whether a line names the author behind a word for "by", in whatever case: "von Jana Berg"."""
    prefix = page.words.by.opening(page.folded[index])
    names = read_names(page.lines[index][len(prefix) :].lstrip(" :"), page.words, titled=True) if prefix else None
    return names is not None and bool(names.people)


def find_signed(page: LineIndex) -> Iterator[int]:
    """The line right above the byline, a standfirst between them aside, where no paragraph stands above it.

    However short it is: a menu ends above it, and a section's name would stand above the headline.
    """
    for index in range(1, min(page.parts.start + 1, len(page.lines))):
        if page.parts.prose[index - 1] and any(page.parts.prose[: index - 1]):
            return
        if is_byline(page, index) and common().weak_by.isdisjoint((page.words.by.opening(page.folded[index]),)):
            above = index - 1
            while above > 0 and (page.is_date(above) or (above == index - 1 and _is_said(page.lines[above]))):
                above -= 1
            if _is_short_headline(page, above):
                yield above
            return


def _is_short_headline(page: LineIndex, index: int) -> bool:
    line, words = page.lines[index], page.words
    short = len(line) >= LEAST_EAST if is_cjk(line) else " " in line
    return (
        short
        and len(line) <= LONGEST
        and (not ends_like_sentence(line) or line[-1] in "?!？！")
        and not line[0].islower()
        and page.whens[index] is None
        and not (words.photo.opening(page.folded[index]) and ":" in line)
        and not words.by.opening(page.folded[index])
    )


def _is_said(line: str) -> bool:
    """Whether a line between headline and byline is the standfirst, which ends as a sentence does."""
    return ends_like_sentence(line) and line.count(" ") >= LEAST_SAID
