"""Computes boosted symmetric trees: features in, log-odds out, with numpy.

In a symmetric tree all nodes of a level have the same condition (CatBoost, Prokhorenkova et al. 2018). A tree is
therefore a list of conditions, and their results, read as binary digits, are the index of a leaf.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from cleaner.classifier.features import Floats

_AT_ONCE = 4_096
"""Lines judged together, so that memory stays bounded: a tree needs four bytes a line."""


class Trees:
    """Trees from their arrays (see `training.lines.stacking`).

    column, border: by tree and level, the condition `feature > border`. leaf: by tree and leaf, the amount added to the
    log-odds. A tree has at most eight levels. heard: the detectors whose marks are features of the trees; None: of all.
    """

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        asked = np.stack([np.asarray(arrays["column"], np.float64), np.asarray(arrays["border"], np.float64)], axis=2)
        questions, which = np.unique(asked.reshape(-1, 2), axis=0, return_inverse=True)  # many trees ask the same
        self._columns, self._borders = questions[:, 0].astype(np.int64), questions[:, 1:].astype(np.float32)
        self._levels = np.ascontiguousarray(which.reshape(len(asked), -1).T)
        leaves = np.asarray(arrays["leaf"], np.float32)
        self._leaves = leaves.ravel()
        self._first_leaf = np.arange(0, leaves.size, leaves.shape[1], dtype=np.intp)[:, None]
        self._bias = float(np.asarray(arrays["bias"], np.float64))
        self.heard = frozenset(map(str, arrays["heard"])) if "heard" in arrays else None

    def log_odds(self, columns: Floats) -> NDArray[np.float64]:
        """The log-odds for each line. columns: a row for each feature, a column for each line."""
        pieces = [columns[:, at : at + _AT_ONCE] for at in range(0, columns.shape[1], _AT_ONCE)]
        return np.concatenate([np.zeros(0), *map(self._sum_up, pieces)])

    def _sum_up(self, columns: Floats) -> NDArray[np.float64]:
        answers = (columns.take(self._columns, axis=0) > self._borders).view(np.uint8)
        place = answers.take(self._levels[-1], axis=0)
        for level in self._levels[-2::-1]:
            place += place  # half the time of a shift
            place += answers.take(level, axis=0)
        return np.asarray(self._leaves.take(place + self._first_leaf).sum(axis=0) + self._bias, np.float64)
