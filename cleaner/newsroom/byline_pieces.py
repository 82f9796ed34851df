"""Splits bylines that have no separator: "Ana Ruiz Staff Writer", "Ana Ruiz in Riga", "Ana Ruiz Photo: Al Ox"."""

from __future__ import annotations

import re

from cleaner.newsroom.dateline_parser import is_agency
from cleaner.newsroom.word_lists import Words, common
from cleaner.text.folding import fold
from cleaner.text.line_shape import is_name_word, is_person

_WORD_START = re.compile(r"(?<![\w'’-])[^\W\d_]")
_BETWEEN = " \t\xa0,;|/·•–—-+&"
_LONGEST_REST = 6
"""Words of a place or an outlet behind a name, with what leads to it."""
_MOST_NAMES = 4
"""Words of a name, at most."""


def cut_credits(text: str, words: Words) -> str:
    """A byline without the pictures and the proof-reading that others are named for behind it.

    "Ana Ruiz / Photos by Tom Okoro", "Ana Ruiz, Reviewed by Tom Okoro": a word for a credit, and a person behind it.
    """
    folded = fold(text)
    if len(folded) != len(text) or not (words.photo.stand_in(folded) or words.credit.stand_in(folded)):
        return text
    for start in _WORD_START.finditer(folded, 1):
        front = text[: start.start()]
        if front[-1] not in _BETWEEN or not front.strip(_BETWEEN):
            continue
        rest = folded[start.start() :]
        label = max(words.photo.opening(rest), words.credit.opening(rest), key=len)
        if label and is_person(re.split(r"[,|/;(]| [-–—] ", text[start.start() + len(label) :].strip(" :"))[0]):
            return front.rstrip(_BETWEEN)
    return text


def split_tail(item: str, words: Words) -> list[str]:
    """A name, and the place, title or outlet that stands behind it without a sign; else the item alone."""
    tokens = item.split()
    for size in range(2, min(_MOST_NAMES, len(tokens) - 1) + 1):
        name, tail = " ".join(tokens[:size]), tokens[size:]
        if len(tail) <= _LONGEST_REST and is_person(name) and (_is_led_to(tail) or _is_titled(tail, words)):
            return [name, " ".join(tail)]
    return [item]


def is_led_to(item: str) -> bool:
    """ "in Riga", "for The Gazette", "à Genève", "special to the Post": a place or an outlet, and what leads to it."""
    tokens = item.split()
    return 1 < len(tokens) <= _LONGEST_REST and _is_led_to(tokens)


def _is_led_to(tail: list[str]) -> bool:
    text = fold(" ".join(tail))
    special = next((phrase for phrase in common().leads_to if text.startswith(f"{phrase} ")), "")
    rest = tail[special.count(" ") + 1 :] if special else []
    named = [token for token in rest if token.lower() not in common().small_words]
    return bool(named) and all(map(is_name_word, named))


def _is_titled(tail: list[str], words: Words) -> bool:
    """ "Staff Writer", "BBC News", "AP": words of titles, or an outlet with its capitals."""
    folded = [fold(token.strip(".,")) for token in tail]
    if all(token in words.roles or token in common().before_names for token in folded):
        return any(token in words.roles for token in folded)
    if folded[0] == "the" and len(tail) > 1:
        return all(map(is_name_word, tail))
    return tail[0].isupper() and (is_agency(tail[0]) or folded[-1] in words.outlet) and all(map(is_name_word, tail))
