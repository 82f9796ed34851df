"""The TOML tables of the package: from the compiled copy if it belongs to the same file, else parsed.

`toml_tables.txt` beside this module has a row for each file: its path in the package, its SHA-256 and its table as
JSON, the phrases of a wording pack made ready for look-up. `python -m training.checksums` writes it. Reading it takes
a tenth of the time of parsing TOML, which counts for the first document of a process.
"""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from cleaner.errors import PackError

PACKAGE = Path(__file__).parent.parent
COMPILED = Path(__file__).parent / "toml_tables.txt"


def read_table(path: Path) -> dict[str, Any]:
    """The table of a TOML file of the package. Raises PackError where it cannot be read or is not TOML in UTF-8."""
    table = compiled_table(path)
    return parse_table(path) if table is None else table


def compiled_table(path: Path) -> dict[str, Any] | None:
    """The compiled table of a file of the package; None where there is none, or the file has changed since."""
    name = path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else ""
    digest, table = _rows().get(name, ("", b""))
    if not table or digest != sha256(path.read_bytes()).hexdigest():
        return None
    found: dict[str, Any] = json.loads(table)
    return found


def parse_table(path: Path) -> dict[str, Any]:
    """The table of any TOML file, parsed. Raises PackError as `read_table` does."""
    import tomllib  # nothing needs it where all tables are compiled

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PackError(f"{path}: cannot be read ({error.strerror}); name an existing file") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError(f"{path}: is not TOML in UTF-8: {error}") from error


@lru_cache(maxsize=1)
def _rows() -> dict[str, tuple[str, bytes]]:
    """Digest and JSON by path."""
    if not COMPILED.exists():
        return {}
    rows = (line.split(b" ", 2) for line in COMPILED.read_bytes().split(b"\n") if line)
    return {path.decode(): (digest.decode(), table) for path, digest, table in rows}
