"""Reads a model's arrays, checked against its digest, never unpickled."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def load_arrays(path: Path, digest: str) -> dict[str, NDArray[np.generic]]:
    """The arrays of an npz file whose SHA-256 must be `digest`. Raises ValueError where it is another one."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError(f"{path.name} is not the file this version was made with")
    with np.load(BytesIO(data), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}
