"""Records read back from what `cleaner clean` wrote: a file of them, one alone, or a folder."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from cleaner.errors import UsageError
from cleaner.forms.record import SCHEMA
from cleaner.views.record_shape import check_record

_MANIFEST = "manifest.jsonl"
_OPTIONAL = ("form", "plain_body", "comments", "text", "marks", "input")


def read_records(path: str | Path) -> Iterator[dict[str, Any]]:
    """The records of a .jsonl, .json (each also .gz or .zst) or .parquet file, of a folder, or of "-", standard input.

    In the order of the file; a folder's files sorted by path. One row is held at a time. Raises `UsageError`, naming
    file and line, for what is not a record, and `MissingExtra` for .zst or .parquet without its library.
    """
    if str(path) == "-":
        yield from _rows("standard input", sys.stdin.buffer)
        return
    files = [Path(path)] if not Path(path).is_dir() else sorted(_record_files(Path(path)))
    for file in files:
        if file.suffix == ".parquet":
            yield from _table_rows(file)
            continue
        with _opened(file) as stream:
            yield from _rows(str(file), stream)


def _record_files(folder: Path) -> Iterator[Path]:
    """The files of a folder that may hold records; the manifest holds none."""
    for file in folder.rglob("*.json*"):
        name = file.name.removesuffix(".gz").removesuffix(".zst")
        if name != _MANIFEST and name.endswith((".json", ".jsonl")) and file.is_file() and not file.is_symlink():
            yield file


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    try:
        with file.open("rb") as raw:
            if file.suffix == ".gz":
                yield cast(IO[bytes], gzip.GzipFile(fileobj=raw))
            elif file.suffix == ".zst":
                yield _open_zstd(raw)
            else:
                yield raw
    except (OSError, EOFError, zlib.error) + _zstd_errors() as error:  # noqa: RUF005 - mypy knows what this is
        raise UsageError(f"{file}: {getattr(error, 'strerror', None) or error}") from None


def _zstd_errors() -> tuple[type[Exception], ...]:
    """What zstandard raises, where it was imported."""
    library = sys.modules.get("zstandard")
    return (library.ZstdError,) if library else ()


def _open_zstd(raw: IO[bytes]) -> IO[bytes]:
    from cleaner.readers.compressed import require_zstd

    return io.BufferedReader(require_zstd().ZstdDecompressor().stream_reader(raw, read_across_frames=True))


def _table_rows(file: Path) -> Iterator[dict[str, Any]]:
    """The records of a Parquet file, back in the shape they have as JSON (see `cleaner.batch.parquet_table`)."""
    from cleaner.batch.warc_parquet import require_parquet

    pa, parquet = require_parquet()
    try:
        table = parquet.ParquetFile(file)
        batches = table.iter_batches(batch_size=100)
        for number, row in enumerate((row for batch in batches for row in batch.to_pylist()), 1):
            yield _checked(_from_table(row), f"{file}: row {number}")
    except (OSError, pa.ArrowException) as error:
        raise UsageError(f"{file}: {error}") from None


def _from_table(row: dict[str, Any]) -> dict[str, Any] | None:
    """A row in the shape it has as JSON, None where it cannot be brought into it."""
    try:
        row["metadata"]["sources"] = dict(row["metadata"]["sources"] or ())
        row["versions"]["models"] = dict(row["versions"]["models"] or ())
        for related in row["related"]:
            related["evidence"] = json.loads(related["evidence"] or "{}")
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    return {key: value for key, value in row.items() if value is not None or key not in _OPTIONAL}


def _rows(name: str, stream: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The records of a stream: one a line, or a single one spread over lines."""
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            if number > 1:
                raise UsageError(f"{name}:{number} is not JSON: {error}") from None
            row = _whole(name, line, stream)
        yield _checked(row, f"{name}:{number}")


def _whole(name: str, head: bytes, rest: Iterable[bytes]) -> Any:
    try:
        return json.loads(head + b"".join(rest))
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name} is not JSON: {error}") from None


def _checked(row: Any, place: str) -> dict[str, Any]:
    if isinstance(row, dict) and "id" in row and row.get("schema", SCHEMA) != SCHEMA:
        raise UsageError(f"{place} has schema {str(row['schema'])[:40]!r}; this version reads {SCHEMA}")
    return check_record(row, place)
