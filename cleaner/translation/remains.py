"""Sentences in another language than the document's: what a translation engine left standing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from cleaner.language import detect_language
from cleaner.model import Document, Span
from cleaner.translation.passages import Piece

SAFE_LETTERS: Final = 60
"""Letters a sentence needs: below it langdetect is guessing."""
SURE: Final = 0.95
SHARE_AT_HOME: Final = 0.05
"""A sentence with more of its language's commonest words than this is at home: langdetect costs 1 ms a sentence."""
_WORD: Final = re.compile(r"[^\W\d_]+")
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
        if not _strange(sentence, home):
            continue
        looked_at += 1
        if looked_at > _MOST_LOOKED_AT:
            return
        language = detect_language((sentence,))
        if language.code not in ("und", home) and language.confidence >= SURE:
            start = found.start() + len(found.group()) - len(found.group().lstrip())
            yield Span(piece.place(start), piece.place(start + len(sentence) - 1) + 1), language.code


def _strange(sentence: str, home: str) -> bool:
    """Whether a sentence is long enough and has hardly any of the language's commonest words or letters."""
    if len(sentence) < SAFE_LETTERS:
        return False
    found = _WORD.findall(sentence.lower())
    if home in _EAST:
        strange = sum(c.isascii() for c in sentence) > 0.8 * len(sentence)
    else:
        common = _common_words(home)
        strange = bool(common) and sum(map(common.__contains__, found)) < SHARE_AT_HOME * len(found)
    return strange and sum(map(len, found)) >= SAFE_LETTERS


@lru_cache(maxsize=32)
def _common_words(language: str) -> frozenset[str]:
    from cleaner.models import FOLDER

    for line in (FOLDER / "function_words.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith(language + ":"):
            return frozenset(unicodedata.normalize("NFC", line.partition(":")[2]).split())
    return frozenset()
