"""Features of a single line: length, characters, capitals, function words."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaner.text.char_arrays import (
    BRACKET,
    BREAK,
    CASELESS,
    CLASSES,
    COMMA,
    DASH,
    DIGIT,
    IDEOGRAPH,
    KANA,
    LOWER,
    OTHER_MARK,
    QUOTE,
    SPACE,
    STOP,
    SYMBOL,
    UNSPACED,
    UPPER,
    Characters,
    Words,
    find_changes,
    read_characters,
    sum_by_line,
)
from cleaner.text.function_words import function_words
from cleaner.text.hash_table import HashTable

Floats = NDArray[np.float32]

IDEOGRAPH_UNITS, UNSPACED_UNITS = 0.6, 0.2
"""Word equivalents of a letter of Chinese or Japanese, and of one of Thai, Lao, Khmer or Burmese."""

_CLASSES = {
    "space": SPACE, "lower": LOWER, "upper": UPPER, "caseless": CASELESS, "ideograph": IDEOGRAPH, "kana": KANA,
    "unspaced": UNSPACED, "digit": DIGIT, "stop": STOP, "comma": COMMA, "quote": QUOTE, "bracket": BRACKET,
    "dash": DASH, "symbol": SYMBOL, "mark": OTHER_MARK,
}  # fmt: skip
_SIGNS = "|©@/»→=%:?!#_"
_MOST_SIGNS = 3


def count_classes(chars: Characters) -> NDArray[np.float32]:
    """The number of characters of each class in every line, without its line break."""
    size = len(chars.ends)
    counts = np.bincount(chars.line * CLASSES + chars.classes, minlength=size * CLASSES).reshape(size, CLASSES)
    counts[:, BREAK] = 0
    return counts.astype(np.float32)


def count_units(chars: Characters, counts: NDArray[np.float32]) -> Floats:
    """The length of every line in word equivalents, one scale for scripts with and without spaces."""
    spaced = np.bincount(chars.words.line[~chars.words.pair], minlength=len(counts))
    dense = IDEOGRAPH_UNITS * (counts[:, IDEOGRAPH] + counts[:, KANA]) + UNSPACED_UNITS * counts[:, UNSPACED]
    return (spaced + dense).astype(np.float32)


def look_at_characters(chars: Characters, counts: NDArray[np.float32], units: Floats) -> dict[str, Floats]:
    """Features of the characters: length, share of each class, signs, and the start and end of the line."""
    total = np.maximum(counts.sum(axis=1), 1)
    words = np.maximum(units, 1)
    columns = {
        "units": np.log1p(units),
        "chars": np.log1p(total),
        "stops": np.log1p(counts[:, STOP]),
        "commas": counts[:, COMMA] / words,
        "stops_per_unit": counts[:, STOP] / words,
    }
    shares = counts / total[:, None]
    columns |= {f"share_{name}": shares[:, number] for name, number in _CLASSES.items()}
    signs = np.minimum(_count_signs(chars), _MOST_SIGNS).astype(np.float32)
    columns |= {f"sign_{sign}": signs[:, i] for i, sign in enumerate(_SIGNS)}
    return columns | _ends(chars)


def _count_signs(chars: Characters) -> NDArray[np.int64]:
    """How often each of the signs occurs in each line."""
    which = _sign_table().take(chars.codes, mode="clip")
    at = np.flatnonzero(which >= 0)
    size, kinds = len(chars.ends), len(_SIGNS)
    return np.bincount(chars.line[at] * kinds + which[at], minlength=size * kinds).reshape(size, kinds)


@lru_cache(maxsize=1)
def _sign_table() -> NDArray[np.int8]:
    table = np.full(0x10000, -1, np.int8)
    table[[ord(sign) for sign in _SIGNS]] = np.arange(len(_SIGNS))
    return table


def _ends(chars: Characters) -> dict[str, Floats]:
    """The classes of the first and the last character, and whether the line ends like a sentence."""
    size = chars.ends - chars.starts
    first = np.where(size > 0, chars.classes[chars.starts], BREAK)
    last = np.where(size > 0, chars.classes[np.maximum(chars.ends - 1, 0)], BREAK)
    before = np.where(size > 1, chars.classes[np.maximum(chars.ends - 2, 0)], BREAK)
    numbers = np.array(list(_CLASSES.values()))
    begins = (first[:, None] == numbers).astype(np.float32)
    ends = (last[:, None] == numbers).astype(np.float32)
    columns = {f"first_{name}": begins[:, i] for i, name in enumerate(_CLASSES)}
    columns |= {f"last_{name}": ends[:, i] for i, name in enumerate(_CLASSES)}
    closed = (last == STOP) | ((last == QUOTE) | (last == BRACKET)) & (before == STOP)
    code = np.where(size > 0, chars.codes[np.maximum(chars.ends - 1, 0)], 0)
    return columns | {
        "ends_sentence": closed.astype(np.float32),
        "last_colon": ((code == ord(":")) | (code == ord("："))).astype(np.float32),
        "last_ellipsis": (code == ord("…")).astype(np.float32),
    }


def look_at_words(words: Words, size: int) -> dict[str, Floats]:
    """Capitals, function words, and the lengths of the words."""
    count = np.maximum(np.bincount(words.line, minlength=size), 1)
    grammar = _grammar_hashes().find(words.hash) >= 0
    opening = find_changes(words.line)
    long = (words.size >= 8) & ~words.pair
    sums = sum_by_line(words.line, (words.capital, words.capital & ~opening, grammar, long, words.size), size)
    shares = (sums / count).astype(np.float32)
    return {
        "share_capital_words": shares[0],
        "share_inner_capitals": shares[1],
        "share_function_words": shares[2],
        "function_words": np.log1p(sums[2]).astype(np.float32),
        "share_long_words": shares[3],
        "word_size": shares[4],
    }


@lru_cache(maxsize=1)
def _grammar_hashes() -> HashTable:
    """The function words of all languages together: detecting the language would cost more time than it helps."""
    hashes = np.sort(read_characters([" ".join(words) for words in function_words().values()]).words.hash)
    return HashTable(hashes[find_changes(hashes)])  # numpy.unique would import numpy.ma, 15 ms
