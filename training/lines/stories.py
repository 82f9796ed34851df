"""More stories in the frames of the labelled dumps: human news and translated news of ../shared/data.

The dumps hold few stories that are not English. A story of another collection in the place of a dump's own keeps
the frame, and what stood between the paragraphs, as it was.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from training.lines.data import PLANTED, UNKNOWN, Dump, read_jsonl

WANTED = {
    "en": 300,
    "de": 300,
    "fr": 150,
    "es": 150,
    "pt": 150,
    "ja": 80,
    "zh": 80,
    "ru": 80,
    "cs": 80,
    "el": 60,
    "it": 60,
    "nl": 60,
    "pl": 60,
    "ro": 60,
    "sv": 60,
    "tr": 60,
    "uk": 60,
}
_SENTENCE = re.compile(r"(?<=[.!?…。！？])[\"”’»」]?\s*(?=\S)")
_WEIGHT = 1.0
_DUMPERS = ("bs4", "trafilatura_recall")


def plant_stories(dumps: Sequence[Dump], data: Path, rng: np.random.Generator) -> list[Dump]:
    """New dumps: per language, frames in it (English ones where there are too few) with other stories."""
    frames: dict[str, list[Dump]] = defaultdict(list)
    for dump in dumps:
        if dump.dumper in _DUMPERS and dump.aligned and 1 in dump.labels and len(dump.lines) <= 600:
            frames[dump.language].append(dump)
    planted = []
    for language, wanted in WANTED.items():
        stories = read_stories(data, language)
        own = frames[language]
        for i in rng.permutation(len(stories))[:wanted].tolist():
            pool = own if len(own) >= 8 or (own and rng.random() < 0.6) else frames["en"]
            frame = pool[int(rng.integers(len(pool)))]
            planted.append(_plant(frame, split_passages(stories[i], rng), language))
    return planted


def read_stories(data: Path, language: str) -> list[list[str]]:
    """Stories of the collections in a language, the human ones first; none where there is no collection."""
    names = (f"human_news/human_{language}", f"mt/mt_{language}", f"mt/ht_{language}_ntrex")
    path = next((path for name in names if (path := data / f"{name}.jsonl.gz").exists()), None)
    if path is None:
        return []
    rows = (row for _, row in zip(range(6000), read_jsonl(path), strict=False))
    return [row["paragraphs"] for row in rows if row.get("domain", "news") == "news"]


def split_passages(passages: Sequence[str], rng: np.random.Generator) -> list[str]:
    """Passages to paragraphs of one to three sentences, as newspapers set them."""
    out = []
    for passage in passages:
        sentences = [s.strip() for s in _SENTENCE.split(passage) if s.strip()]
        while sentences:
            size = int(rng.integers(1, 4))
            out.append(" ".join(sentences[:size]))
            sentences = sentences[size:]
    return out


def _plant(frame: Dump, story: Sequence[str], language: str) -> Dump:
    """The paragraphs of a story in the places of the frame's body lines; surplus ones behind the last place."""
    places = [i for i, label in enumerate(frame.labels) if label == 1]
    lines: list[tuple[str, int, str]] = []
    todo = list(story)
    for i, row in enumerate(zip(frame.lines, frame.labels, frame.kinds, strict=True)):
        if row[1] == 1:
            count = len(todo) if i == places[-1] else 1
            lines += [(text, 1, "") for text in todo[:count]]
            todo = todo[count:]
        elif row[1] != UNKNOWN:
            lines.append(row)
    texts, labels, kinds = zip(*lines, strict=True)
    return replace(frame, language=language, lines=texts, labels=labels, kinds=kinds, dumper=PLANTED, weight=_WEIGHT)
