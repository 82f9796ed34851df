"""The kind of a file, from its name or its first bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from cleaner.readers import Format
from cleaner.readers.compressed import Readable

Kind = Literal["html", "markdown", "text", "rows", "csv", "tsv", "warc", "parquet", "unknown"]

SNIFFED = 65_536
"""Bytes from the start of an input that are looked at."""

BOM = b"\xef\xbb\xbf"

_KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "rows",
    ".csv": "csv",
    ".tsv": "tsv",
    ".warc": "warc",
    ".parquet": "parquet",
}
DOCUMENTS: Mapping[Kind, Format | None] = {
    "html": "html", "markdown": "markdown", "text": "text", "unknown": None,
}  # fmt: skip
"""The kinds of files that are one document, and what it is read as."""

_PACKINGS = {".gz": "gz", ".zst": "zst"}
_ROW = re.compile(rb'\s*\{\s*(?:"[^"\\]{1,200}"\s*:|\}\s*$)')
_PACKED = {b"\x1f\x8b": "gz", b"\x28\xb5\x2f\xfd": "zst"}
_MAGIC: dict[bytes, Kind] = {b"WARC/1.": "warc", b"PAR1": "parquet"}


def by_ending(name: str) -> tuple[Kind, str]:
    """What a file name says: the kind, and how it is packed."""
    stem, ending = _split(name.lower())
    packing = _PACKINGS.get(ending, "")
    kind = _KINDS.get(_split(stem)[1] if packing else ending, "unknown")
    return ("unknown" if packing and kind == "parquet" else kind), packing


def stem_of(name: str) -> str:
    """A file name without its known endings: "a.html.gz" is "a"; an unknown ending stays."""
    kind, packing = by_ending(name)
    if packing:
        name, _ = _split(name)
    return _split(name)[0] if kind != "unknown" else name


def packing_of(head: bytes) -> str:
    """How what begins with these bytes is packed; "" where it is not."""
    return next((packing for magic, packing in _PACKED.items() if head.startswith(magic)), "")


def kind_of(head: bytes) -> Kind:
    """What begins with these unpacked bytes; "unknown" is a document to be told apart by its reader."""
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    return "rows" if _looks_like_rows(head) else "unknown"


class Rejoined:
    """A stream with the bytes that were taken from it to look at put back."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return self._rest.read(size)


def _split(name: str) -> tuple[str, str]:
    """A file name before and from its last point, as `Path.stem` and `Path.suffix` at a tenth of their time."""
    stem, _, ending = name.rpartition(".")
    return (stem, f".{ending}") if stem and ending else (name, "")


def _looks_like_rows(head: bytes) -> bool:
    """Whether one of the first lines is a JSON object: `{"`, then a name and a colon."""
    lines = [line for line in head.removeprefix(BOM).split(b"\n")[:5] if line.strip()]
    return any(_ROW.match(line) for line in lines)
