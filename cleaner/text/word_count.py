"""How many words a text has, and how long it takes to read."""

from __future__ import annotations

from cleaner.text.scripts import HAN, KANA, UNSPACED, ranges_of

WORDS_A_MINUTE = 238
"""Silent reading of English prose, the mean of 190 studies (Brysbaert 2019); 476 characters of Chinese."""

_UNSPACED = tuple(ranges_of(HAN + KANA + UNSPACED))
"""Scripts without spaces between words."""
_JOINERS = "-'\u2019.,"
"""Signs that join letters or figures to one word."""


def count_words(text: str) -> int:
    """Words of a text; of scripts without spaces between words, two characters count as one.

    A word is a run of letters and figures, or several runs with one joiner between each two.
    """
    import numpy as np  # only here: programs that only read records do not load it

    from cleaner.text.folding import codes_of, find_word_characters

    codes = codes_of(text)
    inside = find_word_characters(codes)
    unspaced = 0
    if not text.isascii():
        dense = np.logical_or.reduce([(codes >= first) & (codes <= last) for first, last in _UNSPACED])
        inside &= ~dense
        unspaced = int(np.count_nonzero(dense))
    joins = np.logical_or.reduce([codes[1:-1] == ord(sign) for sign in _JOINERS])
    joined = np.count_nonzero(inside[:-2] & joins & inside[2:])
    runs = np.count_nonzero(inside[:1]) + np.count_nonzero(inside[1:] > inside[:-1])
    return int(runs - joined) + (unspaced + 1) // 2


def reading_minutes(words: int) -> int:
    """Whole minutes; at least one where there is a word."""
    return max(1, round(words / WORDS_A_MINUTE)) if words else 0
