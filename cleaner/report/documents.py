"""A record as the report's document view takes it: lines of runs of text, each with what was decided of it.

Offsets do not reach the page: JavaScript counts UTF-16 units, the record code points, so the text is cut here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cleaner.readers.plain_text import split_lines
from cleaner.report.changes import Change, Difference
from cleaner.report.words import outcome_words, reason_words
from cleaner.views.explain import Piece, pieces_of, translated_passages

Record = Mapping[str, Any]

MOST_CHARACTERS = 200_000
"""What is shown of one page; the rest is counted. A page of 50 MB would stop the browser."""
MOST_REMOVED = 2_000
"""Removed spans listed of a record that does not carry its page text."""

_FIELDS = (
    "title", "authors", "contributors", "agencies", "published", "modified", "site", "section", "type", "access",
    "description", "tags", "image", "license", "declared_language", "source_agency", "canonical_url", "author_urls",
    "dateline",
)  # fmt: skip


def make_view(record: Record, change: Change | None = None) -> dict[str, Any]:
    """What the document view shows of a record, ready for JSON; change: since an earlier run.

    lines: [blank line before?, [[text, mark, passage, sign], ...]], where mark, passage and sign are numbers into the
    lists of that name, -1 for none; null where the record carries no page text, which has `body` and `gone` instead.
    A run on which two runs disagree has a fifth item, a number into `changes`: [body lost?, its kind].
    starts: where each line begins in the page text.
    """
    metadata = record.get("metadata") or {}
    view: dict[str, Any] = {
        "outcome": outcome_words(record),
        "metadata": [[field, _words(metadata[field])] for field in _FIELDS if metadata.get(field)],
        "warnings": list(map(str, record.get("warnings") or ())),
        "related": [_related(related) for related in record.get("related") or ()],
        "marks": [],
        "passages": [],
        "signs": [],
        "digest": record.get("digest"),
        "lines": None,
        "cut": 0,
    }
    if isinstance(record.get("text"), str):
        view |= _lines_of(record, change.spans if change else ())
    else:
        view["body"] = str(record.get("body") or "")[:MOST_CHARACTERS]
        view["gone"] = [[_mark(Piece(**_piece(span))), span["text"]] for span in record["removed"][:MOST_REMOVED]]
    return view


def _piece(span: Mapping[str, Any]) -> dict[str, Any]:
    reason = span["reason"]
    return {key: span[key] for key in ("start", "end", "fate", "kind", "score", "detector")} | {
        "rule": reason["rule"],
        "evidence": reason["evidence"],
    }


def _lines_of(record: Record, changes: Sequence[Difference]) -> dict[str, Any]:
    """The page text as lines of runs, with the marks, passages, signs and changes they name."""
    text = record["text"]
    pieces = pieces_of(record)
    named = [piece for piece in pieces if piece.kind]
    number = {piece.start: at for at, piece in enumerate(named)}
    passages = translated_passages(record)
    signs = (record.get("translation") or {}).get("signs") or ()
    flagged = sorted({span[side] for span in (*passages, *signs) for side in ("start", "end")})
    changed = {edge for start, end, *_ in changes for edge in (start, end)}
    edges = sorted({piece.end for piece in pieces} | {edge for edge in flagged if _in_body(edge, pieces)} | changed)
    spans = [{"start": start, "end": end} for start, end, *_ in changes]
    starts = [piece.start for piece in pieces]
    lines, begins, last = [], [], 0
    for start, end in split_lines(text):
        if start >= MOST_CHARACTERS:
            break
        stop = min(start + len(text[start:end].rstrip("\r\n\v\f\x85\u2028\u2029")), MOST_CHARACTERS)
        runs = [
            [text[a:b], number.get(pieces[bisect_right(starts, a) - 1].start, -1), _at(a, passages), _at(a, signs)]
            + [place for place in (_at(a, spans),) if place >= 0]
            for a, b in _cuts(edges, start, stop)
        ]
        lines.append([int(start > last), runs])
        begins.append(start)
        last = end
    return {
        "lines": lines,
        "starts": begins,
        "cut": max(0, len(text) - MOST_CHARACTERS),
        "marks": [_mark(piece) for piece in named],
        "passages": [round(p["probability"], 2) for p in passages],
        "signs": [[sign["sign"], sign["evidence"]] for sign in signs],
        "changes": [[int(lost), kind] for _, _, lost, kind in changes],
    }


def _in_body(place: int, pieces: Sequence[Piece]) -> bool:
    """Whether a place lies in article text; what is named is shown whole, whatever was flagged in it."""
    number = bisect_right(pieces, place, key=lambda piece: piece.start) - 1
    return number >= 0 and not pieces[number].kind


def _cuts(edges: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans between the edges that lie inside a line."""
    number = bisect_right(edges, start)
    while start < end:
        stop = min(edges[number], end) if number < len(edges) else end
        yield start, stop
        start, number = stop, number + 1


def _at(place: int, spans: Sequence[Mapping[str, Any]]) -> int:
    """The number of the span that holds a place, -1 for none."""
    return next((at for at, span in enumerate(spans) if span["start"] <= place < span["end"]), -1)


def _mark(piece: Piece) -> list[Any]:
    reason = {"rule": piece.rule, "evidence": piece.evidence}
    words = reason_words({"detector": piece.detector, "score": piece.score, "reason": reason})
    return [piece.kind, str(piece.fate), piece.score, piece.detector, piece.rule, piece.evidence, words]


def _related(related: Mapping[str, Any]) -> dict[str, Any]:
    """Another document, with the sentences aligned to it and the rest of the evidence as words."""
    evidence = dict(related.get("evidence") or {})
    pairs = _pairs(evidence.pop("pairs", None))
    return {
        "id": str(related["id"]),
        "relation": str(related["relation"]),
        "score": related.get("score"),
        "pairs": pairs,
        "evidence": [[str(key), _words(value)] for key, value in sorted(evidence.items())],
    }


def _pairs(pairs: Any) -> list[list[Any]]:
    """Aligned sentences or paragraphs as [this one, the other one or its number, similarity]."""
    found = []
    for pair in pairs if isinstance(pairs, list) else ():
        if isinstance(pair, Mapping) and isinstance(pair.get("text"), str):
            unit = "paragraph" if "paragraph" in pair else "sentence"
            other = pair.get("other_text") or f"({unit} {pair.get('other')})"
            found.append([pair["text"], str(other), pair.get("similarity")])
    return found


def _words(value: Any) -> str:
    """A value of a record as words."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_words(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, list | tuple):
        return ", ".join(map(_words, value))
    return f"{value:.2f}" if isinstance(value, float) else str(value)
