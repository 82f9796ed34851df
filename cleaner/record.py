"""A result as a JSON record, and back: a record and its page text give the body again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from cleaner.document import Mark, Metadata, Reason, Status, Translation
from cleaner.errors import UsageError
from cleaner.result import Removed, Result, tidy

SCHEMA = 1


def make_record(result: Result, *, with_text: bool = False, with_marks: bool = False) -> dict[str, Any]:
    """The record of a result: every field of the contract, in its order."""
    document = result.document
    if result.status.failed:
        return failed_record(result.id, result.status, result.warnings[0], url=document.url)
    record: dict[str, Any] = {
        "schema": SCHEMA,
        "id": result.id,
        "url": document.url,
        "status": str(result.status),
        "language": {"code": document.language.code, "confidence": document.language.confidence},
        "metadata": _metadata(result.metadata),
        "body": result.body,
        "removed": [_span(item) for item in result.removed],
        "kept": [_span(item) for item in result.kept],
        "length": len(document.text),
        "digest": digest_text(document.text),
        "translation": _translation(result.translation),
        "related": [
            {"id": r.id, "relation": r.relation, "score": r.score, "evidence": dict(r.evidence)} for r in result.related
        ],
        "warnings": list(result.warnings),
        "versions": versions(),
    }
    if result.comments is not None:
        record["comments"] = list(result.comments)
    if with_text:
        record["text"] = document.text
    if with_marks:
        record["marks"] = [_mark(mark, document.text) for mark in result.marks]
    return record


def failed_record(id: str, status: Status, cause: str, *, url: str | None = None) -> dict[str, Any]:
    """The record of a document that could not be cleaned: body and spans empty, the cause first in `warnings`."""
    return {
        "schema": SCHEMA,
        "id": id,
        "url": url,
        "status": str(status),
        "language": {"code": "und", "confidence": 0.0},
        "metadata": _metadata(Metadata()),
        "body": "",
        "removed": [],
        "kept": [],
        "length": None,
        "digest": None,
        "translation": None,
        "related": [],
        "warnings": [cause],
        "versions": versions(),
    }


def replay(record: Mapping[str, Any], text: str) -> str:
    """The body again, from a record and the page text it was made of.

    Raises `UsageError` where the text is not the record's: its digest differs.
    """
    if record.get("digest") != digest_text(text):
        raise UsageError(f"the page text is not that of record {record.get('id')!r}: its digest differs")
    pieces, at = [], 0
    for span in record["removed"]:
        pieces.append(text[at : span["start"]])
        at = span["end"]
    pieces.append(text[at:])
    return tidy("".join(pieces))


def digest_text(text: str) -> str:
    """SHA-256 of the page text in UTF-8, lone surrogates included."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def versions() -> dict[str, Any]:
    """What decided: this package, trafilatura, and the digest of each model file. A new dict at each call: it becomes
    part of a record, and a record is its owner's to change."""
    from cleaner.models import model_versions

    return {
        "cleaner": _version("article-cleaner"),
        "trafilatura": _version("trafilatura"),
        "models": model_versions(),
    }


@lru_cache(maxsize=2)
def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _span(item: Removed) -> dict[str, Any]:
    ((start, end), fate, mark), text = item
    assert mark is not None
    _, kind, score, detector, reason, _, _ = mark
    return {
        "start": start,
        "end": end,
        "kind": kind,
        "fate": str(fate),
        "score": round(score, 4),
        "detector": detector,
        "reason": _reason(reason),
        "text": text,
    }


def _mark(mark: Mark, text: str) -> dict[str, Any]:
    return {
        "start": mark.span.start,
        "end": mark.span.end,
        "kind": mark.kind,
        "score": mark.score,  # as it competed: rounded, deciding again could end otherwise
        "kind_score": mark.naming,
        "detector": mark.detector,
        "reason": _reason(mark.reason),
        "lifted": [list(pair) for pair in mark.lifted],
        "text": text[mark.span.start : mark.span.end],
    }


def _reason(reason: Reason) -> dict[str, str]:
    return {"rule": reason.rule, "evidence": reason.evidence}


def _metadata(metadata: Metadata) -> dict[str, Any]:
    return {
        "title": metadata.title,
        "authors": list(metadata.authors),
        "contributors": list(metadata.contributors),
        "agencies": list(metadata.agencies),
        "date": metadata.date,
        "site": metadata.site,
        "section": metadata.section,
        "canonical_url": metadata.canonical_url,
        "dateline": dict(metadata.dateline) if metadata.dateline else None,
        "sources": dict(metadata.sources),
    }


def _translation(translation: Translation | None) -> dict[str, Any] | None:
    if translation is None:
        return None
    return {
        "verdict": str(translation.verdict),
        "probability": _rounded(translation.probability),
        "passages": [
            {"start": p.span.start, "end": p.span.end, "probability": _rounded(p.probability)}
            for p in translation.passages
        ],
        "signs": [
            {"start": s.span.start, "end": s.span.end, "sign": s.sign, "evidence": s.evidence}
            for s in translation.signs
        ],
        "reason": translation.reason,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
