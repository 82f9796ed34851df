"""The lines of a document as the newsroom detectors look at them, and the claims they make about them."""

from __future__ import annotations

from functools import lru_cache

from cleaner.matching import fold
from cleaner.model import Document, Mark, Reason, Span
from cleaner.newsroom.rules import RULE

LONG = 400
"""Characters of a line that are folded: shapes are read at the edges of a line."""
EVIDENCE = 80
"""Characters of the page a reason quotes, at most."""


@lru_cache(maxsize=8)
def folded_lines(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The opening of every line in lower case without accents, as long as what it folds."""
    return tuple(fold(line[:LONG]) for line in lines)


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
