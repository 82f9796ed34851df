"""The labelled dumps as the line model is trained on them, in folds by registered domain."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

SOURCES = ("fundus", "wcxb", "postlight", "newspaper4k", "daniel", "article")
BESIDE = {"dragnet": 1.0, "jsonld": 1.5}
"""Sources of texts that only the stacking learns from, and how much they count. dragnet: readers' comments, told by
people. Networks fitted on it too lost a few whole stories (`cleaner/models/lines_text.md`)."""
FOLDS = 3
HELD_OUT = -1
"""The fold of the third of all domains that no network is fitted on before the last one, and that is reported once."""
UNKNOWN = -1
"""The label of a line that cannot be decided; it stays out of the loss."""


@dataclass(frozen=True, slots=True)
class Dump:
    """One text of one page: its lines, their labels (1 body, 0 boilerplate, -1 left open), and their kinds.

    kinds: a kind of boilerplate per line where a person or a rule named one, "" elsewhere.
    weight: how much the dump counts in the loss. typed: its kinds were given by a person.
    """

    id: str
    dumper: str
    source: str
    language: str
    fold: int
    lines: tuple[str, ...]
    labels: tuple[int, ...]
    kinds: tuple[str, ...]
    aligned: bool
    weight: float
    typed: bool = True


def read_jsonl(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as rows:
        for row in rows:
            if row.strip():
                yield json.loads(row)


def fold_of(domain: str) -> int:
    """The fold of a registered domain, or `HELD_OUT`: a digest, so that it depends on nothing else in the data."""
    digest = hashlib.sha256(b"held out:" + domain.encode()).digest()
    return HELD_OUT if digest[0] % 3 == 2 else digest[1] % FOLDS


def read_pages(data: Path, sources: Sequence[str] = SOURCES) -> dict[str, dict[str, Any]]:
    """The pages of the training sources by id. The segment pages are never among them."""
    return {row["id"]: row for source in sources for row in read_jsonl(data / "pages" / f"{source}.jsonl.gz")}


SOURCE_WEIGHT = {"fundus": 3.0, "wcxb": 1.0, "postlight": 1.0, "newspaper4k": 2.0, "daniel": 1.5, "article": 1.5}
"""News of many languages is what the product is for; much of the data is English blogs. postlight's gold is weak."""
DUMPER_WEIGHT = {
    "bs4": 1.0,
    "trafilatura_recall": 1.5,
    "inscriptis": 0.7,
    "html2text": 0.7,
    "newspaper4k": 1.5,
    "readability": 1.0,
}


PARTLY = {"agreed": 0.5, "jsonld": 0.8}
"""Sources whose gold is sure of boilerplate and of prose only, and how much their pages count. Read as pages, not as
texts: with them the text network lost whole stories."""
_LEAST_PROSE = 60
_FINISHED = re.compile(r"""[.!?…。！？؟।]['"\u201d\u2019»)]*$""")


def load_dumps(data: Path, sources: Mapping[str, float] = SOURCE_WEIGHT) -> list[Dump]:
    """The labelled dumps of sources of `../shared/data`, with their typed lines where there are some.

    sources: how much the dumps of each source count.
    """
    domains = {id_: page["domain"] for id_, page in read_pages(data, tuple(sources)).items()}
    typed = {(row["id"], row["dumper"]): row["kinds"] for row in read_jsonl(data / "kinds.jsonl")}
    return [
        _dump(row, domains[row["id"]], weight, typed.get((row["id"], row["dumper"])))
        for source, weight in sources.items()
        for row in read_jsonl(data / "dumps" / f"{source}.jsonl.gz")
    ]


def load_partly(data: Path) -> list[tuple[Dump, dict[str, Any]]]:
    """The `bs4` dumps of the sources in `PARTLY` with their pages.

    Where extractors agreed, a line of body that is no finished sentence is left open: outside English and German one
    such line in six is boilerplate.
    """
    out = []
    for source, weight in PARTLY.items():
        pages = {row["id"]: row for row in read_jsonl(data / "pages" / f"{source}.jsonl.gz")}
        for row in read_jsonl(data / "dumps" / f"{source}.jsonl.gz"):
            if row["dumper"] != "bs4":
                continue
            page = pages[row["id"]]
            dump = _dump(row, page["domain"], weight, None)
            labels = tuple(map(_sure_label, dump.lines, dump.labels)) if source == "agreed" else dump.labels
            out.append((replace(dump, labels=labels, typed=False), page))
    return out


def _sure_label(line: str, label: int) -> int:
    text = line.strip()
    return label if label != 1 or (len(text) >= _LEAST_PROSE and _FINISHED.search(text)) else UNKNOWN


def _dump(row: Mapping[str, Any], domain: str, weight: float, kinds: Sequence[str | None] | None) -> Dump:
    labels = tuple(UNKNOWN if label is None else label for label in row["labels"])
    named = tuple(kind or "" for kind in kinds or [""] * len(labels))
    return Dump(
        row["id"], row["dumper"], row["source"], row["lang"], fold_of(domain), tuple(row["text"].split("\n")), labels,
        named, row["aligned"], weight * DUMPER_WEIGHT[row["dumper"]],
    )  # fmt: skip


PLANTED = "planted"
"""The dumper of a dump whose story is not its own (`training.lines.stories`): trained on, never judged."""


def chance_to_show(dump: Dump) -> float:
    """How probably an epoch shows a dump: the English blogs and the near-copies of `bs4` less often, to save time."""
    if dump.dumper == PLANTED:
        return 0.4
    chance = 0.6 if dump.source == "wcxb" else 1.0
    return chance * (0.4 if dump.dumper in ("inscriptis", "html2text") else 1.0)
