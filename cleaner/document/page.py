"""The page text and its lines, as a reader made them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import NamedTuple

from cleaner.document.elements import Elements, Node

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


@dataclass(frozen=True, slots=True)
class Language:
    """A two-letter code ("und": it cannot be told) and how sure the detector is, 0.0 to 1.0."""

    code: str
    confidence: float


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


@dataclass(frozen=True, repr=False)
class Document:
    """What a reader made of a source: one page text, its lines, and what the page said about itself.

    meta: facts from JSON-LD, `<meta>` and trafilatura, by record field ("title", "authors", ...), each with
        its origin: {"title": (("og:title", "..."), ("title", "..."))}, the most trusted first.
    warnings: what a reader had to do to make a text of it ("decoded with replacement characters").
    stripped: what the rules of the page's site name, where the caller has such rules.
    inlines: links, emphasis, images and tables, by where they begin; the outer one before what stands in it.
    unmarked: of Markdown, the text without its marks.
    ask: asks trafilatura about the page: for each block, the share of its words (0.0 to 1.0) that it extracts, in
        order. It holds the page's tree, so it is neither compared nor pickled, and `settle` lets it go.
    """

    text: str
    blocks: tuple[Block, ...]
    language: Language
    url: str | None = None
    is_html: bool = False
    meta: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    truncated: bool = False
    stripped: tuple[Stripped, ...] = ()
    inlines: tuple[Inline, ...] = ()
    unmarked: Unmarked | None = None
    ask: Callable[[], tuple[float, ...]] | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        """A line; the text alone may be megabytes."""
        form = "HTML" if self.is_html else "Markdown" if self.unmarked else "text"
        return f"<Document {form}, {self.language.code}: {len(self.text)} characters in {len(self.blocks)} lines>"

    def slice(self, span: Span) -> str:
        """The characters of a span."""
        return self.text[span.start : span.end]

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The text of each block as one line; the same order as `blocks`."""
        return tuple(one_line(self.text[b.span.start : b.span.end]) for b in self.blocks)

    def line_start(self, index: int) -> int:
        """The offset of the first character of a line that is not white space."""
        start = self.blocks[index].span.start
        while self.text[start].isspace():
            start += 1
        return start

    def with_lines(self, lines: tuple[str, ...]) -> Document:
        """This document, by a reader that has cut its lines already: a second time would be 1 % of all it costs."""
        vars(self)["lines"] = lines
        return self

    def judged(self) -> Document:
        """The document that detectors, classifier and assessor see: this one, or Markdown's text without its marks."""
        if self.unmarked is None:
            return self
        return replace(self, text=self.unmarked.text, blocks=self.unmarked.blocks, unmarked=None)

    @property
    def elements(self) -> Elements | None:
        """The elements its lines stand in, None where it was not read from HTML."""
        node = self.blocks[0].node if self.blocks else None
        return node.elements if node is not None else None

    @cached_property
    def witnessed(self) -> tuple[float, ...] | None:
        """What `ask` says, asked at the first use (it costs half the yardstick); None where nobody can be asked."""
        return self.ask() if self.ask is not None else None

    def settle(self) -> Document:
        """A copy without the lxml tree. `witnessed` keeps its value if it was computed, else it becomes None."""
        if self.ask is None:
            return self
        settled = replace(self, ask=None)
        vars(settled).update(vars(self) | {"ask": None})
        return settled

    def __getstate__(self) -> dict[str, object]:
        """The fields alone: what can be computed from them again does not travel, nor does the page's tree."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"ask": None}
