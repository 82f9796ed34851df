"""The types shared by all stages.

    reader -> Document -> detectors return Marks -> resolve decides Segments -> Result -> record

Offsets are half-open, in Unicode code points of `Document.text`, the one page text. Readers may
change characters; later stages do not. All types are frozen. Types of which a page has hundreds are
named tuples, which take a third of the time of a dataclass to create.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
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

_INK = re.compile(r"\S")

Facts = Mapping[str, tuple[tuple[str, str], ...]]
"""What a page says of itself by record field, each with its origin, the most trusted first."""


@dataclass(frozen=True, slots=True)
class Language:
    """A two-letter code ("und": it could not be detected) and the confidence of the detection, 0.0 to 1.0."""

    code: str
    confidence: float

    @property
    def direction(self) -> str:
        """ "rtl" for a language that is written from right to left, else "ltr"."""
        return "rtl" if self.code in _RIGHT_TO_LEFT else "ltr"


_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ps sd syr ug ur yi".split())


@dataclass(frozen=True, repr=False)
class Document:
    """The output of a reader: the page text, its lines, and the metadata of the page.

    meta: facts from JSON-LD, `<meta>` and trafilatura, by record field ("title", "authors", ...), each with
        its origin: {"title": (("og:title", "..."), ("title", "..."))}, the most trusted first.
    warnings: repairs made by the reader ("decoded with replacement characters").
    stripped: spans that the caller's site rules strip.
    inlines: links, emphasis, images and tables, sorted by start; an outer element before the elements in it.
    has_tables: False where it is known that no table is among the inlines, which a reader makes at their first use.
    unmarked: for Markdown, the text without syntax; else None.
    ask: runs trafilatura on the page and returns, for each block in order, the share of its words (0.0 to 1.0) that
        trafilatura extracts. It holds the lxml tree, so it is neither compared nor pickled, and `settle` drops it.
    """

    text: str
    blocks: tuple[Block, ...]
    language: Language
    url: str | None = None
    is_html: bool = False
    meta: Facts = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    truncated: bool = False
    stripped: tuple[Stripped, ...] = ()
    inlines: Sequence[Inline] = ()
    has_tables: bool = True
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

    @property
    def images(self) -> Sequence[str]:
        """The addresses of its images; of an HTML page they are known before its inlines are made."""
        known: Sequence[str] | None = getattr(self.inlines, "images", None)
        return [one.target for one in self.inlines if one.tag == "img"] if known is None else known

    def line_start(self, index: int) -> int:
        """The offset of the first character of a line that is not white space."""
        start = self.blocks[index].span.start
        if self.text[start].isspace() and (found := _INK.search(self.text, start)):
            return found.start()
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
