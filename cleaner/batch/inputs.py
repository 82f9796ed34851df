"""Inputs to jobs: files, folders and standard input, walked in sorted order, one job at a time.

Nothing here holds more than one row of one file. A folder is walked anew each time it is asked for.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from cleaner.batch.jobs import Job, file_stamp, shown
from cleaner.batch.output_names import name_of_file
from cleaner.batch.warc_parquet import parquet_jobs, require_parquet, require_warc, warc_jobs
from cleaner.errors import UsageError
from cleaner.readers import Format
from cleaner.readers.compressed import MAX_LINE_BYTES, BadInput, Readable, Stream, open_stream, require_zstd

Kind = Literal["html", "text", "rows", "warc", "parquet", "unknown"]

_KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "rows",
    ".warc": "warc",
    ".parquet": "parquet",
}
_PACKINGS = {".gz": "gz", ".zst": "zst"}
_ADDRESS = re.compile(r"\A[a-zA-Z][a-zA-Z0-9+.-]*://")
_SNIFFED = 65_536
_ROW = re.compile(rb'\s*\{\s*(?:"[^"\\]{1,200}"\s*:|\}\s*$)')
_PACKED = {b"\x1f\x8b": "gz", b"\x28\xb5\x2f\xfd": "zst"}
_MAGIC: dict[bytes, Kind] = {b"WARC/1.": "warc", b"PAR1": "parquet"}
_BOM = b"\xef\xbb\xbf"
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. `name` is its path relative to the INPUT it was found in, with "/" between the parts.

    fault: why it cannot be read, for a folder.
    """

    path: str
    name: str
    kind: Kind
    packing: str
    stamp: tuple[int, int] | None
    fault: str = ""

    @property
    def folder(self) -> str:
        """The mirrored folder: "" or "sub/"."""
        return "".join(name_of_file(part) + "/" for part in self.name.rstrip("/").split("/")[:-1])

    @property
    def place(self) -> str:
        """The mirrored path without its endings."""
        return self.folder + name_of_file("stdin" if self.name == STDIN else _stem(self.name.rpartition("/")[2]))


def check_inputs(inputs: Iterable[str]) -> None:
    """Raises `UsageError` for an address, and for a path that is not there."""
    for path in inputs:
        if _ADDRESS.match(path):
            raise UsageError(f"{shown(path)}: addresses are not fetched, that is the scraper's work")
        if path != STDIN and not Path(path).exists():
            raise UsageError(f"{shown(path)}: no such file or folder")


def walk_inputs(inputs: Iterable[str], skipped: Counter[str] | None = None) -> Iterator[Input]:
    """Every file with a known ending in the inputs, sorted within a folder, no symlinks followed inside it.

    A file named by the caller is taken whatever its ending; its content says what it is.
    skipped: counts what was left out, by what it was.
    """
    skipped = Counter() if skipped is None else skipped
    for path in inputs:
        if path == STDIN:
            yield Input(STDIN, STDIN, "unknown", "", None)
        elif Path(path).is_dir():
            yield from _walk_folder(path, "", skipped)
        else:
            name = Path(path).name
            yield Input(path, name, *_by_ending(name), _stamp(path))


def _walk_folder(folder: str, prefix: str, skipped: Counter[str]) -> Iterator[Input]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Input(folder, prefix or ".", "unknown", "", None, f"cannot be read: {error.strerror}")
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk_folder(entry.path, f"{prefix}{entry.name}/", skipped)
        elif entry.is_file(follow_symlinks=False):
            kind, packing = _by_ending(entry.name)
            if kind == "unknown":
                skipped["files with other endings"] += 1
            else:
                yield Input(entry.path, prefix + entry.name, kind, packing, _stamp(entry.path))
        else:
            skipped["links and special files"] += 1


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        return file_stamp(path)
    except OSError:
        return None  # gone meanwhile or not to be asked; reading it will say why


def _by_ending(name: str) -> tuple[Kind, str]:
    """What a file name says: the kind, and how it is packed."""
    stem, ending = _split(name.lower())
    packing = _PACKINGS.get(ending, "")
    kind = _KINDS.get(_split(stem)[1] if packing else ending, "unknown")
    return ("unknown" if packing and kind == "parquet" else kind), packing


def _stem(name: str) -> str:
    """A file name without its known endings: "a.html.gz" is "a"; an unknown ending stays."""
    kind, packing = _by_ending(name)
    if packing:
        name, _ = _split(name)
    return _split(name)[0] if kind != "unknown" else name


def _split(name: str) -> tuple[str, str]:
    """A file name before and from its last point, as `Path.stem` and `Path.suffix` at a tenth of their time."""
    stem, _, ending = name.rpartition(".")
    return (stem, f".{ending}") if stem and ending else (name, "")


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
    skipped = Counter() if skipped is None else skipped
    name = shown(found.name)
    try:
        if found.fault:
            raise BadInput(found.fault)
        if found.path == STDIN:
            yield from _jobs_of_stdin(found, stdin or sys.stdin.buffer)
            return
        if found.kind == "unknown":
            found = _recognised(found)
        if found.kind == "warc":
            yield from warc_jobs(found.path, name, found.folder, skipped)
        elif found.kind == "parquet":
            yield from parquet_jobs(found.path, name, found.folder, columns)
        elif found.kind == "rows":
            with open_stream(found.path, found.packing) as stream:
                yield from _rows(found, stream)
        else:
            form: Format | None = None if found.kind == "unknown" else "html" if found.kind == "html" else "text"
            yield Job(
                name,
                name,
                found.place,
                path=found.path,
                packing=found.packing,
                form=form,
                stamp=found.stamp,
                read=found.stamp[0] if found.stamp else 0,
            )
    except BadInput as fault:
        yield _fault_job(found, str(fault))


def _recognised(found: Input) -> Input:
    """A file whose ending says nothing, told by how it begins."""
    with open_stream(found.path, found.packing) as stream:
        head = stream.read(_SNIFFED)
    packing = found.packing or _packing_of(head)
    if packing != found.packing:
        with open_stream(found.path, packing) as stream:
            head = stream.read(_SNIFFED)
    return replace(found, kind=_kind_of(head), packing=packing)


def _jobs_of_stdin(found: Input, stdin: Readable) -> Iterator[Job]:
    """Rows if the first lines are rows, else one document told apart by its content; packed or not."""
    stream = Stream(stdin, "")
    head = stream.read(_SNIFFED)
    if packing := _packing_of(head):
        stream = Stream(_Rejoined(head, stream), packing)
        head = stream.read(_SNIFFED)
    stream = Stream(_Rejoined(head, stream), "")
    kind = _kind_of(head)
    if kind in ("warc", "parquet"):
        raise BadInput(f"{kind} is not read from standard input; give the file")
    if kind == "rows":
        yield from _rows(found, stream)
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


def _packing_of(head: bytes) -> str:
    return next((packing for magic, packing in _PACKED.items() if head.startswith(magic)), "")


def _kind_of(head: bytes) -> Kind:
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    return "rows" if _looks_like_rows(head) else "unknown"


class _Rejoined:
    """A stream with the bytes that were taken from it to look at put back."""

    def __init__(self, head: bytes, rest: Stream) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return self._rest.read(size)


def _looks_like_rows(head: bytes) -> bool:
    """Whether one of the first lines is a JSON object: `{"`, then a name and a colon."""
    lines = [line for line in head.removeprefix(_BOM).split(b"\n")[:5] if line.strip()]
    return any(_ROW.match(line) for line in lines)


def _rows(found: Input, stream: Stream) -> Iterator[Job]:
    number = taken = 0
    try:
        for number, line in enumerate(stream.lines(), 1):
            read, taken = stream.taken - taken, stream.taken
            source = f"{shown(found.name)}:{number}"
            if line is None:
                fault = f"the line is longer than {MAX_LINE_BYTES:,} bytes"
                yield Job(source, source, found.folder, named_by_id=True, fault=fault, read=read)
            elif line := line.removeprefix(_BOM if number == 1 else b"").strip():
                yield Job(source, source, found.folder, data=line, is_row=True, named_by_id=True, read=read)
    except BadInput as fault:
        yield _fault_job(found, f"{fault}, after line {number}", number + 1)


def _fault_job(found: Input, fault: str, line: int = 0) -> Job:
    name = f"{shown(found.name)}:{line}" if line else shown(found.name)
    return Job(name, name, found.folder, named_by_id=True, fault=fault, stamp=found.stamp)
