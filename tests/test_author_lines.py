"""Authors in removed lines that no byline rule read."""

from __future__ import annotations

import pytest

from cleaner.decision.metadata import gather_metadata
from cleaner.document import Document, Mark, Reason, Segment, Span
from cleaner.kinds import Fate
from cleaner.readers.plain_text import read_text

STORY = "The harbour opened again on Monday after a year of work, the council said in a note to the press."


def page(*lines: str, kind: str = "related", rule: str = "line-model") -> tuple[Document, list[Segment]]:
    """A text of some removed lines of one kind above a story."""
    document = read_text("\n".join([*lines, STORY]), language="en")
    segments, start = [], 0
    for line in lines:
        span = Span(start, start + len(line) + 1)
        mark = Mark(span, kind, 0.9, "line-model", Reason(rule, ""))
        segments.append(Segment(span, Fate.REMOVE, mark))
        start = span.end
    return document, [*segments, Segment(Span(start, len(document.text)), Fate.KEEP, None)]


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("September 17, 2019 Ana Ruiz 0", ("Ana Ruiz",)),
        ("July 24, 2019 by Ana Ruiz 5 Comments", ("Ana Ruiz",)),
        ("yas! | By Ana Ruiz | April 13, 2020", ("Ana Ruiz",)),
        ("Posted 11. April 2018 by Ana de la Cruz", ("Ana de la Cruz",)),
        ("Ana Ruiz July 13, 2025 — 7 minutes read", ()),
        ("6. November 2023 Ana Ruiz Harbour, Ships, Quay", ()),
        ("Ana Ruiz", ()),
        ("Guide by Ana Ruiz Former Deputy Tech Editor", ()),
        ("by Deutsche Presse-Agentur on July 24, 2019", ()),
        ("The Rolling Tracker July 24, 2019", ()),
        ("Last Modified July 24, 2019", ()),
    ],
)
def test_a_line_with_a_date_names_the_author(line: str, authors: tuple[str, ...]) -> None:
    assert gather_metadata(*page(line)).authors == authors


def test_a_line_that_is_a_byline_needs_no_date() -> None:
    assert gather_metadata(*page("Guide by Ana Ruiz Former Deputy Tech Editor", kind="byline")).authors == ("Ana Ruiz",)
    assert gather_metadata(*page("More about this", kind="byline")).authors == ()


def test_a_line_of_another_day_is_a_teaser() -> None:
    document, segments = page("March 4, 2024", "July 24, 2019 by Ana Ruiz")
    segments[0] = segments[0]._replace(
        mark=Mark(
            segments[0].span,
            "timestamp",
            0.9,
            "timestamps",
            Reason("timestamps.date", ""),
            lifted=(("date", "March 4, 2024"),),
        )
    )
    found = gather_metadata(document, segments)
    assert (found.date, found.authors) == ("2024-03-04", ())


def test_a_biography_names_the_author() -> None:
    told = "Ana Ruiz is a freelance writer, editor of the Quay and founder of a boat club."
    found = gather_metadata(*page(told, kind="byline", rule="author_bios.biography"))
    assert (found.authors, found.sources["authors"]) == (("Ana Ruiz",), "bylines")
    assert gather_metadata(*page(told, kind="related")).authors == ()


def test_beside_a_byline_a_bare_name_is_no_author() -> None:
    document, segments = page("By Ana Ruiz", "Design Style", kind="byline")
    rules = ("bylines.prefix", "bylines.name")
    segments[:2] = [
        Segment(
            s.span, Fate.LIFT, Mark(s.span, "byline", 0.9, "bylines", Reason(rule, ""), lifted=(("authors", name),))
        )
        for s, rule, name in zip(segments, rules, ("Ana Ruiz", "Design Style"), strict=False)
    ]
    assert gather_metadata(document, segments).authors == ("Ana Ruiz",)
    assert gather_metadata(document, segments[1:]).authors == ("Design Style",)
