"""From log-odds to the share that is right, measured out of fold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

POINTS = 41


def fit_calibration(logits: NDArray[np.float64], labels: NDArray[np.int64], weight: NDArray[np.float64]
                    ) -> NDArray[np.float32]:  # fmt: skip
    """A rising table (log-odds, share of body) by isotonic regression (pool adjacent violators) over quantile bins."""
    order = np.argsort(logits, kind="stable")
    logits, labels, weight = logits[order], labels[order], weight[order]
    edges = np.searchsorted(np.cumsum(weight), np.linspace(0, weight.sum(), 401)[1:-1])
    bins = [part for part in np.split(np.arange(len(logits)), edges) if len(part)]
    blocks: list[list[float]] = []
    for part in bins:
        w = float(weight[part].sum())
        blocks.append([float((logits[part] * weight[part]).sum()), float((labels[part] * weight[part]).sum()), w])
        while len(blocks) > 1 and blocks[-2][1] * blocks[-1][2] >= blocks[-1][1] * blocks[-2][2]:
            last = blocks.pop()
            blocks[-1] = [a + b for a, b in zip(blocks[-1], last, strict=True)]
    table = np.array([(x / w, (y + 0.5) / (w + 1)) for x, y, w in blocks])
    at = np.interp(np.linspace(0, 1, POINTS), np.linspace(0, 1, len(table)), table[:, 0])
    value = np.interp(at, table[:, 0], table[:, 1])
    return np.stack([at, np.clip(np.maximum.accumulate(value), 0.0005, 0.9995)]).astype(np.float32)
