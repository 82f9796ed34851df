"""Where results go. Every file is written under another name and renamed: it is there whole or not at all."""

from __future__ import annotations

import gzip
import os
import shutil
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol, cast

from cleaner.batch.jobs import Outcome, shown
from cleaner.batch.streams import require_zstd
from cleaner.batch.targets import Target
from cleaner.errors import UsageError

MANIFEST = "manifest.jsonl"
PARTIAL = ".partial"
PARTIAL_FOLDER = ".cleaner-partial"
"""Inside the output folder, on the same file system: files being written. Gone when the run is done."""

_GZIP_LEVEL = 6
_ZSTD_LEVEL = 3


class Sink(Protocol):
    """Takes the outcomes of a run in input order."""

    def write(self, outcome: Outcome) -> None:
        """Take one outcome; what it holds is with the operating system when this returns."""

    def close(self, *, done: bool) -> None:
        """End. done: everything was written and takes its name; else it stays as it is, for `--resume`."""


def open_sink(target: Target, stdout: IO[bytes]) -> Sink:
    """The sink of a target, its folders made."""
    if target.path is None:
        return StandardOutput(stdout)
    if target.output == "folder":
        return FolderSink(target.path)
    Path(target.path).parent.mkdir(parents=True, exist_ok=True)
    return BodyFile(target.path) if target.output == "body" else RecordFile(target.path, target.packing)


class StandardOutput:
    """Bodies or records on standard output."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def write(self, outcome: Outcome) -> None:
        self._stream.write(outcome.data)
        self._stream.flush()

    def close(self, *, done: bool) -> None:  # noqa: ARG002 - nothing was opened
        self._stream.flush()


class BodyFile:
    """One body in one file."""

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

    def __init__(self, root: str) -> None:
        self._root = root
        Path(root).mkdir(parents=True, exist_ok=True)
        clear_partials(root)
        self._manifest = Path(root, MANIFEST).open("wb", buffering=0)  # noqa: SIM115 - closed by close()

    def write(self, outcome: Outcome) -> None:
        self._manifest.write(outcome.row.to_line())

    def close(self, *, done: bool) -> None:
        self._manifest.close()
        if done:
            clear_partials(self._root)


class RecordFile:
    """A file of records. While it grows it is plain JSONL in `FILE.partial`; at the end it is packed and renamed."""

    def __init__(self, path: str, packing: str) -> None:
        if packing == "zst":
            require_zstd()
        self._path = path
        self._packing = packing
        self._partial = Path(path + PARTIAL)
        self._rows = Path(f"{path}.{MANIFEST}{PARTIAL}")
        self._file = self._partial.open("wb", buffering=0)
        self._manifest = self._rows.open("wb", buffering=0)

    def write(self, outcome: Outcome) -> None:
        self._file.write(outcome.data)
        self._manifest.write(outcome.row.to_line())

    def close(self, *, done: bool) -> None:
        self._file.close()
        self._manifest.close()
        if not done:
            return
        self._rows.replace(f"{self._path}.{MANIFEST}")
        if self._packing:
            packed = Path(f"{self._path}.packing{PARTIAL}")
            _pack(self._partial, packed, self._packing)
            packed.replace(self._path)
            self._partial.unlink()
        else:
            self._partial.replace(self._path)


def _pack(source: Path, target: Path, packing: str) -> None:
    """Compress a file; the same bytes give the same bytes, so no name and no time go into it."""
    with source.open("rb") as plain, target.open("wb") as file:
        if packing == "gz":
            with gzip.GzipFile(filename="", mode="wb", compresslevel=_GZIP_LEVEL, fileobj=file, mtime=0) as packed:
                shutil.copyfileobj(plain, packed, 1 << 20)
        else:
            with require_zstd().ZstdCompressor(level=_ZSTD_LEVEL).stream_writer(file, closefd=False) as writer:
                shutil.copyfileobj(plain, cast(IO[bytes], writer), 1 << 20)


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
