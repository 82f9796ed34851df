"""The best body of a document whose lines were all removed, for example a list of stories.

Detectors that use the shape and position of a line assume a story, and such a page has none. Lines that are sentences
are therefore decided without the marks of these detectors. The status `not_article` reports that the body is no story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cleaner.config import Config
from cleaner.decision.resolve import resolve
from cleaner.document import Document, Mark, Segment
from cleaner.kinds import Fate
from cleaner.text.line_shape import ends_like_sentence, spaced_size

_BY_SHAPE = frozenset(("line_model", "headlines", "standfirsts", "related", "navigation", "timestamps"))
_HOLDS_ANYWHERE = "navigation.landmark"
"""The rule of these detectors that does not assume a story."""
_LEAST_SENTENCE, _LEAST_TITLE = 15, 40
"""Fewest characters of a sentence, and of a title of a story."""


def is_empty(document: Document, segments: Iterable[Segment]) -> bool:
    """Whether no text of the document stays."""
    return not any(s.fate is Fate.KEEP and document.slice(s.span).strip() for s in segments)


def resolve_emptied(
    document: Document, marks: tuple[Mark, ...], segments: tuple[Segment, ...], config: Config
) -> tuple[Segment, ...]:
    """Decide a document again whose lines were all removed, so that its sentences, or else its titles, can stay.

    segments: the first decision, which is returned if there is no sentence or title, as in a menu.
    """
    for says in (_is_sentence, _is_title):
        again = resolve(document, _without_shape(document, marks, config, says), config)
        if not is_empty(document, again):
            return again
    return segments


def _without_shape(
    document: Document, marks: Iterable[Mark], config: Config, says: Callable[[str], bool]
) -> Iterable[Mark]:
    """The marks without those that detectors of shape and position made for lines that `says` accepts."""
    starts = {document.line_start(index) for index, line in enumerate(document.lines) if says(line)}
    return [mark for mark in marks if not (mark.span.start in starts and _is_by_shape(mark, config))]


def _is_by_shape(mark: Mark, config: Config) -> bool:
    chosen = mark.kind in config.remove
    return mark.detector in _BY_SHAPE and mark.reason.rule != _HOLDS_ANYWHERE and not chosen


def _is_sentence(line: str) -> bool:
    return ends_like_sentence(line) and spaced_size(line) >= _LEAST_SENTENCE


def _is_title(line: str) -> bool:
    return spaced_size(line) >= _LEAST_TITLE
