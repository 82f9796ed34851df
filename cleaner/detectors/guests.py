"""Biographies of guest authors, who are not journalists of the outlet.

“Ana Ruiz is adjunct faculty at Wexcombe University and a physician.” A story can end with such a sentence about one of
its own people. The sentence must therefore be among the last paragraphs, begin with a full name and state a profession,
and the story must not name that person elsewhere. All 37 lines that are marked on the labelled dumps are biographies,
although the gold keeps one in four.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.detectors.line_index import LineIndex
from cleaner.newsroom.word_lists import Words, common
from cleaner.text.line_shape import PARTICLES, is_person
from cleaner.text.patterns import ANY

LONGEST_BIOGRAPHY = 1200
"""Characters of a biography of a guest, at most."""
TAIL = 3
"""Paragraphs at the end of the story among which such a biography may stand."""
LEAST_ABOVE = 4
"""Paragraphs the story must have above it: a list of portraits is made of nothing else."""
OPENING = 160
"""Characters within which the name stands and what the person does begins."""
REACH = 130
"""Characters behind "is" within which the calling stands."""

LONGEST_OPENING = 40
"""Characters within which a paragraph that goes on names the person again."""

_LEAD = "([*–—-_ \t"
_ASIDE = re.compile(rf"{ANY}(?:\([^()]{{0,60}}\)|[®™])")
_NAMES = re.compile(rf"\A(?=[^\W\d_])[^\sa-z]\S*+ (?:[^\sa-z]|(?:{'|'.join(sorted(PARTICLES))}) )")
"""A capital, and another one or a small word of a name after it: one paragraph in five."""
_SAID = '"“”„«»'
_WORD = re.compile(r"[^\W\d_][\w-]*")


def find_guests(document: IndexedDocument) -> Iterator[int]:
    """The numbers of the lines that are such biographies, and of the paragraphs that go on about the same person."""
    page = document.index
    if len(page.parts.last_paragraphs(LEAST_ABOVE + 1)) <= LEAST_ABOVE:
        return
    last = page.parts.last_paragraphs(TAIL)
    for index in last:
        name = _read_guest(page.lines[index], page.folded[index], page.words)
        if name and not _is_told_of(page, name, index):
            yield index
            yield from (later for later in last if later > index and _goes_on(page.lines[later], name))


def _read_guest(whole: str, low: str, words: Words) -> str:
    """The name of the person whose biography a line is, "" where it is none. low: the line folded."""
    line = whole.lstrip(_LEAD)
    folded = low[len(whole) - len(line) :]
    verb = common().does.inside(folded[:OPENING]) if len(line) <= LONGEST_BIOGRAPHY and _NAMES.match(line) else ""
    at = folded.find(f" {verb}") if verb else -1
    if at < 0 or any(sign in line[: at + REACH] for sign in _SAID):
        return ""
    name = _ASIDE.sub("", line[:at]).partition(",")[0].strip()
    return name if is_person(name) and _has_calling(folded[at : at + len(verb) + REACH], words) else ""


def _has_calling(told: str, words: Words) -> bool:
    """Whether a stretch of a folded line says what a person is."""
    return any(word in common().callings or word in words.roles for word in _WORD.findall(told))


def _is_told_of(page: LineIndex, name: str, index: int) -> bool:
    """Whether a paragraph of the story names a person whose biography a line is."""
    family = re.compile(rf"(?<!\w){re.escape(name.split()[-1])}(?!\w)")
    others = (i for i, prose in enumerate(page.parts.prose) if prose and i != index)
    return any(family.search(page.lines[i]) for i in others if not (i > index and _goes_on(page.lines[i], name)))


def _goes_on(line: str, name: str) -> bool:
    """Whether a paragraph opens with a part of the name."""
    return any(word in name.split() for word in _WORD.findall(line[:LONGEST_OPENING])[:2])
