"""Names the telephone numbers and addresses of an outlet by their shape.

It says nothing about whether such a line goes; that is for others to claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.detectors.line_index import claim
from cleaner.document import Mark
from cleaner.newsroom.word_lists import common
from cleaner.text.folding import DIGIT
from cleaner.text.line_shape import ends_like_sentence

LONGEST_CONTACT = 90
"""Characters of an address or a number, at most."""
LONGEST_NUMBER = 5
"""Characters of a number in a street, perhaps with a letter: 12a, 7-11."""
LEAST_FIGURES, MOST_FIGURES = 7, 15
"""Figures of a telephone number."""

_PHONE = re.compile(r"(?:[^\W\d\u2e80-\uffff]{1,12}[.:]?\s*)?[+(]{0,2}\d[\d ()/.–-]{5,24}(?:\s[-–]\s\w{1,8} \d)?")
_NUMBER = re.compile(r"\d{4}\s?[-–/]\s?\d{4}")
"""Two years, or the number of a periodical."""
_POSTCODE = re.compile(
    r",?\s[A-Z]{2},?\s\d{5}(?:-\d{4})?\Z"  # Greenville, SC 29607
    r"|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\Z"  # Toronto, Ontario, M4W 3L4
    r"|\b[A-Z]{1,2}\d[\dA-Z]?\s\d[A-Z]{2}\Z"  # London SE1 9GF
    r"|\A(?:[A-Z]{1,2}-)?(?!19|20)\d{4,5}\s[A-ZÀ-Þ][^\W\d_]+(?:[\s-][^\W\d_]{1,12}){0,2}\Z"  # 8000 Aarhus C
    r"|〒\s?\d{3}-\d{4}|\A[가-힣]+(?:시|도)\s[가-힣\s]+(?:로|길)\s?\d+|[都道府県][^\d]{1,8}[市区町村郡].{0,20}\d"
)


def find_contact(document: IndexedDocument) -> Iterator[Mark]:
    """Name the lines that are a telephone number or a postal address and nothing else."""
    page = document.index
    for index, (line, signs) in enumerate(zip(page.lines, page.look.signs, strict=True)):
        if not signs & DIGIT or len(line) > LONGEST_CONTACT or page.whens[index] is not None:
            continue
        if _is_phone(line):
            yield claim(document, index, "contact.phone")
        elif not ends_like_sentence(line) and (_POSTCODE.search(line) or _is_street(page.folded[index])):
            yield claim(document, index, "contact.place")


def _is_phone(line: str) -> bool:
    figures = sum(map(str.isdigit, line))
    return LEAST_FIGURES <= figures <= MOST_FIGURES and bool(_PHONE.fullmatch(line)) and not _NUMBER.fullmatch(line)


def _is_street(folded: str) -> bool:
    """Whether a line names a street with its number, before it or behind it: 20 Muscadel Street, Kaiserweg 7."""
    tokens = [token.strip(",.;") for token in folded.replace(",", ", ").split()][:12]
    for place, token in enumerate(tokens):
        if token in common().streets or (len(token) > 5 and token.endswith(common().street_ends)):
            beside = tokens[max(0, place - 3) : place + 4]
            if any(other[:1].isdigit() and len(other) <= LONGEST_NUMBER for other in beside):
                return True
    return False
