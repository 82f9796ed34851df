"""How many words a text has, and how long it takes to read."""

from __future__ import annotations

import re

from cleaner.text.cjk import HAN, KANA

WORDS_A_MINUTE = 238
"""Silent reading of English prose, the mean of 190 studies (Brysbaert 2019); 476 characters of Chinese."""

_UNSPACED = re.compile(f"[{HAN}{KANA}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Scripts without spaces between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer."""
_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")


def count_words(text: str) -> int:
    """Words of a text; of scripts without spaces between words, two characters count as one."""
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    if unspaced:
        text = _UNSPACED.sub(" ", text)
    return sum(1 for _ in _WORD.finditer(text)) + (unspaced + 1) // 2


def reading_minutes(words: int) -> int:
    """Whole minutes; at least one where there is a word."""
    return max(1, round(words / WORDS_A_MINUTE)) if words else 0
