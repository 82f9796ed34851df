"""Features of the lines of a text, for the line classifier: shape, words and relation to the other lines.

No feature depends on a site, and only the short lists of function words depend on a language. All features are array
operations over the whole text: about 8 microseconds a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cleaner.classifier.context_features import find_chains, find_content, find_likeness, find_place, find_repeats
from cleaner.classifier.html_features import WITNESS_COLUMNS, Names, measure_structure, witness_columns
from cleaner.classifier.line_features import Floats, count_classes, count_units, look_at_characters, look_at_words
from cleaner.document import Document
from cleaner.text.char_arrays import (
    Characters,
    Ints,
    Tokens,
    Words,
    combine,
    find_changes,
    measure_spans,
    read_characters,
)

__all__ = ["Floats", "Measures", "Names", "Tokens", "add_witness", "column_names", "measure_lines", "measure_page"]


_PAIR, _FIRST, _LAST, _WHOLE = 11, 12, 13, 14
"""Salts, so that a word has different hashes as a word of the line, as its first and as its last."""
HEAD_WORDS, TAIL_WORDS = 24, 8
"""Most words of a line that are hashed: boilerplate is recognised by the start or the end of a line."""


@dataclass(frozen=True, slots=True)
class Measures:
    """The features of the line model: one row of `dense` per line (`column_names` first), and the tokens.

    tokens: by group, hashes and the line of each; every group is averaged separately. `Names` are several groups.
    units: the length of each line in word equivalents. content: the content words of each line, which are not a
    feature of the network.
    """

    dense: Floats
    tokens: tuple[Tokens | Names, ...]
    units: Floats
    content: Tokens = (np.zeros(0, np.uint32), np.zeros(0, np.int64))

    @property
    def groups(self) -> tuple[Tokens, ...]:
        """The tokens with the names repeated for each line, as needed to train a network."""
        spread = [group.spread() if isinstance(group, Names) else (group,) for group in self.tokens]
        return tuple(group for groups in spread for group in groups)


def measure_lines(lines: Sequence[str]) -> Measures:
    """Features of lines without line breaks; blank lines are allowed and have empty features."""
    chars = read_characters(lines)
    pairs = pair_words(chars.words)
    columns, units = _columns(chars, pairs)
    content = find_content(chars.words)
    words = chars.words.hash[content], chars.words.line[content]
    return Measures(np.array(list(columns.values()), np.float32).T, gather_tokens(chars, pairs), units, words)


def measure_page(document: Document) -> Measures:
    """Features of the lines of a document read from HTML, including those of its elements.

    The columns of `cleaner.classifier.html_features` follow those of the text. The names of elements close above and
    far above a line are two more groups of tokens. The columns of the trafilatura check are zero: see `add_witness`.
    """
    text = measure_lines(document.lines)
    page = measure_structure(document)
    return Measures(np.concatenate([text.dense, page.dense], axis=1), (*text.tokens, page.names), text.units)


def add_witness(measures: Measures, document: Document, witnessed: Sequence[float]) -> Measures:
    """The features of a page with those of the trafilatura check (`Document.witnessed`)."""
    dense = measures.dense.copy("K")
    dense[:, -WITNESS_COLUMNS:] = witness_columns(document.blocks, witnessed)
    return replace(measures, dense=dense)


def _columns(chars: Characters, pairs: Tokens) -> tuple[dict[str, Floats], Floats]:
    counts = count_classes(chars)
    units = count_units(chars, counts)
    columns = look_at_characters(chars, counts, units)
    columns |= look_at_words(chars.words, len(units))
    columns |= find_repeats(chars, pairs)
    columns |= find_place(units)
    columns |= find_chains(chars, units)
    columns |= find_likeness(chars.words, units)
    return columns, units


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


def column_names() -> tuple[str, ...]:
    """The columns of `Measures.dense` that every text has, in order."""
    chars = read_characters(["Any line."])
    return tuple(_columns(chars, pair_words(chars.words))[0])
