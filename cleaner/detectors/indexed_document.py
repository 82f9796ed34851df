"""A document as detectors receive it: with the line index and the headline lines, each computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import cached_property

from cleaner.detectors.headline_lines import HeadlineLine, below_headline, find_headline_lines
from cleaner.detectors.line_index import LineIndex, index_lines
from cleaner.document import Document, Mark, Reason, Span
from cleaner.newsroom.shape_rules import RULE

EVIDENCE = 80
"""Characters of the page a reason quotes, at most."""


@dataclass(frozen=True, repr=False)
class IndexedDocument(Document):
    """A `Document` that also answers what several detectors ask of its lines."""

    @classmethod
    def of(cls, document: Document) -> IndexedDocument:
        """The same document with the index; lines that were cut are not cut again."""
        values = {field.name: getattr(document, field.name) for field in fields(Document)}
        indexed = cls(**values)
        indexed.with_lines(document.lines)
        return indexed

    @cached_property
    def index(self) -> LineIndex:
        """What detectors ask of every line."""
        return index_lines(self)

    @cached_property
    def headline_lines(self) -> tuple[HeadlineLine, ...]:
        """The lines that are the story's headline."""
        return tuple(find_headline_lines(self, self.index))

    @property
    def below_headline(self) -> int | None:
        """The line below the copy of the headline closest above the story, None where there is none."""
        return below_headline(self.index, self.headline_lines)


Detector = Callable[[IndexedDocument], Iterable[Mark]]
"""Marks spans of a document. It never sees the marks of another detector; a function of a plain `Document` is one."""


def make_mark(
    document: IndexedDocument,
    index: int,
    rule: str,
    *,
    start: int = 0,
    end: int | None = None,
    lifted: tuple[tuple[str, str], ...] = (),
) -> Mark:
    """A mark by a rule on a line or, with `start` and `end` (code points of the stripped line), inside it.

    Kind and scores are the rule's; the detector is named as the first part of the rule's id.
    """
    page = document.index
    line, base, known = page.lines[index], page.starts[index], RULE[rule]
    stop = len(line) if end is None else end
    reason = Reason(rule, line[start:stop][:EVIDENCE])
    return Mark(
        Span(base + start, base + stop), known.kind, known.score, known.detector, reason, lifted, known.kind_score
    )
