"""Declared encodings of a page, by the labels of the WHATWG Encoding Standard."""

from __future__ import annotations

import re
from collections.abc import Iterator

from webencodings import lookup

HEAD = 4_096
"""Bytes in which a declaration is looked for; the standard says 1,024."""

_SCAN = re.compile(rb"<!--.*?(?:-->|\Z)|<\?xml\s([^<>]*)|<meta(?=[\s/])([^<>]*)|<body[\s>]", re.IGNORECASE | re.DOTALL)
_ATTRIBUTE = re.compile(r"""([a-z_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*(?:"([^"]*)|'([^']*)|([^\s;,"']+))""", re.IGNORECASE)
_PRAGMA = re.compile(r"http[-_]?equiv")
_CONTENT_TYPE = re.compile(r"content[-_ ]?type", re.IGNORECASE)
_KEPT_BY_PYTHON = {"hz-gb-2312": "hz", "iso-2022-kr": "iso2022_kr", "csiso2022kr": "iso2022_kr"}
"""Labels that the standard no longer decodes, for the safety of browsers; here the story counts."""
_NOT_DECLARED = ("replacement", "x-user-defined")


def declared_in_page(data: bytes) -> str | None:
    """The codec that a page's `<meta>` or XML declaration names.

    UTF-16 means UTF-8 there: a declaration that is read as ASCII is not in UTF-16.
    """
    for label in _labels(data[:HEAD]):
        codec = codec_of(label)
        return "utf-8" if codec and codec.startswith("utf-16") else codec
    return None


def declared_in_header(content_type: str | None) -> str | None:
    """The codec that an HTTP header `Content-Type` names."""
    found = _CHARSET.search(content_type or "")
    return codec_of(found[found.lastindex or 0]) if found else None


def codec_of(label: str) -> str | None:
    """Python's codec for a label of the standard; None for an unknown one."""
    label = label.strip("\t\n\f\r \"'")
    if kept := _KEPT_BY_PYTHON.get(label.lower()):
        return kept
    encoding = lookup(label) if label.isascii() else None
    if encoding is None or encoding.name in _NOT_DECLARED:
        return None
    return "gb18030" if encoding.name == "gbk" else encoding.codec_info.name


def _labels(head: bytes) -> Iterator[str]:
    for found in _SCAN.finditer(head):
        if found[0][:5].lower() == b"<body":
            return
        attributes = {
            name.lower(): a or b or c
            for name, a, b, c in reversed(_ATTRIBUTE.findall((found[1] or found[2] or b"").decode("latin-1")))
        }
        if found[1] is not None and "encoding" in attributes:
            yield attributes["encoding"]
        elif found[2] is not None and "charset" in attributes:
            yield attributes["charset"]
        elif any(_PRAGMA.fullmatch(name) and _CONTENT_TYPE.search(value) for name, value in attributes.items()):
            charset = _CHARSET.search(attributes.get("content", ""))
            if charset:
                yield charset[charset.lastindex or 0]
