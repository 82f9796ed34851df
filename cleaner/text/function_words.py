"""The commonest words that carry grammar, by language: prose is full of them, menus are not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from cleaner.models import FOLDER


@lru_cache(maxsize=1)
def function_words() -> Mapping[str, frozenset[str]]:
    """The words of each language, in lower case and NFC; of scripts without spaces, pairs of letters."""
    text = (FOLDER / "function_words.txt").read_text(encoding="utf-8")
    rows = (row.partition(":") for row in text.splitlines() if row and not row.startswith("#"))
    return {code: frozenset(words.split()) for code, _, words in rows}
