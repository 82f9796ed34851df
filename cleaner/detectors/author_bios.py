"""Author biographies, at the end of the story or below a label such as "About the author".

A biography is distinguished from a sentence of the story by its position, by the name it begins with, and by a job
title of a newsroom or the author's name elsewhere on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.document import Mark
from cleaner.newsroom.author_line_parser import clean_name, read_names
from cleaner.newsroom.word_lists import Words, common
from cleaner.text.folding import fold
from cleaner.text.line_shape import Anatomy, is_person

LONGEST_BIOGRAPHY = 900
"""Characters of a biography, at most."""
TAIL = 3
"""Paragraphs at the end of the story among which a biography may stand."""
BELOW = 30
"""Lines below the story in which it may; farther down it belongs to the outlet."""
LEAST_AGAIN = 15
"""Characters of a line of a biography that is known again elsewhere on the page."""
OPENING = 150
"""Characters within which a biography says what its subject does."""

_ASIDE = re.compile(r"(?<!\s)\s*\([^()]{0,60}\)|(?<!\s)\s*@\w+|,\s.{0,60},$")
_FRAGMENT = re.compile(r"[.!]\s+")
_QUOTES = "\"'“”„«»‘’ "


def find_author_bios(document: IndexedDocument) -> Iterator[Mark]:
    """Mark author biographies and their labels."""
    page = document.index
    words, parts = page.words, page.parts
    names = _Names(document, words)
    first = (parts.last_paragraphs(TAIL) or [0])[0]
    labelled = -1
    told: set[int] = set()
    ends = dict(parts.broken)
    head, tail = range(parts.start + 2), range(first, parts.end + BELOW + 1)
    covering = page.holding(words.covers, head) | page.holding(words.covers, tail)
    for index in sorted({*head, *tail}.intersection(range(len(page.lines)))):
        line, folded = page.lines[index], page.folded[index]
        if index <= labelled or len(line) > LONGEST_BIOGRAPHY:
            continue
        if len(line) <= 60 and folded.strip(" :") in words.about and index in tail:
            marks = list(_under_label(document, index, parts))
            labelled = index + len(marks) - 1
            yield from marks
        elif len(line) >= 20 and _is_biography(line, folded, words, names, index >= first, index in covering):
            told.update(range(index, ends.get(index, index + 1)))
            above = page.lines[index - 1].strip(" ,:") if index else ""
            if is_person(above) and line.startswith(above):
                told.add(index - 1)
        elif index >= max(len(page.lines) - 2, 1) and is_filler(line):
            yield make_mark(document, index, "author_bios.filler")
    again = {page.lines[index] for index in told if len(page.lines[index]) >= LEAST_AGAIN}
    for index in sorted(told.union(place for place, line in enumerate(page.lines) if line in again)):
        yield make_mark(document, index, "author_bios.biography")


class _Names:
    """The names that stand alone or behind "by" on a page, found when first asked for."""

    def __init__(self, document: IndexedDocument, words: Words) -> None:
        self._document = document
        self._words = words
        self._found: dict[str, bool] | None = None

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._all()

    def has_signed(self, name: str) -> bool:
        """Whether a name stands behind "by", in its line or below it."""
        return self._all().get(name.casefold(), False)

    def _all(self) -> dict[str, bool]:
        if self._found is None:
            self._found = {}
            for name, signed in self._collect():
                self._found[name] = signed or self._found.get(name, False)
        return self._found

    def _collect(self) -> Iterator[tuple[str, bool]]:
        for _, value in self._document.meta.get("authors", ()):
            yield from ((value.casefold(), True), (value.split()[0].casefold(), True))
        by = False
        page = self._document.index
        opening = set(page.opening_with(self._words.by))
        for index, line in enumerate(page.lines):
            if len(line) > 90 or not line[0].isalpha():
                by = False
                continue
            prefix = self._words.by.opening(page.folded[index]) if index in opening else ""
            names = read_names(line[len(prefix) :], self._words) if prefix else None
            people = names.people if names else ((line.strip(" ,"),) if is_person(line.strip(" ,")) else ())
            for person in people:
                signed = by or names is not None
                yield from ((person.casefold(), signed), (person.split()[0].casefold(), signed))
            by = bool(prefix) and len(prefix) == len(line.rstrip(" :"))


def _under_label(document: IndexedDocument, index: int, parts: Anatomy) -> Iterator[Mark]:
    """The label, the name below it and the first paragraph after that."""
    yield make_mark(document, index, "author_bios.biography")
    for place in range(index + 1, min(index + 4, len(document.lines))):
        line = document.lines[place]
        if parts.prose[place]:
            yield make_mark(document, place, "author_bios.biography")
            return
        if not is_person(line.strip(" :,")):
            return
        yield make_mark(document, place, "author_bios.biography", lifted=(("authors", clean_name(line.strip(" :,"))),))


def _is_biography(line: str, folded: str, words: Words, names: _Names, tail: bool, covers: bool) -> bool:
    """Whether a line opens with a name and then says what that person does for a newsroom.

    covers: whether it holds the letters of such a phrase.
    """
    if line[0].islower() or line[0] in '"“„«':
        return False
    opening = folded[:OPENING]
    if tail and _is_in_office(line, folded, words, names):
        return True
    phrase = words.covers.inside(opening) if covers else ""
    if not phrase:
        return False
    subject = _ASIDE.sub("", line[: opening.index(phrase)]).strip(" ,:|–—-")
    if subject.casefold() in ("he", "she", "they", "er", "sie", "il", "elle") or not subject:
        return False
    person = is_person(subject)
    if not person and (" " in subject or not subject[:1].isupper() or subject not in names):
        return False
    if subject in names:
        return True
    rest = folded[opening.index(phrase) : opening.index(phrase) + 90]
    return tail and person and any(word.strip(".,;:") in words.roles for word in rest.split())


def _is_in_office(line: str, folded: str, words: Words, names: _Names) -> bool:
    """Whether a line says what the author is at a newsroom: "Ana Ruiz is the Gazette's coast editor"."""
    tokens = line[:OPENING].split()
    copulas = common().copulas
    at = next((place for place, word in enumerate(folded.split(None, 6)[2:6], start=2) if word in copulas), 0)
    name = " ".join(tokens[:at])
    if not at or not is_person(name) or not names.has_signed(name):
        return False
    said = folded[len(name) : len(name) + 90].split()
    return any(word.strip(".,;:") in words.roles for word in said)


def is_filler(line: str) -> bool:
    """Whether a line is a filler biography: fragments without a verb, each ending with what a person is.

    “Typical music guru. Future internet nerd.” Such lines come from generators and fill author profiles.
    """
    if len(line) > 300:
        return False
    fragments = [part.strip(_QUOTES + ".!") for part in _FRAGMENT.split(line.strip(_QUOTES))]
    fragments = [part for part in fragments if part]
    if len(fragments) < 2 or any(not 2 <= len(part.split()) <= 6 or not part[0].isupper() for part in fragments):
        return False
    known = sum(_is_person_noun(fold(part.split()[-1])) for part in fragments)
    return known * 2 >= len(fragments) and known >= 2


def _is_person_noun(word: str) -> bool:
    return (
        word in common().persons
        or word.rstrip("s") in common().persons
        or (len(word) > 5 and word.endswith(("aholic", "ologist", "preneur", "ista")))
    )
