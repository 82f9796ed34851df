"""The four documents the product began with, against what must happen to each (../shared/seeds; skipped without it)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cleaner

SEEDS = Path(__file__).resolve().parents[2] / "shared" / "seeds"
EXPECTED = SEEDS / "expected.jsonl"
ROWS = [json.loads(row) for row in EXPECTED.read_text("utf-8").splitlines()] if EXPECTED.exists() else []

pytestmark = pytest.mark.skipif(not ROWS, reason="../shared/seeds is not there")
each_seed = pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"][:3])


def kinds_of(text: str, spans: list[tuple[int, int, str]]) -> list[str | None]:
    """The kind of every character that is not white space."""
    kinds: list[str | None] = [None] * len(text)
    for start, end, kind in spans:
        kinds[start:end] = [kind] * (end - start)
    return [kind for kind, char in zip(kinds, text, strict=True) if not char.isspace()]


@each_seed
def test_removed_exactly(row: dict[str, Any]) -> None:
    text = (SEEDS / f"{row['id']}.txt").read_text("utf-8")
    result = cleaner.clean(text)
    wanted = kinds_of(text, [(span["start"], span["end"], span["kind"]) for span in row["removed"]])
    assert kinds_of(text, [(r.start, r.end, r.kind) for r in result.removed]) == wanted
    assert result.document.language.code == row["language"]


@each_seed
def test_metadata(row: dict[str, Any]) -> None:
    metadata = cleaner.clean((SEEDS / f"{row['id']}.txt").read_text("utf-8")).to_record()["metadata"]
    assert {field: metadata[field] for field in row["metadata"]} == row["metadata"]
