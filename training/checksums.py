"""The digests of the wording packs and tables, as `SHA256SUMS` beside the packs lists them.

python -m training.checksums      write them anew, after a change that was meant
"""

from __future__ import annotations

import hashlib
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "cleaner"
SUMS = PACKAGE / "phrases" / "SHA256SUMS"


def pack_digests() -> dict[str, str]:
    """SHA-256 of every pack and table, by its path in the package."""
    files = sorted([*PACKAGE.glob("phrases/*.toml"), *PACKAGE.glob("newsroom/*.toml")])
    return {path.relative_to(PACKAGE).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def written_digests() -> dict[str, str]:
    """The digests as they were last written."""
    rows = (line.split() for line in SUMS.read_text(encoding="ascii").splitlines())
    return {name: digest for digest, name in rows}


if __name__ == "__main__":
    SUMS.write_text("".join(f"{digest}  {name}\n" for name, digest in pack_digests().items()), encoding="ascii")
