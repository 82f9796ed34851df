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

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def trimmed(self, text: str) -> Span:
        """The span without white space at its ends; an empty one if it has nothing else. text: what it points into."""
        part = text[self.start : self.end].rstrip()
        return Span(self.start + len(part) - len(part.lstrip()), self.start + len(part))


class Block(NamedTuple):
    """A line of the page text that is not blank, with its line break; several where a paragraph was wrapped.

    node: the HTML element that contains the line; None for plain text.
    link_share: share of its non-space characters that are inside links, 0.0 to 1.0.
    """

    span: Span
    node: Node | None = None
    link_share: float = 0.0


def one_line(text: str) -> str:
    """The text of a block without white space at its ends, a space for each character of a line break in it."""
    return _BREAK.sub(" ", text.strip())


class Inline(NamedTuple):
    """An inline element: a span of the page text with a link or emphasis, or the place of an image (an empty span).

    tag: "a", "em", "strong", "del", "sub", "sup", "code", "img", or "table" around the rows of a table of data.
    target: the address of a link or image, as written in the page. alt: the description of an image.
    """

    span: Span
    tag: str
    target: str = ""
    alt: str = ""


class Stripped(NamedTuple):
    """A span that a site rule strips: the id of the rule, and the rule as written (`readers.ftr_site_config`)."""

    span: Span
    rule: str
    evidence: str


class Wordless(NamedTuple):
    """A line of Markdown without words: a picture, or a link of a picture. Its kind does not need a detector.

    evidence: the description of the picture, or its address.
    """

    span: Span
    kind: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Unmarked:
    """The text and the lines of a Markdown document without syntax. They are judged in place of the document.

    places: for each character of this text, its offset in the document's text.
    starts: for each character, the offset in the document's text where the part begins that is kept or removed with
        it (syntax belongs to the character that it opens before or closes after); the last value is the end.
    wordless: lines of the document's text that this text does not contain.
    """

    text: str
    blocks: tuple[Block, ...]
    places: array[int]
    starts: array[int]
    wordless: tuple[Wordless, ...] = ()

    def outer(self, span: Span) -> Span:
        """The span of the document's text that belongs to a span of this text."""
        return Span(self.starts[span.start], self.starts[span.end])

    def inner(self, span: Span) -> Span:
        """The span of this text that belongs to a span of the document's text."""
        return Span(bisect_left(self.places, span.start), bisect_left(self.places, span.end))
