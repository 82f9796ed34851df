"""Where results go. Every file is written under another name and renamed: it is there whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol

from cleaner.batch.jobs import Outcome, Plan, shown
from cleaner.batch.output_target import Target
from cleaner.batch.packing import check_packing, pack, unpack
from cleaner.batch.parquet_table import Passing
from cleaner.batch.resume import MANIFEST, PARTIAL, PREVIOUS, Lock, Past, Trail, set_aside
from cleaner.errors import UsageError

PARTIAL_FOLDER = ".cleaner-partial"
"""Inside the output folder, on the same file system: files being written. Gone when the run is done."""


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
        return StandardOutput(stdout)
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
        self._stream.write(_tamed(outcome.data) if self._stream.isatty() else outcome.data)
        self._stream.flush()

    def close(self, *, done: bool) -> None:  # noqa: ARG002 - nothing was opened
        self._stream.flush()


def _tamed(data: bytes) -> bytes:
    """Text with U+FFFD for escape sequences and other control characters, which a scraped page may hold."""
    return _STEERING.sub("\ufffd", data.decode("utf-8", "replace")).encode()


class BodyFile:
    """One body in one file."""

    past: Past | None = None

    def __init__(self, path: str) -> None:
        self._path = path
        self._data = b""

    def write(self, outcome: Outcome) -> None:
        self._data += outcome.data

    def close(self, *, done: bool) -> None:
        if done:
            partial = Path(self._path + PARTIAL)
            partial.write_bytes(self._data)
            partial.replace(self._path)


class FolderSink:
    """A folder: the workers write the files, this the manifest."""

    def __init__(self, root: str, plan: Plan, *, resume: bool) -> None:
        self._root = root
        Path(root, PARTIAL_FOLDER).mkdir(parents=True, exist_ok=True)
        self._lock = Lock(Path(root, PARTIAL_FOLDER, "lock"), shown(root))
        current = Trail(Path(root, MANIFEST))
        self._previous = Trail(Path(root, MANIFEST + PREVIOUS))
        self.past = _past(current, self._previous, plan, resume=resume)
        self._manifest = current.rows.open("wb", buffering=0)

    def write(self, outcome: Outcome) -> None:
        self._manifest.write(outcome.row.to_line())

    def close(self, *, done: bool) -> None:
        self._manifest.close()
        if self.past:
            self.past.close()
        self._lock.release()
        if done:
            self._previous.remove()
            clear_partials(self._root)


class RecordFile:
    """A file of records. While it grows it is plain JSONL in `FILE.partial`; at the end it is packed and renamed."""

    def __init__(self, path: str, packing: str, plan: Plan, passing: Passing | None, *, resume: bool) -> None:
        check_packing(packing)
        self._passing = passing
        self._path = path
        self._packing = packing
        self._lock = Lock(Path(path + ".lock"), shown(path))
        self._current = Trail(Path(f"{path}.{MANIFEST}{PARTIAL}"), Path(path + PARTIAL))
        self._previous = Trail(Path(f"{path}.{MANIFEST}{PREVIOUS}"), Path(path + PREVIOUS))
        self._finished = Trail(Path(f"{path}.{MANIFEST}"), Path(path))
        if resume:
            self._take_up(packing)
        self.past = _past(self._current, self._previous, plan, resume=resume)
        assert self._current.data is not None
        self._file = self._current.data.open("wb", buffering=0)
        self._manifest = self._current.rows.open("wb", buffering=0)

    def write(self, outcome: Outcome) -> None:
        self._file.write(outcome.data)
        self._manifest.write(outcome.row.to_line())

    def close(self, *, done: bool) -> None:
        self._file.close()
        self._manifest.close()
        if self.past:
            self.past.close()
        if done:
            self._finish()
        self._lock.release()

    def _take_up(self, packing: str) -> None:
        """Make the last run's file the previous trail, where it was finished or killed while it took its names."""
        current, previous, finished = self._current, self._previous, self._finished
        assert current.data and previous.data and finished.data
        if current.rows.exists() and not (current.data.exists() or previous.data.exists()) and finished.data.exists():
            current.rows.replace(finished.rows)
        if current.rows.exists() or previous.rows.exists() or not (finished.rows.exists() and finished.data.exists()):
            return
        if unpack(finished.data, previous.data, packing):
            shutil.copyfile(finished.rows, previous.rows)

    def _finish(self) -> None:
        """Everything takes its name, in an order that a kill between two steps does not harm."""
        assert self._current.data and self._finished.data
        if self._packing:
            packed = Path(f"{self._path}.packing{PARTIAL}")
            pack(self._current.data, packed, self._packing, self._passing)
            packed.replace(self._finished.data)
            self._current.rows.replace(self._finished.rows)
            self._current.data.unlink()
        else:
            self._current.move(self._finished)
        self._previous.remove()


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
    partial = Path(root, PARTIAL_FOLDER, str(os.getpid()))
    partial.write_bytes(data)
    partial.replace(target)


def drop_output(root: str, name: str) -> None:
    """Take away what an earlier run wrote for a document that failed now."""
    target = Path(root, name)
    if target.is_file() or target.is_symlink():
        _prepare_folder(root, target.parent)
        target.unlink()


@lru_cache(maxsize=1024)
def _prepare_folder(root: str, folder: Path) -> None:
    """Make a folder of the output, and prove that it lies inside: a link in the output may lead anywhere."""
    Path(root, PARTIAL_FOLDER).mkdir(parents=True, exist_ok=True)
    if not folder.resolve().is_relative_to(Path(root).resolve()):
        raise UsageError(f"{shown(str(folder))} leads out of the output folder")
    folder.mkdir(parents=True, exist_ok=True)


def clear_partials(root: str) -> None:
    """Remove what a killed run was writing, and the folder for it."""
    folder = Path(root, PARTIAL_FOLDER)
    with suppress(FileNotFoundError):
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
