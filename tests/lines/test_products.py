"""Products in pieces: the same sums, and no piece so large that OpenBLAS would spread it over threads."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.detectors.line_model import PAGE_MODEL, TEXT_MODEL, shipped_model
from cleaner.text import blas
from cleaner.text.blas import MOST, multiply


@pytest.mark.parametrize(("rows", "inner", "columns"), [(0, 64, 64), (5, 64, 64), (300, 259, 64), (1000, 64, 1)])
def test_the_same_as_one_product(rows: int, inner: int, columns: int) -> None:
    random = np.random.default_rng(1)
    left = random.standard_normal((rows, inner), dtype=np.float32)
    right = random.standard_normal((inner, columns), dtype=np.float32)
    assert np.allclose(multiply(left, right), left @ right, atol=1e-4)


@pytest.mark.parametrize("name", [TEXT_MODEL, PAGE_MODEL])
def test_no_piece_of_the_line_models_is_spread_over_threads(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[int] = []

    def watch(left: np.ndarray, right: np.ndarray, out: np.ndarray) -> None:
        pieces.append(len(left) * right.size)
        out[:] = 0

    monkeypatch.setattr(blas.np, "matmul", watch)
    for weights in shipped_model(name)._linears.values():
        multiply(np.zeros((20_000, len(weights)), np.float32), weights)
    assert len(pieces) > 100 and max(pieces) <= MOST
