"""Short texts: stories of 3 to 15 paragraphs, whole or cut, with heads and tails of 0 to 15 lines, in every language.

Full-page dumps are nine parts boilerplate, and what extractors leave is nine parts story; neither shows a network what
a few lines above and below a few paragraphs look like. The stories are those of `tests/whole`, of other collections
and of the labelled dumps; what stands around them is written (`training.frames`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cleaner.phrases.packs import languages
from training.dresses import (
    Dress,
    Row,
    as_it_is,
    by_sentences,
    markdown,
    rows_of,
    short_last_sentence,
    with_box,
    wrapped,
)
from training.endings import add_ending
from training.frames import Shelf, headline_of, make_box, make_head, make_tail, own_stories, shelf
from training.lines.data import Dump, fold_of
from training.lines.stories import read_stories, split_passages

SHORT = "short"
"""The dumper of a short text."""
_MOST_LINES = 15
_OWN_TIMES, _OTHERS = 8, 60
"""Texts made of each of our own stories; stories of other collections a language."""
_WEIGHT = 1.0
_DRESSES: tuple[Dress, ...] = (*[as_it_is] * 6, by_sentences, wrapped, wrapped, markdown)


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its language, its fold, and a name."""

    name: str
    language: str
    fold: int
    lines: tuple[str, ...]


def gather_stories(dumps: Sequence[Dump], data: Path, rng: np.random.Generator) -> list[Story]:
    """Our own stories several times over, those of other collections, and those of the dumps."""
    found: list[Story] = []
    for language in languages():
        own = [Story(name, language, fold_of(name), lines) for name, lines in own_stories(language).items()]
        found += own * _OWN_TIMES
    for language in languages():
        others = read_stories(data, language)
        for i in rng.permutation(len(others))[:_OTHERS].tolist():
            lines = tuple(split_passages(others[i], rng))
            if len(lines) >= 3:
                found.append(Story(f"{language}/{i}", language, fold_of(f"{language}/{i}"), lines))
    for dump in dumps:
        if dump.dumper == "bs4" and dump.aligned and dump.source not in ("wcxb",) and dump.language in languages():
            lines = tuple(text for text, label in zip(dump.lines, dump.labels, strict=True) if label == 1)
            if len(lines) >= 3 and sum(map(len, lines)) > 300:
                found.append(Story(dump.id, dump.language, dump.fold, lines))
    return found


def make_shorts(dumps: Sequence[Dump], data: Path, rng: np.random.Generator) -> list[tuple[str, tuple[Dump, ...]]]:
    """Short texts by the name of their story, each with another look of it."""
    stories = gather_stories(dumps, data, rng)
    by_language: Mapping[tuple[str, int], list[tuple[str, ...]]] = defaultdict(list)
    for story in stories:
        by_language[story.language, story.fold].append(story.lines)
    out = []
    for story in stories:
        others = by_language[story.language, story.fold]
        out.append((story.name, tuple(make_short(story, others, rng) for _ in range(2))))
    return out


def make_short(story: Story, others: Sequence[Sequence[str]], rng: np.random.Generator) -> Dump:
    """A story of a few paragraphs in a frame of a few lines."""
    own = shelf(story.language)
    kept = int(rng.integers(3, 16))
    rows = rows_of(story.lines[:kept])
    headline = headline_of(rows[int(rng.integers(min(3, len(rows))))][0], rng)
    if own.lookalikes and rng.random() < 0.3:
        rows = _insert(rows, own, rng)
    if rng.random() < 0.35:
        rest = story.lines[kept:]
        texts = rest if len(rest) >= 2 else others[int(rng.integers(len(others)))]
        rows = add_ending(rows, texts, story.language, rng)
    elif rng.random() < 0.2:
        rows = short_last_sentence(rows, rng)
    for _ in range(int(rng.choice(3, p=(0.6, 0.3, 0.1)))):
        rows = with_box(make_box(own, others, rng))(rows, rng)
    head, tail = (int(rng.integers(1, _MOST_LINES + 1)) * int(rng.random() < 0.75) for _ in range(2))
    rows = [*make_head(own, headline, head, rng), *rows, *make_tail(own, others, tail, rng)]
    rows = _DRESSES[int(rng.integers(len(_DRESSES)))](rows, rng)
    lines, labels, kinds = zip(*[row for row in rows if row[0].strip()], strict=True)
    return Dump(f"{SHORT}/{story.name}", SHORT, SHORT, story.language, story.fold, lines, labels, kinds,
                aligned=True, weight=_WEIGHT, typed=False)  # fmt: skip


def _insert(rows: Sequence[Row], own: Shelf, rng: np.random.Generator) -> list[Row]:
    """A sentence with a stock phrase in it, as a paragraph of the story or at the beginning of one."""
    text = own.lookalikes[int(rng.integers(len(own.lookalikes)))]
    at = int(rng.integers(len(rows) + 1))
    if at < len(rows) and rng.random() < 0.4:
        return [*rows[:at], (f"{text} {rows[at][0]}", 1, ""), *rows[at + 1 :]]
    return [*rows[:at], (text, 1, ""), *rows[at:]]
