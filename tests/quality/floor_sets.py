"""The sets of documents whose figures are pinned: our own always, those of ../shared/data where it is present.

A document of text says of every character whether it is body or boilerplate, and of which kind where that is known.
A document of HTML has the text of its body only. Samples of ../shared/data are drawn by a hash of the id, so that they
do not change with the order of a file, and at most `MOST` documents a set.
"""

from __future__ import annotations

import gzip
import hashlib
import heapq
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
sys.path.append(str(TESTS))
DATA = TESTS.parent.parent / "shared" / "data"
MOST = 60
SOURCES = ("fundus", "wcxb", "postlight", "daniel")
BODY, BOILERPLATE = "body", "boilerplate"
IN_BODY = frozenset({BODY, "dateline", "standfirst", "correction"})
"""Kinds that stay in the body; a gold stretch of one of them is body."""
HEAD_KINDS, TAIL_KINDS = ("navigation", "share"), ("share", "comments", "related", "signup", "contact", "legal")
_KEY = re.compile(r'"id": ?"([^"]+)"(?:.{0,200}?"dumper": ?"([^"]+)")?')


@dataclass(frozen=True)
class Document:
    """A document with its gold: `tags` for text (one a character, None where undecided), `body` for HTML."""

    id: str
    source: str
    tags: Sequence[str | None] = ()
    body: str = ""
    language: str | None = None

    @property
    def form(self) -> str:
        """How the source is to be read."""
        return "text" if self.tags else "html"


def digest_of(documents: Iterable[Document]) -> str:
    """SHA-256 of what documents hold, gold and source, in order."""
    found = hashlib.sha256()
    for one in documents:
        found.update(json.dumps([one.id, one.source, list(one.tags), one.body, one.language]).encode())
    return found.hexdigest()


def samples() -> Iterator[Document]:
    """`samples/`: texts with their brackets, pages with their body."""
    from test_samples import SOURCES as FILES
    from test_samples import TEXTS, expectation

    for file in FILES:
        source = file.read_text(encoding="utf-8")
        if file in TEXTS:
            yield _bracketed(file.stem, expectation(file, "marked.txt").read_text(encoding="utf-8"), None)
        else:
            yield Document(file.stem, source, body=expectation(file, "txt").read_text(encoding="utf-8"))


def _bracketed(name: str, marked: str, language: str | None) -> Document:
    from test_samples import MARKED

    source, tags, place = "", [], 0
    for found in MARKED.finditer(marked):
        before, kind = marked[place : found.start()], found[2]
        source += before + found[3]
        tags += [BODY] * len(before) + [BODY if found[1] or kind in IN_BODY else kind] * len(found[3])
        place = found.end()
    return Document(name, source + marked[place:], tags + [BODY] * (len(marked) - place), language=language)


def cases() -> Iterator[Document]:
    """`tests/cases/whole.txt`, where every stretch is bracketed that is not body."""
    from test_cases import CASES

    for case in CASES:
        if case.detector == "whole":
            tags: list[str | None] = [BODY] * len(case.text)
            for kind, start, end in case.expected:
                tags[start:end] = [BODY if kind in IN_BODY else kind] * (end - start)
            yield Document(case.title, case.text, tags, language=case.language)


def framed() -> Iterator[Document]:
    """Stories of `tests/whole`, all body, between lines that the packs of their language call boilerplate."""
    from test_whole import STORIES, story_id

    names = heapq.nsmallest(MOST, map(story_id, STORIES), key=_hash)
    for path in STORIES:
        if story_id(path) in names:
            yield _frame(story_id(path), path.read_text(encoding="utf-8").strip(), path.parent.name)


def _frame(name: str, story: str, language: str) -> Document:
    from cleaner.phrases.packs import Where, load_packs

    stock: dict[str, str] = {}
    for rule in load_packs()[language].rules:
        if rule.where is Where.LINE and rule.hits:
            stock.setdefault(rule.kind, rule.hits[0])
    parts = [(stock[kind], kind) for kind in HEAD_KINDS if kind in stock]
    parts += [(story, BODY)] + [(stock[kind], kind) for kind in TAIL_KINDS if kind in stock]
    tags = [tag for text, tag in parts for tag in [tag] * (len(text) + 1)]
    return Document(name, "".join(text + "\n" for text, _ in parts), tags)


def dumps(source: str, dumper: str, most: int) -> Iterator[Document]:
    """Labelled dumps of one file of ../shared/data."""
    rows = _draw(DATA / "dumps" / f"{source}.jsonl.gz", most, lambda _, kind: kind == dumper, "aligned")
    for row in rows:
        labels = {1: BODY, 0: BOILERPLATE, None: None}
        yield Document(row["id"], row["text"], _spread(row["text"], [labels[label] for label in row["labels"]]))


def extracts() -> Iterator[Document]:
    """What an extractor left, of all sources."""
    for source in SOURCES:
        yield from dumps(source, "trafilatura_recall", MOST // len(SOURCES))


def pages() -> Iterator[Document]:
    """HTML pages, of all sources."""
    for source in SOURCES:
        for row in _draw(DATA / "pages" / f"{source}.jsonl.gz", MOST // len(SOURCES), lambda *_: True, ""):
            yield Document(row["id"], row["html"], body=row["body"])


def kinds() -> Iterator[Document]:
    """Dumps with the kind of every line."""
    rows = [json.loads(line) for line in (DATA / "kinds.jsonl").read_text(encoding="utf-8").splitlines()]
    gold = {(row["id"], row["dumper"]): row for row in heapq.nsmallest(MOST, rows, key=lambda row: _hash(row["id"]))}
    for source in sorted({row["source"] for row in gold.values()}):
        wanted = _draw(DATA / "dumps" / f"{source}.jsonl.gz", MOST, lambda *key: key in gold, "")
        for dump in wanted:
            row = gold[dump["id"], dump["dumper"]]
            tags = _spread(dump["text"], [BODY if kind in IN_BODY else kind for kind in row["kinds"]])
            yield Document(dump["id"], dump["text"], tags)


def _draw(path: Path, most: int, wanted: Callable[[str, str], bool], flag: str) -> list[Mapping[str, Any]]:
    """The rows of a file that are wanted and have a flag: those whose ids have the smallest hashes."""
    lines: list[tuple[int, str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            key = _KEY.search(line)
            if key and wanted(key[1], key[2] or ""):
                lines.append((_hash(key[1]), line))
    rows = (json.loads(line) for _, line in heapq.nsmallest(2 * most, lines))
    return [row for row in rows if not flag or row[flag]][:most]


def _spread(text: str, tags: Sequence[str | None]) -> list[str | None]:
    """A tag a character from a tag a line."""
    return [tag for line, tag in zip(text.split("\n"), tags, strict=True) for tag in [tag] * (len(line) + 1)]


def _hash(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])


OWN: dict[str, Callable[[], Iterable[Document]]] = {"samples": samples, "cases": cases, "framed": framed}
SHARED: dict[str, Callable[[], Iterable[Document]]] = {
    **{f"bs4-{source}": lambda source=source: dumps(source, "bs4", MOST) for source in SOURCES},  # type: ignore[misc]
    "extracts": extracts,
    "html": pages,
    "kinds": kinds,
}
SETS = {**OWN, **SHARED}


def is_present(name: str) -> bool:
    """Whether the documents of a set are on this machine."""
    return name in OWN or all((DATA / "dumps" / f"{source}.jsonl.gz").exists() for source in SOURCES)
