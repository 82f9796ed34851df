"""Marks the spans that the caller's site rules remove.

Site rules set no kind: it is taken from the other marks on the span, else it is `other`.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.document import Document, Mark, Reason

NAME = "site_rules"
SCORE = 1.0
"""Not measured: the rules are the caller's own word about his sites."""


def find_site_rules(document: Document) -> Iterator[Mark]:
    """A mark for every stretch that a rule of the site names."""
    for span, rule, evidence in document.stripped:
        yield Mark(span, "other", SCORE, NAME, Reason(rule, evidence), kind_score=0.0)
