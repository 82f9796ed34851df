"""Reads the bytes of an input, decompressed within limits, as a whole or by line.

The limits apply to the decompressed size, because 10 MB of gzip can contain 10 GB of zeros.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol, cast

from cleaner.errors import MissingExtra

MAX_DOCUMENT_BYTES = 100_000_000
"""Bytes read of one document after decompression; the rest is cut off, with status `truncated`."""

MAX_LINE_BYTES = 200_000_000
"""Bytes of one row; a longer one is an `error` record, and the rows after it are read."""

MAX_RATIO = 400
"""Times a file may grow by decompression once 20 MB came out of it. Pages grow 3 to 15 times, gzip ends at 1,032."""

RATIO_FROM = 20_000_000
_PIECE = 1 << 20


class BadInput(Exception):  # noqa: N818 - never leaves this package; it is the cause of an error record
    """An input, or the rest of it, that cannot be read; the message says why."""


class Readable(Protocol):
    """What bytes can be read from: a file, standard input, another stream."""

    def read(self, size: int, /) -> bytes: ...


class Content(NamedTuple):
    """The bytes of a document, and what had to be done to it ("" if nothing)."""

    data: bytes
    cut: str


class _Counted:
    """A file that knows how many bytes were taken from it, for the ratio."""

    def __init__(self, raw: Readable) -> None:
        self._read = getattr(raw, "read1", raw.read)  # a pipe gives what it has; `read` would wait for all of it
        self.taken = 0

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._read(size)
        self.taken += len(data)
        return data


class Stream:
    """Bytes to read, decompressed and guarded against bombs. What goes wrong comes as `BadInput`.

    packing: "", "gz" or "zst".
    """

    def __init__(self, raw: Readable, packing: str) -> None:
        self._counted = _Counted(raw)
        self._packing = packing
        self._source = _unpacked(self._counted, packing)
        self._made = 0

    @property
    def taken(self) -> int:
        """Bytes read from the file itself so far."""
        return self._counted.taken

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; fewer do not mean the end, none do."""
        try:
            data = self._source(size)
        except _errors() as error:
            raise BadInput(self._describe(error)) from None
        self._made += len(data)
        if self._packing and self._made > RATIO_FROM and self._made > MAX_RATIO * max(1, self.taken):
            raise BadInput(f"decompression bomb: grows more than {MAX_RATIO} times")
        return data

    def read_all(self, limit: int = MAX_DOCUMENT_BYTES) -> Content:
        """What is left, at most `limit` bytes."""
        pieces, size = [], 0
        while size <= limit and (piece := self.read(_PIECE)):
            pieces.append(piece)
            size += len(piece)
        data = b"".join(pieces)
        return Content(data[:limit], f"cut at {limit:,} bytes") if size > limit else Content(data, "")

    def lines(self, limit: int = MAX_LINE_BYTES) -> Iterator[bytes | None]:
        """The lines without their line breaks; None for one longer than `limit` bytes. Memory: one line and a piece."""
        pieces: list[bytes] = []
        size = 0
        while piece := self.read(_PIECE):
            *whole, rest = piece.split(b"\n")
            for line in whole:
                size += len(line)
                yield None if size > limit else b"".join((*pieces, line))
                pieces.clear()
                size = 0
            size += len(rest)
            if size <= limit:
                pieces.append(rest)
            else:
                pieces.clear()
        if size:
            yield None if size > limit else b"".join(pieces)

    def _describe(self, error: BaseException) -> str:
        if isinstance(error, MemoryError):
            return "too large for the memory"
        if isinstance(error, OSError) and error.strerror:
            return f"cannot be read: {error.strerror}"
        names = {"gz": "gzip", "zst": "zstd"}
        return f"broken {names.get(self._packing, 'file')}: {error}"


@contextmanager
def open_stream(path: str, packing: str) -> Iterator[Stream]:
    """Open a file for reading. Raises `BadInput`."""
    try:
        raw = Path(path).open("rb")  # noqa: SIM115 - the error is about opening alone
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror or error}") from None
    with raw:
        yield Stream(raw, packing)


def read_file(path: str, packing: str) -> Content:
    """A whole document, within the limits. Raises `BadInput`."""
    with open_stream(path, packing) as stream:
        return stream.read_all()


def _unpacked(raw: _Counted, packing: str) -> Callable[[int], bytes]:
    if packing == "gz":
        return gzip.GzipFile(fileobj=cast(IO[bytes], raw), mode="rb").read1
    if packing == "zst":
        return _Frames(raw).read
    return raw.read


class _Frames:
    """The content of zstd frames. The library's own reader takes a frame that was cut off for the end of the file."""

    _FED = 1024  # bytes at a time; they grow to 32 MB at the most

    def __init__(self, raw: _Counted) -> None:
        self._raw = raw
        self._library = require_zstd().ZstdDecompressor()
        self._frame: Any = None
        self._packed = b""
        self._ready = memoryview(b"")

    def read(self, size: int) -> bytes:
        while not self._ready and self._feed():
            pass
        data, self._ready = bytes(self._ready[:size]), self._ready[size:]
        return data

    def _feed(self) -> bool:
        """Decompress a little more; False at the end."""
        packed = self._packed or self._raw.read(self._FED)
        if not packed:
            if self._frame is not None:
                raise EOFError("the last frame is cut off")
            return False
        self._frame = self._frame or self._library.decompressobj()
        self._ready = memoryview(self._frame.decompress(packed))
        self._packed = self._frame.unused_data if self._frame.eof else b""
        if self._frame.eof:
            self._frame = None
        return True


def require_zstd() -> Any:
    """The zstandard library. Raises `MissingExtra` with the command that installs it."""
    try:
        import zstandard
    except ImportError:
        raise MissingExtra("reading or writing .zst", "zstd") from None
    return zstandard


def told(error: BaseException) -> str:
    """An exception for a message: its class and the first line of its text."""
    text = "".join(str(error).splitlines()[:1])[:200]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _errors() -> tuple[type[Exception], ...]:
    """What reading raises; zstandard's own error only where it was imported."""
    library = sys.modules.get("zstandard")
    return (OSError, EOFError, zlib.error, MemoryError, *((library.ZstdError,) if library else ()))
