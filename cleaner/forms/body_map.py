"""Maps offsets of the page text to offsets of the body."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from cleaner.document import Segment, Span
from cleaner.kinds import Fate

BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def tidy(kept: str) -> str:
    """Make runs of blank lines one blank line and strip both ends: the only tidying, and it adds nothing."""
    return BLANK_LINES.sub("\n\n", kept).strip()


class BodyMap:
    """The kept spans of a page text, and where each of their characters stands in the body.

    kept: spans of the page text, in order, those that touch joined. body: made of them.
    """

    def __init__(self, text: str, segments: Sequence[Segment]) -> None:
        self.kept = tuple(kept_spans(segments))
        self._starts = [start for start, _ in self.kept]
        self._raw_starts: list[int] = []
        size = 0
        for start, end in self.kept:
            self._raw_starts.append(size)
            size += end - start
        raw = "".join([text[start:end] for start, end in self.kept])
        self.body = tidy(raw)
        self._cuts, self._shifts = _cuts(raw)
        first = self._tidied(len(raw) - len(raw.lstrip()))
        self._lead = first

    def place(self, at: int) -> int:
        """The place in the body of a place of the page text; of one that was removed, where the text goes on."""
        piece = bisect_right(self._starts, at) - 1
        if piece < 0:
            return 0
        start, end = self.kept[piece]
        raw = self._raw_starts[piece] + (at if at < end else end) - start
        place = (self._tidied(raw) if self._cuts else raw) - self._lead
        return min(place, len(self.body)) if place > 0 else 0

    def span(self, start: int, end: int) -> Span:
        """The same of a span, without white space at its ends; empty where nothing of it is left."""
        first, last, body = self.place(start), self.place(end), self.body
        while first < last and body[first].isspace():
            first += 1
        while last > first and body[last - 1].isspace():
            last -= 1
        return Span(first, last)

    def _tidied(self, raw: int) -> int:
        """A place of the kept characters after blank lines were made one."""
        cut = bisect_right(self._cuts, raw) - 1
        if cut < 0:
            return raw
        before, gone = self._shifts[cut]
        return raw - before - min(gone, max(0, raw - self._cuts[cut] - 2))


def kept_spans(segments: Iterable[Segment]) -> list[Span]:
    """The spans of the body, those that touch made one."""
    kept: list[Span] = []
    for span, fate, _ in segments:
        if fate is Fate.KEEP and kept and kept[-1].end == span.start:
            kept[-1] = Span(kept[-1].start, span.end)
        elif fate is Fate.KEEP:
            kept.append(span)
    return kept


def _cuts(raw: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Where runs of blank lines begin; for each the characters gone before it, and in it."""
    cuts: list[int] = []
    shifts: list[tuple[int, int]] = []
    total = 0
    for run in BLANK_LINES.finditer(raw):
        gone = run.end() - run.start() - 2
        cuts.append(run.start())
        shifts.append((total, gone))
        total += gone
    return cuts, shifts
