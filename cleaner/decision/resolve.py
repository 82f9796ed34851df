"""Decides every line from its marks: marks in, segments out. No other module decides.

Every line is decided once. For the marks that cover a line, the strongest boilerplate mark is compared with the
strongest protection. Marks inside a line compete for their span. Everything else is body: lines without a mark, and
lines where the protection scored highest. Corrections by a person are applied last and replace the decision.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cleaner.config import Config
from cleaner.decision.kind_smoothing import name_lines
from cleaner.document import Block, Document, Mark, Segment, Span
from cleaner.kinds import ARTICLE_KINDS, BODY, CORRECTED, Fate
from cleaner.text.line_shape import ends_like_sentence, spaced_size

CUT_THRESHOLD = 0.5
"""Lowest score of a cut inside a line; a higher `Config.threshold` takes its place."""

SURE = 0.8
"""Score that one line of a run inside the story must reach. On out-of-fold dumps this kept 1 to 2 % more of the body
lines and made more pages exact, at the same F1; interviews with one-line answers stay whole."""

SURE_ALONE = 0.9
"""Score that the line must reach if it is the only one above `SURE`: a story can quote a single stock phrase."""

_SUBHEADINGS = (".navigation.sections", ".navigation.work")
"""Ends of the rules for words that head sections of a site and parts of a story alike: "Business", "Jobs". Of 13 such
lines that rules removed alone between two sentences that stayed, all were of the story (2,600 labelled texts and
pages). Labels of contacts, comments and other stories in this place were as often boilerplate, or more often."""
_LEAST_ABOVE, _LEAST_BELOW = 15, 40
"""Characters of these sentences, at least."""


def resolve(document: Document, marks: Iterable[Mark], config: Config) -> tuple[Segment, ...]:
    """Decide every character of the page text.

    The segments cover the text in order without gaps or overlaps; no two neighbours are both without a mark.
    """
    blocks, marks = document.blocks, list(marks)
    corrections = [mark for mark in marks if mark.detector == CORRECTED]
    by_block = _marks_by_block(blocks, [m for m in marks if m.detector != CORRECTED] if corrections else marks)
    whole = [
        _covering(document, index, own) if len(own) > 1 or (own and own[0].span != block.span) else own
        for index, (block, own) in enumerate(zip(blocks, by_block, strict=True))
    ]
    names = name_lines(whole, by_block)
    winners = [
        None if name is None else _decide_line(own, name, config) for own, name in zip(whole, names, strict=True)
    ]
    winners = _keep_subheadings(document, _settle_unsure(winners, whole, config), whole, config)
    decided: list[Segment] = []
    for block, own, covering, winner in zip(blocks, by_block, whole, winners, strict=True):
        if len(own) > len(covering):
            inside = [mark for mark in own if mark not in covering]
            decided += _cut_block(document, block, inside, winner, config)
        elif winner is not None:
            decided.append(Segment(block.span, _fate(winner, own, config), winner))
    if corrections:
        decided = _put_over(decided, _correct_blocks(document, corrections), config)
    return tuple(_tile(len(document.text), decided))


def _correct_blocks(document: Document, corrections: Sequence[Mark]) -> Iterator[tuple[Span, Mark]]:
    """The corrections by line, without overlaps: whole lines with their line break, or parts of a line."""
    for block, marks in zip(document.blocks, _marks_by_block(document.blocks, corrections), strict=True):
        line = block.span.trimmed(document.text)
        parts: list[tuple[Span, Mark]] = []
        for mark in sorted(marks):
            part = Span(max(mark.span.start, line.start), min(mark.span.end, line.end)).trimmed(document.text)
            if part == line:
                yield block.span, mark
            elif part.start < part.end and mark.kind == BODY:
                yield part, mark
            elif part.start < part.end:
                parts.append((part, mark))
        yield from _grow_cuts(document, block, parts)


def _put_over(decided: Iterable[Segment], corrected: Iterable[tuple[Span, Mark]], config: Config) -> list[Segment]:
    """The decisions, with the corrected spans replaced by the corrections."""
    pieces = sorted(corrected)
    left = [Segment(span, config.fate(mark.kind), mark) for span, mark in pieces if mark.kind != BODY]
    first = 0
    for segment in decided:
        at, end = segment.span
        while first < len(pieces) and pieces[first][0].end <= at:
            first += 1
        for number in range(first, len(pieces)):
            span = pieces[number][0]
            if span.start >= end:
                break
            if at < span.start:
                left.append(segment._replace(span=Span(at, span.start)))
            at = max(at, span.end)
        if at < end:
            left.append(segment._replace(span=Span(at, end)))
    return sorted(left, key=lambda segment: segment.span)


def _fate(winner: Mark, marks: Iterable[Mark], config: Config) -> Fate:
    """The fate of a line. A byline or timestamp of the classifier is only removed if no mark lifts a field of it."""
    fate = config.fate(winner.kind)
    by_classifier = winner.detector == "line_model" and winner.kind != "headline"  # which becomes the title
    lifts_nothing = fate is Fate.LIFT and by_classifier and not any(mark.lifted for mark in marks)
    return Fate.REMOVE if lifts_nothing else fate


def _covering(document: Document, index: int, marks: list[Mark]) -> list[Mark]:
    """The marks on the line as a whole, ignoring white space at its ends."""
    start, end = document.blocks[index].span
    if document.text[start].isspace():
        start, end = document.blocks[index].span.trimmed(document.text)
    else:
        end = start + len(document.lines[index])
    return [mark for mark in marks if mark.span.start <= start and end <= mark.span.end]


def _marks_by_block(blocks: Sequence[Block], marks: Iterable[Mark]) -> list[list[Mark]]:
    """The marks that touch each block, in an order that does not depend on the order of the detectors."""
    starts = [block.span.start for block in blocks]
    place = {start: i for i, start in enumerate(starts)}
    touched: list[list[Mark]] = [[] for _ in blocks]
    for mark in marks:
        start, end = mark.span
        own = place.get(start)
        if own is not None and start < end <= blocks[own].span.end:
            touched[own].append(mark)
            continue
        first = max(0, bisect_right(starts, start) - 1)
        for i in range(first, bisect_left(starts, end)):
            if mark.span.overlaps(blocks[i].span):
                touched[i].append(mark)
    return [sorted(own, key=_strength, reverse=True) if len(own) > 1 else own for own in touched]


def _strength(mark: Mark) -> tuple[float, float, int, int, str, str]:
    """Sort key: score, then reliability of the kind, longer span, earlier span, and names."""
    (start, end), kind, score, detector, _, _, naming = mark
    return score, score if naming is None else naming, end - start, -start, detector, kind


def _cut_block(
    document: Document, block: Block, marks: Sequence[Mark], winner: Mark | None, config: Config
) -> Iterator[Segment]:
    """The segments of one line: the whole line, or cuts and the rest. marks: the marks on a part of the line."""
    if winner is None and not marks:
        return
    at = block.span.start
    for cut, mark in _grow_cuts(document, block, _decide_cuts(document, block, marks, winner, config)):
        if winner is not None and at < cut.start:
            yield Segment(Span(at, cut.start), config.fate(winner.kind), winner)
        yield Segment(cut, config.fate(mark.kind), mark)
        at = cut.end
    if winner is not None and at < block.span.end:
        yield Segment(Span(at, block.span.end), config.fate(winner.kind), winner)


def _decide_line(marks: Sequence[Mark], name: Mark, config: Config) -> Mark | None:
    """The mark that decides the line, or None if the line is body. marks: highest score first.

    The mark with the highest score decides whether the line is removed; the mark with the most reliable kind (`name`)
    sets the kind. A line that stays can still get a kind of article text, such as a correction.
    """
    best, protection = _surest(marks), _surest(marks, body=True)
    named = name if best > protection else next((mark for mark in marks if mark.kind in ARTICLE_KINDS), None)
    if named is None or (best < config.threshold and config.fate(named.kind) is not Fate.KEEP):
        return None
    return named if named.score else named._replace(score=best)


def _surest(marks: Sequence[Mark], *, body: bool = False) -> float:
    """The score of the first mark of boilerplate, or of body; 0.0 if there is none."""
    for mark in marks:
        if (mark.kind == BODY) is body:
            return mark.score
    return 0.0


def _is_headline(winner: Mark | None) -> bool:
    return winner is not None and winner.kind == "headline"


def _settle_unsure(winners: list[Mark | None], marks: Sequence[Sequence[Mark]], config: Config) -> list[Mark | None]:
    """Keep weak boilerplate lines that no strong one supports (as in the second pass of jusText, over runs of lines).

    A run of lines inside the story stays if none of them reaches `SURE`. All lines of a text stay if none reaches
    `SURE`, or only one does and it is below `SURE_ALONE`. Above and below the story each line is decided by its own
    marks.

    A headline in the first line needs no support: in the output of extractors it is often the only boilerplate. This
    alone raised the share of exact texts from 0.12 to 0.16 (news) and from 0.14 to 0.17 (blogs), out of fold.
    """
    goes = [mark is not None and mark.kind not in config.kept for mark in winners]
    scores = [_surest(own) if go else 0.0 for go, own in zip(goes, marks, strict=True)]
    sure = [score >= SURE for score in scores]
    stays = [i for i, go in enumerate(goes) if not go]
    if sum(sure) < 2 and max(scores, default=0.0) < SURE_ALONE:
        kept = [None if go else mark for go, mark in zip(goes, winners, strict=True)]
        return [winners[0], *kept[1:]] if any(sure[:1]) and _is_headline(winners[0]) else kept
    settled = list(winners)
    for above, below in pairwise(stays):
        if not any(sure[above + 1 : below]):
            settled[above + 1 : below] = [None] * (below - above - 1)
    return settled


def _keep_subheadings(
    document: Document, winners: list[Mark | None], marks: Sequence[Sequence[Mark]], config: Config
) -> list[Mark | None]:
    """Keep a line of the words of `_SUBHEADINGS` that is alone between two sentences that stay.

    Marks of other rules, as of a menu that the line is part of or of a site that repeats it, take it all the same.
    """
    lines = document.lines
    stays = [mark is None or mark.kind in config.kept for mark in winners]
    settled = list(winners)
    for place in range(1, len(winners) - 1):
        if stays[place] or not (stays[place - 1] and stays[place + 1]) or not _is_subheading(marks[place]):
            continue
        if _is_sentence(lines[place - 1], _LEAST_ABOVE) and _is_sentence(lines[place + 1], _LEAST_BELOW):
            settled[place] = None
    return settled


def _is_subheading(marks: Sequence[Mark]) -> bool:
    """Whether the marks on a line are of `_SUBHEADINGS` of the bundled packs, and of the classifier."""
    of_rules = [mark for mark in marks if mark.score and mark.kind != BODY and mark.detector != "line_model"]
    return bool(of_rules) and all(
        mark.detector == "wording" and mark.reason.rule.endswith(_SUBHEADINGS) for mark in of_rules
    )


def _is_sentence(line: str, least: int) -> bool:
    return ends_like_sentence(line) and spaced_size(line) >= least


def _decide_cuts(
    document: Document, block: Block, marks: Sequence[Mark], winner: Mark | None, config: Config
) -> list[tuple[Span, Mark]]:
    """The marks inside the line that become cuts, in order and without overlaps: the highest score first.

    In a line that is removed, a span of the line's own kind is not cut out.
    """
    least = max(CUT_THRESHOLD, config.threshold)
    taken: list[tuple[Span, Mark]] = []
    for mark in marks:
        if mark.kind == BODY or (winner is not None and mark.kind == winner.kind):
            continue
        if mark.score < least and config.fate(mark.kind) is not Fate.KEEP:
            continue
        cut = Span(max(mark.span.start, block.span.start), min(mark.span.end, block.span.end)).trimmed(document.text)
        if cut.start < cut.end and not any(cut.overlaps(other) for other, _ in taken):
            taken.append((cut, mark))
    return sorted(taken, key=lambda item: item[0])


def _grow_cuts(document: Document, block: Block, cuts: Sequence[tuple[Span, Mark]]) -> Iterator[tuple[Span, Mark]]:
    """The cuts with the white space next to them: before each, and after those at the start of the line."""
    text, at, emptied = document.text, block.span.start, True
    for (start, end), mark in cuts:
        while start > at and text[start - 1].isspace():
            start -= 1
        emptied = emptied and start == at
        while emptied and end < block.span.end and text[end].isspace():
            end += 1
        yield Span(start, end), mark
        at = end


def _tile(size: int, decided: Sequence[Segment]) -> Iterator[Segment]:
    """The decided segments in order, with body between them."""
    at = 0
    for segment in decided:
        if segment.span.start > at:
            yield Segment(Span(at, segment.span.start), Fate.KEEP)
        yield segment
        at = segment.span.end
    if at < size:
        yield Segment(Span(at, size), Fate.KEEP)
