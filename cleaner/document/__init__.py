"""The types shared by all stages.

    reader -> Document -> detectors return Marks -> resolve decides Segments -> Result -> record

Offsets are half-open, in Unicode code points of `Document.text`, the one page text. Readers may
change characters; nothing after them does. All types are frozen: a mark is never changed, only
outscored. Those a page has hundreds of are named tuples: made in a third of the time of a dataclass.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from cleaner.document.elements import Elements as Elements
from cleaner.document.elements import Node as Node
from cleaner.document.lines import Block as Block
from cleaner.document.lines import Inline as Inline
from cleaner.document.lines import Span as Span
from cleaner.document.lines import Stripped as Stripped
from cleaner.document.lines import Unmarked as Unmarked
from cleaner.document.lines import Wordless as Wordless
from cleaner.document.lines import one_line as one_line
from cleaner.document.translation import Passage as Passage
from cleaner.document.translation import Sign as Sign
from cleaner.document.translation import Translation as Translation
from cleaner.document.translation import Verdict as Verdict
from cleaner.kinds import Fate


@dataclass(frozen=True, slots=True)
class Language:
    """A two-letter code ("und": it cannot be told) and how sure the detector is, 0.0 to 1.0."""

    code: str
    confidence: float


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
