"""Datelines: place, date and agency at the start of a body line, "HONG KONG (CNN) —".

The mark covers the first letter to the dash. By default a dateline stays in the body, is listed in `kept`, and fills
its metadata field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import LineIndex
from cleaner.document import Mark
from cleaner.newsroom.dateline_parser import Head, is_scene, read_head
from cleaner.newsroom.word_lists import Words, common
from cleaner.text.folding import EAST, fold
from cleaner.text.line_shape import Anatomy
from cleaner.text.scripts import cjk_letter

REACH = 110
"""Characters a dateline may take; the longest of the cases (a city, a full date, two agencies) has 74."""
PLACE = 36
"""Characters within which a dash makes a line worth reading that has no other sign of a dateline."""
CITY = 24
"""Characters of a city's name on a line of its own, at most."""
LEAST_BODY = 12
"""Characters that must follow it on the line, unless it stands alone."""

_DASH = r"(?:[-–—―‒]{1,3}|--)"
_BREAK = re.compile(
    rf"\.{_DASH}(?=\s)|\s?(?<![\w]){_DASH}(?=\s|$|[“\"„«])|(?<=\)){_DASH}|[.:](?=\s|$)|।|(?<=[)/\]])[.:]?(?=\s|$)"
)
_DIGIT = re.compile(r"\d")
_ANY_DASH = re.compile(r"[-–—―‒](?<=\s.)[-–—―‒]{0,2}\s")  # a sign is looked for in a third of the time of a blank
_SPEAKER = re.compile(rf"[A-ZÀ-ÞА-ЯΑ-Ω][A-ZÀ-ÞА-ЯΑ-Ω .,’'-]{{1,40}}\s?{_DASH}\s")
_BEHIND = re.compile(r"\s?(?P<agency>[^\W\d_a-z](?=\w{0,39}?[A-ZА-ЯЁ])\w{1,40}+)\.(?=\s[^\W\d_a-zа-яё«\"])")
"""An agency behind the dash and before a full stop, as in Russian: two capitals at least."""
_FIRST = re.compile(r"[(/\[]?[^\W\d_]")


def find_datelines(document: IndexedDocument) -> Iterator[Mark]:
    """Mark the datelines of a document."""
    page = document.index
    parts, words = page.parts, page.words
    guesses: list[Mark] = []
    for index in _worth_reading(page):
        eastern = _eastern(document, index, parts) if page.look.signs[index] & EAST else None
        mark = eastern or _western(document, index, parts, words)
        if mark is None and len(page.lines[index]) <= CITY:
            mark = _alone(document, index, parts)
        if mark is None:
            continue
        if mark.reason.rule == "datelines.shouted":
            guesses.append(mark)
        else:
            yield mark
    speakers = sum(_SPEAKER.match(line) is not None for line in document.lines) if guesses else 0
    if speakers <= 1:  # several are the speakers of an interview
        yield from guesses


def _worth_reading(page: LineIndex) -> list[int]:
    """The paragraphs, the lines right above one, and those in eastern scripts, through the end of the story."""
    prose = page.parts.prose
    rows = zip(page.lines, page.look.signs, prose, (*prose[1:], False), strict=False)
    through = islice(enumerate(rows), page.parts.end + 1)
    return [i for i, (line, signs, here, below) in through if (here or below or signs & EAST) and len(line) >= 4]


def _eastern(document: IndexedDocument, index: int, parts: Anatomy) -> Mark | None:
    line = document.lines[index]
    if not cjk_letter().search(line[:12]):
        return None
    from cleaner.newsroom.dateline_parser_cjk import read_east  # its patterns take 8 ms to compile

    head = read_east(line)
    if head is None or not (parts.prose[index] or (head.end == len(line) and parts.start - 4 <= index)):
        return None
    return make_mark(document, index, "datelines.east", end=head.end, lifted=_lifted(head.place, head.agency))


def _western(document: IndexedDocument, index: int, parts: Anatomy, words: Words) -> Mark | None:
    line = document.lines[index]
    if not _in_story(parts, index) or not _promising(line, document.index.openings[index][1]):
        return None
    found: Mark | None = None
    before: Head | None = None
    outlets = frozenset(fold(value) for _, value in document.meta.get("site", ()))
    for match in _BREAK.finditer(line, 1, REACH):
        head = read_head(line[: match.start()], words, outlets)
        if head is None or (before is not None and not _says_more(head, before)):
            continue
        rule = _accept(document, index, parts, head, match.group().strip(), match.end())
        if rule:
            agency, end = head.agency or head.stranger, match.end()
            if rule == "datelines.dated" and (behind := _BEHIND.match(line, end)):
                agency, end = behind["agency"], behind.end()
            found = make_mark(document, index, rule, end=end, lifted=_lifted(head.place, agency))
            before = head
    return found


def _says_more(head: Head, before: Head) -> bool:
    """Whether a longer head has what a shorter one lacked: "(ANSA) -" goes on with "ROMA, 03 MAR -"."""
    return (
        (head.agency != before.agency and bool(head.agency))
        or head.dated > before.dated
        or (bool(head.place) > bool(before.place))
    )


def _promising(line: str, key: str) -> bool:
    """Whether a line is worth reading: cheap signs that one dateline in a thousand is without. key: its opening's."""
    if line[0].islower() or not _FIRST.match(line):
        return False
    if key in common().places.by_first or line[0] in "(/[" or line.split(None, 1)[0].isupper():
        return True
    opening = line[:60]
    if "(" in opening or " /" in opening:
        return True
    dash = _ANY_DASH.search(opening)
    return dash is not None and (dash.end() <= PLACE or _DIGIT.search(opening) is not None)


def _accept(document: IndexedDocument, index: int, parts: Anatomy, head: Head, sign: str, end: int) -> str:
    """The rule that makes a head a dateline, "" if none does. The more it says, the weaker its sign may be."""
    line = document.lines[index]
    dashed = sign[-1:] in "-–—―‒" if sign else False
    body = len(line) - end
    if body < LEAST_BODY and not (body <= 0 and _prose_below(parts, index)):
        return ""
    if head.agency and (head.place or dashed or sign in (":", "")) and (head.place or line[0] in "([/" or dashed):
        return "datelines.agency" if head.place or dashed else ""
    if not head.place:
        return ""
    if head.stranger and dashed and (head.shouted or head.known):
        return "datelines.agency"
    if head.dated and (dashed or sign == ":") and (head.shouted or head.known or parts.leads(index)):
        return "datelines.dated"
    if head.agency or head.stranger or not _in_story(parts, index) or line[end:].lstrip()[:1].islower():
        return ""
    return _bare(parts, index, head, sign, dashed) or _named(document, index, head, dashed)


def _bare(parts: Anatomy, index: int, head: Head, sign: str, dashed: bool) -> str:
    """A place with neither agency nor date: only a known one, or capitals above the first paragraph."""
    first = not any(parts.prose[parts.start : index])
    if head.known and (dashed and (head.shouted or first)):
        return "datelines.place"
    if head.known and first and sign in (":", "।") and (head.shouted or head.place[0] > "\u0900"):
        return "datelines.place"
    if head.shouted and dashed and first and len(head.place) > 3:
        return "datelines.shouted"
    return ""


def _named(document: IndexedDocument, index: int, head: Head, dashed: bool) -> str:
    """A place nobody listed, before a dash and a capital, that the page elsewhere says something happened in."""
    if not dashed or head.shouted or len(head.place) < 4 or not document.index.parts.leads(index):
        return ""
    before, _, after = document.text.partition(document.lines[index])
    return "datelines.named" if is_scene(head.place, f"{before} {after}") else ""


def _in_story(parts: Anatomy, index: int) -> bool:
    return parts.prose[index] or (index + 1 < len(parts.prose) and parts.prose[index + 1])


def _prose_below(parts: Anatomy, index: int) -> bool:
    return index + 1 < len(parts.prose) and parts.prose[index + 1]


def _alone(document: IndexedDocument, index: int, parts: Anatomy) -> Mark | None:
    """A known city on a line of its own, right above the first paragraph."""
    line = document.lines[index]
    if not _prose_below(parts, index) or not parts.leads(index):
        return None
    if not parts.start - 1 <= index or document.lines[index + 1][0].islower() or fold(line) not in common().places:
        return None
    return make_mark(document, index, "datelines.alone", lifted=_lifted(line, ""))


def _lifted(place: str, agency: str) -> tuple[tuple[str, str], ...]:
    found = (("dateline.place", place), ("dateline.agency", agency))
    return tuple((field, value) for field, value in found if value)
