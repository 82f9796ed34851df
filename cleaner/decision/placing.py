"""What was decided about the text without its marks, told of the text that has them."""

from __future__ import annotations

from dataclasses import replace

from cleaner.document import Document, Mark, Relation, Segment, Translation, Unmarked
from cleaner.result import Result


def place_in(document: Document, result: Result) -> Result:
    """The result of `document.judged()` as the document's own: every offset points into the document's text.

    What tiles the one text tiles the other, because every character of the one has a share of the other.
    """
    unmarked = document.unmarked
    if unmarked is None:
        return result
    return replace(
        result,
        document=replace(document, language=result.document.language),
        segments=tuple([_place_segment(segment, unmarked) for segment in result.segments]),
        marks=tuple([_place_mark(mark, unmarked) for mark in result.marks]),
        translation=result.translation and _place_translation(result.translation, unmarked),
        related=tuple([_place_relation(relation, document.text, unmarked) for relation in result.related]),
    )


def _place_mark(mark: Mark, unmarked: Unmarked) -> Mark:
    return mark._replace(span=unmarked.outer(mark.span))


def _place_segment(segment: Segment, unmarked: Unmarked) -> Segment:
    mark = segment.mark and _place_mark(segment.mark, unmarked)
    return segment._replace(span=unmarked.outer(segment.span), mark=mark)


def _place_translation(found: Translation, unmarked: Unmarked) -> Translation:
    passages = tuple([replace(passage, span=unmarked.outer(passage.span)) for passage in found.passages])
    signs = tuple([replace(sign, span=unmarked.outer(sign.span)) for sign in found.signs])
    return replace(found, passages=passages, signs=signs)


def _place_relation(relation: Relation, text: str, unmarked: Unmarked) -> Relation:
    """The aligned sentences of a relation say where they stand."""
    pairs = relation.evidence.get("pairs")
    if not pairs:
        return relation
    placed = []
    for pair in pairs:
        start, end = unmarked.starts[pair["start"]], unmarked.starts[pair["end"]]
        placed.append({**pair, "start": start, "end": end, "text": text[start:end]})
    return replace(relation, evidence={**relation.evidence, "pairs": placed})
