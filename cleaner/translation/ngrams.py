"""Hashed n-grams of a stream: which bucket every n-gram of every passage falls into.

Two kinds: of masked characters (names are N, figures 0: no subject), and of what stands in each place
(closed-class words, suffix classes). A model is one weight per bucket, so a passage's score is a sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MULTIPLIER: Final = 0x9E3779B1
"""2**32 divided by the golden ratio: Knuth's multiplicative hash."""


def buckets(
    codes: NDArray[np.uint32], orders: tuple[int, ...], bits: int, salt: int
) -> Iterator[tuple[int, NDArray[np.uint32]]]:
    """For each order n: (n, the bucket of the n-gram that ENDS at each position from n - 1 on)."""
    import numpy as np

    step = np.uint32(MULTIPLIER)
    base = (codes + np.uint32(salt)) * step
    base ^= base >> np.uint32(15)
    rolled = base.copy()
    for order in range(1, max(orders) + 1):
        if order > 1:
            rolled = rolled[:-1] * step + base[order - 1 :]
        if order in orders:
            mixed = (rolled ^ (rolled >> np.uint32(13))) * np.uint32(0x85EBCA6B + 2 * order)
            yield order, mixed >> np.uint32(32 - bits)
