"""Captions and picture credits: "Photo: Ana Ruiz/AP", "Foto: dpa", "Getty Images" alone on a line, and HTML captions.

A description above a credit, or with a credit at its end, is left to the classifier: rules for it cost .06 % of the body
of whole dumps, for .0002 of F1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from cleaner.detectors.html_context import Surroundings
from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.detectors.line_index import LineIndex, claim
from cleaner.document import Mark
from cleaner.newsroom.word_lists import Words, common
from cleaner.text import patterns
from cleaner.text.folding import SLASH, fold
from cleaner.text.line_shape import is_name_word, is_person

LONGEST_CREDIT = 140
LONGEST_CAPTION = 840
"""Characters of a caption with its credit; the longest of the labelled ones in text has 391."""

_COLON = frozenset(":：=")
_SLASHED = re.compile(rf"{patterns.ANY}(?:/|\bvia\b|\||,|\bfor\b|\bthrough\b|(?<=\s)-(?=\s))\s*")
_PAIR = re.compile(r"[(（][A-ZÀ-Þ][^()]{2,50}/[A-ZÀ-Þ][^()]{2,40}[)）]")
_STORY = frozenset(("article", "main", "body"))
_FIGURE_WORDS = frozenset(
    ("caption", "figcaption", "credit", "bildunterschrift", "legende", "photocredit", "wp-caption-text")
)

_FIGURES = Surroundings(frozenset(("figcaption",)), 9, _FIGURE_WORDS, 2, unnamed=_STORY)


def find_captions(document: IndexedDocument) -> Iterator[Mark]:
    """Claim captions and picture credits."""
    page = document.index
    figures = _FIGURES.find_lines(document)
    for index in sorted(figures.union(_worth_reading(page))):
        line, folded = page.lines[index], page.folded[index]
        if index in figures and len(line) <= LONGEST_CAPTION:
            yield claim(document, index, "captions.figure")
        elif len(line) <= LONGEST_CREDIT and is_credit(line, folded, page.openings[index], page.words):
            yield claim(document, index, "captions.credit")


def _worth_reading(page: LineIndex) -> list[int]:
    """The lines that may be a credit: by their first word, by a sign, or as the name of an agency."""
    known, pictures = page.words.photo.by_first, _picture_agencies()
    rows = zip(page.look.lines, page.openings, page.look.signs, strict=True)
    return [
        index
        for index, (low, (skipped, key), signs) in enumerate(rows)
        if len(low) > 2 and (signs & SLASH or key in known or " via " in low or low[skipped:] in pictures)
    ]


@lru_cache(maxsize=1)
def _picture_agencies() -> frozenset[str]:
    """The agencies that send pictures and no text."""
    return common().picture_agencies - common().agencies_folded


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
