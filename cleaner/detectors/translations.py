"""Notices of machine translation, and credits of human translators. See `cleaner.readers.translation_notices`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.document import Mark
from cleaner.readers.translation_notices import Notice, find_notices

SURE: Final = 0.98
"""Of 50 notices kept apart 49 were found; of 25 sentences like them, and in 13,657 news stories, none was."""


def find_translations(document: IndexedDocument) -> Iterator[Mark]:
    """Mark notices of machine translation, and credits of translators, who become contributors."""
    for notice in find_notices(document):
        rule = "translations.translator" if notice.people else "translations.notice"
        lifted = tuple(("contributors", name) for name in notice.people)
        start, end = _inside(document, notice)
        mark = make_mark(document, notice.line, rule, start=start, end=end, lifted=lifted)
        yield mark._replace(score=SURE, kind_score=SURE)


def _inside(document: IndexedDocument, notice: Notice) -> tuple[int, int]:
    """Where a notice stands in its line."""
    if notice.whole:
        return 0, len(document.lines[notice.line])
    start = document.lines[notice.line].index(notice.value)
    return start, start + len(notice.value)
