"""The readers' comments as a list, out of the stretches removed as the comment section."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.document import Document, Segment
from cleaner.text.line_shape import is_prose

_LEAST = 20
"""Characters from which a line of the section that is no prompt counts as a comment."""


def collect_comments(document: Document, segments: tuple[Segment, ...]) -> Iterator[str]:
    """The comments themselves, in page order: lines of the section that read like something said.

    Names, times, counts, prompts and guidelines, which wording rules know, are left out.
    """
    for segment in segments:
        if segment.mark is None or segment.mark.kind != "comments" or segment.mark.detector == "wording":
            continue
        text = document.slice(segment.span).strip()
        if is_prose(text) or (len(text) >= _LEAST and text[-1] in ".!?…。！？"):
            yield text
