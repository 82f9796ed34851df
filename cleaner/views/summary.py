"""A record in a few lines: status, how much stayed, what was removed and lifted, warnings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from cleaner.kinds import KINDS, Fate
from cleaner.views.terminal import NO_COLOURS, Painter, Style, harmless, wrap

_HEADING = 11
_STUCK = "\u00a0"
"""A blank where no row ends."""


def summary_lines(record: Mapping[str, Any], *, width: int = 80, paint: Painter = NO_COLOURS) -> Iterator[str]:
    """The lines, each heading followed by what is under it, wrapped to `width` columns."""
    for heading, entries in _headings(record):
        room = max(20, width - _HEADING)
        text = harmless(", ".join(entries))
        for at, (start, end) in enumerate(wrap(text, room)):
            shown = text[start:end].replace(_STUCK, " ")
            yield paint(f"{'' if at else heading:<{_HEADING}}", Style(bold=True)) + shown


def _headings(record: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    language = record["language"]
    yield "status", [str(record["status"]), f"language {language['code']} {language['confidence']:.2f}"]
    if record["length"]:
        gone = sum(row["end"] - row["start"] for row in record["removed"])
        share = 1 - gone / record["length"]
        yield "kept", [f"{record['length'] - gone:,} of {record['length']:,} characters ({share:.0%})"]
    for heading, rows, fate in (
        ("removed", record["removed"], Fate.REMOVE),
        ("lifted", record["removed"], Fate.LIFT),
        ("named", record["kept"], Fate.KEEP),
    ):
        if counted := count_kinds(row for row in rows if row["fate"] == fate):
            yield heading, [f"{kind}{_STUCK}{chars:,}{_STUCK}({spans})" for kind, chars, spans in counted]
    yield from _findings(record)
    for warning in record["warnings"]:
        yield "warning", [str(warning)]


def count_kinds(rows: Any) -> list[tuple[str, int, int]]:
    """(kind, characters, spans) of spans, in the order of the table of kinds; unknown kinds last."""
    chars: Counter[str] = Counter()
    spans: Counter[str] = Counter()
    for row in rows:
        chars[row["kind"]] += row["end"] - row["start"]
        spans[row["kind"]] += 1
    order = {name: at for at, name in enumerate(KINDS)}
    return [(kind, chars[kind], spans[kind]) for kind in sorted(chars, key=lambda kind: (order.get(kind, 99), kind))]


def _findings(record: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """What the record says of the story: metadata, translation, related documents."""
    metadata = record["metadata"]
    for heading, field in (("title", "title"), ("authors", "authors"), ("date", "date"), ("site", "site")):
        if value := metadata[field]:
            yield heading, [value] if isinstance(value, str) else [str(name) for name in value]
    if translation := record["translation"]:
        sure = "" if translation["probability"] is None else f" {translation['probability']:.2f}"
        reason = [translation["reason"]] if translation.get("reason") else []
        yield "translated", [f"{translation['verdict']}{sure}", *reason]
    for related in record["related"]:
        yield "related", [f"{related['relation']} {related['id']} {related['score']:.2f}"]
