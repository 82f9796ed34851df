"""The line index of a document, shared by all detectors."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cleaner.document import Document
from cleaner.newsroom.dates import LONGEST_DATE_LINE, When, closers_of, openers_of, read_when
from cleaner.newsroom.word_lists import Phrases, Words, first_key, words_for
from cleaner.text.folding import DIGIT, Folded, fold_lines
from cleaner.text.line_shape import Anatomy, anatomy
from cleaner.text.scripts import FIRST_EAST

LEADING = " \t\xa0\u3000-–—―•·*©|/(（[【"
"""Signs that may stand before the first word of a byline or a credit."""
LONG = 400
"""Characters of a line that are folded: shapes are read at the edges of a line."""


@dataclass(frozen=True, eq=False)
class LineIndex:
    """What detectors ask of every line, computed once for all of them.

    starts: the offset of the first character of each line.
    look: the lines folded, with what they hold; folded: the same up to `LONG` characters.
    openings: how many signs stand before the first word, and the key the opening is looked up by.
    """

    lines: tuple[str, ...]
    starts: tuple[int, ...]
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
        when = self.whens[index] if index < len(self.whens) else None
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

    def holding(self, table: Phrases, zone: range) -> set[int]:
        """The lines of a zone that hold the letters of a phrase, be they a part of a word."""
        first, last = max(zone.start, 0), min(zone.stop, len(self.lines))
        if first >= last:
            return set()
        begins = self.look.begins
        start = begins[first]
        text = self.look.text[start : begins[last] if last < len(self.lines) else None]
        return {bisect_right(begins, start + at) - 1 for _, at, _ in table.literals.find(text)}


def index_lines(document: Document) -> LineIndex:
    """The index of the lines of a document: one folding, one anatomy, one list of dates for all detectors."""
    look = fold_lines(document.lines)
    folded = tuple([low[:LONG] for low in look.lines])
    words = words_for(document.language.code)
    return LineIndex(
        document.lines, _find_starts(document), look, folded, _find_openings(folded), anatomy(document.lines), words
    )


def _find_starts(document: Document) -> tuple[int, ...]:
    text = document.text
    spans = enumerate([block.span for block in document.blocks])
    return tuple([document.line_start(index) if text[start].isspace() else start for index, (start, _) in spans])


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
