"""Logistic regressions by L-BFGS, over hashed n-grams (sparse) and over the rates of the slot net (dense)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import minimize

from cleaner.translation import ngrams
from cleaner.translation.tokens import Reader, as_array

LEAST_TEXTS = 12
"""Passages a bucket must occur in to get a weight."""


def count_ngrams(
    reader: Reader, passages: Sequence[str], stream: str, orders: tuple[int, ...], bits: int
) -> sp.csr_matrix:
    """n-gram counts, a row per passage, a column per bucket, divided by the number of n-grams of the passage."""
    parts = []
    for at in range(0, len(passages), 4000):
        read = reader.read(passages[at : at + 4000])
        if stream == "characters":
            codes, starts = as_array(read.text), read.char_starts
        else:
            codes, starts = read.outcomes.astype(np.uint32), read.starts
        parts.append(_counts(codes, starts, orders, bits))
    return sp.vstack(parts, format="csr")


def _counts(codes: NDArray[np.uint32], starts: NDArray[np.int64], orders: tuple[int, ...], bits: int) -> sp.csr_matrix:
    owner = np.searchsorted(starts, np.arange(len(codes)), side="right") - 1
    keys = []
    for order, found in ngrams.buckets(codes, orders, bits, 0):
        whose = owner[order - 1 :]
        keys.append((whose[whose >= 0] << bits) | found[whose >= 0])
    cells = np.sort(np.concatenate(keys))
    first = np.flatnonzero(np.diff(cells, prepend=-1))
    counts, cells = np.diff(np.append(first, len(cells))), cells[first]
    rows = cells >> bits
    pointer = np.searchsorted(rows, np.arange(len(starts) + 1))
    matrix = sp.csr_matrix(
        (counts.astype(np.float32), (cells & ((1 << bits) - 1)).astype(np.int32), pointer), (len(starts), 1 << bits)
    )
    total = np.maximum(np.asarray(matrix.sum(1)).ravel(), 1)
    return (sp.diags((1 / total).astype(np.float32)) @ matrix).tocsr()


def column_scale(matrix: sp.csr_matrix) -> NDArray[np.float32]:
    """100 idf per bucket, none for the rare ones: how far a weight may reach."""
    texts = np.bincount(matrix.indices, minlength=matrix.shape[1])
    scale = 100 * np.log(matrix.shape[0] / (texts + 5)).clip(0)
    return (scale * (texts >= LEAST_TEXTS)).astype(np.float32)


def fit_sparse(
    matrix: sp.csr_matrix, target: NDArray[np.float64], weight: NDArray[np.float64], penalty: float, steps: int
) -> tuple[NDArray[np.float64], float]:
    """Weights per column of a scaled matrix, and the bias."""
    turned = matrix.T.tocsr()
    size = matrix.shape[1]

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = matrix @ at[:size].astype(np.float32) + at[size]
        slope = weight * (1 / (1 + np.exp(-odds)) - target)
        value = float((weight * np.logaddexp(0, np.where(target > 0, -odds, odds))).sum())
        value += 0.5 * penalty * float(at[:size] @ at[:size])
        return value, np.append(turned @ slope.astype(np.float32) + penalty * at[:size], slope.sum())

    found = minimize(loss, np.zeros(size + 1), jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 6})
    return found.x[:size], float(found.x[size])


def fit_dense(
    rows: NDArray[np.float32], target: NDArray[np.float64], weight: NDArray[np.float64], penalty: float, steps: int
) -> tuple[NDArray[np.float32], float]:
    """Weights per column of standardised rows, and the bias."""
    size = rows.shape[1]

    def loss(at: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        odds = rows @ at[:size].astype(np.float32) + at[size]
        slope = weight * (1 / (1 + np.exp(-odds)) - target)
        value = float((weight * np.logaddexp(0, np.where(target > 0, -odds, odds))).sum())
        value += 0.5 * penalty * float(at[:size] @ at[:size])
        return value, np.append(rows.T @ slope.astype(np.float32) + penalty * at[:size], slope.sum())

    found = minimize(loss, np.zeros(size + 1), jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 8})
    return found.x[:size].astype(np.float32), float(found.x[size])


def class_weights(groups: NDArray[np.str_], mass: dict[str, float], total: float = 20_000.0) -> NDArray[np.float64]:
    """Per passage, so that each group weighs its share of `mass` whatever its size; 0 for groups not named."""
    weight = np.zeros(len(groups))
    for name, share in mass.items():
        members = groups == name
        weight[members] = share * total / max(1, members.sum())
    return weight
