"""Parses sentences that name other contributors to a story: names, outlets before them, places after them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.newsroom.author_line_parser import clean_name, is_role
from cleaner.newsroom.dateline_parser import is_agency
from cleaner.newsroom.word_lists import Words, common
from cleaner.text import patterns
from cleaner.text.folding import fold
from cleaner.text.line_shape import is_person

_POSSESSIVE = re.compile(r"\b[A-Z][\w.&’' -]{1,40}?['’]s?\s+(?=[A-ZÀ-Þ])")
_WHERE = re.compile(rf"{patterns.SOME}(?:in|from|at|en|à|a|aus|da|di|em|desde|в|з|из)\s+[A-ZÀ-ÞА-Я].*", re.DOTALL)
_CUTS = re.compile(rf"{patterns.ANY}[,;:()\[\]/|、，—–+]\s*|\.\s+|\.$")


@dataclass(frozen=True, slots=True)
class Credit:
    """People and agencies of a credit, clean, in order."""

    people: tuple[str, ...]
    agencies: tuple[str, ...]


def read_credit(text: str, words: Words) -> Credit:
    """The people and agencies a stretch of a credit names; what it cannot read it leaves out."""
    people: list[str] = []
    agencies: list[str] = []
    for piece in _CUTS.split(_POSSESSIVE.sub(" , ", text)):
        for item in _split_joiners(piece, words):
            item = _WHERE.sub("", item).strip(" .'’")
            if not item:
                continue
            if is_agency(item) or fold(item) in common().agencies_folded:
                agencies.append(item)
            elif item.split()[-1] in common().agencies:
                agencies.append(item.split()[-1])
            elif name := _name_in(item, words):
                people.append(name)
    return Credit(tuple(dict.fromkeys(people)), tuple(dict.fromkeys(agencies)))


def _split_joiners(piece: str, words: Words) -> list[str]:
    found: list[list[str]] = [[]]
    for token in piece.split():
        if fold(token) in words.joiners and not (len(found[-1]) == 1 and len(token) == 1):
            found.append([])
        else:
            found[-1].append(token)
    return [" ".join(tokens) for tokens in found if tokens]


def _name_in(item: str, words: Words) -> str:
    """The name at the end of a piece, the title or outlet before it left out: "AP writer Ana Ruiz"."""
    tokens = item.split()
    for place in range(len(tokens) - 2, -1, -1):
        folded = fold(tokens[place])
        if (
            folded in common().before_names
            or (folded in words.roles and tokens[place].islower())
            or tokens[place] in common().agencies
        ):
            tokens = tokens[place + 1 :]
            break
    while tokens and not tokens[0][:1].isupper() and tokens[0][:1].lower() != tokens[0][:1].upper():
        tokens = tokens[1:]
    name = " ".join(tokens)
    if not is_person(name) or is_role(name, words) or fold(name) in common().places or len(name) > 40:
        return ""
    return clean_name(name)
