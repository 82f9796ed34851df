"""Bytes to characters, and telling HTML from plain text.

HTML is decoded in the order of the HTML standard (byte order mark, declaration in the page, guess) by w3lib;
trafilatura ignores `<meta charset>` for bytes (its issue 231). The guess is charset-normalizer's.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

REPLACED = "decoded with replacement characters"

_MOSTLY_REPLACED = 0.002  # share of U+FFFD above which another encoding is tried
_GUESS_BYTES = 60_000
_PAGE = re.compile(r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|br|hr|a|span|h[1-6]|ul|ol|li|table|tr|td|article|section|main|header|footer|nav|aside|figure"
    r"|img|strong|em|b|i|blockquote|script|style|meta|link|title)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Decoded(NamedTuple):
    """Characters, and what had to be done to get them ("" if nothing)."""

    text: str
    warning: str


def decode_text(data: bytes) -> Decoded:
    """Plain text: the byte order mark, else UTF-8, else charset-normalizer's guess."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, "replace"))
    try:
        return Decoded(data.decode("utf-8"), "")
    except UnicodeDecodeError:
        return _checked(data.decode(_guess_encoding(data), "replace"))


def decode_html(data: bytes, content_type: str | None = None) -> Decoded:
    """HTML: the standard's order, then a second try where that left many replacement characters.

    A wrong declaration is common enough to look for: "utf-8" on a windows-1251 page, in the page or in the HTTP
    header (`content_type`), which comes first by the standard.
    """
    from w3lib.encoding import html_to_unicode

    _, text = html_to_unicode(content_type, data, auto_detect_fun=_guess_encoding)
    if content_type and "\ufffd" in text:
        _, other = html_to_unicode(None, data, auto_detect_fun=_guess_encoding)
        text = min(text, other, key=lambda found: found.count("\ufffd"))
    if text.count("\ufffd") > max(2, len(text) * _MOSTLY_REPLACED):
        other = data.decode(_guess_encoding(data), "replace")
        if other.count("\ufffd") < text.count("\ufffd"):
            text = other
    return _checked(text.removeprefix("\ufeff"))


def looks_like_html(source: str) -> bool:
    """Whether a text is HTML: a page's own tags near the start, or it opens with a tag, or tags come in numbers.

    "a < b" is text, a lone "<p>Hello</p>" is HTML, and so is a fragment with a tag in every few lines.
    """
    head = source[:20_000].lstrip("\ufeff \t\r\n")
    if _PAGE.search(head[:5_000]) or head.startswith(("<?xml", "<!--")):
        return True
    tags = [m.start() for m in _TAG.finditer(head)]
    if not tags:
        return False
    return tags[0] == 0 or len(tags) >= max(4, len(head) // 1_000)


def looks_like_html_bytes(data: bytes) -> bool:
    """The same for bytes: tags are ASCII in every encoding but the UTF-16 and UTF-32 ones, which have a mark."""
    for mark, encoding in _BOMS[1:]:
        if data.startswith(mark):
            return looks_like_html(data[:80_000].decode(encoding, "replace"))
    return looks_like_html(data[:20_000].decode("latin-1"))


def _guess_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_GUESS_BYTES]).best()
    return best.encoding if best else "utf-8"


def _checked(text: str) -> Decoded:
    return Decoded(text, REPLACED if "\ufffd" in text else "")
