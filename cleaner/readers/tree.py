"""Characters to an lxml tree, parsed once and shared by everything that reads the page.

The default parser drops all text below depth 256 and text nodes above 10 MB, silently; `huge_tree` keeps
them, and the caps are ours to set and to say.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from cleaner.readers.limits import MAX_CHARS

_CONTROL = re.compile(r"[\x00\ud800-\udfff]")  # libxml2 ends the document at NUL, and cannot encode surrogates


class Parsed(NamedTuple):
    """The root element (None where there is nothing to parse), and whether the page was cut to `MAX_CHARS`."""

    root: HtmlElement | None
    truncated: bool


def parse_html(markup: str) -> Parsed:
    """Parse a page or a fragment. Never raises for content; entities are not expanded beyond HTML's own."""
    truncated = len(markup) > MAX_CHARS
    data = _CONTROL.sub("\ufffd", markup[:MAX_CHARS]).encode("utf-8")
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return Parsed(None, truncated)
    return Parsed(root, truncated)
