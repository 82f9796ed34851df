"""Data files of the learned parts. `SHA256SUMS` names each with its digest, checked by a test."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
SUMS = FOLDER / "SHA256SUMS"


@lru_cache(maxsize=1)
def model_digests() -> dict[str, str]:
    """SHA-256 by file name, as listed."""
    if not SUMS.exists():
        return {}
    rows = (line.split() for line in SUMS.read_text(encoding="ascii").splitlines())
    return {name.lstrip("*"): digest for digest, name in rows}


def model_versions() -> dict[str, str]:
    """The first twelve digits of each model's digest, for the record."""
    return {name: digest[:12] for name, digest in sorted(model_digests().items())}
