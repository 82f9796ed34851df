"""What is said of a document: marks, the segments decided from them, metadata, translation and status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from cleaner.document.page import Document, Span
from cleaner.kinds import Fate


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
