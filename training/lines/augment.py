"""Other dumps of the same page: what other programs, other settings and accidents make of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from training.dresses import Dress, Row, by_sentences, cut_after, markdown, short_last_sentence, with_box, wrapped
from training.lines.data import UNKNOWN, Dump

DRESSES: tuple[tuple[Dress, float], ...] = (
    (cut_after, 0.12), (short_last_sentence, 0.12), (by_sentences, 0.06), (markdown, 0.08), (wrapped, 0.12),
)  # fmt: skip
"""Dresses and how probably a copy wears each."""


def vary(dump: Dump, other: Dump, rng: np.random.Generator) -> Dump:
    """A changed copy of a dump; `other` lends its frame now and then, so that no frame foretells its story."""
    rows: list[Row] = list(zip(dump.lines, dump.labels, dump.kinds, strict=True))
    rows = _change_frame(rows, list(zip(other.lines, other.labels, other.kinds, strict=True)), rng)
    if rng.random() < 0.35:
        rows = _drop_boilerplate(rows, rng)
    if rng.random() < 0.35:
        rows = _join_lines(rows, rng)
    if rng.random() < 0.3:
        rows = _break_lines(rows, rng)
    if rng.random() < 0.2:
        rows = _cut_off(rows, rng)
    if rng.random() < 0.2:
        rows = _move_box(rows, rng)
    for dress, chance in DRESSES:
        if rng.random() < chance:
            rows = dress(rows, rng)
    lines, labels, kinds = zip(*rows, strict=True) if rows else ((), (), ())
    return replace(dump, lines=lines, labels=labels, kinds=kinds)


def _body_ends(rows: list[Row]) -> tuple[int, int]:
    body = [i for i, row in enumerate(rows) if row[1] == 1]
    return (body[0], body[-1] + 1) if body else (len(rows), len(rows))


def _change_frame(rows: list[Row], other: list[Row], rng: np.random.Generator) -> list[Row]:
    """Leave out what stands above or below the story, shuffle it, or take that of another page."""
    start, end = _body_ends(rows)
    above, story, below = rows[:start], rows[start:end], rows[end:]
    other_start, other_end = _body_ends(other)
    choice = rng.random()
    if choice < 0.15:
        above = above[len(above) - int(rng.integers(0, 6)) :] if above else above
    elif choice < 0.25:
        below = below[: int(rng.integers(0, 8))]
    elif choice < 0.35:
        above, below = [row for row in other[:other_start] if row[1] == 0], below
    elif choice < 0.45:
        below = [row for row in other[other_end:] if row[1] == 0]
    elif choice < 0.6:
        above, below = _shuffle_pieces(above, rng), _shuffle_pieces(below, rng)
    elif choice < 0.65:
        above, below = below, above
    elif choice < 0.72:
        above = []
        story = story[int(rng.integers(0, max(len(story) // 3, 1))) :]
    return above + story + below


def _shuffle_pieces(rows: list[Row], rng: np.random.Generator) -> list[Row]:
    """The same lines with pieces of about fifteen in another order."""
    pieces, at = [], 0
    while at < len(rows):
        size = int(rng.integers(5, 30))
        pieces.append(rows[at : at + size])
        at += size
    return [row for i in rng.permutation(len(pieces)) for row in pieces[i]]


def _drop_boilerplate(rows: list[Row], rng: np.random.Generator) -> list[Row]:
    share = rng.uniform(0.05, 0.5)
    return [row for row in rows if row[1] == 1 or rng.random() >= share]


def _join_lines(rows: list[Row], rng: np.random.Generator) -> list[Row]:
    """Neighbours with one label become one line: a menu without line breaks, paragraphs run together."""
    share = rng.uniform(0.05, 0.5)
    longest = int(rng.integers(2, 12))
    out: list[Row] = []
    joined = 1
    for row in rows:
        if out and out[-1][1] == row[1] != UNKNOWN and joined < longest and rng.random() < share:
            out[-1] = (out[-1][0] + " " + row[0], row[1], out[-1][2] if out[-1][2] == row[2] else "")
            joined += 1
        else:
            out.append(row)
            joined = 1
    return out


def _break_lines(rows: list[Row], rng: np.random.Generator) -> list[Row]:
    """Long lines break at a word, as dumpers do at links and bold words."""
    share = rng.uniform(0.05, 0.4)
    out: list[Row] = []
    for text, label, kind in rows:
        words = text.split(" ")
        if len(words) > 12 and rng.random() < share:
            at = sorted(rng.choice(np.arange(2, len(words) - 2), size=int(rng.integers(1, 4)), replace=False))
            pieces = [words[a:b] for a, b in zip([0, *at], [*at, len(words)], strict=True)]
            out += [(" ".join(piece), label, kind) for piece in pieces if piece]
        else:
            out.append((text, label, kind))
    return out


def _move_box(rows: list[Row], rng: np.random.Generator) -> list[Row]:
    """A few of the lines below the story stand between its paragraphs."""
    _, end = _body_ends(rows)
    if len(rows) - end < 4:
        return rows
    first = end + int(rng.integers(0, min(len(rows) - end - 3, 40)))
    last = min(first + int(rng.integers(1, 9)), len(rows))
    box = rows[first:last]
    return with_box(box)([*rows[:first], *rows[last:]], rng)


def _cut_off(rows: list[Row], rng: np.random.Generator) -> list[Row]:
    """The text ends in the middle of a line."""
    if len(rows) < 4:
        return rows
    at = int(rng.integers(len(rows) // 2, len(rows)))
    text, label, kind = rows[at]
    return [*rows[:at], (text[: max(len(text) // 2, 1)], label, kind)]
