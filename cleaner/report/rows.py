"""A record as a row of the report's table: what can be counted, sorted and filtered without its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cleaner.kinds import Fate
from cleaner.report.changes import Change

Record = Mapping[str, Any]

NO_SITE = "(no site)"
DOUBTFUL = 0.7
"""A removal less sure than this is worth a look."""


class Row(NamedTuple):
    """One document.

    length, kept: characters of the page text and of what stays of it; 0 where the document failed.
    kinds: characters that left the body, by kind. least: the score of the least sure removal, 1.0 without any.
    doubtful: characters removed with a score under `DOUBTFUL`. change: since an earlier run, None without one.
    """

    id: str
    title: str
    site: str
    url: str
    status: str
    language: str
    length: int
    kept: int
    kinds: tuple[tuple[str, int], ...]
    verdict: str
    probability: float | None
    warnings: tuple[str, ...]
    least: float
    doubtful: int
    relations: tuple[str, ...]
    change: Change | None = None

    @property
    def removed_share(self) -> float:
        """The share of the page text that left the body, 0.0 to 1.0."""
        return 1 - self.kept / self.length if self.length else 0.0


def make_row(record: Record, change: Change | None = None) -> Row:
    """The row of a record; change: since an earlier run."""
    removed = [span for span in record["removed"] if span["fate"] != Fate.KEEP]
    kinds: Counter[str] = Counter()
    for span in removed:
        kinds[str(span["kind"])] += span["end"] - span["start"]
    translation = record.get("translation") or {}
    length = record.get("length") or 0
    metadata = record.get("metadata") or {}
    return Row(
        id=str(record["id"]),
        title=str(metadata.get("title") or ""),
        site=site_of(record),
        url=str(record.get("url") or ""),
        status=str(record["status"]),
        language=str((record.get("language") or {}).get("code") or "und"),
        length=length,
        kept=length - sum(kinds.values()),
        kinds=tuple(kinds.items()),
        verdict=str(translation.get("verdict") or ""),
        probability=translation.get("probability"),
        warnings=tuple(map(str, record.get("warnings") or ())),
        least=min((span["score"] for span in removed), default=1.0),
        doubtful=sum(span["end"] - span["start"] for span in removed if span["score"] < DOUBTFUL),
        relations=tuple(sorted({str(related["relation"]) for related in record.get("related") or ()})),
        change=None if change is None else change._replace(spans=()),
    )


def site_of(record: Record) -> str:
    """The host of the record's address, else of its canonical one, else the site's name, else the folder of its id."""
    metadata = record.get("metadata") or {}
    for address in (record.get("url"), metadata.get("canonical_url")):
        if host := _host(str(address or "")):
            return host
    folder = str(record["id"]).rpartition("/")[0]
    return str(metadata.get("site") or folder or NO_SITE)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
