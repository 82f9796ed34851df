"""Two runs of the same pages compared: what was body before and is not now, and what is body now and was not."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from cleaner.document import Span
from cleaner.text.json_text import read_json, write_json

Record = Mapping[str, Any]
Gone = Sequence[tuple[int, int, str]]
"""Spans that left the body, in order, with their kinds."""

MOST_NAMED = 20
"""Ids of documents named that only the earlier run has."""
_SHOWN = 90


class Difference(NamedTuple):
    """A span on which two runs disagree. lost: it was body before and is not now; else it is body now. kind: as what
    it left the body, now or before.
    """

    start: int
    end: int
    lost: bool
    kind: str


class Change(NamedTuple):
    """What became of a document since an earlier run.

    state: "same", "changed" (its body), "new" (the earlier run does not have it), "text" (the page text is another, so
    the bodies cannot be compared by place). lost, gained: characters of body. kinds: [kind, lost, gained]. first: the
    beginning of the longest span on which the runs disagree.
    """

    state: str
    lost: int = 0
    gained: int = 0
    kinds: tuple[tuple[str, int, int], ...] = ()
    spans: tuple[Difference, ...] = ()
    first: str = ""


class Earlier:
    """An earlier run: of each document the digest of its page text and what left the body. About 300 bytes each."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._rows = {str(record["id"]): _packed(record) for record in records}
        self._seen: set[str] = set()

    def compare(self, record: Record) -> Change:
        """What changed of a document of the later run."""
        packed = self._rows.get(str(record["id"]))
        if packed is None:
            return Change("new")
        self._seen.add(str(record["id"]))
        digest, status, before = read_json(zlib.decompress(packed))
        if digest != record.get("digest"):
            return Change("text")
        spans = tuple(_differences(_gone(record), before, record.get("text")))
        if not spans:
            return Change("same" if status == record["status"] else "changed")
        kinds: Counter[tuple[str, bool]] = Counter()
        for span in spans:
            kinds[span.kind, span.lost] += span.end - span.start
        names = sorted({kind for kind, _ in kinds})
        longest = max(spans, key=lambda span: span.end - span.start)
        text = record.get("text") or ""
        return Change(
            "changed",
            sum(count for (_, lost), count in kinds.items() if lost),
            sum(count for (_, lost), count in kinds.items() if not lost),
            tuple((kind, kinds[kind, True], kinds[kind, False]) for kind in names),
            spans,
            " ".join(text[longest.start : longest.end].split())[:_SHOWN],
        )

    @property
    def missing(self) -> list[str]:
        """The ids of the documents that only the earlier run has, after all of the later run were compared."""
        return sorted(self._rows.keys() - self._seen)


@dataclass(frozen=True)
class Comparison:
    """The sums of two runs. sites, kinds: (name, documents changed, body lost, body gained), most lost first."""

    documents: int
    changed: int
    lost: int
    gained: int
    new: int
    other_text: int
    missing: tuple[str, ...]
    missing_count: int
    sites: tuple[tuple[str, int, int, int], ...]
    kinds: tuple[tuple[str, int, int, int], ...]


def compare_runs(changes: Sequence[tuple[str, Change]], missing: Sequence[str]) -> Comparison:
    """The sums of what changed. changes: of each document its site and what changed."""
    sites = [(site, change.lost, change.gained) for site, change in changes if change.state == "changed"]
    kinds = [row for _, change in changes for row in change.kinds]
    states = Counter(change.state for _, change in changes)
    return Comparison(
        len(changes), states["changed"],
        sum(change.lost for _, change in changes), sum(change.gained for _, change in changes),
        states["new"], states["text"], tuple(missing[:MOST_NAMED]), len(missing), _summed(sites), _summed(kinds),
    )  # fmt: skip


def _summed(rows: Iterable[tuple[str, int, int]]) -> tuple[tuple[str, int, int, int], ...]:
    sums: dict[str, tuple[int, int, int]] = {}
    for name, lost, gained in rows:
        count, before, after = sums.get(name, (0, 0, 0))
        sums[name] = count + 1, before + lost, after + gained
    return tuple(sorted(((name, *row) for name, row in sums.items()), key=lambda row: (-row[2], -row[3], row[0])))


def _packed(record: Record) -> bytes:
    return zlib.compress(write_json([record.get("digest"), record["status"], _gone(record)], compact=True).encode())


def _gone(record: Record) -> list[tuple[int, int, str]]:
    spans = [(span["start"], span["end"], span["kind"]) for span in record["removed"] if span["fate"] != "keep"]
    return sorted(spans)


def _differences(now: Gone, before: Gone, text: str | None) -> Iterator[Difference]:
    """The spans that only one run took out; where the text is known, only what has ink, without spaces at its ends."""
    found = [Difference(start, end, True, kind) for start, end, kind in _without(now, before)]
    found += [Difference(start, end, False, kind) for start, end, kind in _without(before, now)]
    for start, end, lost, kind in sorted(found):
        if text is not None:
            start, end = Span(start, end).trimmed(text)
        if start < end:
            yield Difference(start, end, lost, kind)


def _without(spans: Gone, others: Gone) -> Iterator[tuple[int, int, str]]:
    """The parts of spans that none of the others covers; both are in order and do not overlap."""
    first = 0
    for start, end, kind in spans:
        while first < len(others) and others[first][1] <= start:
            first += 1
        at, place = start, first
        while place < len(others) and others[place][0] < end:
            if at < others[place][0]:
                yield at, others[place][0], kind
            at = max(at, others[place][1])
            place += 1
        if at < end:
            yield at, end, kind
