"""Parts of a JSON record: spans, marks, its digest and versions; and back: a record and its page text give the body."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cleaner.document import Mark, Reason, Segment
from cleaner.errors import UsageError
from cleaner.forms.body_map import tidy
from cleaner.kinds import Fate
from cleaner.models import model_versions

SCHEMA = 1
_KEEP = Fate.KEEP  # an enumeration takes as long to give a member as a line of a record takes


class Removed(NamedTuple):
    """A named segment with its text, for reading: `result.removed[0].kind`."""

    segment: Segment
    text: str

    @property
    def start(self) -> int:
        return self.segment.span.start

    @property
    def end(self) -> int:
        return self.segment.span.end

    @property
    def kind(self) -> str:
        return self.mark.kind

    @property
    def fate(self) -> Fate:
        return self.segment.fate

    @property
    def score(self) -> float:
        return self.mark.score

    @property
    def detector(self) -> str:
        return self.mark.detector

    @property
    def reason(self) -> Reason:
        return self.mark.reason

    @property
    def mark(self) -> Mark:
        """The mark that won the span."""
        assert self.segment.mark is not None
        return self.segment.mark


def span_records(segments: Iterable[Segment], text: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The named segments that left the body, and those that stay. text: the page text."""
    removed, kept = list[dict[str, Any]](), list[dict[str, Any]]()
    for segment in segments:
        stays = segment.fate is _KEEP
        if segment.mark is not None:
            (kept if stays else removed).append(_span_record(segment, text))
    return removed, kept


def _span_record(segment: Segment, page: str) -> dict[str, Any]:
    (start, end), fate, mark = segment
    assert mark is not None
    _, kind, score, detector, (rule, evidence), _, _ = mark
    return {
        "start": start,
        "end": end,
        "kind": kind,
        "fate": str(fate),
        "score": round(score, 4),
        "detector": detector,
        "reason": {"rule": rule, "evidence": evidence},
        "text": page[start:end],
    }


def mark_record(mark: Mark, text: str) -> dict[str, Any]:
    """A mark; `text`: the page text."""
    return {
        "start": mark.span.start,
        "end": mark.span.end,
        "kind": mark.kind,
        "score": mark.score,  # as it competed: rounded, deciding again could end otherwise
        "kind_score": mark.naming,
        "detector": mark.detector,
        "reason": mark.reason._asdict(),
        "lifted": [list(pair) for pair in mark.lifted],
        "text": text[mark.span.start : mark.span.end],
    }


def with_input(record: dict[str, Any], rest: Mapping[str, Any] | None) -> dict[str, Any]:
    """The record with the fields of its row that the cleaner does not use; `rest` is None where there was no row."""
    if rest is not None:
        record["input"] = dict(rest)
    return record


def replay(record: Mapping[str, Any], text: str) -> str:
    """Rebuild the body from a record and the page text it was made of.

    Raises `UsageError` if the digest of the text is not that of the record, or if the removed spans of the record do
    not give its body.
    """
    if record.get("digest") != digest_text(text):
        raise UsageError(f"the page text is not that of record {record.get('id')!r}: its digest differs")
    pieces, at = [], 0
    for span in record["removed"]:
        start, end = span["start"], span["end"]
        if not at <= start <= end or text[start:end] != span.get("text", text[start:end]):
            raise UsageError(f"record {record.get('id')!r} contradicts itself: {start} to {end} is not what it removed")
        pieces.append(text[at:start])
        at = end
    pieces.append(text[at:])
    body = tidy("".join(pieces))
    if body != record.get("body", body):
        raise UsageError(f"record {record.get('id')!r} contradicts itself: what it removed does not give its body")
    return body


def digest_text(text: str) -> str:
    """SHA-256 of the page text in UTF-8, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def versions() -> dict[str, Any]:
    """What decided: this package, trafilatura, and the digest of each model file. A new dict at each call: it becomes
    part of a record, and a record is its owner's to change."""
    return {
        "cleaner": _version("article-cleaner"),
        "trafilatura": _version("trafilatura"),
        "models": model_versions(),
    }


@lru_cache(maxsize=2)
def _version(name: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version  # 20 ms: it reads mail headers

    try:
        return version(name)
    except PackageNotFoundError:
        return None
