"""Inputs to jobs: files, folders and standard input, walked in sorted order, one job at a time.

Nothing here holds more than one row of one file. A folder is walked anew each time it is asked for.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from cleaner.batch.jobs import Job, file_stamp, shown
from cleaner.batch.names import name_of_file
from cleaner.batch.streams import MAX_LINE_BYTES, BadInput, Readable, Stream, open_stream
from cleaner.errors import UsageError
from cleaner.readers import Format

Kind = Literal["html", "text", "rows", "unknown"]

_KINDS: dict[str, Kind] = {
    ".txt": "text", ".text": "text", ".md": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".jsonl": "rows",
}
_PACKINGS = {".gz": "gz", ".zst": "zst"}
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_SNIFFED = 65_536
_MAGIC = {b"\x1f\x8b": "gz", b"\x28\xb5\x2f\xfd": "zst"}
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
        return "".join(name_of_file(part) + "/" for part in PurePosixPath(self.name).parts[:-1])

    @property
    def place(self) -> str:
        """The mirrored path without its endings."""
        return self.folder + name_of_file("stdin" if self.name == STDIN else _stem(PurePosixPath(self.name).name))


def check_inputs(inputs: Iterable[str]) -> None:
    """Raises `UsageError` for an address, and for a path that is not there."""
    for path in inputs:
        if _ADDRESS.match(path):
            raise UsageError(f"{shown(path)}: addresses are not fetched, that is the scraper's work")
        if path != STDIN and not Path(path).exists():
            raise UsageError(f"{shown(path)}: no such file or folder")


def walk_inputs(inputs: Iterable[str]) -> Iterator[Input]:
    """Every file with a known ending in the inputs, sorted within a folder, no symlinks followed inside it.

    A file named by the caller is taken whatever its ending; its content says what it is.
    """
    for path in inputs:
        if path == STDIN:
            yield Input(STDIN, STDIN, "unknown", "", None)
        elif Path(path).is_dir():
            yield from _walk_folder(path, "")
        else:
            name = Path(path).name
            yield Input(path, name, *_by_ending(name), _stamp(path))


def _walk_folder(folder: str, prefix: str) -> Iterator[Input]:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Input(folder, prefix or ".", "unknown", "", None, f"cannot be read: {error.strerror}")
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk_folder(entry.path, f"{prefix}{entry.name}/")
        elif entry.is_file(follow_symlinks=False):
            kind, packing = _by_ending(entry.name)
            if kind != "unknown":
                yield Input(entry.path, prefix + entry.name, kind, packing, _stamp(entry.path))


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        return file_stamp(path)
    except OSError:
        return None  # gone meanwhile or not to be asked; reading it will say why


def _by_ending(name: str) -> tuple[Kind, str]:
    """What a file name says: the kind, and how it is packed."""
    path = Path(name.lower())
    packing = _PACKINGS.get(path.suffix, "")
    return _KINDS.get(Path(path.stem).suffix if packing else path.suffix, "unknown"), packing


def _stem(name: str) -> str:
    """A file name without its known endings: "a.html.gz" is "a"; an unknown ending stays."""
    kind, packing = _by_ending(name)
    if packing:
        name = Path(name).stem
    return Path(name).stem if kind != "unknown" else name


def jobs_of(found: Input, *, stdin: Readable | None = None) -> Iterator[Job]:
    """The documents of one input. A fault ends the input with one job that tells of it."""
    try:
        if found.fault:
            yield _fault_job(found, found.fault)
        elif found.path == STDIN:
            yield from _jobs_of_unknown(found, Stream(stdin or sys.stdin.buffer, ""))
        elif found.kind in ("html", "text"):
            name = shown(found.name)
            form: Format = "html" if found.kind == "html" else "text"
            yield Job(name, name, found.place, path=found.path, packing=found.packing, form=form,
                      stamp=found.stamp, read=found.stamp[0] if found.stamp else 0)
        else:
            with open_stream(found.path, found.packing) as stream:
                yield from (_rows if found.kind == "rows" else _jobs_of_unknown)(found, stream)
    except BadInput as fault:
        yield _fault_job(found, str(fault))


def _jobs_of_unknown(found: Input, stream: Stream) -> Iterator[Job]:
    """Rows if the first lines are rows, else one document told apart by its content; packed or not."""
    head = stream.read(_SNIFFED)
    packing = next((packing for magic, packing in _MAGIC.items() if head.startswith(magic)), "")
    if packing:
        stream = Stream(_Rejoined(head, stream), packing)
        head = stream.read(_SNIFFED)
    stream = Stream(_Rejoined(head, stream), "")
    if _looks_like_rows(head):
        yield from _rows(found, stream)
        return
    data, cut = stream.read_all()
    yield Job(shown(found.name), shown(found.name), found.place, data=data, cut=cut, stamp=found.stamp)


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


_ROW = re.compile(rb'\s*\{\s*(?:"[^"\\]{1,200}"\s*:|\}\s*$)')


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
