"""Hashed tokens of a line: its words, pairs of words, and line ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.text.char_arrays import Characters, Ints, Tokens, Words, combine, find_changes, measure_spans

_PAIR, _FIRST, _LAST, _WHOLE = 11, 12, 13, 14
"""Salts, so that a word has different hashes as a word of the line, as its first and as its last."""
HEAD_WORDS, TAIL_WORDS = 24, 8
"""Most words of a line that are hashed: boilerplate is recognised by the start or the end of a line."""


def pair_words(words: Words) -> Tokens:
    """Hashes of pairs of neighbouring words within a line, and the line of each pair."""
    same = words.line[1:] == words.line[:-1]
    return combine(words.hash[:-1][same], words.hash[1:][same]), words.line[1:][same]


def gather_tokens(chars: Characters, pairs: Tokens) -> tuple[Tokens, ...]:
    """Three groups of tokens: words, pairs of neighbouring words (`pair_words`), and line ends.

    Line ends are the first word, the last word, the first pair and the whole line, which often identify boilerplate.
    """
    words = chars.words
    pair, pair_line = pairs
    head, tail = _ranks(words.line)
    pair_head, pair_tail = _ranks(pair_line)
    near = (head < HEAD_WORDS) | (tail < TAIL_WORDS)
    pair_near = (pair_head < HEAD_WORDS) | (pair_tail < TAIL_WORDS)
    first, last, first_pair = head == 0, tail == 0, pair_head == 0
    hashes = words.hash[first], words.hash[last], pair[first_pair], chars.whole
    lines = words.line[first], words.line[last], pair_line[first_pair], np.arange(len(chars.whole))
    salts = np.repeat(np.array((_FIRST, _LAST, _FIRST, _WHOLE), np.uint64), list(map(len, hashes)))
    return (
        (words.hash[near], words.line[near]),
        (combine(pair[pair_near], _PAIR), pair_line[pair_near]),
        (combine(np.concatenate(hashes), salts), np.concatenate(lines)),
    )


def _ranks(line: NDArray[np.int64]) -> tuple[Ints, Ints]:
    """For each item the number of items of its line before it and after it; items of one line are consecutive."""
    if not len(line):
        return line, line
    begins = np.flatnonzero(find_changes(line))
    sizes = measure_spans(begins, len(line))
    before = np.arange(len(line)) - np.repeat(begins, sizes)
    return before, np.repeat(sizes, sizes) - 1 - before
