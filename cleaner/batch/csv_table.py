"""Records as CSV: a row per document with its metadata and body."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cleaner.atomic_files import create
from cleaner.forms.table_row import COLUMNS, table_row


def write_csv(journal: Path, target: Path) -> None:
    """Write the records of a JSONL file as CSV (RFC 4180, UTF-8, the names of the columns first)."""
    with journal.open("rb") as lines, create(target) as file:
        file.write(head_line())
        for line in lines:
            file.write(csv_line(json.loads(line)))


def head_line() -> bytes:
    """The names of the columns."""
    return as_line(COLUMNS)


def csv_line(record: Mapping[str, Any]) -> bytes:
    """A record as a line; several authors or tags are joined by "; "."""
    values = table_row(record).values()
    return as_line(["; ".join(value) if isinstance(value, list) else value for value in values])


def as_line(values: Sequence[Any]) -> bytes:
    """Values as a line (RFC 4180)."""
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue().encode("utf-8", "replace")
