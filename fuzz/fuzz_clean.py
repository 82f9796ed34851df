"""Coverage-guided fuzzing of the whole path: any bytes in, a record that tiles and replays out.

    pip install atheris
    python fuzz/fuzz_clean.py fuzz/corpus -max_total_time=600 -max_len=4096 -timeout=30

The first byte chooses how the rest is read: as HTML, as text, told apart by content, as a JSON row, as gzip. The corpus
holds small inputs of our own; what a run finds beyond them goes into it (`-merge=1` keeps it small).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["cleaner"]):
    import cleaner
    from cleaner.batch.jobs import Job, Plan, encode_json
    from cleaner.batch.worker import Worker
    from cleaner.config import Config
    from cleaner.readers.compressed import BadInput, Stream

FORMS: tuple[Any, ...] = ("html", "text", "markdown", None)
CLEANER = cleaner.Cleaner(Config())
WORKER = Worker(Plan(Config(), "records"))


class Source:
    """Bytes to read from."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def read(self, size: int) -> bytes:
        """The next bytes."""
        found, self._data = self._data[:size], self._data[size:]
        return found


def check_document(data: bytes, form: Any) -> None:
    """A document: spans tile the text, the record replays and is JSON."""
    result = CLEANER.clean(data, form=form)
    assert result.status != "error", result.warnings
    assert "".join(result.document.slice(s.span) for s in result.segments) == result.text
    record = result.to_record(with_marks=True)
    assert cleaner.replay(record, result.text) == record["body"]
    assert json.loads(encode_json(record)) == record


def check_row(data: bytes) -> None:
    """A row: an outcome, and no error of ours in it."""
    outcome = WORKER.do(Job("r:1", "r:1", "", data=data, is_row=True))
    assert "internal error" not in (outcome.row.cause or "")


def check_stream(data: bytes) -> None:
    """A packed stream: bytes or `BadInput`."""
    try:
        assert isinstance(Stream(Source(data), "gz").read_all(1_000_000).data, bytes)
    except BadInput as bad:
        assert str(bad)


def fuzz_one(data: bytes) -> None:
    """One input."""
    choice, rest = (data[0] if data else 0) % 5, data[1:]
    if choice < 3:
        check_document(rest, FORMS[choice])
    elif choice == 3:
        check_row(rest)
    else:
        check_stream(rest)


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else "fuzz/corpus").mkdir(parents=True, exist_ok=True)
    atheris.Setup(sys.argv, fuzz_one)
    atheris.Fuzz()
