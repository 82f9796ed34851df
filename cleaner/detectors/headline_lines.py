"""Finds the lines that repeat the story's headline: by the title of the page; in plain text by copies of the line
and by the words it shares with the first paragraph."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.detectors.line_index import LineIndex
from cleaner.detectors.signed_headlines import find_signed, is_byline
from cleaner.document import Document
from cleaner.text import patterns
from cleaner.text.folding import fold, fold_plain, letters_of
from cleaner.text.line_shape import Anatomy, ends_like_sentence, is_cjk, is_person, may_be_title

LONGEST_HEADLINE = 260
"""Characters of a headline, at most."""
MOST_WORDS = 28
FRAME = 40
"""Lines a dump of a whole page has above its headline at most, unless its frame has paragraphs, too."""
ABOVE = 20
"""Lines above the first paragraph among which an unmarked headline may stand."""
HEAD = 120
"""Lines between the headline and the first paragraph, at most."""
TOP = 8
"""Lines at the top of a dump among which the page's title may stand."""
SIGNED = 0.2
"""Share of its weighty words that must stand in the lead where a date stands close below a headline."""
LEAD = 4
"""Paragraphs that take up the words of a headline."""

_SEPARATOR = re.compile(rf"{patterns.SOME}[|•·»–—:-]\s+|\s?[｜|]\s?|--|_")
_NUMBERED = re.compile(r"\d{1,3}[.)]\s")
_TWO_SENTENCES = re.compile(r"\w{3}[.!?][\"”»]?\s+[A-ZÀ-ÞА-ЯΑ-Ω].*[.?!][\"”»]?$")
_OPENING = re.compile(r"(?:[-–—] )?[\"'“„«»‘¿¡\[(【「『]{0,8}[^\W_]")


class HeadlineLine(NamedTuple):
    """A line that is the headline: its number, the rule that says so, and the title without the outlet."""

    number: int
    rule: str
    title: str


def find_headline_lines(document: Document, page: LineIndex) -> Iterator[HeadlineLine]:
    """The lines that are the story's headline or the page's title, in order."""
    parts, plain = page.parts, _PlainLines(page)
    titles = {
        fold_plain(part): "headlines.title" for _, value in document.meta.get("title", ()) for part in _shapes(value)
    }
    titles.pop("", None)
    if not titles:
        titles = _titles_in_text(page, plain)
    if not titles:
        return
    longest = max(titles, key=lambda key: (len(key), key))
    opening, known = longest[:4], tuple(titles)
    near = range(parts.start - ABOVE, parts.start + 1)
    for index in sorted({*plain.beginning_like(titles), *range(max(0, near.start), min(near.stop, len(page.lines)))}):
        key = plain[index]
        if not key or parts.start < index < parts.end - 1:
            continue
        rule = titles.get(key, "")
        if (
            not rule
            and (index in near or key.startswith(opening))
            and (
                (key.startswith(known) and _is_title_with_outlet(document.lines[index], titles))
                or _is_part(key, longest, index, parts)
            )
        ):
            rule = titles[longest]
        if rule:
            yield HeadlineLine(index, rule, _without_outlet(document.lines[index], titles))


def below_headline(page: LineIndex, found: Sequence[HeadlineLine]) -> int | None:
    """The line below the copy of the headline that stands closest above the story, None where there is none.

    Where a story begins with short lines or with a box, author and date stand far above its first paragraph.
    """
    start = page.parts.start
    above = [line.number for line in found if start - HEAD <= line.number <= start]
    return above[-1] + 1 if above else None


class _PlainLines:
    """The lines by `fold_plain`, each made when it is asked for; "" where one is too long for a headline."""

    def __init__(self, page: LineIndex) -> None:
        self._page = page
        self._made: dict[int, str] = {}
        self._letters: dict[str, list[int]] = defaultdict(list)
        for key, indexes in page.by_key.items():
            self._letters[key[0] if key[:1].isalnum() else ""] += indexes

    def __getitem__(self, index: int) -> str:
        if index not in self._made:
            short = len(self._page.lines[index]) <= LONGEST_HEADLINE
            self._made[index] = letters_of(self._page.folded[index]) if short else ""
        return self._made[index]

    def beginning_like(self, keys: Iterable[str]) -> list[int]:
        """The lines that begin with the first letter of one of these."""
        return [index for letter in {"", *(key[:1] for key in keys)} for index in self._letters.get(letter, ())]

    def count(self, key: str) -> int:
        """How many lines are this one."""
        folded, last = self._page.folded, key.rpartition(" ")[2]
        return sum(last in folded[i] and self[i] == key for i in self.beginning_like((key,))) if key else 0


def _shapes(title: str) -> Iterator[str]:
    """A title as it is, and without the outlet behind or before the last bar or dash."""
    yield title
    for match in _SEPARATOR.finditer(title):
        head, tail = title[: match.start()], title[match.end() :]
        if may_be_title(head) and len(head) >= len(tail):
            yield head
        elif may_be_title(tail) and len(tail) > 2 * len(head):
            yield tail


def _is_title_with_outlet(line: str, titles: dict[str, str]) -> bool:
    """ "Harbour closes after storm | The Gazette": a known title and a short rest behind a separator."""
    return any(fold_plain(line[: match.start()]) in titles for match in _SEPARATOR.finditer(line))


def _is_part(key: str, title: str, index: int, parts: Anatomy) -> bool:
    """Whether a line right above the story is a part of the title, as where a dump breaks it in two."""
    return parts.start - ABOVE <= index <= parts.start and may_be_title(key) and f" {key} " in f" {title} "


def _without_outlet(line: str, titles: dict[str, str]) -> str:
    for match in _SEPARATOR.finditer(line):
        if fold_plain(line[: match.start()]) in titles and fold_plain(line) not in titles:
            return line[: match.start()].strip()
    return line


def _titles_in_text(page: LineIndex, plain: _PlainLines) -> dict[str, str]:
    """Headlines of a page that does not name its title, with the rule that found them.

    First a page title at the very top that comes again without its outlet; then a line above the story that
    comes again; then the line above the lead whose words the lead takes up.
    """
    lines = page.lines
    for index in range(min(TOP, len(lines))):
        shapes = list(_shapes(lines[index]))[1:] if len(lines[index]) <= LONGEST_HEADLINE else []
        for shape in map(fold_plain, shapes):
            if plain[index] and plain.count(shape) > 0:
                return {shape: "headlines.repeated", plain[index]: "headlines.repeated"}
    said = bool(lines) and ends_like_sentence(lines[0]) and lines[0][-1] not in "?!？！"
    if lines and may_be_title(lines[0]) and not said and plain.count(plain[0]) > 1 and _opens_story(page, plain[0]):
        return {plain[0]: "headlines.repeated"}
    return _taken(page, plain) or {plain[index]: "headlines.signed" for index in find_signed(page)}


def _taken(page: LineIndex, plain: _PlainLines) -> dict[str, str]:
    """The line at the top, and the line above the story, whose words the lead takes up most."""
    parts, lead = page.parts, _lead(page)
    best: dict[bool, tuple[float, str]] = {}
    for index in _candidates(page):
        taken, share = _taken_up(plain[index], lead)
        top = index == 0
        if not top and True in best and not _shares_words(plain[index], best[True][1]):
            continue  # a standfirst takes up the lead as well, but not the headline
        enough = (taken >= 2 and share >= 0.34) or (top and taken >= 1 and (parts.start <= 6 or share >= 0.3))
        repeated = taken >= 2 and plain.count(plain[index]) > 1
        enough = enough or (taken >= 1 and share >= SIGNED and not top and _is_signed(page, index))
        share += repeated
        if (enough or repeated) and share > best.get(top, (0.0, ""))[0]:
            best[top] = (share, plain[index])
    return {key: "headlines.repeated" if plain.count(key) > 1 else "headlines.lead" for _, key in best.values()}


def _is_signed(page: LineIndex, index: int) -> bool:
    """Whether a byline or a date stands close below a line of a headline's length."""
    below = range(index + 1, min(index + 5, len(page.lines)))
    return page.lines[index].count(" ") >= 4 and any(
        (when := page.whens[place]) is not None and when.rule in ("full", "date", "labelled") and when.year
        for place in below
    )


def _candidates(page: LineIndex) -> Iterator[int]:
    """Lines shaped like a headline, at the top of the text and right above the story."""
    parts, words = page.parts, page.words
    for index in sorted({0, *range(max(0, parts.start - ABOVE), parts.start + 1)}):
        if index >= len(page.lines) or (parts.prose[index] and index >= parts.start):
            continue
        if index <= FRAME and any(parts.prose[:index]):
            return  # a short text has begun: this is a question of an interview, a row of results
        folded = page.folded[index]
        if _is_shaped(page.lines[index]) and not (
            (_goes_on(page.lines, index) and not is_byline(page, index + 1))
            or is_person(page.lines[index])
            or words.photo.opening(folded)
            or words.by.opening(folded)
            or page.whens[index] is not None
        ):
            yield index


def _goes_on(lines: Sequence[str], index: int) -> bool:
    """Whether a line goes on in the next one, which begins in lower case: a paragraph that was wrapped."""
    return index + 1 < len(lines) and lines[index + 1][0].islower()


def _is_shaped(line: str) -> bool:
    """Whether a line is as long as a headline, begins like one, and does not end like a sentence."""
    if not may_be_title(line) or len(line) > LONGEST_HEADLINE or len(line.split()) > MOST_WORDS or line[0].islower():
        return False
    if _TWO_SENTENCES.search(line) or line[-1] in ":：":
        return False  # a standfirst, that takes up the lead better than the headline does; what a list stands below
    if not _OPENING.match(line) or _NUMBERED.match(line) or sum(map(str.isdigit, line)) * 4 > len(line):
        return False
    return not ends_like_sentence(line) or line[-1] in '?!？！"”»'


def _shares_words(plain: str, other: str) -> bool:
    """Whether two lines have half of their weighty words in common, as two wordings of a headline have."""
    return _taken_up(plain, other)[1] >= 0.5 or _taken_up(other, plain)[1] >= 0.5


def _opens_story(page: LineIndex, plain: str) -> bool:
    """Whether the lead takes up a word of the first line, and that line is no picture credit."""
    credit = page.words.photo.opening(page.folded[0])
    return not credit and _taken_up(plain, _lead(page))[0] > 0


def _lead(page: LineIndex) -> str:
    """The first paragraphs of the story, folded."""
    lines, parts = page.lines, page.parts
    found = [lines[i][:800] for i in range(parts.start, parts.end) if parts.prose[i]]
    return fold(" ".join(found[:LEAD]))


def _taken_up(plain: str, lead: str) -> tuple[int, float]:
    """How many of the weighty words of a line stand in the lead, and their share.

    Weighty: four letters or more, compared without their last two letters, for endings; two characters in
    scripts without spaces.
    """
    if is_cjk(plain):
        bare = plain.replace(" ", "")
        pieces = {bare[i : i + 2] for i in range(len(bare) - 1)}
    else:
        pieces = {word[: max(4, len(word) - 2)] for word in plain.split() if len(word) >= 4}
    if not pieces:
        return 0, 0.0
    taken = sum(piece in lead for piece in pieces)
    return taken, taken / len(pieces)
