"""Features of a line relative to other lines: whether it is repeated, above or below the prose, continued in the next
line, on the same subject.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.text.char_arrays import (
    BREAK,
    CASELESS,
    COMMA,
    DASH,
    IDEOGRAPH,
    KANA,
    LOWER,
    STOP,
    UNSPACED,
    UPPER,
    Characters,
    Ints,
    Tokens,
    Words,
    find_changes,
    group_equal,
    sum_by_line,
)

Floats = NDArray[np.float32]

PROSE_UNITS = 14.0
"""Fewest word equivalents of a line of prose; menus, headings and captions are shorter."""
_RUN_MOST, _RUN_COST = 30.0, 6.0
"""A line adds its length, at most the first number, minus the second, to the sum of a run of prose."""
_CONTENT_LETTERS = 4


def find_repeats(chars: Characters, pairs: Tokens) -> dict[str, Floats]:
    """How often lines, shapes of lines and pairs of words occur elsewhere in the text, before or after."""
    size = len(chars.whole)
    same = group_equal(chars.whole)
    first = same.order[same.begins][same.of]
    shape = _number_shapes(chars)
    pair, pair_line = pairs
    twins = group_equal(pair)
    first_line = pair_line[twins.order[twins.begins]][twins.of]  # pairs come in the order of the lines
    last_line = pair_line[twins.order[twins.begins + twins.sizes - 1]][twins.of]
    count = np.maximum(np.bincount(pair_line, minlength=size), 1)
    earlier = np.bincount(pair_line[first_line < pair_line], minlength=size)
    later = np.bincount(pair_line[last_line > pair_line], minlength=size)
    as_above = np.append(False, shape[1:] == shape[:-1])[:size].astype(np.float32)
    return {
        "line_times": np.log(same.sizes[same.of]).astype(np.float32),
        "line_seen": (first < np.arange(size)).astype(np.float32),
        "shape_times": np.log(np.bincount(shape)[shape]).astype(np.float32),
        "shape_as_above": as_above,
        "shape_as_below": np.append(as_above[1:], np.float32(0))[:size],
        "pairs_earlier": (earlier / count).astype(np.float32),
        "pairs_later": (later / count).astype(np.float32),
    }


def _number_shapes(chars: Characters) -> Ints:
    """A number for the shape of each line: its character classes without repetitions.

    "26.04.24" and "1.5.2023" have the same shape.
    """
    letters = np.where(chars.classes == LOWER, UPPER, chars.classes)
    keep = find_changes(letters) | (letters == BREAK)
    shapes = letters[keep].tobytes().split(bytes((BREAK,)))[:-1]
    numbers: dict[bytes, int] = {}
    return np.array([numbers.setdefault(shape, len(numbers)) for shape in shapes], np.int64)


def find_place(units: Floats) -> dict[str, Floats]:
    """The position of a line in the text and relative to the run of prose."""
    size = len(units)
    index = np.arange(size, dtype=np.float32)
    mass = np.cumsum(np.minimum(units, 80))
    total = max(float(mass[-1]), 1.0) if size else 1.0
    start, end = prose_run(units)
    inside = (index >= start) & (index < end)
    long = (units >= PROSE_UNITS).astype(np.float32)
    above = np.cumsum(long) - long
    columns = {
        "from_top": np.log1p(index),
        "from_bottom": np.log1p(size - 1 - index),
        "place": (index + 0.5) / max(size, 1),
        "mass_before": mass / total,
        "size": np.full(size, np.log1p(size)),
        "total": np.full(size, np.log1p(total)),
        "before_run": np.log1p(np.maximum(start - index, 0)),
        "after_run": np.log1p(np.maximum(index - end + 1, 0)),
        "inside_run": inside,
        "run_size": np.full(size, np.log1p(end - start)),
        "run_share": np.full(size, (end - start) / max(size, 1)),
        "into_run": np.where(inside, np.log1p(np.maximum(index - start, 0)), 0),
        "to_run_end": np.where(inside, np.log1p(np.maximum(end - 1 - index, 0)), 0),
        "long_above": np.log1p(above),
        "long_below": np.log1p(long.sum() - long - above),
        "long_share": np.full(size, long.mean() if size else 0.0),
    }
    return {name: column.astype(np.float32) for name, column in columns.items()}


def prose_run(units: Floats) -> tuple[int, int]:
    """The range of lines, half-open, that is probably the story: the one with the largest sum of line lengths minus a
    cost.

    The maximum-subarray method: a short line between paragraphs costs little, a menu more than a story adds.
    """
    if not len(units):
        return 0, 0
    sums = np.append(0.0, np.cumsum(np.minimum(units, _RUN_MOST) - _RUN_COST))
    end = int(np.argmax((sums - np.minimum.accumulate(sums))[1:])) + 1
    return int(np.argmin(sums[:end])), end


def find_chains(chars: Characters, units: Floats) -> dict[str, Floats]:
    """Features of sentences that were broken at links and bold words: chains of lines that continue in the next one.

    A line continues if the next one begins with a lower-case letter or a comma, or if it is long and ends in a letter.
    For Chinese, long means 30 characters or more, because headlines can be long and lines are wrapped at 36 to 40.
    """
    size = len(units)
    first = chars.classes[chars.starts]
    last = chars.classes[np.maximum(chars.ends - 1, 0)]
    begin, end = first[1:], last[:-1]
    small = ((begin == LOWER) | (begin == COMMA) | (begin == STOP)) & (end != STOP)
    cased = (end == LOWER) | (end == UPPER) | (end == CASELESS) | (end == COMMA) | (end == DASH)
    packed = (end == IDEOGRAPH) | (end == KANA) | (end == UNSPACED)
    unfinished = (cased & (units[:-1] >= 8)) | (packed & (units[:-1] >= 18))
    goes_on = small | unfinished
    chain = np.append(0, np.cumsum(~goes_on))[:size]
    goes = goes_on.astype(np.float32)
    return {
        "chain_units": np.log1p(np.bincount(chain, units)[chain]).astype(np.float32),
        "chain_size": np.log(np.bincount(chain)[chain]).astype(np.float32),
        "goes_on": np.append(goes, np.float32(0))[:size],
        "went_on": np.append(np.float32(0), goes)[:size],
    }


def find_content(words: Words) -> NDArray[np.bool_]:
    """Which words are content words: longer words, and all words of scripts without spaces."""
    return words.pair | (words.size >= _CONTENT_LETTERS)


def find_likeness(words: Words, units: Floats) -> dict[str, Floats]:
    """The words that a line shares with the prose of the text, its first line and its first paragraphs."""
    size = len(units)
    content = find_content(words)
    line = words.line[content]
    same = group_equal(words.hash[content])
    ids, kinds = same.of, max(len(same.begins), 1)
    start, end = prose_run(units)
    prose = np.minimum(np.maximum((units - 8) / 12, 0), 1)
    prose[:start] *= 0.3
    prose[end:] *= 0.3
    others = np.bincount(ids, prose[line], minlength=kinds)[ids] - prose[line]
    once = same.sizes[ids] == 1
    title, lead = np.zeros(kinds, bool), np.zeros(kinds, bool)
    title[ids[line == 0]] = True
    leading = (line >= start) & (line < start + 3)
    lead[ids[leading]] = True
    count = np.bincount(line, minlength=size)
    weight = np.log1p(np.maximum(others, 0))
    weights = (others > 0.5, others > 1.5, weight, once, title[ids], lead[ids] & ~leading)
    sums = sum_by_line(line, weights, size)
    shares = (sums / np.maximum(count, 1)).astype(np.float32)
    return {
        "in_prose": shares[0],
        "in_prose_twice": shares[1],
        "prose_weight": shares[2],
        "once": shares[3],
        "in_title": shares[4],
        "of_title": (sums[4] / max(int(title.sum()), 1)).astype(np.float32),
        "in_lead": shares[5],
        "content_words": np.log1p(count).astype(np.float32),
    }
