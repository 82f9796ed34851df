"""Sentences in another language than the document's: what a translation engine left standing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cleaner.document import Document, Span
from cleaner.text.function_words import function_words
from cleaner.text.language import detect_language
from cleaner.translation.passages import Piece

SAFE_LETTERS: Final = 60
"""Letters a sentence needs: below it langdetect is guessing."""
SURE: Final = 0.95
SHARE_AT_HOME: Final = 0.05
"""A sentence with more of its language's commonest words than this is at home: langdetect costs 1 ms a sentence."""
SHARE_ABROAD: Final = 0.1
"""The share of another language's commonest words that makes it worth asking langdetect."""
LEAST_STRANGE: Final = 9
"""Tokens in a row without a closed-class word that a passage must have to be split into sentences at all."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_ASCII_WORD: Final = re.compile("[a-z]+")
_SENTENCE: Final = re.compile(r"[^.!?。！？]+[.!?。！？]*")
_EAST: Final = frozenset({"zh", "ja", "ko", "th"})
_MOST_LOOKED_AT: Final = 12
"""Sentences of a document handed to the language detector."""


def foreign_sentences(document: Document, piece: Piece) -> Iterator[tuple[Span, str]]:
    """(span in the page text, language code) of every sentence of a passage that is surely in another language."""
    home = document.language.code
    text = piece.text(document)
    looked_at = 0
    for found in _SENTENCE.finditer(text):
        sentence = found.group().strip()
        if len(sentence) < SAFE_LETTERS:
            continue
        words = (_ASCII_WORD if sentence.isascii() else _WORD).findall(sentence.lower())
        if not (_is_strange(sentence, words, home) and _is_abroad(words, home)):
            continue
        looked_at += 1
        if looked_at > _MOST_LOOKED_AT:
            return
        language = detect_language((sentence,))
        if language.code not in ("und", home) and language.confidence >= SURE:
            start = found.start() + len(found.group()) - len(found.group().lstrip())
            yield Span(piece.place(start), piece.place(start + len(sentence) - 1) + 1), language.code


def _is_strange(sentence: str, words: list[str], home: str) -> bool:
    """Whether a sentence is long enough and has hardly any of the language's commonest words or letters."""
    if home in _EAST:
        return sum(map(len, words)) >= SAFE_LETTERS and sum(c.isascii() for c in sentence) > 0.8 * len(sentence)
    common, least = function_words().get(home), SHARE_AT_HOME * len(words)
    if common is None or not (common.isdisjoint(words) or (least > 1 and sum(map(common.__contains__, words)) < least)):
        return False
    return sum(map(len, words)) >= SAFE_LETTERS


def _is_abroad(words: list[str], home: str) -> bool:
    """Whether the words are of a script that is not the language's, or often the commonest of another language.

    Most sentences without common words are lists of names and references. In 1,710 documents asking langdetect about
    all of them found the same remains, and one bibliography.
    """
    first = [word[0] for word in words]
    if sum(_is_far(letter, home) for letter in first) > len(words) / 2:
        return True
    least = max(2.0, SHARE_ABROAD * len(words))
    return any(
        sum(map(common.__contains__, words)) >= least for code, common in function_words().items() if code != home
    )


def _is_far(letter: str, home: str) -> bool:
    """Whether a letter is neither Latin nor, for Russian, Cyrillic."""
    return letter >= "\u0370" and not (home == "ru" and "\u0400" <= letter < "\u0530")
