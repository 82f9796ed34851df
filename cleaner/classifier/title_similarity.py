"""Similarity of each line to the page's title, description and schema.org `articleBody`.

Words are runs of letters, digits and underscores in lower case, compared as numbers: a set of words for every line
cost three times as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.document import Document
from cleaner.text.char_arrays import (
    Ints,
    find_changes,
    find_lines,
    find_runs,
    group_equal,
    join_lines,
    value_spans,
)
from cleaner.text.folding import codes_of, find_word_characters

Floats = NDArray[np.float32]

_RUN = 3
_MOST_WORDS = 60
"""Most words of a line that are compared with the title and the description, which are not longer."""
_MOST_TOLD = 3
_FIRST, _SECOND = np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x9FB21C651E98DF25)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of some texts in order, as numbers; text: the index of the text that contains each word."""

    value: NDArray[np.uint64]
    text: Ints
    count: Ints


def measure_likeness(document: Document) -> list[Floats]:
    """For each line: words shared with title and description, word runs shared with the schema.org body, its size."""
    size = len(document.lines)
    titles, descriptions = ([value for _, value in document.meta.get(field, ())] for field in ("title", "description"))
    body = " ".join(value for _, value in document.meta.get("body", ())[:2])
    words = _read_words([*document.lines, *titles, *descriptions, body])
    told = range(size, size + len(titles)), range(size + len(titles), size + len(titles) + len(descriptions))
    runs = _share_runs(words, size) if words.count[-1] >= _RUN else np.zeros(size, np.float32)
    return [*_share_words(words, size, told), runs, np.full(size, np.log1p(words.count[-1]), np.float32)]


def _read_words(texts: Sequence[str]) -> _Words:
    codes = codes_of(join_lines(texts).lower())
    starts, ends = find_lines(codes, ord("\n"))
    begin, end = find_runs(find_word_characters(codes))
    text = np.repeat(np.arange(len(ends)), ends - starts + 1)[begin]
    return _Words(value_spans(codes, begin, end), text, np.bincount(text, minlength=len(texts)))


def _share_words(words: _Words, size: int, told: Sequence[range]) -> list[Floats]:
    """For each group of reference texts: the highest share of a line's words that one text contains, and the share of
    that text's words that the line contains.

    Repeated words count once. The first `size` texts are the lines; only their first words are compared.
    """
    rank = np.arange(len(words.text)) - (np.cumsum(words.count) - words.count)[words.text]
    near = (words.text >= size) | (rank < _MOST_WORDS)
    text = words.text[near]
    same = group_equal(words.value[near])
    text, word = text[same.order], same.of[same.order]
    once = find_changes(text) | find_changes(word)
    text, word = text[once], word[once]
    count = np.bincount(text, minlength=len(words.count))
    columns = []
    for group in told:
        best = np.zeros((2, size))
        for number in [number for number in group if count[number]][:_MOST_TOLD]:
            has = np.zeros(len(same.begins), bool)
            has[word[text == number]] = True
            both = np.bincount(text[has[word]], minlength=size)[:size]
            shares = np.stack([both / np.maximum(count[:size], 1), both / count[number]])
            better = (shares[0] > best[0]) | ((shares[0] == best[0]) & (shares[1] > best[1]))
            best[:, better] = shares[:, better]
        columns += list(best.astype(np.float32))
    return columns


def _share_runs(words: _Words, size: int) -> Floats:
    """The share of a line's word runs that the last text contains; .5 for a line that is too short for a run."""
    value, text = words.value, words.text
    whole = text[: 1 - _RUN] == text[_RUN - 1 :]
    runs = (value[:-2] * _FIRST + value[1:-1] * _SECOND + value[2:])[whole]
    text = text[: 1 - _RUN][whole]
    same = group_equal(runs)
    told = np.zeros(len(same.begins), bool)
    told[same.of[text == len(words.count) - 1]] = True
    found = np.bincount(text[told[same.of]], minlength=size)[:size]
    count = words.count[:size]
    short = np.where(count > 0, 0.5, 0.0)
    return np.where(count < _RUN, short, found / np.maximum(count - _RUN + 1, 1)).astype(np.float32)
