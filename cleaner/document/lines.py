"""Spans of the page text: its lines, the elements of form in them, and the text of Markdown without its marks."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from typing import NamedTuple

from cleaner.document.elements import Node

_BREAK = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


class Span(NamedTuple):
    """A part of the page text: half-open offsets in code points."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """Whether another span lies wholly inside this one."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class Block(NamedTuple):
    """A line of the page text that is not blank, with its line break; several where a paragraph was wrapped.

    node: where the HTML had it; None for plain text.
    link_share: share of its non-space characters that stand inside links, 0.0 to 1.0.
    """

    span: Span
    node: Node | None = None
    link_share: float = 0.0


def one_line(text: str) -> str:
    """The text of a block without white space at its ends, a space for each character of a line break in it."""
    return _BREAK.sub(" ", text.strip())


class Inline(NamedTuple):
    """An element of a page that gives its text a form: a stretch of the page text, or a place in it for an image.

    tag: "a", "em", "strong", "del", "sub", "sup", "code", "img", or "table" around the rows of a table of data.
    target: the address of a link or image, as the page has it. alt: what an image shows.
    """

    span: Span
    tag: str
    target: str = ""
    alt: str = ""


class Stripped(NamedTuple):
    """A span that a rule of the page's site names (`cleaner.readers.ftr_site_config`): its id, the rule as written."""

    span: Span
    rule: str
    evidence: str


class Wordless(NamedTuple):
    """A line of markup that shows no words: a picture alone, a link of a picture. It is of a kind by itself.

    evidence: the description of the picture, or the address.
    """

    span: Span
    kind: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Unmarked:
    """The text and the lines of a document without the marks of its markup: what is judged in its place.

    places: where each character of the text stands in the document's text. starts: where its share of that begins, and
        that the last one ends: a mark belongs to the character it opens before or closes behind.
    wordless: lines of the document's text that this one does not have.
    """

    text: str
    blocks: tuple[Block, ...]
    places: array[int]
    starts: array[int]
    wordless: tuple[Wordless, ...] = ()

    def outer(self, span: Span) -> Span:
        """A stretch of this text in the document's."""
        return Span(self.starts[span.start], self.starts[span.end])

    def inner(self, span: Span) -> Span:
        """The stretch of this text that one of the document's was made of."""
        return Span(bisect_left(self.places, span.start), bisect_left(self.places, span.end))
