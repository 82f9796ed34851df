"""Timestamps: published and updated lines, "3 hours ago", reading time, and a labelled date in front of a line.

The date is lifted as written; `cleaner.decision.metadata` converts the date of the story to ISO 8601.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.decision.dates import clock_beside
from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import LineIndex
from cleaner.document import Mark
from cleaner.newsroom.dates import LONGEST_DATE_LINE, When, read_front, read_when
from cleaner.newsroom.word_lists import Words
from cleaner.text import patterns
from cleaner.text.folding import BAR, COLON, DIGIT
from cleaner.text.line_shape import Anatomy, ends_like_sentence

_DATED = frozenset(("full", "date", "relative", "labelled"))
_DIGIT = re.compile(r"\d")
_BAR = re.compile(rf"{patterns.ANY}[|•·]\s*|{patterns.SOME}in:\s")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_FIGURE = re.compile(r"[+−–-]?\s?[$€£¥]?\s?\d[\d.,]*\s?%?")
"""What a cell of a table holds; a count of comments has a word beside it."""
ABOVE_HEADLINE = 5
"""Lines from a date down to the line below the headline, at most."""
MOST_TOLD = 6
"""Lines from one date of a timeline to the next, at most."""
FAR = 24
"""Lines below the last paragraph within which a date below a word such as "Updated" is the story's own."""
NEAR = 14
"""Lines above the first paragraph within which a bare date is the story's own."""


def find_timestamps(document: IndexedDocument) -> Iterator[Mark]:
    """Mark the lines and spans that say when the story was published, changed, and how long it takes."""
    page = document.index
    words, parts, folded = page.words, page.parts, page.folded
    said = list(page.whens)
    for index, signs in enumerate(page.look.signs):
        if said[index] is None and signs & DIGIT and signs & (BAR | COLON):
            said[index] = _read(folded[index], words)
    for index in page.opening_with(words.published):
        if said[index] is None:
            yield from _in_front(document, index, folded[index], words)
    head = document.below_headline if any(said) else None
    told = _timelines(page, said)
    yield from (make_mark(document, index, "timestamps.timeline") for index in sorted(told))
    for index, when in enumerate(said):
        if when is None or index in told:
            continue
        rule = _rule(when, index, parts, said, head is not None and head - ABOVE_HEADLINE <= index <= parts.start)
        if rule:
            yield make_mark(document, index, rule, lifted=_lifted(document.lines[index], when, rule))


def _timelines(page: LineIndex, said: Sequence[When | None]) -> set[int]:
    """The dates of timelines: each stands above what happened then, in sentences, and the years only go on.

    Lists of other stories, of comments and of news as it comes in have titles below their dates, a clock beside them,
    or run backwards: of 2,186 labelled dumps none has such a run that is not body.
    """
    runs: list[list[int]] = []
    for index in [i for i, when in enumerate(said) if when is not None and when.rule == "date" and when.year]:
        if runs and _goes_on(page, runs[-1][-1], index):
            runs[-1].append(index)
        else:
            runs.append([index])
    return {index for run in runs if _year(page, run[0]) < _year(page, run[-1]) for index in run}


def _goes_on(page: LineIndex, last: int, index: int) -> bool:
    """Whether between two dates stand sentences only, and the second is not of an earlier year."""
    told = page.lines[last + 1 : index]
    return 0 < len(told) <= MOST_TOLD and all(map(ends_like_sentence, told)) and _year(page, last) <= _year(page, index)


def _year(page: LineIndex, index: int) -> int:
    found = _YEAR.search(page.folded[index])
    return int(found[0]) if found else 0


def _read(folded: str, words: Words) -> When | None:
    """What a line says about time before a bar; behind it there may be a section, a source or a count."""
    if len(folded) > LONGEST_DATE_LINE or not _BAR.search(folded) or not _DIGIT.search(folded):
        return None
    first, *others = _BAR.split(folded)
    when = read_when(first, words)
    dated = when is not None and when.end > 0 and (when.year or when.rule == "full")
    row = any(_FIGURE.fullmatch(other) for other in others)
    return when if dated and not row and all(len(other) <= 30 for other in others) else None


def _rule(when: When, index: int, parts: Anatomy, said: list[When | None], headed: bool) -> str:
    """The rule under which a line that says when says it of the story, "" if it does not, by where it stands.

    headed: whether it stands right above or below the headline, however far the first paragraph is.
    """
    above = said[index - 1] if index else None
    below = said[index + 1] if index + 1 < len(said) else None
    paragraphs = parts.paragraphs(index)
    inside = paragraphs > (2 if when.rule == "full" and index <= parts.start + 5 else 0) and index < parts.end - 1
    near = headed or (parts.start - NEAR <= index and not inside and index <= parts.end + 1)
    if when.rule in ("word", "clock", "number", "unit"):
        rule = _fragment(when, above, below)
        far = rule in ("timestamps.reading", "timestamps.full") and not near and not inside
        return "timestamps.elsewhere" if far else rule
    if above is not None and above.rule == "word" and when.rule in ("date", "relative", "full"):
        return "timestamps.labelled" if near or inside or index < parts.end + FAR else "timestamps.elsewhere"
    if when.rule in ("labelled", "reading"):
        return f"timestamps.{when.rule}" if near or inside or when.label else "timestamps.elsewhere"
    if inside:
        return ""
    if not near:
        return "timestamps.elsewhere" if when.rule != "date" or when.year else ""
    return f"timestamps.{when.rule}" if when.year or when.rule != "date" or headed or index >= parts.start - 6 else ""


def _fragment(when: When, above: When | None, below: When | None) -> str:
    """A piece of a statement that a text dump has broken into lines: "Published", "10:15", "3", "min"."""
    if when.rule == "word":
        return "timestamps.word" if below is not None and below.rule in _DATED else ""
    if when.rule == "clock":
        return "timestamps.full" if above is not None and above.rule in _DATED else ""
    if when.rule == "number":
        return "timestamps.reading" if below is not None and below.rule in ("unit", "reading") else ""
    return "timestamps.reading" if above is not None and above.rule == "number" else ""


def _in_front(document: IndexedDocument, index: int, folded: str, words: Words) -> Iterator[Mark]:
    when = read_front(folded, words)
    if when is not None:
        line = document.lines[index]
        yield make_mark(
            document, index, "timestamps.front", end=when.end, lifted=_lifted(line, when, "timestamps.front")
        )


def _lifted(line: str, when: When, rule: str) -> tuple[tuple[str, str], ...]:
    """The date as written, where it names its year, and with the time of day where one stands beside it."""
    if not when.year or rule == "timestamps.elsewhere":
        return ()
    field, date = "updated" if when.updated else "date", line[when.start : when.end]
    clock = clock_beside(line, when.start, when.end)
    return ((field, date), (f"{field}_moment", f"{date} {clock}")) if clock else ((field, date),)
