"""The manifest: a row per document, in input order, written as the run goes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from cleaner.batch.jobs import Plan, Row, encode_json
from cleaner.record import versions

NAME = "manifest.jsonl"


def plan_key(plan: Plan) -> str:
    """A fingerprint of everything but the input that decides what comes out: options, packs and versions."""
    options = asdict(plan) | {"config": plan.config.digest(), "root": "", "key": ""}
    packs = [hashlib.sha256(Path(pack).read_bytes()).hexdigest() for pack in plan.config.packs if Path(pack).is_file()]
    return hashlib.sha256(encode_json([options, packs, versions()])).hexdigest()[:16]


def read_manifest(path: Path) -> Iterator[Row]:
    """The rows of a manifest, without what a killed run left torn; none where there is no file."""
    if not path.is_file():
        return
    with path.open("rb") as file:
        for line in file:
            row = Row.from_line(line) if line.endswith(b"\n") else None
            if row is not None:
                yield row
