"""The lines of a document as the newsroom detectors look at them, and the claims they make about them."""

from __future__ import annotations

from functools import lru_cache

from cleaner.matching import fold
from cleaner.model import Document, Mark, Reason, Span
from cleaner.newsroom.rules import RULE
from cleaner.newsroom.tables import first_key

LEADING = " \t\xa0\u3000-–—―•·*©|/(（[【"
"""Signs that may stand before the first word of a byline or a credit."""
LONG = 400
"""Characters of a line that are folded: shapes are read at the edges of a line."""
EVIDENCE = 80
"""Characters of the page a reason quotes, at most."""


@lru_cache(maxsize=8)
def folded_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The opening of every line in lower case without accents, as long as what it folds."""
    return tuple(fold(line[:LONG]) for line in lines)


@lru_cache(maxsize=8)
def openings(lines: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """Per line, how many signs stand before its first word, and the key its opening is looked up by."""
    found = []
    for folded in folded_lines(lines):
        skipped = len(folded) - len(folded.lstrip(LEADING))
        found.append((skipped, first_key(folded[skipped:]) if skipped < len(folded) else ""))
    return tuple(found)


def line_start(document: Document, index: int) -> int:
    """The offset of the first character of a line that is not white space."""
    span = document.blocks[index].span
    raw = document.text[span.start : span.end]
    return span.start + len(raw) - len(raw.lstrip())


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
