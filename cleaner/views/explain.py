"""What was removed from a document and why, for a terminal: rendered from a record that carries its page text.

`explain_lines` is for reading, `explain_rows` for programs; `cleaner.views.diff` has the same as a diff.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cleaner.errors import UsageError
from cleaner.kinds import KINDS, Fate
from cleaner.readers.plain_text import split_lines
from cleaner.views.terminal import NO_COLOURS, PLAIN, Painter, Style, harmless, pad, wrap

Record = Mapping[str, Any]
Rows = Sequence[Mapping[str, Any]]

SURE_OF_TRANSLATION = 0.5
"""Passages from this probability on are shown as translated where the document as a whole is suspected."""
SURE_OF_PASSAGE = 0.97
"""The same where it is not: a translated passage in a story of somebody's own."""

_SIGNS = {Fate.REMOVE: "-", Fate.LIFT: "^", Fate.KEEP: "="}
_NARROW = 60  # columns below which the margin would leave no room for the text


@dataclass(frozen=True, slots=True)
class Piece:
    """A decided span of the page text; kind, score, detector, rule and evidence are empty for article body."""

    start: int
    end: int
    fate: Fate = Fate.KEEP
    kind: str = ""
    score: float | None = None
    detector: str = ""
    rule: str = ""
    evidence: str = ""

    def within(self, start: int, end: int) -> Piece:
        """The part of it that lies in a span."""
        return Piece(
            max(self.start, start), min(self.end, end),
            self.fate, self.kind, self.score, self.detector, self.rule, self.evidence,
        )  # fmt: skip


def page_text(record: Record) -> str:
    """The page text of a record; raises `UsageError` where it does not carry it."""
    if not isinstance(record.get("text"), str):
        raise UsageError(f"record {record.get('id')!r} carries no page text: make it with --with-text")
    return str(record["text"])


def pieces_of(record: Record) -> list[Piece]:
    """The decided spans that tile a record's page text, in order, the article body between the named ones."""
    size, at, pieces = len(page_text(record)), 0, []
    for row in sorted([*record["removed"], *record["kept"]], key=lambda row: int(row["start"])):
        if row["start"] > at:
            pieces.append(Piece(at, row["start"]))
        reason = row["reason"]
        pieces.append(
            Piece(
                row["start"], row["end"], Fate(row["fate"]), row["kind"],
                row["score"], row["detector"], reason["rule"], reason["evidence"],
            )
        )  # fmt: skip
        at = row["end"]
    return pieces if at >= size else [*pieces, Piece(at, size)]


def explain_rows(record: Record, *, only: Collection[str] = ()) -> Iterator[dict[str, Any]]:
    """Every span as a row: offsets, fate, kind (null: article body), score, detector, rule, evidence, text."""
    text = page_text(record)
    for piece in pieces_of(record):
        if only and piece.kind not in only:
            continue
        yield {
            "start": piece.start,
            "end": piece.end,
            "fate": str(piece.fate),
            "kind": piece.kind or None,
            "score": piece.score,
            "detector": piece.detector or None,
            "rule": piece.rule or None,
            "evidence": piece.evidence or None,
            "text": text[piece.start : piece.end],
        }


def explain_lines(
    record: Record, *, width: int = 80, paint: Painter = NO_COLOURS, only: Collection[str] = (), marks: bool = False
) -> Iterator[str]:
    """The page text line by line, what left it struck and coloured by kind, the rule and the score in the margin.

    width: columns to fit into. only: kinds to show; the rest is counted. marks: every mark under its line, from
    a record made with them. Without colours, spans cut out of a line are written ⟦kind:text⟧.
    """
    view = _View(record, width, paint, marks)
    skipped, last_rule = 0, ""
    for number, (start, end) in enumerate(view.lines):
        pieces = view.pieces_in(start, end)
        if only and not any(piece.kind in only for piece in pieces):
            skipped, last_rule = skipped + 1, ""
            continue
        if skipped:
            yield paint(f"{'':{view.margin}}  ⋮ {skipped} line{'s' * (skipped > 1)}", Style(dim=True))
        skipped = 0
        yield from view.rows(number, pieces, last_rule)
        last_rule = pieces[0].rule if len(pieces) == 1 else ""
    if skipped:
        yield paint(f"{'':{view.margin}}  ⋮ {skipped} line{'s' * (skipped > 1)}", Style(dim=True))


class _View:
    """A record prepared for showing: its lines, what was decided of each, and how wide the margin is."""

    def __init__(self, record: Record, width: int, paint: Painter, marks: bool) -> None:
        self.text = page_text(record)
        self.paint = paint
        self.lines = split_lines(self.text)
        self.pieces = pieces_of(record)
        self.ends = [piece.end for piece in self.pieces]
        self.passages = self._by_line(translated_passages(record))
        self.signs = self._by_line((record.get("translation") or {}).get("signs", ()))
        found = sorted(record.get("marks", ()), key=lambda mark: -float(mark["score"])) if marks else ()
        self.marks = self._by_line(found)
        labels = [label for piece in self.pieces for label in _labels(piece)]
        widest = max(map(len, labels), default=0)
        self.margin = 0 if width < _NARROW else min(max(widest, 16), width * 2 // 5)
        self.room = max(10, width - self.margin - 3)

    def _by_line(self, rows: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
        """The rows with a start and an end that touch each line."""
        starts = [line.start for line in self.lines]
        found: list[list[Mapping[str, Any]]] = [[] for _ in starts]
        for row in rows:
            for at in range(max(0, bisect_right(starts, row["start"]) - 1), bisect_left(starts, row["end"])):
                found[at].append(row)
        return found

    def pieces_in(self, start: int, end: int) -> list[Piece]:
        """What was decided of a line, without the white space at its ends; at least one piece."""
        line = self.text[start:end]
        start, end = start + len(line) - len(line.lstrip()), start + len(line.rstrip())
        found = []
        for at in range(bisect_left(self.ends, start + 1), len(self.pieces)):
            piece = self.pieces[at].within(start, end)
            if piece.start >= end:
                break
            found.append(piece)
        return found

    def rows(self, number: int, pieces: Sequence[Piece], last_rule: str) -> Iterator[str]:
        """A line of the page as rows of the screen: margin, sign, text, and the notes below it."""
        start, end = pieces[0].start, pieces[-1].end
        body = any(piece.fate is Fate.KEEP for piece in pieces)
        passages = [p for p in self.passages[number] if body and p["start"] < end and start < p["end"]]
        runs = [run for piece in pieces for run in self._runs(piece, len(pieces) > 1, passages, self.signs[number])]
        sign = self._sign(pieces, passages)
        shown = [f"{sign} {self._row(runs, a, b)}" for a, b in wrap("".join(text for text, _ in runs), self.room)]
        shown += self._notes(number, start, end)
        margin = list(self._margin(pieces, passages, last_rule))
        if not self.margin:
            yield from (self.paint(label, style) for label, style in margin)
            yield from shown
            return
        spaced = number + 1 < len(self.lines) and self.lines[number + 1].start > self.lines[number].end
        for at in range(max(len(shown) + spaced, len(margin))):
            label, style = margin[at] if at < len(margin) else ("", PLAIN)
            text = f" {shown[at]}" if at < len(shown) else ""
            yield (self.paint(pad(label, self.margin), style) + text).rstrip(" ")

    def _runs(self, piece: Piece, cut: bool, passages: Rows, signs: Rows) -> Iterator[tuple[str, Style]]:
        """The text of a piece in spans of one style; if `cut` out of a line, bracketed without colours."""
        text = self.text[piece.start : piece.end]
        if piece.kind and cut and not self.paint.colours:
            ink = text.strip()
            text = text.replace(ink, f"⟦{'+' * (piece.fate is Fate.KEEP)}{piece.kind}:{ink}⟧", 1)
            yield harmless(text), PLAIN
        elif piece.kind:
            yield harmless(text), Style(_colour(piece.kind), strike=piece.fate is not Fate.KEEP)
        else:
            lines, bold = ([(row["start"], row["end"]) for row in rows] for rows in (passages, signs))
            edges = {at for span in (*lines, *bold) for at in span if piece.start < at < piece.end}
            for a, b in pairwise(sorted({piece.start, piece.end} | edges)):
                yield harmless(self.text[a:b]), Style(underline=_in_any(a, lines), bold=_in_any(a, bold))

    def _row(self, runs: Sequence[tuple[str, Style]], start: int, end: int) -> str:
        """The characters `start` to `end` of the runs, painted."""
        at, shown = 0, []
        for text, style in runs:
            a, b = max(start - at, 0), min(end - at, len(text))
            if a < b:
                shown.append(self.paint(text[a:b], style))
            at += len(text)
        return "".join(shown)

    def _margin(self, pieces: Sequence[Piece], passages: Rows, last_rule: str) -> Iterator[tuple[str, Style]]:
        """What stands beside a line: kind and score, and the rule where it is not that of the line above."""
        for labels, piece in {tuple(_labels(piece)): piece for piece in pieces}.items():
            if len(pieces) == 1 and piece.rule == last_rule:
                labels = labels[:1]
            for label in map(harmless, labels):
                for a, b in wrap(label, self.margin or self.room):
                    yield label[a:b], Style(_colour(piece.kind), dim=label == piece.rule)
        for passage in passages:
            yield f"translated {passage['probability']:.2f}", Style(underline=True)

    def _sign(self, pieces: Sequence[Piece], passages: Rows) -> str:
        """One character for what became of a line: - removed, ^ lifted, = named and kept, ~ cut, ≈ translated."""
        if len(pieces) > 1:
            return "~"
        if pieces[0].kind:
            return _SIGNS[pieces[0].fate]
        return "≈" if passages else " "

    def _notes(self, number: int, start: int, end: int) -> Iterator[str]:
        """The signs of translation in a line with the words expected, and the marks of it."""
        for sign in self.signs[number]:
            if start <= sign["start"] < end:
                yield self._note(f"≈ {sign['evidence']}  ({sign['sign']})")
        for mark in self.marks[number]:
            if mark["start"] < end and start < mark["end"]:
                reason = mark["reason"]
                evidence = f" “{reason['evidence']}”" if reason["evidence"] else ""
                yield self._note(f"· {mark['kind']} {mark['score']:.2f} {reason['rule']}{evidence}")

    def _note(self, note: str) -> str:
        shown = harmless(note)
        (start, end), *rest = wrap(shown, self.room - 1)
        return "  " + self.paint(shown[start:end] + "…" * bool(rest), Style(dim=True))


def _labels(piece: Piece) -> list[str]:
    """What the margin says of a piece."""
    return [f"{piece.kind} {piece.score:.2f}", piece.rule] if piece.kind else []


def _colour(kind: str) -> str:
    return KINDS[kind].colour if kind in KINDS else KINDS["other"].colour


def _in_any(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def translated_passages(record: Record) -> list[Mapping[str, Any]]:
    """The passages to show as machine translated: the probable ones, and those of a run that stands out."""
    translation = record.get("translation") or {}
    suspected = translation.get("verdict") in ("declared", "likely", "possible")
    least = SURE_OF_TRANSLATION if suspected else SURE_OF_PASSAGE
    runs = [sign for sign in translation.get("signs", ()) if sign["sign"] == "translated passages"]

    def is_shown(passage: Mapping[str, Any]) -> bool:
        if passage["probability"] is None:
            return False
        inside = any(run["start"] <= passage["start"] and passage["end"] <= run["end"] for run in runs)
        return inside or passage["probability"] >= least

    return [passage for passage in translation.get("passages", ()) if is_shown(passage)]
