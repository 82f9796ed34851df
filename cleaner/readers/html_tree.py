"""Characters to an lxml tree, parsed once and shared by all readers of the page.

The default parser silently drops all text below depth 256 and text nodes above 10 MB; `huge_tree` keeps them, and our
own limits give a warning. libxml2 also drops all text after `</html>`, which a browser shows: a template that closes
the page too early hid a whole story (one of 670 pages), so this tag is removed before parsing. libxml2 also does not
know that `<article>`, `<nav>` and other elements end a `<head>` without an end tag; that is repaired too.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from cleaner.readers.limits import MAX_CHARS

_SURROGATES = re.compile("[\ud800-\udfff]")


_OF_HEAD = frozenset(
    "title meta link script style base basefont bgsound noscript template object noframes isindex".split()
)
"""Elements that a head may hold; any other one begins the body."""

LEAST_PARAGRAPHS, LEAST_LINK, LEAST_JUMP = 3, 400, 200
"""An `<a>` with so many paragraphs and bytes of text is no link, and one without `href` with so many bytes. It changes
6 of 946 given pages: no body is lost, and on one a teaser of 185 characters stays."""


_AROUND_MUCH = etree.XPath(f"//a[not(@href) or descendant::p[{LEAST_PARAGRAPHS}]][not(ancestor::a)]")


class Parsed(NamedTuple):
    """The root element (None where there is nothing to parse), and whether the page was cut to `MAX_CHARS`."""

    root: HtmlElement | None
    truncated: bool


def parse_html(markup: str) -> Parsed:
    """Parse a page or a fragment. Never raises for content; entities are not expanded beyond HTML's own."""
    truncated = len(markup) > MAX_CHARS
    try:
        root = document_fromstring(_encode(_reopen(markup[:MAX_CHARS])), parser=_make_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return Parsed(None, truncated)
    _end_head(root)
    _unlink(root)
    _show_shadows(root)
    return Parsed(root, truncated)


def _end_head(root: HtmlElement) -> None:
    """Move the elements of the head that no head may hold to the beginning of the body."""
    head = root.find("head")
    moved = [child for child in head if child.tag not in _OF_HEAD] if head is not None else []
    if not moved:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    text, body.text = body.text, None
    body[:0] = moved
    if text:
        moved[-1].tail = (moved[-1].tail or "") + text


def _unlink(root: HtmlElement) -> None:
    """Make a `<span>` of each `<a>` that is around a story: one that was not closed, a place to jump to (no `href`)."""
    for anchor in _AROUND_MUCH(root):
        least = LEAST_JUMP if anchor.get("href") is None else LEAST_LINK
        if len("".join(anchor.itertext()).encode()) >= least:
            anchor.tag = "span"


def _show_shadows(root: HtmlElement) -> None:
    """Make a `<div>` of each `<template>` that a browser shows: the shadow tree of the element around it."""
    for template in list(root.iter("template")):
        if template.get("shadowrootmode") is not None:
            template.tag = "div"


def _reopen(markup: str) -> str:
    """A page that goes on behind its end, without the tags that end it."""
    for tag in ("</html>", "</HTML>"):
        end = markup.find(tag)
        rest = markup[end + len(tag) :] if end >= 0 else ""
        if rest and not rest.isspace():
            markup = markup[:end] + rest.replace(tag, "")
    return markup


def _encode(markup: str) -> bytes:
    """UTF-8 without what ends a document for libxml2 (NUL) or has no encoding (lone surrogates)."""
    try:
        data = markup.encode()
    except UnicodeEncodeError:
        data = _SURROGATES.sub("\ufffd", markup).encode()
    return data.replace(b"\x00", "\ufffd".encode())


def _make_parser() -> HTMLParser:
    """lxml's parser for HTML, with one class for all elements: asking Python for the class of each took as long as
    the walk over the tree.
    """
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser
