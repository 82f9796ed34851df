"""Measurements of the lines of a text, for the learned line model: what a line looks like, what its words are,
and how it stands to the other lines of the text.

Nothing here knows a site, and nothing but the short lists of function words knows a language. Every number comes
out of array operations over the whole text: about 15 microseconds a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cleaner.characters import Characters, Hashes, hash_stretches, read_characters
from cleaner.features.context import find_chains, find_likeness, find_place, find_repeats
from cleaner.features.look import Floats, count_classes, count_units, look_at_characters, look_at_words
from cleaner.features.tokens import Tokens, gather_tokens, pair_words, spread_names
from cleaner.model import Document
from cleaner.structure import measure_structure

__all__ = ["NAMES", "Floats", "Measures", "Tokens", "measure_lines", "measure_page"]


@dataclass(frozen=True, slots=True)
class Measures:
    """All that the line model is told: one row of `dense` per line (the columns `NAMES` first), and the tokens.

    tokens: by group, hashes and the line of each; every group is averaged by itself.
    units: the length of each line in word equivalents.
    """

    dense: Floats
    tokens: tuple[Tokens, ...]
    units: Floats


def measure_lines(lines: Sequence[str]) -> Measures:
    """Lines without line breaks to measurements; blank lines are allowed and measure as empty."""
    chars = read_characters(lines)
    whole = hash_stretches(chars.codes, chars.starts, chars.ends)
    columns, units = _columns(chars, whole)
    dense = np.stack(list(columns.values()), axis=1).astype(np.float32)
    return Measures(dense, gather_tokens(chars.words, whole), units)


def measure_page(document: Document, *, witness: bool = True) -> Measures:
    """The lines of a document read from HTML, with what the HTML says about them.

    The columns of `cleaner.structure` follow those of the text, and the names of elements near and far above a line
    are two more groups of tokens. `witness` False hides what trafilatura said.
    """
    text = measure_lines(document.lines)
    page = measure_structure(document, witness=witness)
    names = (spread_names(page.names, page.near), spread_names(page.names, page.far))
    return Measures(np.concatenate([text.dense, page.dense], axis=1), (*text.tokens, *names), text.units)


def _columns(chars: Characters, whole: Hashes) -> tuple[dict[str, Floats], Floats]:
    counts = count_classes(chars)
    units = count_units(chars, counts)
    columns = look_at_characters(chars, counts, units)
    columns |= look_at_words(chars.words, len(units))
    columns |= find_repeats(chars, whole, *pair_words(chars.words))
    columns |= find_place(units)
    columns |= find_chains(chars, units)
    columns |= find_likeness(chars.words, units)
    return columns, units


def _names() -> tuple[str, ...]:
    chars = read_characters(["Any line."])
    return tuple(_columns(chars, hash_stretches(chars.codes, chars.starts, chars.ends))[0])


NAMES: tuple[str, ...] = _names()
"""The columns of `Measures.dense`."""
