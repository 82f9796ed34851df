"""Writing weights small: int8 with a scale per array, half floats, one checked file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def as_bytes(weights: NDArray[Any], share: float = 0.9998) -> dict[str, NDArray[Any]]:
    """int8 and the scale that undoes it; the largest weights (a share of 0.0002) are held at the edge."""
    used = np.abs(weights[weights != 0])
    edge = float(np.quantile(used, share)) if len(used) else 1.0
    scale = edge / 127
    return {"": np.clip(np.rint(weights / scale), -127, 127).astype(np.int8), "_scale": np.float32(scale)}


def write_weights(path: Path, arrays: dict[str, NDArray[Any]], facts: dict[str, Any]) -> str:
    """Writes the file and its row in SHA256SUMS beside it; returns the digest."""
    np.savez_compressed(path, **arrays, facts=np.array(json.dumps(facts, sort_keys=True, ensure_ascii=False)))
    return write_sum(path)


def write_sum(path: Path) -> str:
    """Writes the row of a file in SHA256SUMS beside it; returns the digest."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    sums = path.parent / "SHA256SUMS"
    rows = sums.read_text(encoding="ascii").splitlines() if sums.exists() else []
    rows = [row for row in rows if row.split()[-1].lstrip("*") != path.name] + [f"{digest}  {path.name}"]
    sums.write_text("\n".join(sorted(rows, key=lambda row: row.split()[-1])) + "\n", encoding="ascii")
    return digest
