"""Maps the decisions on a Markdown text without syntax back to the text with syntax."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from cleaner.config import Config
from cleaner.document import Document, Mark, Reason, Relation, Segment, Span, Translation, Unmarked
from cleaner.kinds import BODY, Fate
from cleaner.result import Result

NAME, RULE = "markdown", "markdown.wordless"
"""Detector and rule of lines without words: images, links of images. A page shows no text for them either."""


def place_in(document: Document, result: Result, config: Config, corrections: Sequence[Mark] = ()) -> Result:
    """Convert the result of `document.judged()` so that every offset points into the document's own text.

    The segments still cover the text without gaps, because every character of the document belongs to a range of the
    judged text. Lines without words (images, links of images), which were not judged, get the fate of their kind or of
    the correction that covers them.
    """
    unmarked = document.unmarked
    if unmarked is None:
        return result
    wordless = [
        _say(Mark(span, kind, 1.0, NAME, Reason(RULE, told)), corrections) for span, kind, told in unmarked.wordless
    ]
    segments = [_place_segment(segment, unmarked) for segment in result.segments]
    whole = [Segment(Span(0, len(document.text)), Fate.KEEP)] if document.text else []
    return replace(
        result,
        document=replace(document, language=result.document.language),
        segments=tuple(_put_wordless(document.text, segments or whole, wordless, config)),
        marks=(*(_place_mark(mark, unmarked) for mark in result.marks), *wordless),
        translation=result.translation and _move(result.translation, unmarked.outer),
        related=tuple([_place_relation(relation, document.text, unmarked) for relation in result.related]),
    )


def _say(mark: Mark, corrections: Sequence[Mark]) -> Mark:
    """The mark of a line without words: from the correction of that line, else of a span around it, else its own."""
    said = [one for one in corrections if one.span.overlaps(mark.span)]
    return min(said, key=lambda one: one.span != mark.span)._replace(span=mark.span) if said else mark


def take_in(unmarked: Unmarked | None, corrections: Sequence[Mark]) -> Sequence[Mark]:
    """Convert corrections to offsets of the text without syntax; those that cover no text of it are dropped."""
    if unmarked is None:
        return corrections
    inner = (mark._replace(span=unmarked.inner(mark.span)) for mark in corrections)
    return [mark for mark in inner if mark.span.start < mark.span.end]


def take_out(
    unmarked: Unmarked, marks: Iterable[Mark], translation: Translation | None
) -> tuple[tuple[Mark, ...], Translation | None]:
    """Convert marks and translation back to the text without syntax; lines without words are left out."""
    inner = (mark._replace(span=unmarked.inner(mark.span)) for mark in marks if mark.detector != NAME)
    return tuple(inner), translation and _move(translation, unmarked.inner)


def _put_wordless(
    text: str, segments: Iterable[Segment], wordless: Sequence[Mark], config: Config
) -> Iterator[Segment]:
    """The segments, cut at the lines without words; each of these is within one segment.

    White space in front of such a line is removed or kept with it.
    """
    left = list(reversed(wordless))
    for segment in segments:
        at, end = segment.span
        while left and left[-1].span.start < end:
            mark = left.pop()
            start = mark.span.start
            if text[at:start].isspace():
                start = at
            elif at < start:
                yield segment._replace(span=Span(at, start))
            stays = mark.kind == BODY
            fate = Fate.KEEP if stays else config.fate(mark.kind)
            yield Segment(Span(start, mark.span.end), fate, None if stays else mark)
            at = mark.span.end
        if at < end:
            yield segment._replace(span=Span(at, end))


def _place_mark(mark: Mark, unmarked: Unmarked) -> Mark:
    return mark._replace(span=unmarked.outer(mark.span))


def _place_segment(segment: Segment, unmarked: Unmarked) -> Segment:
    mark = segment.mark and _place_mark(segment.mark, unmarked)
    return segment._replace(span=unmarked.outer(segment.span), mark=mark)


def _move(found: Translation, move: Callable[[Span], Span]) -> Translation:
    passages = tuple([replace(passage, span=move(passage.span)) for passage in found.passages])
    signs = tuple([replace(sign, span=move(sign.span)) for sign in found.signs])
    return replace(found, passages=passages, signs=signs)


def _place_relation(relation: Relation, text: str, unmarked: Unmarked) -> Relation:
    """The relation with the offsets and text of its aligned sentences in the document's own text."""
    pairs = relation.evidence.get("pairs")
    if not pairs:
        return relation
    placed = []
    for pair in pairs:
        start, end = unmarked.starts[pair["start"]], unmarked.starts[pair["end"]]
        placed.append({**pair, "start": start, "end": end, "text": text[start:end]})
    return replace(relation, evidence={**relation.evidence, "pairs": placed})
