"""The readers' comments of a run as a file of their own: a row per comment, as JSONL or CSV."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, get_type_hints

from cleaner.atomic_files import NewFile, partial_of
from cleaner.batch.csv_table import as_line
from cleaner.batch.jobs import encode_json
from cleaner.errors import UsageError
from cleaner.forms.record_types import CommentRow

COLUMNS = tuple(get_type_hints(CommentRow))
ENDINGS = (".jsonl", ".csv")


def comment_lines(record: Mapping[str, Any]) -> bytes:
    """The comments of a record as lines of JSON."""
    rows = (
        {"id": record["id"], "url": record["url"], "number": number, **comment}
        for number, comment in enumerate(record.get("comments") or (), 1)
    )
    return b"".join(encode_json(row) + b"\n" for row in rows)


def check_comments_file(path: str) -> None:
    """Raises `UsageError` for a file of another kind."""
    if not path.lower().endswith(ENDINGS):
        raise UsageError(f"--comments-file {path}: comments are written to FILE{' or FILE'.join(ENDINGS)}")


class CommentsWriter:
    """A file in the making. Without `finish` nothing is left behind. Raises `OSError` where it cannot be written."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._as_csv = path.lower().endswith(".csv")
        self._file = NewFile(partial_of(path))
        if self._as_csv:
            self._file.write(as_line(COLUMNS))

    def __enter__(self) -> CommentsWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        with suppress(OSError):
            self._file.path.unlink(missing_ok=True)

    def add(self, lines: bytes) -> None:
        """Take the comments of the next document, as `comment_lines` makes them."""
        if not self._as_csv:
            self._file.write(lines)
            return
        for line in lines.splitlines():
            row = json.loads(line)
            self._file.write(as_line([row[name] for name in COLUMNS]))

    def finish(self) -> None:
        """Give the file its name."""
        self._file.close()
        self._file.check(self._file.size)
        self._file.path.replace(self._path)
