"""Kinds for boilerplate lines nobody has typed: what the wording packs and the newsroom rules are sure of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cleaner.config import Config
from cleaner.detectors import Detector, IndexedDocument, default_detectors
from cleaner.detectors.line_model import KIND_NAMES
from cleaner.readers.plain_text import read_text
from training.lines.data import Dump

SURE = 0.8
_UNSURE_KINDS = frozenset({"timestamp", "byline"})
"""Rightly named by shape only beside the story: of teasers' times and names 2 of 3 were wrong (typed lines)."""
KINDS_NAMED = frozenset(KIND_NAMES) - _UNSURE_KINDS


def name_kinds(dumps: Sequence[Dump]) -> list[Dump]:
    """The dumps with a kind for every boilerplate line that a rule marks as a whole; typed dumps as they are."""
    rules = default_detectors(Config())
    return [dump if any(dump.kinds) else _name(dump, rules) for dump in dumps]


def _name(dump: Dump, rules: Sequence[Detector]) -> Dump:
    document = IndexedDocument.of(read_text("\n".join(dump.lines), language=dump.language))
    line_of = {block.span.start: i for i, block in zip(_filled(dump.lines), document.blocks, strict=False)}
    size = {block.span.start: block.span.end for block in document.blocks}
    best: dict[int, tuple[float, str]] = {}
    for detect in rules:
        for mark in detect(document):
            line = line_of.get(mark.span.start)
            whole = size.get(mark.span.start, 0) - mark.span.end <= 2
            if line is not None and whole and mark.kind in KINDS_NAMED and mark.naming >= SURE:
                best[line] = max(best.get(line, (0.0, "")), (mark.naming, mark.kind))
    kinds = tuple(
        best[i][1] if label == 0 and i in best else "" for i, label in enumerate(dump.labels)
    )  # fmt: skip
    return replace(dump, kinds=kinds, typed=False)


def _filled(lines: Sequence[str]) -> list[int]:
    return [i for i, line in enumerate(lines) if line.strip()]
