"""The one place that decides: claims in, segments out.

Every line is decided once. Claims that cover a line compete for the line: the surest claim of boilerplate
against the surest protection. Claims about a stretch inside a line compete for the stretch. What nobody
claimed, and what the article won, is body.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cleaner.config import Config
from cleaner.kinds import BODY, Fate
from cleaner.model import Block, Document, Mark, Segment, Span

CUT_THRESHOLD = 0.5
"""How sure a cut inside a line must be, at the least; a higher `Config.threshold` asks for more."""

SURE = 0.8
"""How sure one line of a run inside the story must be. On out-of-fold dumps this kept 1 to 2 % more of the body lines,
and made more pages exact, at the same F1; interviews with one-line answers stay whole by it."""

SURE_ALONE = 0.9
"""How sure the only sure line of a text must be: one stock phrase in a story about stock phrases is not enough."""


def resolve(document: Document, marks: Iterable[Mark], config: Config) -> tuple[Segment, ...]:
    """Decide every character of the page text. The segments tile it in order, and no two neighbours are unclaimed."""
    by_block = _marks_by_block(document.blocks, marks)
    inks = [_ink(document, block.span) for block in document.blocks]
    whole = [[m for m in claims if m.span.covers(ink)] for claims, ink in zip(by_block, inks, strict=True)]
    winners = _settle_unsure([_decide_line(claims, config) for claims in whole], whole, config)
    decided = [
        segment
        for block, ink, claims, winner in zip(document.blocks, inks, by_block, winners, strict=True)
        for segment in _cut_block(document, block, [m for m in claims if not m.span.covers(ink)], winner, config)
    ]
    return tuple(_tile(len(document.text), decided))


def _marks_by_block(blocks: Sequence[Block], marks: Iterable[Mark]) -> list[list[Mark]]:
    """The claims that touch each block, in an order that does not depend on the detectors' order."""
    starts = [block.span.start for block in blocks]
    touched: list[list[Mark]] = [[] for _ in blocks]
    for mark in sorted(marks, key=_strength, reverse=True):
        first = max(0, bisect_right(starts, mark.span.start) - 1)
        for i in range(first, bisect_left(starts, mark.span.end)):
            if mark.span.overlaps(blocks[i].span):
                touched[i].append(mark)
    return touched


def _strength(mark: Mark) -> tuple[float, float, int, int, str, str]:
    """The surest claim first; then the better name, the longer stretch, the earlier one, and the name."""
    return mark.score, mark.naming, mark.span.end - mark.span.start, -mark.span.start, mark.detector, mark.kind


def _cut_block(
    document: Document, block: Block, claims: Sequence[Mark], winner: Mark | None, config: Config
) -> Iterator[Segment]:
    """The segments of one line: the whole line, or cuts in it and what they leave. claims: those about a part of it."""
    if winner is None and not claims:
        return
    at = block.span.start
    for cut, mark in _grow_cuts(document, block, _decide_cuts(document, block, claims, winner, config)):
        if winner is not None and at < cut.start:
            yield Segment(Span(at, cut.start), config.fate(winner.kind), winner)
        yield Segment(cut, config.fate(mark.kind), mark)
        at = cut.end
    if winner is not None and at < block.span.end:
        yield Segment(Span(at, block.span.end), config.fate(winner.kind), winner)


def _decide_line(claims: Sequence[Mark], config: Config) -> Mark | None:
    """The claim that takes the line, or None where it is article body.

    Whether the line goes is a matter of the surest claim; what it is called, of the claim whose kind can be
    trusted most.
    """
    protection = max((mark.score for mark in claims if mark.kind == BODY), default=0.0)
    named = [mark for mark in claims if mark.kind != BODY]
    best = max((mark.score for mark in named), default=0.0)
    if not named or best <= protection:
        return None
    name = max(named, key=lambda mark: (mark.naming, _strength(mark)))
    if config.fate(name.kind) is not Fate.KEEP and best < config.threshold:
        return None
    return name


def _settle_unsure(winners: list[Mark | None], claims: Sequence[Sequence[Mark]], config: Config) -> list[Mark | None]:
    """Unsure claims need company: the second look of jusText, at runs of lines.

    A run of lines inside the story, none of them surely boilerplate, stays; and so does every line of a text in
    which nothing is sure but perhaps one line. Before and after the story each line goes by its own claim.
    """
    goes = [mark is not None and config.fate(mark.kind) is not Fate.KEEP for mark in winners]
    scores = [max(m.score for m in own if m.kind != BODY) if go else 0.0 for go, own in zip(goes, claims, strict=True)]
    sure = [score >= SURE for score in scores]
    stays = [i for i, go in enumerate(goes) if not go]
    if sum(sure) < 2 and max(scores, default=0.0) < SURE_ALONE:
        return [None if go else mark for go, mark in zip(goes, winners, strict=True)]
    settled = list(winners)
    for above, below in pairwise(stays):
        if not any(sure[above + 1 : below]):
            settled[above + 1 : below] = [None] * (below - above - 1)
    return settled


def _decide_cuts(
    document: Document, block: Block, claims: Sequence[Mark], winner: Mark | None, config: Config
) -> list[tuple[Span, Mark]]:
    """The claims inside the line that hold, in order, none overlapping: the surest first takes its place.

    In a line that goes anyway, a stretch of the line's own kind needs no cut.
    """
    least = max(CUT_THRESHOLD, config.threshold)
    taken: list[tuple[Span, Mark]] = []
    for mark in claims:
        if mark.kind == BODY or (winner is not None and mark.kind == winner.kind):
            continue
        if mark.score < least and config.fate(mark.kind) is not Fate.KEEP:
            continue
        cut = _ink(document, Span(max(mark.span.start, block.span.start), min(mark.span.end, block.span.end)))
        if cut.start < cut.end and not any(cut.overlaps(other) for other, _ in taken):
            taken.append((cut, mark))
    return sorted(taken, key=lambda item: item[0])


def _grow_cuts(document: Document, block: Block, cuts: Sequence[tuple[Span, Mark]]) -> Iterator[tuple[Span, Mark]]:
    """The cuts with the white space they would leave behind: before them, and after those that open the line."""
    text, at, emptied = document.text, block.span.start, True
    for (start, end), mark in cuts:
        while start > at and text[start - 1].isspace():
            start -= 1
        emptied = emptied and start == at
        while emptied and end < block.span.end and text[end].isspace():
            end += 1
        yield Span(start, end), mark
        at = end


def _ink(document: Document, span: Span) -> Span:
    """The span without the white space at its ends."""
    text = document.slice(span)
    return Span(span.start + len(text) - len(text.lstrip()), span.start + len(text.rstrip()))


def _tile(size: int, decided: Sequence[Segment]) -> Iterator[Segment]:
    """The decided segments in order, with the body between them."""
    at = 0
    for segment in decided:
        if segment.span.start > at:
            yield Segment(Span(at, segment.span.start), Fate.KEEP)
        yield segment
        at = segment.span.end
    if at < size:
        yield Segment(Span(at, size), Fate.KEEP)
