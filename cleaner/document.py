"""The types shared by all stages.

    reader -> Document -> detectors return Marks -> resolve decides Segments -> Result -> record

Offsets are half-open, in Unicode code points of `Document.text`, the one page text. Readers may
change characters; nothing after them does. All types are frozen: a mark is never changed, only
outscored. Those a page has hundreds of are named tuples: made in a third of the time of a dataclass.
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
    """The elements of a page that lines stand in, and all above them: a column each, in document order.

    Parents come before their children. Columns and not objects: a page has five hundred, and what asks about all of
    them takes a tenth of the time this way.

    sorts: the different tags with names; sort: by element, its place in `sorts`. A name is a word of the class, id or
        role in lower case, split at anything that is not a letter or digit.
    parents: by element, the place of the one it stands in, -1 for the root. depths: how many stand around it.
    shapes: siblings that share tag and classes; a list of teasers has many, a paragraph of a story few.
    hidden: whether no reader of the page sees it. itemprops: the schema.org properties of those that have one.
    starts: the first numbers of numbered lists that do not begin with 1.
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
        """The schema.org property, "" where there is none."""
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
        """The element it stands in, None for the root."""
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
        """How far the kind can be trusted."""
        return self.score if self.kind_score is None else self.kind_score


class Comment(NamedTuple):
    """A reader's comment. author, time: as the page has them, None where it has none."""

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


class Image(NamedTuple):
    """The lead image of a story: its address, absolute where the page's own is known, and its caption."""

    url: str
    caption: str | None = None


class Alternate(NamedTuple):
    """The page in another language: the code as declared ("x-default" with them), and its address."""

    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of the story, the fields of `MetadataRecord`. `sources` gives the source of each field."""

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
    published: str | None = None
    modified: str | None = None
    description: str | None = None
    image: Image | None = None
    tags: tuple[str, ...] = ()
    type: str | None = None
    access: str | None = None
    license: str | None = None
    declared_language: str | None = None
    author_urls: tuple[str, ...] = ()
    source_agency: str | None = None
    alternates: tuple[Alternate, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """What is expected of a body by the scores of its lines, in shares of characters, 0.0 to 1.0.

    score: F1 of the body, of the two shares below. body_lost: of the article's characters, those removed.
    boilerplate_kept: of the body's characters, those that are not the article's.
    """

    score: float
    body_lost: float
    boilerplate_kept: float


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
