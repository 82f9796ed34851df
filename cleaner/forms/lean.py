"""A lean record: what most users keep of a record. On 40 news pages 5.6 KB each, a record 51 KB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleaner.forms.record_types import LeanRecord


def lean_record(record: Mapping[str, Any]) -> LeanRecord:
    """The lean record of a record. `body` is the one without Markdown syntax where the record has that."""
    metadata, translation = record["metadata"], record["translation"]
    lean: LeanRecord = {
        "id": record["id"],
        "url": record["url"],
        "title": metadata["title"],
        "authors": metadata["authors"],
        "date": metadata["date"],
        "language": record["language"]["code"],
        "status": record["status"],
        "verdict": translation["verdict"] if translation else None,
        "cause": record["warnings"][0] if record["length"] is None else None,
        "body": record.get("plain_body", record["body"]),
    }
    if record.get("input"):
        lean["input"] = record["input"]
    return lean
