"""Atomic file writes: a file is written under a temporary name, checked for size, then renamed.

A file is always made anew. What stood under its name is unlinked and not opened: it may be a link, symbolic or hard,
to somebody else's file.
"""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO

from cleaner.errors import naming

PARTIAL = ".partial"


def partial_of(path: str | Path) -> Path:
    """The name a file has while it is written."""
    return Path(f"{path}{PARTIAL}")


def create(path: Path) -> BinaryIO:
    """A new, empty, buffered file. Raises `OSError`."""
    path.unlink(missing_ok=True)
    return path.open("xb")


def write_all(file: IO[bytes] | Any, data: bytes) -> None:
    """Write all of the data: a raw file may take a part of it and say so only in what `write` returns."""
    rest = memoryview(data)
    while rest:
        taken = file.write(rest)
        if not taken:
            raise OSError(errno.EIO, "the file takes no more data")
        rest = rest[taken:]


def write_whole(path: str | Path, data: bytes, *, partial: Path | None = None) -> None:
    """Write a file under the name `partial` (default: see `partial_of`) and rename it. Raises `OSError`."""
    new = NewFile(partial or partial_of(path))
    try:
        new.write(data)
        new.close()
        new.check(len(data))
        new.path.replace(path)
    except BaseException:
        new.close()
        with suppress(OSError):
            new.path.unlink()
        raise


class NewFile:
    """A file that grows, unbuffered: what `write` was given is with the operating system when it returns.

    size: the bytes given to `write`. An `OSError` names the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.unlink(missing_ok=True)
        self._file = path.open("xb", buffering=0)
        self._made = os.fstat(self._file.fileno())
        self.size = 0

    def write(self, data: bytes) -> None:
        """Write all of the data."""
        with naming(self.path):
            write_all(self._file, data)
        self.size += len(data)

    def close(self) -> None:
        """Close it; some file systems report here that data was lost."""
        with naming(self.path):
            self._file.close()

    def check(self, size: int) -> None:
        """Raises `OSError` where the name does not lead to this file any more, or the file has another size."""
        try:
            found = self.path.lstat()
        except OSError:
            found = None
        if found is None or not os.path.samestat(found, self._made):
            raise OSError(errno.ENOENT, "removed or replaced while it was written", str(self.path))
        if found.st_size != size:
            told = f"the file holds {found.st_size:,} bytes, but {size:,} were written; free space and run again"
            raise OSError(errno.EIO, told, str(self.path))

    def check_linked(self) -> None:
        """Raises `OSError` where the file was removed: what is written now would be gone at the end."""
        if os.fstat(self._file.fileno()).st_nlink == 0:
            raise OSError(errno.ENOENT, "removed while it was written", str(self.path))
