"""Matrix products that run in the calling thread.

OpenBLAS hands a product to all processors as soon as it is large enough to be worth it for a program that has nothing
else to do: for the small nets here, two threads took three times the processor time of one. Its number of threads
belongs to the host program, so the products are made smaller instead. The sums come out the same for any number of
threads, too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST = 4 * 65_536
"""Multiplications up to which OpenBLAS stays in one thread (`SMP_THRESHOLD_MIN * GEMM_MULTITHREAD_THRESHOLD`)."""
_STEP = 8


def multiply(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[Any]:
    """`left @ right`, some rows of `left` at a time."""
    most = max(1, MOST // right.size)
    rows = most // _STEP * _STEP or most
    if len(left) <= rows:
        return left @ right
    out = np.empty((len(left), right.shape[1]), np.float32)
    for at in range(0, len(left), rows):
        np.matmul(left[at : at + rows], right, out=out[at : at + rows])
    return out
