"""Where a run writes: `-o OUT` and `--format` made into one decision, or refused before anything is written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cleaner.batch.jobs import Output, shown
from cleaner.errors import UsageError

_PACKINGS = ((".gz", "gz"), (".zst", "zst"))
_OTHER_FILES = (".json", ".csv", ".tsv", ".html", ".htm", ".xml", ".md", ".warc", ".zip", ".gz", ".zst")


@dataclass(frozen=True, slots=True)
class Target:
    """output: what is made of a result. path: a folder for "folder", else a file; None is standard output.

    ending: of the files in a folder. packing: "", "gz", "zst" or "parquet", of a file of records.
    """

    output: Output
    path: str | None = None
    ending: str = ""
    packing: str = ""


def choose_target(out: str | None, form: str | None, *, several: bool) -> Target:
    """Raises `UsageError` where OUT and the format disagree, or where several bodies would run into one another."""
    if form == "parquet" and not (out or "").lower().endswith(".parquet"):
        raise UsageError("Parquet is written to one file; give -o FILE.parquet")
    if out is None:
        if form == "text" and several:
            raise UsageError("several bodies cannot be told apart on standard output; give -o FOLDER or --format jsonl")
        return Target("records" if form == "jsonl" or (several and form is None) else "body")
    if out.endswith(("/", os.sep)) or Path(out).is_dir():
        return _folder(out, form)
    name = Path(out).name.lower()
    packing = next((kind for ending, kind in _PACKINGS if name.endswith(ending)), "")
    if name.removesuffix("." + packing).endswith(".jsonl"):
        _agree(out, form, "jsonl")
        return Target("records", out, packing=packing)
    if name.endswith(".parquet"):
        _agree(out, form, "parquet")
        return Target("records", out, packing="parquet")
    if name.endswith(".txt"):
        _agree(out, form, "text")
        if several:
            raise UsageError(f"{shown(out)} holds one body, but there are several documents; give a folder")
        return Target("body", out)
    if name.endswith(_OTHER_FILES):
        raise UsageError(f"cannot write {shown(out)}; give a folder, FILE.jsonl[.gz|.zst], FILE.parquet or FILE.txt")
    return _folder(out, form)


def _folder(out: str, form: str | None) -> Target:
    return Target("folder", out, ".json" if form == "jsonl" else ".txt")


def _agree(out: str, form: str | None, meant: str) -> None:
    if form not in (None, meant):
        raise UsageError(f"{shown(out)} is written as {meant}, but --format says {form}")
