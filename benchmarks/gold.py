"""Reading the gold files of ../shared, for the benchmark scripts."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:] = [*(path for path in sys.path if Path(path or ".").resolve() != HERE), str(HERE)]
"""Python puts the script's folder first, where html.py would stand in for the standard library's: it goes last."""


def read_gold(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """The rows of JSONL files, gzipped or not, in order."""
    for path in paths:
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as rows:
            for row in rows:
                if row.strip():
                    yield json.loads(row)


def write_rows(path: Path, rows: Iterator[dict[str, Any]]) -> int:
    """Write rows as JSONL; how many there were."""
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count
