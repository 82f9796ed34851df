"""Marks what the site rules of the caller strip.

They say that a stretch goes, not what it is: its name comes from whatever else is claimed about it, else `other`.
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
