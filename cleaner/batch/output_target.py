"""Decides from `-o OUT` and `--format` where and in which format a run writes, or refuses before anything is
written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cleaner.batch.jobs import Output, View, shown
from cleaner.errors import UsageError

_PACKINGS = ((".gz", "gz"), (".zst", "zst"))
_TABLES = ("parquet", "csv")
_ENDINGS: dict[View, tuple[str, ...]] = {
    "text": (".txt",),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "xml": (".xml",),
    "tei": (".xml", ".tei"),
    "json": (".json",),
}
"""Of files of one document; the first is the one of files in a folder."""
_OTHER_FILES = (".tsv", ".warc", ".zip", ".gz", ".zst")


@dataclass(frozen=True, slots=True)
class Target:
    """output: what is made of a result. path: a folder for "folder", else a file; None is standard output.

    ending: of the files in a folder. packing: "", "gz", "zst", "parquet" or "csv", of a file of records.
    view: what a file of one document holds.
    """

    output: Output
    path: str | None = None
    ending: str = ""
    packing: str = ""
    view: View = "text"


def choose_target(out: str | None, form: str | None, *, several: bool) -> Target:
    """Raises `UsageError` where OUT and the format disagree, or where several bodies would run into one another."""
    name = Path(out or "").name.lower()
    if form == "parquet" and not name.endswith(".parquet"):
        raise UsageError("Parquet is written to one file; give -o FILE.parquet")
    if out is None:
        return _standard_output(form, several=several)
    if out.endswith(("/", os.sep)) or Path(out).is_dir():
        return _folder(out, form)
    packing = next((kind for ending, kind in _PACKINGS if name.endswith(ending)), "")
    if name.removesuffix("." + packing).endswith(".jsonl"):
        _agree(out, form, "jsonl")
        return Target("records", out, packing=packing)
    if table := next((table for table in _TABLES if name.endswith("." + table)), None):
        _agree(out, form, table)
        return Target("records", out, packing=table)
    if views := [view for view, endings in _ENDINGS.items() if name.endswith(endings)]:
        view = _view(form) if form in views else views[0]
        _agree(out, form, view)
        if several:
            raise UsageError(f"{shown(out)} holds one body, but there are several documents; give a folder")
        return Target("body", out, view=view)
    if name.endswith(_OTHER_FILES):
        raise UsageError(
            f"cannot write {shown(out)}; give a folder, FILE.jsonl[.gz|.zst], FILE.parquet or FILE.csv, or for one"
            " document FILE.txt, .md, .html, .xml or .json"
        )
    return _folder(out, form)


def _standard_output(form: str | None, *, several: bool) -> Target:
    if form == "csv":
        return Target("records", packing="csv")
    if form == "jsonl" or (form is None and several):
        return Target("records")
    if several:
        raise UsageError("several bodies cannot be written to standard output; give -o FOLDER or --format jsonl")
    return Target("body", view=_view(form))


def _folder(out: str, form: str | None) -> Target:
    if form == "csv":
        raise UsageError("CSV is one table; give -o FILE.csv")
    view = _view("json" if form == "jsonl" else form)
    return Target("folder", out, _ENDINGS[view][0], view=view)


def _view(form: str | None) -> View:
    return next((view for view in _ENDINGS if view == form), "text")


def _agree(out: str, form: str | None, meant: str) -> None:
    if form not in (None, meant):
        raise UsageError(f"{shown(out)} is written as {meant}, but --format says {form}")
