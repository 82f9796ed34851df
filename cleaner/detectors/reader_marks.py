"""Marks of what the readers found: the spans that the caller's site rules remove, and code between fences of Markdown.

Site rules set no kind: it is taken from the other marks on the span, else it is `other`.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.document import Document, Mark, Reason
from cleaner.kinds import BODY

NAME = "site_rules"
SCORE = 1.0
"""Not measured: the rules are the caller's own word about his sites."""


def find_site_rules(document: Document) -> Iterator[Mark]:
    """A mark for every span that a rule of the site names."""
    for span, rule, evidence in document.stripped:
        yield Mark(span, "other", SCORE, NAME, Reason(rule, evidence), kind_score=0.0)


def find_code(document: Document) -> Iterator[Mark]:
    """Protect the lines of code of a text; what pages put into `<pre>` is often no code."""
    if document.is_html:
        return
    for block in document.blocks:
        if block.node is not None and block.node.tag == "pre":
            yield Mark(block.span, BODY, 1.0, "code", Reason("code.fenced"))
