"""Bylines without a word for "by": names alone on a line next to the headline or the date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import LineIndex
from cleaner.document import Mark
from cleaner.newsroom.author_line_parser import Names, author_fields, date_field, is_role, may_name, read_names
from cleaner.text.line_shape import ends_like_sentence, is_person

FAR, NEAR = 24, 12
"""Lines above the first paragraph within which a bare name may be the author's; the first above a labelled date."""
LEAST_SIGNED = 3
"""Names below the last paragraph that need nothing beside them; two can be a reader and a town."""
BELOW = 4
"""Lines below the last paragraph within which it may be."""
_AGE = re.compile(r"[,(] ?\d{1,3}\)?\Z")
"""A number behind a name: in a list of people their age."""
_HANDLE = re.compile(r"\(?@\w{3,30}\)?|\S{1,40}@[\w.-]{2,40}\.\w{2,10}|\[email\s?protected\]")


def find_bare_name(document: IndexedDocument, index: int, page: LineIndex) -> Iterator[Mark]:
    """A name, or a name with its furniture: only beside something that says whose it is."""
    parts, words, line = page.parts, page.words, page.lines[index]
    head = parts.start - FAR <= index <= parts.start + 2 and parts.paragraphs(index) <= 1
    head = head and (parts.start - NEAR <= index or _is_labelled(page, index))
    tail = parts.end - 1 <= index <= parts.end + BELOW
    if not head and not tail:
        return
    lines = document.lines
    below = lines[index + 1] if index + 1 < len(lines) else ""
    if "," not in line and len(line) <= 60 and is_role(line, words) and not ends_like_sentence(line):
        return
    last = index == parts.end and "," in line
    if line[0] > "\u0590" or _AGE.search(line) or not may_name(line) or not (head or last or is_role(below, words)):
        return
    names = read_names(line, words)
    if names is None or not names.people:
        return
    if last and len(names.people) >= LEAST_SIGNED and not names.furniture:
        yield make_mark(document, index, "bylines.name", lifted=author_fields(names.people))
        return
    titled = names.furniture > 0 and any(is_role(piece.strip(), words) for piece in re.split(r"[,|–—-]", line)[1:])
    paired = len(names.people) > 1 and "/" in line and index >= parts.start - 2
    if _has_sign_beside(document, index, page, names) or titled or paired:
        yield make_mark(document, index, "bylines.name", lifted=author_fields(names.people) + date_field(names))


def _has_sign_beside(document: IndexedDocument, index: int, page: LineIndex, names: Names) -> bool:
    """Whether a date, a handle, an address or a job title is in the line, above it, or below it and the names below."""
    lines = document.lines
    run = index + 1
    while run < min(index + 5, len(lines)) and is_person(lines[run].strip(" ,")):
        run += 1
    return (
        names.dated
        or (names.placed and document.below_headline == index)
        or _says_author(page, index - 1)
        or any(_says_author(page, place) for place in range(run, min(run + 2, len(lines))) if len(lines[place]) <= 60)
    )


def _is_labelled(page: LineIndex, index: int) -> bool:
    """Whether a word such as "published" and a date stand close below a line."""
    whens = page.whens[index + 1 : index + 4]
    return any(when is not None and when.rule in ("labelled", "word") for when in whens)


def _says_author(page: LineIndex, index: int) -> bool:
    """Whether a neighbour is a date, a handle, an address or a job title."""
    if not 0 <= index < len(page.lines) or len(page.lines[index]) > 100:
        return False
    line = page.lines[index]
    if page.is_date(index):
        return True
    titled = len(line) <= 50 and is_role(line, page.words) and not ends_like_sentence(line)
    return titled or _HANDLE.fullmatch(line) is not None
