"""One document from a file or standard input, for the commands that take one."""

from __future__ import annotations

import sys
from pathlib import PurePath

from cleaner.errors import UsageError
from cleaner.readers import Format
from cleaner.readers.compressed import BadInput, read_file

_HTML = (".html", ".htm", ".xhtml")
_PACKINGS = {".gz": "gz", ".zst": "zst"}


def read_single(name: str) -> tuple[bytes, Format | None]:
    """The bytes of a file (also .gz, .zst) or of standard input ("-"), and "html" where the ending says so.

    Raises `UsageError` for what cannot be read.
    """
    if name == "-":
        return sys.stdin.buffer.read(), None
    path = PurePath(name)
    packing = _PACKINGS.get(path.suffix.lower(), "")
    ending = path.with_suffix("").suffix if packing else path.suffix
    try:
        data, _ = read_file(name, packing)
    except BadInput as error:
        raise UsageError(f"{name}: {error}") from None
    return data, "html" if ending.lower() in _HTML else None
