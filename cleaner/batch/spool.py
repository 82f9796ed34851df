"""Inputs that can be read once, or only by this process: pipes, FIFOs, devices, `/dev/fd/N`. They are read to their end
into files of a folder of the run's own, because a run opens its inputs more than once and in other processes.
"""

from __future__ import annotations

import os
import re
import select
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from cleaner.batch.file_kind import DOCUMENTS, SNIFFED, by_ending, kind_of, packing_of
from cleaner.readers.compressed import MAX_DOCUMENT_BYTES, BadInput, Readable

STDIN = "-"

_OWN = re.compile(r"/dev/(?:(stdin)|fd/([0-9]{1,9}))|/proc/self/fd/([0-9]{1,9})")
_PIECE = 1 << 20
_LOOK_EVERY = 0.2  # seconds between two looks at the clock


@dataclass(frozen=True, slots=True)
class StandIn:
    """The file to read in the place of an input. fault: why there is none."""

    path: str
    fault: str = ""


def spool_inputs(
    inputs: Iterable[str], folder: Path, timeout: float, stdin: Readable | None = None
) -> dict[str, StandIn]:
    """Files in the place of the inputs that are neither regular files nor folders, by the input's name.

    folder: where they are written; the caller removes it. timeout: seconds to wait for the first byte of a FIFO that no
    process has open for writing. stdin: what "-" is, where that is to be spooled too.
    """
    stand_ins: dict[str, StandIn] = {}
    for path in dict.fromkeys(inputs):
        target = folder / f"input{len(stand_ins)}"
        if path == STDIN:
            if stdin is not None:
                stand_ins[path] = _spool(_Plain(stdin), target, path)
        elif is_special(path):
            stand_ins[path] = _stand_in(path, target, timeout)
    return stand_ins


def is_special(path: str) -> bool:
    """Whether an input is no regular file and no folder, or is named by a descriptor of this process."""
    return os.name == "posix" and (_OWN.fullmatch(path) is not None or not can_be_read_twice(path))


def can_be_read_twice(path: str) -> bool:
    """Whether an input is the same when it is opened again."""
    return path != STDIN and (Path(path).is_file() or Path(path).is_dir())


def _stand_in(path: str, target: Path, timeout: float) -> StandIn:
    real = os.path.realpath(path)
    if can_be_read_twice(path) and Path(real).exists():
        return StandIn(real)  # `cleaner clean /dev/stdin < page.html`
    if Path(path).exists() and stat.S_ISSOCK(Path(path).stat().st_mode) and not _OWN.fullmatch(path):
        return StandIn(path, "a socket cannot be opened; send its bytes to standard input, `... | cleaner clean -`")
    try:
        with _opened(path) as descriptor:
            return _spool(_Special(descriptor, timeout), target, path)
    except OSError as error:
        return StandIn(path, f"cannot be read: {error.strerror or error}")


@contextmanager
def _opened(path: str) -> Iterator[int]:
    """A descriptor to read from. One of our own pipes is duplicated: opened anew, an ended one would not say so."""
    own = _OWN.fullmatch(path)
    if own and not Path(path).is_file():
        descriptor = os.dup(0 if own[1] else int(own[2] or own[3]))
    else:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


class _Pieces(Protocol):
    def next(self) -> bytes:
        """The next bytes, none at the end. Raises `OSError` and `BadInput`."""


class _Plain:
    """A stream that says itself when it has ended."""

    def __init__(self, stream: Readable) -> None:
        self._read = getattr(stream, "read1", stream.read)

    def next(self) -> bytes:
        data: bytes = self._read(_PIECE)
        return data


class _Special:
    """A pipe, FIFO or device. It is waited `timeout` seconds for its first byte, for ever where a writer is there."""

    def __init__(self, descriptor: int, timeout: float) -> None:
        self._descriptor = descriptor
        self._timeout = timeout
        self._end: float | None = time.monotonic() + timeout
        if os.get_blocking(descriptor):
            self._end = None  # our own: it has a writer, or has ended
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)

    def next(self) -> bytes:
        while True:
            ready = self._poll.poll(_LOOK_EVERY * 1000)
            if not ready and (self._end is None or time.monotonic() < self._end):
                continue
            try:
                data = os.read(self._descriptor, _PIECE)
            except BlockingIOError:
                self._keep_waiting()
                continue
            if not data and not ready:
                raise BadInput(self._silent("no process opened it for writing"))
            self._end = None
            return data

    def _keep_waiting(self) -> None:
        """A FIFO that has a writer is waited for as standard input is, a device that says nothing is not."""
        if self._end is not None and time.monotonic() >= self._end:
            mode = os.fstat(self._descriptor).st_mode
            if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
                raise BadInput(self._silent("nothing came from it"))
            self._end = None

    def _silent(self, what: str) -> str:
        return f"{what} within {self._timeout:g} s; start what writes to it first, or give a larger --timeout"


def _spool(source: _Pieces, target: Path, path: str) -> StandIn:
    """Everything a source gives, in a file; of one endless document no more than is read of a document."""
    size = 0
    one = None
    try:
        with closing(target.open("w+b", buffering=0)) as file:
            while piece := source.next():
                _write_all(file, piece)
                size += len(piece)
                if size > MAX_DOCUMENT_BYTES:
                    one = _is_one_document(file, path) if one is None else one
                    if one:
                        break
    except BadInput as bad:
        return StandIn(path, str(bad))
    except OSError as error:
        where = f" in {target.parent.parent}" if error.errno is not None else ""
        return StandIn(path, f"cannot be spooled{where}: {error.strerror or error}; TMPDIR names another place")
    return StandIn(str(target))


def _write_all(file: IO[bytes], data: bytes) -> None:
    """Write bytes to an unbuffered file, which may take fewer at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _is_one_document(file: IO[bytes], path: str) -> bool:
    """Whether what was spooled so far is the start of a single page or text, and of nothing packed."""
    kind, packing = by_ending(Path(path).name)
    at = file.tell()
    file.seek(0)
    head = file.read(SNIFFED)
    file.seek(at)
    kind = kind_of(head) if kind == "unknown" else kind
    return not (packing or packing_of(head)) and kind in DOCUMENTS


def standard_input() -> Readable:
    """The process's own. Raises `BadInput` where it was closed."""
    if sys.stdin is None:
        raise BadInput("standard input is closed")
    return sys.stdin.buffer
