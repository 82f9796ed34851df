"""Captions and picture credits: "Photo: Ana Ruiz/AP", "Getty Images" alone on a line or at its end, and HTML captions.

A description on the line above a credit is left to the classifier: a rule for it cost .04 % of the body of whole dumps,
and F1 was lower with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleaner.detectors.html_context import Surroundings
from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import LineIndex
from cleaner.document import Mark
from cleaner.newsroom.dateline_parser import is_agency
from cleaner.newsroom.word_lists import Words, common
from cleaner.text import patterns
from cleaner.text.folding import COLON, ODD_SPACE, SLASH, fold
from cleaner.text.line_shape import ends_like_sentence, is_name_word, is_person

LONGEST_CREDIT = 140
LONGEST_CAPTION, LONGEST_FIGURE = 420, 840
"""Characters of a caption with its credit in text, where the longest of the labelled ones has 391, and in HTML."""
LEAST_TAIL = 30
"""Characters of a description with its credit, at least; shorter lines need the sign of a credit."""
TAIL = 80
"""Characters at the end of a line in which its last word is looked for."""

_COLON = frozenset(":：=")
_ENDS = '[.!?…。」”"»)]'
_TAIL = re.compile(rf"(?:{_ENDS}\s*|\s[|/–—-]\s|\s{{2,}}|\s?[(\[（])(?P<credit>[^.。!?]{{3,90}}?)[)\]）]?\.?$")
_SLASHED = re.compile(rf"{patterns.ANY}(?:/|\bvia\b|\||,|\bfor\b|\bthrough\b|(?<=\s)-(?=\s))\s*")
_PAIR = re.compile(r"[(（][A-ZÀ-Þ][^()]{2,50}/[A-ZÀ-Þ][^()]{2,40}[)）]")
_AUTHORED = re.compile(rf"{_ENDS}\s+/\s(?P<name>[^/.]{{5,40}})$")
"""A photographer behind the last sentence and a slash, as Spanish papers write it: only at the top of the story."""
_SHOUTED = re.compile(rf"{_ENDS}\s+[A-Z]{{2,12}}\s?/\s?(?P<name>[^/.]{{5,40}})\.?$")
"""An agency in capitals and a photographer behind the last sentence."""
_STORY = frozenset(("article", "main", "body"))
_FIGURE_WORDS = frozenset(
    ("caption", "figcaption", "credit", "bildunterschrift", "legende", "photocredit", "wp-caption-text")
)

_FIGURES = Surroundings(frozenset(("figcaption",)), 9, _FIGURE_WORDS, 2, unnamed=_STORY)


def find_captions(document: IndexedDocument) -> Iterator[Mark]:
    """Mark captions and picture credits."""
    page = document.index
    figures = _FIGURES.find_lines(document)
    for index in sorted(figures.union(_worth_reading(page))):
        if index in figures and len(page.lines[index]) <= LONGEST_FIGURE:
            yield make_mark(document, index, "captions.figure")
        elif rule := _rule(page, index):
            yield make_mark(document, index, rule)


def _worth_reading(page: LineIndex) -> list[int]:
    """The lines that may hold a credit: by their first or last word, by a sign, as the name of an agency."""
    known, pictures, last = page.words.photo.by_first, _picture_agencies(), _last_words()
    rows = zip(page.look.lines, page.openings, page.look.signs, strict=True)
    return [
        index
        for index, (low, (skipped, key), signs) in enumerate(rows)
        if len(low) > 2
        and (
            signs & SLASH
            or key in known
            or " via " in low
            or low[skipped:] in pictures
            or (
                len(low) >= LEAST_TAIL
                and (signs & (COLON | ODD_SPACE) or low[-TAIL:].rstrip(". ").rpartition(" ")[2] in last)
            )
        )
    ]


@lru_cache(maxsize=1)
def _picture_agencies() -> frozenset[str]:
    """The agencies that send pictures and no text."""
    return common().picture_agencies - common().agencies_folded


@lru_cache(maxsize=1)
def _last_words() -> frozenset[str]:
    return frozenset(name.rstrip(". ").rpartition(" ")[2] for name in common().picture_agencies)


def _rule(page: LineIndex, index: int) -> str:
    line, folded, parts = page.lines[index], page.folded[index], page.parts
    if len(line) <= LONGEST_CREDIT and is_credit(line, folded, page.openings[index], page.words):
        return "captions.credit"
    if len(line) > LONGEST_CAPTION:
        return ""
    if (
        parts.leads(index)
        and index <= parts.start + 4
        and "/" in line
        and (match := _AUTHORED.search(line))
        and is_person(match["name"])
    ):
        return "captions.tail"
    agency = is_agency(line.rpartition(" ")[2].strip("/ )."))
    if index >= parts.end - 1 and (agency or line[-1] in ")）"):
        return ""  # the agency's credit at the end of the story
    if agency and len(line) > LONGEST_CREDIT and index > parts.start + 1:
        return ""  # the same where other prose stands below the story: of two such lines one was a caption
    return "captions.tail" if _ends_with_credit(line, folded, page.words) else ""


def is_credit(line: str, folded: str, opening: tuple[int, str], words: Words) -> bool:
    """Whether a short line is nothing but a picture credit."""
    skipped, key = opening
    bare, text = folded[skipped:], line[skipped:]
    label = words.photo.opening(bare, key)
    if label:
        rest = text[len(label) :].lstrip()
        if rest[:1] in _COLON and rest:
            return len(rest) < 100 and _names_source(rest.lstrip(":：= "), labelled=True)
        if (" " in label or not rest or rest[:1] in "/|") and len(rest) < 70 and rest:
            return _names_source(rest, labelled=" " in label)
    if line[0] in "(（" and _PAIR.fullmatch(line):
        return True
    if line[0] == "©" or "/" in line or "|" in line or " via " in line:
        return _names_picture_agency(line)
    return bare in _picture_agencies()


def _names_source(text: str, *, labelled: bool) -> bool:
    """Whether what follows "Photo:" is a person, an agency, or a few words with capitals; never a sentence."""
    text = text.strip(" ()[].|")
    if not text:
        return labelled
    if len(text.split()) > 12:
        return False
    if _names_picture_agency(text):
        return True
    people = [part.strip(" .()") for part in re.split(r"[/,|&]|\s(?:and|und|et|y|e|och|og|via|for|für)\s", text)]
    if all(is_person(part) or is_name_word(part) or not part for part in people):
        return True
    tokens = text.split()
    capital = sum(not token[:1].islower() for token in tokens)
    return labelled and len(tokens) <= 8 and capital * 3 >= len(tokens) * 2 and not text.endswith((".", "!", "?"))


def _names_picture_agency(text: str) -> bool:
    """Whether a text ends or begins with an agency that pictures come from, with names before it only."""
    parts = [part.strip(" .()[]©") for part in _SLASHED.split(text.strip(" ()[].|©")) if part.strip(" .()[]©")]
    if not parts or len(parts) > 6:
        return False
    table = common().picture_agencies
    folded = [fold(part) for part in parts]
    known = [part in table or (table.opening(part) != "" and len(part) < 40) for part in folded]
    if not any(known):
        return False
    if len(parts) == 1:
        return folded[0] in table and folded[0] not in common().agencies_folded
    return not common().agencies_folded.issuperset(folded) and all(
        ok or is_person(part) or is_name_word(part) or len(part.split()) <= 3
        for ok, part in zip(known, parts, strict=True)
    )


def _ends_with_credit(line: str, folded: str, words: Words) -> bool:
    """ "The harbour on Monday. Foto: Ana Ruiz / dpa": a description that ends with a labelled credit."""
    if len(line) < 12:
        return False
    for sign in (":", "："):
        place = line.rfind(sign, max(0, len(line) - 90))
        if place > 8:
            start = max(line.rfind(" ", 0, place - 1), line.rfind(".", 0, place - 1), line.rfind("(", 0, place)) + 1
            label = folded[start:place].strip() if place <= len(folded) else fold(line[start:place]).strip()
            if label in words.photo and (
                (start > 40 or ends_like_sentence(line[:start]) or line[:start].rstrip()[-1:] in "([|/")
                and line[place + 1 :].strip()
                and _names_source(line[place + 1 :], labelled=True)
            ):
                return True
    return _ends_with_agency(line)


def _ends_with_agency(line: str) -> bool:
    """ "The harbour on Monday. Ana Ruiz/AP", or an agency alone behind the last sentence."""
    tail = line[-100:]
    if "/" in tail and (match := _SHOUTED.search(tail)) and is_person(match["name"]):
        return True
    if "/" in tail or "©" in tail:
        match = _TAIL.search(line, max(0, len(line) - 100))
        credit = match["credit"].strip() if match else ""
        return ("/" in credit or credit[:1] == "©") and _names_picture_agency(credit) and not is_agency(credit)
    tokens = tail.rstrip(".").rsplit(None, 2)
    folded, end = fold(" ".join(tokens[-2:])), len(line.rstrip("."))
    for size, agency in enumerate((folded.rpartition(" ")[2], folded), start=1):
        known = len(tokens) > size and agency in common().picture_agencies
        if known and ends_like_sentence(line[: end - len(agency)]):
            return True
    return False
