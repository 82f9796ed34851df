"""The line index of a document, which all detectors share, and the marks they make by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cleaner.document import Document, Mark, Reason, Span
from cleaner.newsroom.dates import LONGEST_DATE_LINE, When, closers_of, openers_of, read_when
from cleaner.newsroom.shape_rules import RULE
from cleaner.newsroom.word_lists import Phrases, Words, first_key, words_for
from cleaner.text.cjk import FIRST_EAST
from cleaner.text.folding import DIGIT, Folded, fold_lines
from cleaner.text.line_shape import Anatomy, anatomy

LEADING = " \t\xa0\u3000-–—―•·*©|/(（[【"
"""Signs that may stand before the first word of a byline or a credit."""
LONG = 400
"""Characters of a line that are folded: shapes are read at the edges of a line."""
EVIDENCE = 80
"""Characters of the page a reason quotes, at most."""


@dataclass(frozen=True, eq=False)
class LineIndex:
    """What detectors ask of every line, computed once for all of them.

    look: the lines folded, with what they hold; folded: the same up to `LONG` characters.
    openings: how many signs stand before the first word, and the key the opening is looked up by.
    """

    lines: tuple[str, ...]
    look: Folded
    folded: tuple[str, ...]
    openings: tuple[tuple[int, str], ...]
    parts: Anatomy
    words: Words

    @cached_property
    def whens(self) -> tuple[When | None, ...]:
        """What each line says about time."""
        (lexicon, openers), closers = openers_of(self.words), closers_of(self.words)
        rows = zip(self.lines, self.folded, self.openings, self.look.signs, strict=True)
        return tuple(
            [
                read_when(folded, self.words)
                if len(line) <= LONGEST_DATE_LINE
                and (skipped or key in lexicon or (signs & DIGIT and (key in openers or not key.isalpha())))
                and ((last := folded.rpartition(" ")[2]) in closers or not (last.isascii() and last.isalpha()))
                else None
                for line, folded, (skipped, key), signs in rows
            ]
        )

    def is_date(self, index: int) -> bool:
        """Whether a line says a date, alone or with a time or a word such as "published"."""
        when = self.whens[index]
        return when is not None and when.rule in ("full", "date", "labelled", "word")

    @cached_property
    def by_key(self) -> Mapping[str, Sequence[int]]:
        """The lines that begin with each word."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, (_, key) in enumerate(self.openings):
            found[key].append(index)
        return found

    def opening_with(self, *tables: Phrases) -> list[int]:
        """The lines whose first word begins a phrase of one of the tables."""
        keys = {key for table in tables for key in table.by_first.keys() & self.by_key.keys()}
        return sorted(index for key in keys for index in self.by_key[key])


def index_lines(document: Document) -> LineIndex:
    """The index of the lines of a document: one folding, one anatomy, one list of dates for all detectors."""
    look = fold_lines(document.lines)
    folded = tuple([low[:LONG] for low in look.lines])
    words = words_for(document.language.code)
    return LineIndex(document.lines, look, folded, _find_openings(folded), anatomy(document.lines), words)


def _find_openings(folded: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """Most lines begin with a word and a blank, which is its key; the others are looked at closely."""
    return tuple(
        [
            (0, word) if (word := low.partition(" ")[0]).isalnum() and word < FIRST_EAST else _find_opening(low)
            for low in folded
        ]
    )


def _find_opening(folded: str) -> tuple[int, str]:
    bare = folded.lstrip(LEADING)
    return len(folded) - len(bare), first_key(bare) if bare else ""


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
    base = document.line_start(index)
    known = RULE[rule]
    evidence = line[start:stop][:EVIDENCE]
    reason = Reason(rule, evidence)
    return Mark(
        Span(base + start, base + stop), known.kind, known.score, known.detector, reason, lifted, known.kind_score
    )


def runs(indexes: Iterable[int]) -> Iterator[list[int]]:
    """Lines that follow one another, run by run; `indexes` in ascending order."""
    run: list[int] = []
    for index in indexes:
        if run and index != run[-1] + 1:
            yield run
            run = []
        run.append(index)
    if run:
        yield run
