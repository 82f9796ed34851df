"""The lines of a document as the newsroom detectors look at them, and the claims they make about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from cleaner.matching import fold
from cleaner.model import Document, Mark, Reason, Span
from cleaner.newsroom.dates import LONGEST as LONGEST_WHEN
from cleaner.newsroom.dates import When, read_when
from cleaner.newsroom.rules import RULE
from cleaner.newsroom.tables import Phrases, Words, first_key, words_for
from cleaner.shapes import Anatomy, anatomy

LEADING = " \t\xa0\u3000-–—―•·*©|/(（[【"
"""Signs that may stand before the first word of a byline or a credit."""
LONG = 400
"""Characters of a line that are folded: shapes are read at the edges of a line."""
EVIDENCE = 80
"""Characters of the page a reason quotes, at most."""


@dataclass(frozen=True, eq=False)
class Survey:
    """What the newsroom detectors ask of every line, looked at once for all of them.

    openings: how many signs stand before the first word, and the key the opening is looked up by.
    """

    lines: tuple[str, ...]
    folded: tuple[str, ...]
    openings: tuple[tuple[int, str], ...]
    parts: Anatomy
    words: Words

    @cached_property
    def whens(self) -> tuple[When | None, ...]:
        """What each line says about time."""
        return tuple(
            read_when(folded, self.words) if len(line) <= LONGEST_WHEN else None
            for folded, line in zip(self.folded, self.lines, strict=True)
        )

    def opening_with(self, *tables: Phrases) -> list[int]:
        """The lines whose first word begins a phrase of one of the tables."""
        keys = frozenset().union(*(table.by_first for table in tables))
        return [index for index, (_, key) in enumerate(self.openings) if key in keys]


def survey(document: Document) -> Survey:
    """The survey of a document, made at its first asking."""
    return _survey(document.lines, document.language.code)


@lru_cache(maxsize=8)
def _survey(lines: tuple[str, ...], code: str) -> Survey:
    folded = tuple(fold(line[:LONG]) for line in lines)
    return Survey(lines, folded, tuple(map(_opening, folded)), anatomy(lines), words_for(code))


def _opening(folded: str) -> tuple[int, str]:
    bare = folded.lstrip(LEADING)
    return len(folded) - len(bare), first_key(bare) if bare else ""


def line_start(document: Document, index: int) -> int:
    """The offset of the first character of a line that is not white space."""
    start = document.blocks[index].span.start
    while document.text[start].isspace():
        start += 1
    return start


def claim(
    document: Document,
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
    line = document.lines[index]
    stop = len(line) if end is None else end
    base = line_start(document, index)
    known = RULE[rule]
    evidence = line[start:stop][:EVIDENCE]
    return Mark(
        Span(base + start, base + stop),
        known.kind,
        known.score,
        rule.partition(".")[0],
        Reason(rule, evidence),
        lifted,
        known.kind_score,
    )
