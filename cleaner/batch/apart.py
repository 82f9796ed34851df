"""Refuses runs whose outputs are among their inputs, before any file is opened, made or removed.

Files that exist are compared by device and inode, which sees through links, spellings and the case of letters; files
that do not exist yet by their real path.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleaner.atomic_files import partial_of
from cleaner.batch.jobs import shown
from cleaner.batch.output_names import folded
from cleaner.errors import UsageError

NEVER = "inputs are never written to"

_STDIN_FILE = "/dev/stdin"

Identity = tuple[int, int]
"""Device and inode of a file."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that a command makes, replaces or removes.

    option, given: the option and the path of the command line that it comes from, "-o" and "run.jsonl".
    """

    path: Path
    option: str
    given: str

    @property
    def told(self) -> str:
        """The path, and what it is written for where that is another one."""
        given = f"{self.option} {shown(self.given)}"
        return given if self.path == Path(self.given) else f"{shown(str(self.path))} (for {given})"

    @property
    def real(self) -> Path:
        """The place of its name, links in the folders above it resolved."""
        return Path(os.path.realpath(self.path.parent), self.path.name)


def written_whole(option: str, given: str) -> list[Written]:
    """The files of an output that is written at once. Raises `UsageError` for an empty path."""
    check_named(option, given)
    return [Written(Path(given), option, given), Written(partial_of(given), option, given)]


def check_named(option: str, given: str) -> None:
    """Raises `UsageError` for an empty path, which would be the current folder."""
    if not given:
        raise UsageError(f"{option} '' names no file; give a path")


def check_parent(option: str, given: str) -> None:
    """Raises `UsageError` where the folder of a file to be written is not there."""
    folder = Path(given).parent
    if not folder.is_dir():
        raise UsageError(f"{option} {shown(given)}: there is no folder {shown(str(folder))}; make it first")


def check_apart(written: Sequence[Written], read: Iterable[str], folders: Iterable[str] = ()) -> None:
    """Raises `UsageError` where a file would be written over one that is read, over another one, or into a folder.

    Raises `IsADirectoryError` where a folder stands in the place of a file.

    read: files; asked for only where a file to be written exists. folders: of inputs, which get no new files.
    """
    for file in written:
        if file.path.is_dir() and not file.path.is_symlink():
            raise IsADirectoryError(errno.EISDIR, "is a folder", shown(str(file.path)))
    _check_one_another(written)
    _check_folders(written, folders)
    check_read({identity: file.told for file in written if (identity := identity_of(file.path))}, read)
    _check_kinds(written)


def check_read(written: Mapping[Identity, str], read: Iterable[str]) -> None:
    """Raises `UsageError` where a file that is read is one of some files that exist."""
    if not written:
        return
    for name in read:
        path = _STDIN_FILE if name == "-" else name
        identity = identity_of(path)
        if identity is not None and identity in written:
            raise UsageError(f"{written[identity]} is the input {shown(path)}; {NEVER}: choose another output")


def identity_of(path: str | Path) -> Identity | None:
    """Equal for two names of one file; None where there is none."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _check_kinds(written: Iterable[Written]) -> None:
    """Raises `UsageError` for a link or device where a file is to be made: a rename would replace it."""
    for file in written:
        if file.path.is_symlink():
            raise UsageError(
                f"{file.told} is a link; nothing is written through links: name the file or remove the link"
            )
        if file.path.exists() and not file.path.is_file():
            raise UsageError(f"{file.told} is no regular file; give another path")


def _check_one_another(written: Iterable[Written]) -> None:
    taken: dict[str, Written] = {}
    for file in written:
        key = folded(str(file.real))
        if key in taken:
            raise UsageError(f"{taken[key].told} and {file.told} are the same file; choose another output")
        taken[key] = file
    for file in taken.values():
        for parent in file.real.parents:
            if above := taken.get(folded(str(parent))):
                raise UsageError(f"{above.told} is a folder of {file.told}; choose another output")


def _check_folders(written: Iterable[Written], folders: Iterable[str]) -> None:
    sources = {identity: path for path in folders if (identity := identity_of(path))}
    for file in written if sources else ():
        for place in (file.real, Path(os.path.realpath(file.path))):
            for identity in identities_above(place):
                if identity in sources:
                    raise UsageError(
                        f"{file.told} lies inside the input {shown(sources[identity])}; {NEVER}: choose another output"
                    )


def identities_above(path: Path) -> Iterator[Identity]:
    """The folders above a path that exist."""
    return (identity for parent in path.parents if (identity := identity_of(parent)))
