"""One document from a file or standard input, for the commands that take one."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath

from cleaner.batch.file_kind import DOCUMENTS, by_ending
from cleaner.errors import UsageError
from cleaner.readers import Format
from cleaner.readers.compressed import BadInput, read_file


def read_single(name: str) -> tuple[bytes, Format | None]:
    """The bytes of a file (also .gz, .zst) or of standard input ("-"), and what its ending says, as for `clean`.

    Raises `UsageError` for what cannot be read.
    """
    if name == "-":
        return sys.stdin.buffer.read(), None
    if Path(name).is_dir():
        raise UsageError(f"{name} is a folder; name one document in it, or use `cleaner clean`, which takes folders")
    kind, packing = by_ending(PurePath(name).name)
    if kind not in DOCUMENTS:
        raise UsageError(f"{name} may hold many documents; `cleaner clean` takes it, and its report shows all of them")
    try:
        data, _ = read_file(name, packing)
    except BadInput as error:
        raise UsageError(f"{name}: {error}") from None
    return data, DOCUMENTS.get(kind)
