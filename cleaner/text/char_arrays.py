"""Text as arrays: characters, words and their hashes for many lines at once.

Everything that measures lines works on these arrays and not on strings: a page of 220 lines costs about a
millisecond this way, and about ten with a regular expression per line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.text import scripts
from cleaner.text.folding import CATEGORIES, categories, codes_of, lower_case

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint32]
Tokens = tuple[Hashes, Ints]
"""Hashes, and the line each belongs to."""

(
    SPACE,
    LOWER,
    UPPER,
    CASELESS,
    IDEOGRAPH,
    KANA,
    UNSPACED,
    DIGIT,
    STOP,
    COMMA,
    QUOTE,
    BRACKET,
    DASH,
    SYMBOL,
    OTHER_MARK,
    BREAK,
) = range(16)
CLASSES = 16
"""Classes of characters. CASELESS: letters of scripts without capitals that put spaces between words;
IDEOGRAPH, KANA (hiragana only: it carries the grammar of Japanese) and UNSPACED (Thai, Lao, Khmer, Burmese):
letters of scripts that do not. STOP ends a sentence. BREAK is the end of a line."""

MAX_CHARS = 4000
"""Characters of a line that are looked at; of a longer line the middle is left out, so that time and memory stay
bounded when somebody sends 100 MB without a line break."""

_STOPS = ".!?…。！？।؟۔።．｡"
_COMMAS = ",;:、，；：،؛"
_IDEOGRAPH_RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x30A0, 0x30FF), (0x3005, 0x3007))
_CLASS_OF_CATEGORY = {
    "Ll": LOWER,
    "Lu": UPPER,
    "Lt": UPPER,
    "Lo": CASELESS,
    "Lm": CASELESS,
    "Mn": CASELESS,
    "Mc": CASELESS,
    "Me": CASELESS,
    "Nd": DIGIT,
    "Nl": DIGIT,
    "No": DIGIT,
    "Pi": QUOTE,
    "Pf": QUOTE,
    "Ps": BRACKET,
    "Pe": BRACKET,
    "Pd": DASH,
    "Sm": SYMBOL,
    "Sc": SYMBOL,
    "Sk": SYMBOL,
    "So": SYMBOL,
    "Po": OTHER_MARK,
    "Pc": OTHER_MARK,
}
_KEPT_POWERS = 1 << 18
"""Characters of a text whose powers of the prime are computed once and kept (4 MB); few pages have more."""
_PRIME = 0x9E3779B97F4A7C15
_PRIME_INVERSE = pow(_PRIME, -1, 1 << 64)
_MIX = np.uint64(0xD6E8FEB86659FD93)


@lru_cache(maxsize=1)
def class_table() -> NDArray[np.uint8]:
    """The class of every code point of the basic plane, and one more entry for everything above it."""
    table = np.array([_CLASS_OF_CATEGORY.get(name, SPACE) for name in CATEGORIES], np.uint8)[categories()]
    for chars, number in ((_STOPS, STOP), (_COMMAS, COMMA), ("\"'", QUOTE), ("•·▪●*", DASH), ("\n", BREAK)):
        table[[ord(c) for c in chars]] = number
    for low, high in scripts.ranges_of(scripts.UNSPACED):
        letters = np.isin(table[low : high + 1], (LOWER, CASELESS))
        table[low : high + 1][letters] = UNSPACED
    for low, high in _IDEOGRAPH_RANGES:
        table[low : high + 1] = IDEOGRAPH
    table[0x3041:0x30A0] = KANA
    return np.append(table, np.uint8(SYMBOL))


@dataclass(frozen=True, slots=True)
class Words:
    """Every word of the lines, in order. In scripts without spaces a "word" is a pair of neighbouring letters.

    line: number of the line it stands in. size: letters. hash: of its lower-cased letters, digits made alike.
    capital: it begins with a capital letter. pair: it is a pair of letters of an unspaced script.
    """

    line: Ints
    size: Ints
    hash: Hashes
    capital: NDArray[np.bool_]
    pair: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of the lines, joined by line breaks: codes (lower case), classes, where each line starts.

    line: of every character, its break with it, the number of its line. whole: a hash of each line.
    """

    codes: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    starts: Ints
    ends: Ints
    line: NDArray[np.int32]
    whole: Hashes
    words: Words


def read_characters(lines: Sequence[str]) -> Characters:
    """Lines (without line breaks inside) to arrays. Lines longer than MAX_CHARS lose their middle."""
    half = MAX_CHARS // 2
    short = lines
    if max(map(len, lines), default=0) > MAX_CHARS:
        short = [x if len(x) <= MAX_CHARS else x[:half] + " " + x[-half:] for x in lines]
    text = join_lines(short)
    codes = codes_of(text)
    classes = class_table().take(codes, mode="clip")
    classes[(codes >= 0x20000) & (codes < 0x40000)] = IDEOGRAPH
    folded = lower_case(text, codes)
    folded[classes == DIGIT] = 48
    starts, ends = find_lines(codes, ord("\n"))
    line = np.repeat(np.arange(len(ends), dtype=np.int32), ends - starts + 1)
    words, whole = _words(folded, classes, line, starts, ends)
    return Characters(folded, classes, starts, ends, line, whole, words)


def join_lines(lines: Sequence[str]) -> str:
    """The lines with a line break behind each; those inside a line become blanks."""
    text = "\n".join(lines) + "\n"
    return text if text.count("\n") == len(lines) else "".join([x.replace("\n", " ") + "\n" for x in lines])


def find_lines(codes: NDArray[np.unsignedinteger], line_break: int) -> tuple[Ints, Ints]:
    """Where each line starts, and where its line break stands; the last line has one as well."""
    ends = np.flatnonzero(codes == line_break)
    return np.concatenate(([0], ends[:-1] + 1))[: len(ends)], ends


def _words(
    codes: NDArray[np.uint32], classes: NDArray[np.uint8], line: NDArray[np.int32], starts: Ints, ends: Ints
) -> tuple[Words, Hashes]:
    """The words, and a hash of each line, both from one pass over the characters."""
    start, end = find_runs((classes >= LOWER) & (classes <= CASELESS) | (classes == DIGIT))
    dense = (classes >= IDEOGRAPH) & (classes <= UNSPACED)
    first = np.flatnonzero(dense[:-1] & dense[1:]) if dense.any() else np.zeros(0, np.int64)
    if len(first):
        start, end = np.concatenate((start, first)), np.concatenate((end, first + 2))
        order = np.argsort(start, kind="stable")
        start, end = start[order], end[order]
    hashes = hash_spans(codes, np.concatenate((start, starts)), np.concatenate((end, ends)))
    words = Words(
        line[start].astype(np.int64), end - start, hashes[: len(start)], classes[start] == UPPER, dense[start]
    )
    return words, hashes[len(start) :]


def find_runs(inside: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Start and end of every run of true values, half-open."""
    framed = np.concatenate(([False], inside, [False]))
    edge = np.flatnonzero(framed[1:] != framed[:-1])
    return edge[::2], edge[1::2]


def find_changes(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether each value differs from the one before it; the first does. (`numpy.diff` takes four times as long.)"""
    changes = np.empty(len(values), np.bool_)
    changes[:1] = True
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return changes


def measure_spans(begins: Ints, size: int) -> Ints:
    """How long the spans are that begin at these places, each up to the next, the last up to `size`."""
    sizes = np.empty(len(begins), np.int64)
    np.subtract(begins[1:], begins[:-1], out=sizes[:-1])
    sizes[-1:] = size - begins[-1:]
    return sizes


def sum_by_line(line: Ints, weights: Sequence[NDArray[Any]], size: int) -> NDArray[np.float64]:
    """For each kind of weights their sums over the items of each of `size` lines; all kinds in one pass."""
    values = np.array(weights, np.float64)
    places = line + size * np.arange(len(values))[:, None]
    sums = np.asarray(np.bincount(places.ravel(), values.ravel(), len(values) * size), np.float64)
    return sums.reshape(len(values), size)


def hash_spans(codes: NDArray[np.unsignedinteger], start: Ints, end: Ints) -> Hashes:
    """A 32-bit hash of codes[start:end] for every pair of start and end, without a loop."""
    return mix(value_spans(codes, start, end))


def value_spans(codes: NDArray[np.unsignedinteger], start: Ints, end: Ints) -> NDArray[np.uint64]:
    """A number for every codes[start:end] that another span shares only by the rarest chance.

    A polynomial over 2**64: prefix sums of code * prime**position, differences divided by prime**start.
    """
    size = len(codes)
    powers, inverse = _kept_powers() if size <= _KEPT_POWERS else _powers(size)
    sums = np.zeros(size + 1, np.uint64)
    np.cumsum((codes + np.uint64(1)) * powers[:size], out=sums[1:])
    return (sums[end] - sums[start]) * inverse[start]


@lru_cache(maxsize=1)
def _kept_powers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    return _powers(_KEPT_POWERS)


def _powers(most: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The powers 0 to `most` of the prime, and of its inverse."""
    table = np.empty((2, most + 1), np.uint64)
    table[:, 0] = 1
    table[:, 1:] = np.array([[_PRIME], [_PRIME_INVERSE]], np.uint64)
    np.cumprod(table, axis=1, out=table)
    table.setflags(write=False)
    return table[0], table[1]


def mix(values: NDArray[np.uint64]) -> Hashes:
    """64-bit values to well-spread 32-bit hashes."""
    values = (values ^ (values >> np.uint64(32))) * _MIX
    values = (values ^ (values >> np.uint64(29))) * _MIX
    return (values >> np.uint64(32)).astype(np.uint32)


def combine(first: Hashes, second: Hashes | NDArray[np.uint64] | int) -> Hashes:
    """One hash of two, in order; whole numbers as the second make hashes of other sorts (salts)."""
    other = np.asarray(second, np.uint64)
    return mix(first.astype(np.uint64) * np.uint64(_PRIME) + other * np.uint64(0xC2B2AE3D27D4EB4F) + np.uint64(1))


class Groups(NamedTuple):
    """Equal values put together. order: the items group by group, by place within one; begins: of each group in it.

    of: the number of the group of each item.
    """

    order: Ints
    begins: Ints
    of: Ints

    @property
    def sizes(self) -> Ints:
        return measure_spans(self.begins, len(self.order))


_MANY = 2_500


def group_equal(values: NDArray[np.uint32] | NDArray[np.uint64]) -> Groups:
    """Puts equal values together. Radix sorts over 16 bits each, for many: a third of the time of `numpy.unique`."""
    if len(values) < _MANY:
        order = values.argsort(kind="stable")
    else:
        parts = values.view(np.uint16).reshape(len(values), values.itemsize // 2)
        order = parts[:, 0].argsort(kind="stable")
        for number in range(1, parts.shape[1]):
            order = order[parts[order, number].argsort(kind="stable")]
    ordered = values[order]
    first = find_changes(ordered)
    of = np.empty(len(order), np.int64)
    of[order] = np.cumsum(first) - 1
    return Groups(order, np.flatnonzero(first), of)
