"""The types shared by all stages.

    reader -> Document -> detectors return Marks -> resolve decides Segments -> Result -> record

Offsets are half-open, in Unicode code points of `Document.text`, the one page text. Readers may
change characters; later stages do not. All types are frozen. Types of which a page has hundreds are
named tuples, which take a third of the time of a dataclass to create.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from cleaner.kinds import Fate

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


@dataclass(frozen=True, slots=True, eq=False)
class Elements:
    """The elements of a page that contain lines, and their ancestors, as columns in document order.

    Parents come before their children. Columns instead of objects: a page has five hundred elements, and a pass over
    all of them takes a tenth of the time.

    sorts: the different pairs of tag and names; sort: for each element, its index in `sorts`. A name is a word of the
        class, id or role in lower case, split at anything that is not a letter or digit.
    parents: for each element, the index of its parent, -1 for the root. depths: for each, the number of ancestors.
    shapes: for each, the number of siblings with the same tag and classes, itself included; a list of teasers has many.
    hidden: for each, whether it is invisible to readers. itemprops: schema.org properties, by index of the element.
    starts: first numbers of numbered lists that do not begin with 1, by index of the element.
    """

    sorts: Sequence[tuple[str, tuple[str, ...]]]
    sort: Sequence[int]
    parents: Sequence[int]
    depths: Sequence[int]
    shapes: Sequence[int]
    hidden: Sequence[bool]
    itemprops: Mapping[int, str]
    starts: Mapping[int, int] = field(default_factory=dict)


class Node(NamedTuple):
    """An element of a page, by its number among `Elements`."""

    elements: Elements
    number: int

    @property
    def tag(self) -> str:
        return self.elements.sorts[self.elements.sort[self.number]][0]

    @property
    def words(self) -> tuple[str, ...]:
        """The words of class, id and role in lower case."""
        return self.elements.sorts[self.elements.sort[self.number]][1]

    @property
    def itemprop(self) -> str:
        """The schema.org property, "" if there is none."""
        return self.elements.itemprops.get(self.number, "")

    @property
    def depth(self) -> int:
        return self.elements.depths[self.number]

    @property
    def shape(self) -> int:
        """How many siblings share its tag and classes, itself with them."""
        return self.elements.shapes[self.number]

    @property
    def hidden(self) -> bool:
        return self.elements.hidden[self.number]

    @property
    def parent(self) -> Node | None:
        """The parent element, None for the root."""
        above = self.elements.parents[self.number]
        return Node(self.elements, above) if above >= 0 else None

    def ancestors(self) -> Iterable[Node]:
        """This node, then its parents up to the root."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


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


@dataclass(frozen=True, slots=True)
class Language:
    """A two-letter code ("und": it could not be detected) and the confidence of the detection, 0.0 to 1.0."""

    code: str
    confidence: float


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


@dataclass(frozen=True, repr=False)
class Document:
    """The output of a reader: the page text, its lines, and the metadata of the page.

    meta: facts from JSON-LD, `<meta>` and trafilatura, by record field ("title", "authors", ...), each with
        its origin: {"title": (("og:title", "..."), ("title", "..."))}, the most trusted first.
    warnings: repairs made by the reader ("decoded with replacement characters").
    stripped: spans that the caller's site rules strip.
    inlines: links, emphasis, images and tables, sorted by start; an outer element before the elements in it.
    unmarked: for Markdown, the text without syntax; else None.
    ask: runs trafilatura on the page and returns, for each block in order, the share of its words (0.0 to 1.0) that
        trafilatura extracts. It holds the lxml tree, so it is neither compared nor pickled, and `settle` drops it.
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
        """One line; the text could be megabytes."""
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
        """This document with `lines` set by a reader that has cut them already; saves 1 % of the time per document."""
        vars(self)["lines"] = lines
        return self

    def judged(self) -> Document:
        """The document that detectors, classifier and assessor see: this one, or Markdown's text without its marks."""
        if self.unmarked is None:
            return self
        return replace(self, text=self.unmarked.text, blocks=self.unmarked.blocks, unmarked=None)

    @property
    def elements(self) -> Elements | None:
        """The elements that contain its lines; None if it was not read from HTML."""
        node = self.blocks[0].node if self.blocks else None
        return node.elements if node is not None else None

    @cached_property
    def witnessed(self) -> tuple[float, ...] | None:
        """The trafilatura check, run at the first use; None if there is no page to check or `witness` is False.

        It takes half the time of `trafilatura.extract(..., with_metadata=True)`.
        """
        return self.ask() if self.ask is not None else None

    def settle(self) -> Document:
        """A copy without the lxml tree. `witnessed` keeps its value if it was computed, else it becomes None."""
        if self.ask is None:
            return self
        settled = replace(self, ask=None)
        vars(settled).update(vars(self) | {"ask": None})
        return settled

    def __getstate__(self) -> dict[str, object]:
        """The fields without cached values and without the lxml tree."""
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"ask": None}


class Reason(NamedTuple):
    """Why a mark was made: data, not a sentence.

    rule: an id that `cleaner rule ID` explains.
    evidence: the words of the page, or the measurement, that led to the mark.
    """

    rule: str
    evidence: str = ""


class Mark(NamedTuple):
    """One detector's statement about one span.

    kind: a row of `cleaner.kinds.KINDS`, or `BODY` to protect the span ("this is the article").
    score: the share of such marks that were right on labelled pages to call the span boilerplate
        (or, for `BODY`, article), 0.0 to 1.0 (calibrated).
    kind_score: the share whose kind was right as well; None: the same as `score`.
    lifted: metadata found in the span, as (field, value): ("authors", "Chris Lau").
    """

    span: Span
    kind: str
    score: float
    detector: str
    reason: Reason
    lifted: tuple[tuple[str, str], ...] = ()
    kind_score: float | None = None

    @property
    def naming(self) -> float:
        """The share of such marks whose kind was right."""
        return self.score if self.kind_score is None else self.kind_score


class Comment(NamedTuple):
    """A reader's comment. author, time: as written in the page, None if missing."""

    author: str | None
    time: str | None
    text: str


class Segment(NamedTuple):
    """A decided span. `mark` is the mark that won, None for body text."""

    span: Span
    fate: Fate
    mark: Mark | None = None


class Verdict(StrEnum):
    """The verdict on machine translation."""

    DECLARED = "declared"
    LIKELY = "likely"
    POSSIBLE = "possible"
    PARTLY = "partly"
    UNLIKELY = "unlikely"
    INSUFFICIENT = "insufficient"


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of the page text with its own probability; None if it cannot be judged."""

    span: Span
    probability: float | None


@dataclass(frozen=True, slots=True)
class Sign:
    """A place with typical wording of translations; evidence shows the expected word: 'following [in] his'."""

    span: Span
    sign: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Translation:
    """The verdict on machine translation. probability is calibrated for equal classes, None where insufficient.

    reason says why a verdict is `insufficient`, `partly` or `declared`, or that a comparison gave it.
    basis: what the verdict is based on: "text", "notice" (the page states it), "comparison" or "original".
    The probability is that of the basis: of a verdict from a comparison it is how sure the comparison is.
    part: share of words in the passages that the verdict is about, 0.0 to 1.0; None if nothing was judged.
    learned_from: codes of the source languages in the training data; the model misses most others.
    """

    verdict: Verdict
    probability: float | None = None
    passages: tuple[Passage, ...] = ()
    signs: tuple[Sign, ...] = ()
    reason: str = ""
    basis: str = "text"
    part: float | None = None
    learned_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """Another document of the folder and its relation to this one."""

    id: str
    relation: str
    score: float
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of the story. `sources` gives the source of each field."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    date: str | None = None
    site: str | None = None
    section: str | None = None
    canonical_url: str | None = None
    dateline: Mapping[str, str | None] | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


class Status(StrEnum):
    """The outcome of a document. If several apply, the last one in this order."""

    OK = "ok"
    EMPTY = "empty"
    NOT_ARTICLE = "not_article"
    TRUNCATED = "truncated"
    TIMEOUT = "timeout"
    CRASHED = "crashed"
    ERROR = "error"

    @property
    def failed(self) -> bool:
        return self in (Status.TIMEOUT, Status.CRASHED, Status.ERROR)


Assessor = Callable[[Document, tuple[Segment, ...]], Translation]
"""Assesses a document from its kept segments."""
