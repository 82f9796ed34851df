"""Writers of results. Every file is written under a temporary name and renamed when it is complete."""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol

from cleaner.atomic_files import NewFile, create, write_all, write_whole
from cleaner.batch.csv_table import csv_line, head_line
from cleaner.batch.jobs import Outcome, Plan, shown
from cleaner.batch.output_names import PARTIAL_FOLDER
from cleaner.batch.output_target import Target
from cleaner.batch.packing import check_packing, pack, unpack
from cleaner.batch.parquet_table import Passing
from cleaner.batch.places import folder_places, record_places
from cleaner.batch.resume import Lock, Past, Trail, set_aside
from cleaner.errors import UsageError, naming

_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Sink(Protocol):
    """Takes the outcomes of a run in input order. past: what an earlier run has done, where it is resumed."""

    past: Past | None

    def write(self, outcome: Outcome) -> None:
        """Take one outcome; what it holds is with the operating system when this returns."""

    def close(self, *, done: bool) -> None:
        """End. done: everything was written and takes its name; else it stays as it is, for `--resume`."""


def open_sink(
    target: Target, plan: Plan, stdout: IO[bytes], *, resume: bool = False, passing: Passing | None = None
) -> Sink:
    """The sink of a target, its folders made. Raises `UsageError` where another run is writing there."""
    if target.path is None:
        return CsvOutput(stdout) if target.packing == "csv" else StandardOutput(stdout)
    if target.output == "folder":
        return FolderSink(target.path, plan, resume=resume)
    Path(target.path).parent.mkdir(parents=True, exist_ok=True)
    if target.output == "body":
        return BodyFile(target.path)
    return RecordFile(target.path, target.packing, plan, passing, resume=resume)


class StandardOutput:
    """Bodies or records on standard output; on a terminal without what would steer it."""

    past: Past | None = None

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, outcome: Outcome) -> None:
        with naming("standard output"):
            write_all(self._stream, _tamed(outcome.data) if self._stream.isatty() else outcome.data)
            self._stream.flush()

    def close(self, *, done: bool) -> None:  # noqa: ARG002 - nothing was opened
        self._stream.flush()


class CsvOutput(StandardOutput):
    """Records on standard output as a table, its head before the first."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream)
        self._head = head_line()

    def write(self, outcome: Outcome) -> None:
        line = self._head + csv_line(json.loads(outcome.data)) if outcome.data else b""
        self._head = b"" if line else self._head
        super().write(replace(outcome, data=line))


def _tamed(data: bytes) -> bytes:
    """Text with U+FFFD for escape sequences and other control characters, which a scraped page may hold."""
    return _STEERING.sub("\ufffd", data.decode("utf-8", "replace")).encode()


class BodyFile:
    """One body in one file; none where the document is left out."""

    past: Past | None = None

    def __init__(self, path: str) -> None:
        self._path = path
        self._data: bytes | None = None

    def write(self, outcome: Outcome) -> None:
        if outcome.row.left_out is None:
            self._data = outcome.data

    def close(self, *, done: bool) -> None:
        if done and self._data is not None:
            write_whole(self._path, self._data)


class FolderSink:
    """A folder: the workers write the files, this the manifest."""

    def __init__(self, root: str, plan: Plan, *, resume: bool) -> None:
        self._root = root
        Path(root).mkdir(parents=True, exist_ok=True)
        _make_partial_folder(root)
        places = folder_places(root)
        self._lock = Lock(places.lock, shown(root))
        self._previous = places.previous
        self.past = _past(places.current, places.previous, plan, resume=resume)
        self._manifest = NewFile(places.current.rows)

    def write(self, outcome: Outcome) -> None:
        self._manifest.check_linked()
        self._manifest.write(outcome.row.to_line())

    def close(self, *, done: bool) -> None:
        try:
            self._manifest.close()
            if self.past:
                self.past.close()
            if done:
                self._manifest.check(self._manifest.size)
                self._previous.remove()
                clear_partials(self._root)
        finally:
            self._lock.release()
        if done:
            with suppress(OSError):  # not empty: something in it is not ours
                Path(self._root, PARTIAL_FOLDER).rmdir()


class RecordFile:
    """A file of records. While it grows it is plain JSONL in `FILE.partial`; at the end it is packed and renamed."""

    def __init__(self, path: str, packing: str, plan: Plan, passing: Passing | None, *, resume: bool) -> None:
        check_packing(packing)
        self._passing = passing
        self._packing = packing
        self._lean = plan.lean
        self._places = places = record_places(path)
        self._lock = Lock(places.lock, shown(path))
        if resume:
            self._take_up(packing)
        self.past = _past(places.current, places.previous, plan, resume=resume)
        assert places.current.data is not None
        self._file = NewFile(places.current.data)
        self._manifest = NewFile(places.current.rows)
        self._recorded = 0

    def write(self, outcome: Outcome) -> None:
        self._file.check_linked()
        self._file.write(outcome.data)
        self._manifest.write(outcome.row.to_line())
        self._recorded += outcome.row.output_size

    def close(self, *, done: bool) -> None:
        try:
            self._file.close()
            self._manifest.close()
            if self.past:
                self.past.close()
            if done:
                self._file.check(self._recorded)
                self._manifest.check(self._manifest.size)
                self._finish()
        finally:
            self._lock.release()

    def _take_up(self, packing: str) -> None:
        """Make the last run's file the previous trail, where it was finished or killed while it took its names."""
        current, previous, finished = self._places.current, self._places.previous, self._places.finished
        assert current.data and previous.data and finished.data
        if current.rows.exists() and not (current.data.exists() or previous.data.exists()) and finished.data.exists():
            current.rows.replace(finished.rows)
        if current.rows.exists() or previous.rows.exists() or not (finished.rows.exists() and finished.data.exists()):
            return
        if unpack(finished.data, previous.data, packing):
            with finished.rows.open("rb") as source, create(previous.rows) as copy:
                shutil.copyfileobj(source, copy)

    def _finish(self) -> None:
        """Everything takes its name, in an order that a kill between two steps does not harm."""
        current, finished, packed = self._places.current, self._places.finished, self._places.packed
        assert current.data and finished.data and packed
        if self._packing:
            pack(current.data, packed, self._packing, self._passing, lean=self._lean)
            packed.replace(finished.data)
            current.rows.replace(finished.rows)
            current.data.unlink()
        else:
            current.move(finished)
        self._places.previous.remove()


def _past(current: Trail, previous: Trail, plan: Plan, *, resume: bool) -> Past | None:
    """What can be used again; without `resume` it is forgotten."""
    if not resume:
        previous.remove()
        return None
    set_aside(current, previous, plan)
    return Past(previous, plan)


def write_output(root: str, name: str, data: bytes) -> None:
    """Write a file of the output folder. Raises `OSError`, and `UsageError` where the path leads out of the folder."""
    target = Path(root, name)
    _prepare_folder(root, target.parent)
    write_whole(target, data, partial=Path(root, PARTIAL_FOLDER, str(os.getpid())))


def drop_output(root: str, name: str) -> None:
    """Take away what an earlier run wrote for a document that failed now."""
    target = Path(root, name)
    if target.is_file() or target.is_symlink():
        _prepare_folder(root, target.parent)
        target.unlink()


@lru_cache(maxsize=1024)
def _prepare_folder(root: str, folder: Path) -> None:
    """Make a folder of the output, and prove that no link leads to it: it would lead out, or into another folder."""
    _make_partial_folder(root)
    if folder.resolve() != Path(root).resolve() / folder.relative_to(root):
        raise UsageError(f"{shown(str(folder))} leads out of the output folder or to another folder in it")
    folder.mkdir(parents=True, exist_ok=True)


def _make_partial_folder(root: str) -> None:
    """The folder for files being written. The output folder is not made: it may have been removed during the run."""
    folder = Path(root, PARTIAL_FOLDER)
    if folder.is_symlink():
        raise UsageError(f"{shown(str(folder))} is a link; nothing is written through links: remove it")
    folder.mkdir(exist_ok=True)


def clear_partials(root: str) -> None:
    """Remove what a killed run was writing: the files that are named by a process."""
    for path in Path(root, PARTIAL_FOLDER).iterdir():
        if path.name.isdecimal() and (path.is_symlink() or not path.is_dir()):
            path.unlink()
