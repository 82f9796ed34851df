"""The story of a page that is built by a script: the text is in the page only as JSON data, or in a `<template>`.

Frameworks embed the content as JSON, with the story as HTML in a string (`"content":"<p>..."`, often escaped), some of
them as JSON within a string of JSON. No script is run; its strings are parsed, and the longest one with paragraphs is
used. Otherwise schema.org's `articleBody` is used, as one paragraph.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from lxml.etree import SubElement
from lxml.html import HtmlElement, tostring

from cleaner.readers.html_tree import parse_html

LEAST = 400
"""Characters of markup or of text that are taken for a story."""
LEAST_STATED = 80
"""Characters of an `articleBody`: the page says itself that it is the story."""
LEAST_PARAGRAPHS = 3
MOST = 4_000_000
"""Characters of scripts that are read; a page's own data is about a tenth of that at the most."""

_BEGINNING = 40
_STRING = re.compile(r'\\.|(?P<string>"(?:[^"\\]++|\\.)*+")', re.DOTALL)  # an escape outside a string opens none
_PARAGRAPH = re.compile(r"(?:<|\\u003c)p\b", re.IGNORECASE)


def put_story(root: HtmlElement, facts: Mapping[str, tuple[tuple[str, str], ...]], shown: str) -> bool:
    """Append the story found in the scripts of a page to its tree; False where there is none. shown: its text."""
    story = parse_html(f"<article>{max(_find_markup(root), key=len, default='<p></p>')}</article>").root
    if story is None:
        return False
    if not story.text_content().strip():
        text = max((value for _, value in facts.get("body", ())), key=len, default="")
        if len(text) < LEAST_STATED or _begin(text) in "".join(shown.split()):
            return False
        SubElement(story, "p").text = text
    body = root.find("body")
    (root if body is None else body).append(story)
    return True


def _begin(text: str) -> str:
    """How a text begins, without its spaces."""
    return "".join(text.split())[:_BEGINNING]


def _find_markup(root: HtmlElement) -> Iterator[str]:
    """The strings in scripts that are HTML with paragraphs, and the templates that a script would show."""
    inside: set[HtmlElement] = set()
    for template in list(root.iter("template")):
        if template in inside:
            continue
        inside.update(template.iterdescendants("template"))
        markup = "".join(tostring(child, encoding="unicode") for child in template)
        if _holds_paragraphs(markup):
            yield markup
    left = MOST
    for script in root.iter("script"):
        text = (script.text or "")[:left]
        left -= len(text)
        if _holds_paragraphs(text):
            yield from _strings(text, depth=2)


def _strings(text: str, depth: int) -> Iterator[str]:
    for match in _STRING.finditer(text):
        written = match["string"]
        if written is None or not _holds_paragraphs(written):
            continue
        try:
            value = json.loads(written, strict=False)
        except ValueError:
            continue
        inner = list(_strings(value, depth - 1)) if depth > 1 and not value.lstrip().startswith("<") else []
        yield from inner or [value[value.find("<") :]]


def _holds_paragraphs(text: str) -> bool:
    return len(text) >= LEAST and sum(1 for _ in _PARAGRAPH.finditer(text)) >= LEAST_PARAGRAPHS
