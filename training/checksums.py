"""The digests of the wording packs and tables, as `SHA256SUMS` beside the packs lists them, and their compiled copy.

python -m training.checksums      write both anew, after a change that was meant
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from cleaner.phrases.packs import FOLDER, bundled_pack
from cleaner.phrases.prepared import pack_rules
from cleaner.text.toml_tables import COMPILED, parse_table

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


def compile_tables() -> str:
    """The compiled copy of the TOML files of the package (`cleaner.text.toml_tables`)."""
    paths = sorted(PACKAGE.rglob("*.toml"))
    return "".join(
        f"{path.relative_to(PACKAGE).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()} {_as_json(path)}\n"
        for path in paths
    )


def _as_json(path: Path) -> str:
    table = parse_table(path)
    if path.parent == FOLDER:
        del table["rule"]
        table |= pack_rules(bundled_pack(path.stem).rules)
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def write_sums() -> None:
    """Writes both files."""
    SUMS.write_text("".join(f"{digest}  {name}\n" for name, digest in pack_digests().items()), encoding="ascii")
    COMPILED.write_text(compile_tables(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_sums()
