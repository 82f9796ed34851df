"""Recognises files that are not text (images, archives, programs) by their first bytes and control characters."""

from __future__ import annotations

import re

_LOOKED_AT = 65_536
_FEWEST = 4
_MOST_CONTROLS = 0.05
"""Share of control characters above which nothing is text; compressed data has .09."""
_MOST_NULS = 0.3
"""Share of NULs: a story whose spaces are NULs has .16, and it is kept."""
_MAGIC = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"PK\x03\x04": "ZIP",
    b"PK\x05\x06": "ZIP",
    b"\x7fELF": "ELF",
    b"\x1f\x8b\x08": "gzip",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an Office document",
    b"SQLite format 3\x00": "SQLite",
    b"\x00asm": "WebAssembly",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}
_SPELLED = re.compile(
    rb"%(?P<PDF>PDF)-\d\.\d\s|(?P<GIF>GIF8[79]a)(?=.{0,6}[\x00-\x08\x80-\xff])|(?P<RAR>Rar!\x1a\x07)|(?P<bzip2>BZh\d1AY&SY)"
    rb"|(?P<RIFF>RIFF...[\x00-\x7f](?:WEBP|WAVE|AVI ))|(?P<MP4>\x00\x00\x00.ftyp)|(?P<WOFF>wOF[F2]\x00\x01)",
    re.DOTALL,
)
_NOT_CONTROLS = bytes({*range(256)} - {*range(1, 0x20)} | {*b"\b\t\n\v\f\r\x1b\x1c\x1d\x1e\x1f"})
"""All but the controls that no text has: white space, separators and the escape of ISO-2022 stay out of the count."""


class NotText(Exception):  # noqa: N818 - it says what the source is
    """A source that is no text, as the record says it: `not text: looks like PDF`."""


def check_bytes(data: bytes) -> None:
    """Raises `NotText` for bytes that are known by their beginning, or full of control characters."""
    head = data[:_LOOKED_AT]
    check_magic(head)
    _check_shares(head)


def check_text(text: str) -> None:
    """The same for characters: what a program decoded as Latin-1, or with replacement characters."""
    head = text[:_LOOKED_AT]
    check_magic(head[:64].encode("latin-1", "replace"))
    if not head.isprintable():
        _check_shares(head.encode("latin-1", "replace"))


def check_magic(data: bytes) -> None:
    """Raises `NotText` for the beginning of a known format."""
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise NotText(f"not text: looks like {name}")
    if found := _SPELLED.match(data.lstrip(b" \t\r\n")[:64]):
        raise NotText(f"not text: looks like {found.lastgroup}")


def _check_shares(head: bytes) -> None:
    nuls = head.count(0)
    controls = len(head.translate(None, _NOT_CONTROLS))
    if max(nuls, controls) < _FEWEST:
        return
    if nuls > _MOST_NULS * len(head) or controls > _MOST_CONTROLS * len(head):
        raise NotText("not text: full of control characters")
