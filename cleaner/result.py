"""What came of one document: the decided segments, and everything told of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from cleaner.document import Document, Language, Mark, Metadata, Reason, Relation, Segment, Status, Translation
from cleaner.kinds import Fate


@dataclass(frozen=True)
class Result:
    """What came of one document. Everything told of it is computed from the segments, so it cannot disagree.

    segments: tile the page text; joined in order they are the page text, character for character.
    marks: every claim that was made, the losing ones too.
    comments: the readers' comments, where they were asked for.
    """

    document: Document
    segments: tuple[Segment, ...]
    marks: tuple[Mark, ...]
    status: Status
    metadata: Metadata
    translation: Translation | None = None
    related: tuple[Relation, ...] = ()
    warnings: tuple[str, ...] = ()
    id: str = ""
    comments: tuple[str, ...] | None = None

    @property
    def text(self) -> str:
        """The page text that every offset points into."""
        return self.document.text

    @cached_property
    def body(self) -> str:
        """The clean article text: the kept characters, runs of blank lines made one, stripped."""
        text = self.document.text
        return tidy("".join([text[start:end] for (start, end), fate, _ in self.segments if fate is Fate.KEEP]))

    @cached_property
    def removed(self) -> tuple[Removed, ...]:
        """The stretches that left the body, removed or lifted, in order."""
        text = self.document.text
        gone = [segment for segment in self.segments if segment.fate is not Fate.KEEP]
        return tuple([Removed(segment, text[segment.span.start : segment.span.end]) for segment in gone])

    @cached_property
    def kept(self) -> tuple[Removed, ...]:
        """The named stretches that stay: dateline, standfirst, correction, and kinds the caller keeps."""
        return tuple(
            Removed(s, self.document.slice(s.span)) for s in self.segments if s.fate is Fate.KEEP and s.mark is not None
        )

    def to_record(self, *, with_text: bool = False, with_marks: bool = False) -> dict[str, Any]:
        """The record as a dictionary ready for JSON; with the page text, with every claim, on request."""
        from cleaner.record import make_record

        return make_record(self, with_text=with_text, with_marks=with_marks)


class Removed(NamedTuple):
    """A named segment with its text, for reading: `result.removed[0].kind`."""

    segment: Segment
    text: str

    @property
    def start(self) -> int:
        return self.segment.span.start

    @property
    def end(self) -> int:
        return self.segment.span.end

    @property
    def kind(self) -> str:
        return self.mark.kind

    @property
    def fate(self) -> Fate:
        return self.segment.fate

    @property
    def score(self) -> float:
        return self.mark.score

    @property
    def detector(self) -> str:
        return self.mark.detector

    @property
    def reason(self) -> Reason:
        return self.mark.reason

    @property
    def mark(self) -> Mark:
        """The claim that won the stretch."""
        assert self.segment.mark is not None
        return self.segment.mark


def failed_result(status: Status, cause: str, *, id: str = "", url: str | None = None) -> Result:
    """The result of a source that could not be cleaned; the cause stands first in its warnings."""
    nothing = Document("", (), Language("und", 0.0), url=url, warnings=(cause,))
    return Result(nothing, (), (), status, Metadata(), warnings=(cause,), id=id)


BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def tidy(kept: str) -> str:
    """Make runs of blank lines one blank line and strip both ends: the only tidying, and it adds nothing."""
    return BLANK_LINES.sub("\n\n", kept).strip()
