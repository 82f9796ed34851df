"""Features of the lines of a text, for the line classifier: shape, words and relation to the other lines.

No feature depends on a site, and only the short lists of function words depend on a language. All features are array
operations over the whole text: about 8 microseconds a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from cleaner.classifier.context_features import find_chains, find_content, find_likeness, find_place, find_repeats
from cleaner.classifier.html_features import WITNESS_COLUMNS, Names, measure_structure, witness_columns
from cleaner.classifier.line_features import Floats, count_classes, count_units, look_at_characters, look_at_words
from cleaner.classifier.token_features import gather_tokens, pair_words
from cleaner.document import Document
from cleaner.text.char_arrays import Characters, Tokens, read_characters

__all__ = ["Floats", "Measures", "Names", "Tokens", "add_witness", "column_names", "measure_lines", "measure_page"]


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


def column_names() -> tuple[str, ...]:
    """The columns of `Measures.dense` that every text has, in order."""
    chars = read_characters(["Any line."])
    return tuple(_columns(chars, pair_words(chars.words))[0])
