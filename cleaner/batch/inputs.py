"""Inputs to jobs: files, folders and standard input, walked in sorted order, one job at a time.

Nothing here holds more than one row of one file. A folder is walked anew each time it is asked for.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner.batch.csv_rows import csv_jobs, looks_like_csv
from cleaner.batch.file_kind import BOM, DOCUMENTS, SNIFFED, Kind, Rejoined, by_ending, kind_of, packing_of, stem_of
from cleaner.batch.jobs import Job, file_stamp, shown
from cleaner.batch.output_names import name_of_file
from cleaner.batch.spool import STDIN, StandIn, standard_input
from cleaner.batch.warc_parquet import parquet_jobs, require_parquet, require_warc, warc_jobs
from cleaner.errors import UsageError
from cleaner.readers.compressed import MAX_LINE_BYTES, BadInput, Readable, Stream, open_stream, require_zstd, told

_ADDRESS = re.compile(r"\A[a-zA-Z][a-zA-Z0-9+.-]*://")


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. `name` is its path relative to the INPUT it was found in, with "/" between the parts.

    fault: why it cannot be read. root: that INPUT by its absolute path, or as it was named where that says nothing.
    """

    path: str
    name: str
    kind: Kind
    packing: str
    stamp: tuple[int, int] | None
    fault: str = ""
    root: str = ""

    @property
    def folder(self) -> str:
        """The mirrored folder: "" or "sub/"."""
        return "".join(name_of_file(part) + "/" for part in self.name.rstrip("/").split("/")[:-1])

    @property
    def place(self) -> str:
        """The mirrored path without its endings."""
        return self.folder + name_of_file("stdin" if self.name == STDIN else stem_of(self.name.rpartition("/")[2]))


STDIN_FILES = ("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0")


def check_inputs(inputs: Iterable[str]) -> None:
    """Raises `UsageError` for an address, and for a path that is not there."""
    for path in inputs:
        if _ADDRESS.match(path):
            raise UsageError(f"{shown(path)}: URLs are not downloaded; give the downloaded page")
        if sys.stdin is None and path in STDIN_FILES:
            raise UsageError(f"{path}: standard input is closed")
        if path != STDIN and not Path(path).exists():
            raise UsageError(f"{shown(path)}: no such file or folder")


def walk_inputs(
    inputs: Iterable[str], skipped: Counter[str] | None = None, stand_ins: Mapping[str, StandIn] | None = None
) -> Iterator[Input]:
    """Every file with a known ending in the inputs, sorted within a folder, no symlinks followed inside it.

    A file named by the caller is taken whatever its ending; its content says what it is.
    skipped: counts what was left out, by what it was. stand_ins: see `spool_inputs`.
    """
    skipped = Counter() if skipped is None else skipped
    for path in inputs:
        stand_in = (stand_ins or {}).get(path)
        name = path if path == STDIN else Path(path).name
        if stand_in:
            kind, packing = by_ending("" if stand_in.fault else name)
            if Path(stand_in.path).is_dir():
                yield from _walk_folder(stand_in.path, path, skipped)
            else:
                yield Input(stand_in.path, name, kind, packing, None, stand_in.fault, path)
        elif path == STDIN:
            yield Input(STDIN, STDIN, "unknown", "", None)
        elif Path(path).is_dir():
            yield from _walk_folder(path, os.path.realpath(path), skipped)
        else:
            yield Input(path, name, *by_ending(name), _stamp(path), root=os.path.realpath(path))


def _walk_folder(folder: str, root: str, skipped: Counter[str]) -> Iterator[Input]:
    """Depth first, with a stack of its own: folders lie deeper in one another than Python calls itself."""
    stack: list[tuple[str, Iterator[os.DirEntry[str] | Input]]] = [("", iter(_entries_or_fault(folder, "", root)))]
    while stack:
        prefix, entries = stack[-1]
        entry = next(entries, None)
        if entry is None:
            stack.pop()
        elif isinstance(entry, Input):
            yield entry
        elif (what := _what_is(entry)) == "folder":
            below = f"{prefix}{entry.name}/"
            stack.append((below, iter(_entries_or_fault(entry.path, below, root))))
        elif what != "file":
            skipped["links and special files"] += 1
        else:
            kind, packing = by_ending(entry.name)
            if kind == "unknown":
                skipped["files with other endings"] += 1
            else:
                yield Input(entry.path, prefix + entry.name, kind, packing, _stamp(entry.path), root=root)


def _entries_or_fault(folder: str, prefix: str, root: str) -> list[os.DirEntry[str]] | list[Input]:
    """What a folder holds, sorted, or why that cannot be seen."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        return [Input(folder, prefix or ".", "unknown", "", None, f"cannot be read: {error.strerror}", root)]


def _what_is(entry: os.DirEntry[str]) -> str:
    try:
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        return "file" if entry.is_file(follow_symlinks=False) else "other"
    except OSError:  # some file systems do not say it in the listing, and not afterwards either
        return "other"


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        return file_stamp(path)
    except OSError:
        return None  # gone meanwhile or not to be asked; reading it will say why


def jobs_of(
    found: Input,
    *,
    stdin: Readable | None = None,
    columns: tuple[str, str] = ("html", "text"),
    skipped: Counter[str] | None = None,
) -> Iterator[Job]:
    """The documents of one input. A fault ends the input with one job that tells of it.

    stdin: instead of the process's own. columns: of Parquet, with HTML and with plain text.
    skipped: counts what was left out, by what it was.
    """
    origin = f"{found.root}\0{found.name}"
    try:
        for job in _read_jobs(found, stdin, columns, Counter() if skipped is None else skipped):
            yield replace(job, origin=origin)
    except BadInput as fault:
        yield replace(_fault_job(found, str(fault)), origin=origin)
    except Exception as error:  # the promise: no file ends a run, whatever its reader makes of it
        yield replace(_fault_job(found, f"cannot be read: {told(error)}"), origin=origin)


def _read_jobs(found: Input, stdin: Readable | None, columns: tuple[str, str], skipped: Counter[str]) -> Iterator[Job]:
    """The documents of one input. Raises what its reader raises."""
    name = shown(found.name)
    if found.fault:
        raise BadInput(found.fault)
    if found.path == STDIN:
        yield from _jobs_of_stdin(found, stdin or standard_input(), columns)
        return
    if found.kind == "unknown":
        found = _recognised(found, columns)
    if found.kind == "warc":
        yield from warc_jobs(found.path, name, found.folder, skipped)
    elif found.kind == "parquet":
        yield from parquet_jobs(found.path, name, found.folder, columns)
    elif found.kind in ("rows", "csv", "tsv"):
        with open_stream(found.path, found.packing) as stream:
            yield from _rows(found, stream, columns)
    else:
        yield _job_of_file(found, name)


def _job_of_file(found: Input, name: str) -> Job:
    """A file that is one document, to be read by the worker."""
    return Job(
        name,
        name,
        found.place,
        path=found.path,
        packing=found.packing,
        form=DOCUMENTS[found.kind],
        stamp=found.stamp,
        read=found.stamp[0] if found.stamp else 0,
    )


def _recognised(found: Input, columns: tuple[str, str]) -> Input:
    """A file whose ending says nothing, told by how it begins."""
    with open_stream(found.path, found.packing) as stream:
        head = stream.read(SNIFFED)
    packing = found.packing or packing_of(head)
    if packing != found.packing:
        with open_stream(found.path, packing) as stream:
            head = stream.read(SNIFFED)
    return replace(found, kind=_kind_of(head, columns), packing=packing)


def _kind_of(head: bytes, columns: tuple[str, str]) -> Kind:
    kind = kind_of(head)
    return "csv" if kind == "unknown" and looks_like_csv(head, columns) else kind


def _jobs_of_stdin(found: Input, stdin: Readable, columns: tuple[str, str]) -> Iterator[Job]:
    """Rows if the first lines are rows, else one document told apart by its content; packed or not."""
    stream = Stream(stdin, "")
    head = stream.read(SNIFFED)
    if packing := packing_of(head):
        stream = Stream(Rejoined(head, stream), packing)
        head = stream.read(SNIFFED)
    stream = Stream(Rejoined(head, stream), "")
    found = replace(found, kind=_kind_of(head, columns))
    if found.kind in ("warc", "parquet"):
        raise BadInput(f"{found.kind} is not read from standard input by that name; give the file, or /dev/stdin")
    if found.kind in ("rows", "csv"):
        yield from _rows(found, stream, columns)
    else:
        data, cut = stream.read_all()
        yield Job(found.name, found.name, found.place, data=data, cut=cut)


def require_library(found: Input) -> None:
    """Raises `MissingExtra` where an input cannot be read without a library that is not there."""
    if found.packing == "zst":
        require_zstd()
    if found.kind == "warc":
        require_warc()
    elif found.kind == "parquet":
        require_parquet()


def _rows(found: Input, stream: Stream, columns: tuple[str, str]) -> Iterator[Job]:
    """The rows of JSONL or CSV."""
    if found.kind != "rows":
        yield from csv_jobs(stream, shown(found.name), found.folder, columns, tabs=found.kind == "tsv")
        return
    number = taken = 0
    try:
        for number, line in enumerate(stream.lines(), 1):
            read, taken = stream.taken - taken, stream.taken
            source = f"{shown(found.name)}:{number}"
            if line is None:
                fault = f"the line is longer than {MAX_LINE_BYTES:,} bytes"
                yield Job(source, source, found.folder, named_by_id=True, fault=fault, read=read)
            elif line := line.removeprefix(BOM if number == 1 else b"").strip():
                yield Job(source, source, found.folder, data=line, is_row=True, named_by_id=True, read=read)
    except BadInput as fault:
        yield _fault_job(found, f"{fault}, after line {number}", number + 1)


def _fault_job(found: Input, fault: str, line: int = 0) -> Job:
    name = f"{shown(found.name)}:{line}" if line else shown(found.name)
    return Job(name, name, found.folder, named_by_id=True, fault=fault, stamp=found.stamp)
