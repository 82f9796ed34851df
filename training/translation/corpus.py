"""The documents that models are learned from: who wrote them, where, and on which side of each split they stand."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from cleaner.translation.tokens import normalise

FOLDS = 5
NEWS = ("news", "general")
READ_AS_TRANSLATED = frozenset(
    f"fnc1-{number:010d}-human"
    for number in (
        4849017864, 6188765844, 4444242235, 2305891428, 6139201611, 2308769424, 9915222844, 4845211110, 9251667286,
        67800206, 706639700, 2768618121, 8277468,
    )
) | {"wmt21.en.allafrica.53568.en.human"}  # fmt: skip
"""Rumour sites of fnc1 whose English was read and found machine translated (67800206 and 8277468 are French), and a
press release in English from Portuguese: neither human nor machine for us. Out of fold they were among the twenty most
surely flagged of 4,300 native documents."""
OUTLETS_READ_AS_TRANSLATED = frozenset({"english.lematinal.media"})
"""Its eight most surely flagged of 20 documents were read: French word for word ("Me Maxime Sauzier", "Note that the
other four representatives ... have also resigned", "would have done something illegal")."""
MOST_WEB_PASSAGES = 10


@dataclass(frozen=True)
class Text:
    """One document. group: mt, ht, mixed, nn, suspect, web, or the kind of native news (all, fnc, small, gnad)."""

    id: str
    doc: str
    group: str
    corpus: str
    outlet: str
    year: int
    system: str
    source: str
    domain: str
    fold: int
    held_by_net: bool
    paragraphs: tuple[str, ...]

    @property
    def late(self) -> bool:
        """Its side of the split: campaigns by year, so that systems and years are unseen; the rest by outlet."""
        return self.year == 2022 if self.corpus.startswith("wmt2") else self.fold > 2

    @property
    def news(self) -> bool:
        return self.domain in NEWS


def bucket(name: str, count: int) -> int:
    """The same part of `count` for the same name, on every machine."""
    return int(hashlib.sha1(name.encode()).hexdigest()[:8], 16) % count


def learned_by_net(corpus: str, outlet: str) -> bool:
    """Whether the slot net learns from this outlet (58 % of the allsides words); it is then never scored."""
    return corpus == "allsides" and bucket("lm" + outlet, 100) < 50


def read_texts(data: Path, language: str) -> Iterator[Text]:
    """All documents of a language, human news first."""
    for name in (f"human_news/human_{language}.jsonl.gz", f"mt/mt_{language}.jsonl.gz"):
        path = data / name
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as lines:
                for line in lines:
                    yield _text(json.loads(line))
    if language == "en":
        yield from _read_web(data)


def _read_web(data: Path) -> Iterator[Text]:
    """The bodies of wcxb pages that are not news: guides, blogs, recipes; ten passages of each at most."""
    with gzip.open(data / "pages/wcxb.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["kind"] != "news":
                domain, passages = row["domain"], tuple(islice(_passages_of(row["body"]), MOST_WEB_PASSAGES))
                fold = bucket("f" + domain, FOLDS)
                yield Text(row["id"], row["id"], "web", "wcxb", domain, 0, "human", "en", "web", fold, False, passages)


def _passages_of(body: str) -> Iterator[str]:
    """Lines joined to 40 words, longer ones cut at 120."""
    waiting: list[str] = []
    for line in [*body.split("\n"), ""]:
        waiting += line.split()
        if len(waiting) >= 40:
            for at in range(0, len(waiting), 120):
                yield normalise(" ".join(waiting[at : at + 120]))
            waiting = []


def _text(row: dict[str, Any]) -> Text:
    corpus = row["corpus"]
    outlet = row.get("outlet") or corpus
    key = row["doc"] if corpus.startswith(("wmt2", "fundus")) else "lm" + outlet
    if corpus == "fnc1":
        key = "fnc" + row["id"]
    return Text(
        row["id"], row["doc"], _group(row), corpus, outlet, int(row.get("year") or 0), row["system"],
        row["source_lang"], row["domain"], bucket("f" + key, FOLDS), learned_by_net(corpus, outlet),
        tuple(normalise(p) for p in row["paragraphs"]),
    )  # fmt: skip


def _group(row: dict[str, Any]) -> str:
    note = row.get("note")
    if row["label"] == "machine":
        return "mt"
    suspected = note in ("suspected-machine", "suspected-post-edit") or row["id"] in READ_AS_TRANSLATED
    if suspected or row.get("outlet") in OUTLETS_READ_AS_TRANSLATED:
        return "suspect"
    if note == "mixed-translated":
        return "mixed"
    if row["label"] in ("human-nonnative", "human-translated"):
        return {"human-nonnative": "nn", "human-translated": "ht"}[row["label"]]
    return {"allsides": "all", "fnc1": "fnc", "10kgnad": "gnad"}.get(row["corpus"], "small")


def sample(texts: list[Text], seed: int) -> list[Text]:
    """What is learned from: 15 % of the outlets the net has read, 80 % of the other allsides ones, the rest whole."""
    draw = random.Random(seed)

    def share(text: Text) -> float:
        if text.group == "all":
            return 0.15 if text.held_by_net else 0.8
        return 1.0

    return [t for t in texts if draw.random() < share(t)]
