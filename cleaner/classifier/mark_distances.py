"""The distance from each line to the marks of each kind above and below it, for stacking.

What follows a story repeats a pattern: a heading of related stories and their titles, or a name, a date and a
comment. A line between two such marks can read like the story, but it is close to both marks.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cleaner.classifier.features import Floats
from cleaner.kinds import KINDS

ROWS = 3 * (len(KINDS) + 1)
"""Rows of the result of `measure_distances`: three for each kind and three for all kinds together."""
_FAR, _MOST = 300, 40
"""The largest distance in lines, also used where there is no mark; the largest number of marked lines."""
_MARKED, _NAMED = 0.3, 0.5
"""The lowest score of a mark that removes, and of one that only names a kind, that is counted."""


def measure_distances(kinds: Floats, named: Floats, story: int) -> NDArray[np.int64]:
    """For each kind, and for all kinds together: lines since the last marked line above, lines until the next one
    below, and the number of marked lines from the first line of the story up to this one.

    kinds: the highest score of the marks of each kind (a row per kind), by line. named: the highest score of marks
    that only name a kind. story: the index of the first line of the story. The result has `ROWS` rows.
    """
    marked = kinds >= _MARKED
    some = marked.any(axis=0) | (named >= _NAMED)
    marked = np.concatenate([marked, some[None]])
    counted = marked.copy()
    counted[:, :story] = False
    number = np.minimum(np.cumsum(counted, axis=1), _MOST)
    return np.concatenate([_count_since(marked), _count_since(marked[:, ::-1])[:, ::-1], number])


def _count_since(marked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each row and line: the lines since the last marked line before it."""
    index = np.arange(marked.shape[1])
    last = np.full(marked.shape, -_FAR, np.int64)
    last[:, 1:] = np.where(marked[:, :-1], index[:-1], -_FAR)
    since: NDArray[np.int64] = np.minimum(index - np.maximum.accumulate(last, axis=1), _FAR)
    return since
