"""Decodes bytes to characters.

HTML is decoded in the order of the HTML standard (byte order mark, HTTP header, declaration in the page, guess);
trafilatura ignores `<meta charset>` for bytes (its issue 231). An invalid declaration is ignored, and an uncertain
guess is named in a warning.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from cleaner.readers.charset_guess import ISO_2022_JP, find_wide, guess_encoding
from cleaner.readers.charsets import declared_in_header, declared_in_page
from cleaner.readers.source_format import HEAD, check_bytes, check_magic, looks_like_html

REPLACED = "decoded with replacement characters"
GUESSED = "encoding guessed: {}"

_MOSTLY_REPLACED = 0.002  # share of U+FFFD above which another encoding is tried
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_FEWEST_MULTIBYTE = 4
"""Characters beyond ASCII from which bytes that are UTF-8 are nothing else, whatever a page declares."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Decoded(NamedTuple):
    """Characters, and what had to be done to get them (empty if nothing)."""

    text: str
    warnings: tuple[str, ...] = ()


def decode_text(data: bytes) -> Decoded:
    """Plain text: the byte order mark, else UTF-8, else a guess. Raises `NotText`."""
    return _marked(data) or _undeclared(data)


def decode_html(data: bytes, content_type: str | None = None) -> Decoded:
    """HTML: the standard's order, then a guess where that left many replacement characters. Raises `NotText`.

    A wrong declaration is common enough to look for: "utf-8" on a windows-1251 page, in the page or in the HTTP
    header (`content_type`), which comes first by the standard.
    """
    if marked := _marked(data):
        return marked
    check_bytes(data)
    named = [declared_in_header(content_type), declared_in_page(data)]
    tried = [_decode(data, codec) for codec in dict.fromkeys(named) if codec and _can_be(data, codec)]
    if not tried:
        return _undeclared(data)
    text = tried[0] if "\ufffd" not in tried[0] else min(tried, key=_replaced)
    if _replaced(text) > max(2, len(text) * _MOSTLY_REPLACED):
        other = _undeclared(data)
        if _replaced(other.text) < _replaced(text):
            return other
    return _checked(text)


def looks_like_html_bytes(data: bytes) -> bool:
    """Whether bytes are HTML, by their beginning; see `looks_like_html`."""
    head = data[: 4 * HEAD]
    if wide := next((codec for mark, codec in _BOMS[1:] if head.startswith(mark)), "") or find_wide(head):
        return looks_like_html(head.decode(wide, "replace"))
    text = head.decode("utf-8", "replace")
    return looks_like_html(text if _replaced(text) < 0.01 * len(text) else head.decode("latin-1"))


def _marked(data: bytes) -> Decoded | None:
    """Bytes with a byte order mark, or in UTF-16 or UTF-32 by where their NULs stand; None for others."""
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return _checked(data.removeprefix(mark).decode(codec, "replace"))
    check_magic(data)
    wide = find_wide(data)
    return _checked(data.decode(wide, "replace")) if wide else None


def _undeclared(data: bytes) -> Decoded:
    check_bytes(data)
    try:
        if not any(escape in data for escape in ISO_2022_JP):
            return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start:  # cut in the middle of a character
            return _checked(data.decode("utf-8", "replace"))
    guess = guess_encoding(data)
    decoded = _checked(_decode(data, guess.codec))
    return decoded if guess.sure else Decoded(decoded.text, (*decoded.warnings, GUESSED.format(guess.codec)))


def _can_be(data: bytes, codec: str) -> bool:
    """Whether a declaration can be right: UTF-16 has NULs, and what is UTF-8 is nothing else."""
    if codec == "utf-8":
        return True
    if codec.startswith("utf-16"):
        return b"\0" in data or not _is_utf8(data, 0)
    return not _is_utf8(data, _FEWEST_MULTIBYTE)


def _is_utf8(data: bytes, fewest: int) -> bool:
    """Whether bytes are UTF-8, with at least so many characters beyond ASCII."""
    if fewest and data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(_MULTIBYTE.findall(data)) >= fewest


def _decode(data: bytes, codec: str) -> str:
    from w3lib.encoding import to_unicode

    text: str = to_unicode(data, codec)  # knows the euro sign of GBK
    return text


def _replaced(text: str) -> int:
    return text.count("\ufffd")


def _checked(text: str) -> Decoded:
    return Decoded(text, (REPLACED,) if "\ufffd" in text else ())
