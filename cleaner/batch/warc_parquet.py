"""WARC and Parquet to jobs: formats whose reader is an extra. A missing extra is an error that names the command."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as daytime
from pathlib import Path
from typing import IO, Any

from cleaner.batch.columns import check_columns
from cleaner.batch.jobs import Job, encode_json, shown
from cleaner.batch.jsonl_rows import is_blank
from cleaner.errors import MissingExtra
from cleaner.readers import Format
from cleaner.readers.compressed import MAX_DOCUMENT_BYTES, MAX_RATIO, RATIO_FROM, BadInput, told

_BATCH_ROWS = 32
_PIECE = 1 << 20
_MAGIC = (b"\x1f\x8b\x08", b"WARC/1.", b"\x28\xb5\x2f\xfd")
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,100}")
_MOST_TRIES = 10_000  # places that look like the start of a record, after a broken one


def warc_jobs(path: str, name: str, folder: str, skipped: Counter[str]) -> Iterator[Job]:
    """The HTML responses of a WARC file. Broken records and other responses are counted in `skipped`.

    A record cut short gives what there is of it. Raises `BadInput` for a file without a single record.
    """
    try:
        file = Path(path).open("rb")  # noqa: SIM115 - the error is about opening alone
    except OSError as error:
        raise BadInput(f"cannot be read: {error.strerror or error}") from None
    with file:
        yield from jobs_of_warc(file, name, folder, skipped)


def jobs_of_warc(file: IO[bytes], name: str, folder: str, skipped: Counter[str]) -> Iterator[Job]:
    """The same of an open file that can be sought in; gzip is seen by its first bytes."""
    seen = 0
    for record in _records(file, skipped):
        seen += 1
        try:
            job = _job_of_record(record, name, folder, skipped)
        except Exception as error:  # whatever a parser makes of a broken record, it is that record's
            source = f"{name}:{record.stream_pos}"
            job = Job(source, source, folder, fault=f"broken WARC record: {told(error)}", named_by_id=True)
        if job is not None:
            yield job
    if not seen and skipped["broken WARC records"]:
        raise BadInput("broken WARC: no record can be read")


def _records(file: IO[bytes], skipped: Counter[str]) -> Iterator[Any]:
    """The responses; after a broken record the search goes on for the next one."""
    warc = require_warc()
    start, good, tries = 0, -1, 0
    while True:
        file.seek(start)
        try:
            for record in warc.ArchiveIterator(file, record_types=warc.WarcRecordType.response, parse_http=False):
                declared = record.content_length
                if declared <= MAX_DOCUMENT_BYTES:
                    record.freeze()
                good, tries = start + record.stream_pos, 0
                yield record
            return
        except Exception:  # fastwarc's own and those of what it calls; the record is broken, the file goes on
            skipped["broken WARC records"] += tries == 0
        tries += 1
        start = _next_start(file, max(start, good) + 1)
        if start < 0 or tries > _MOST_TRIES:
            return


def _next_start(file: IO[bytes], at: int) -> int:
    """The next place from `at` on where a record may begin, -1 where there is none."""
    file.seek(at)
    longest = max(map(len, _MAGIC))
    tail = b""
    while piece := file.read(_PIECE):
        data = tail + piece
        found = [place for magic in _MAGIC if (place := data.find(magic)) >= 0]
        if found:
            return at - len(tail) + min(found)
        at += len(piece)
        tail = data[-longest:]
    return -1


def _job_of_record(record: Any, name: str, folder: str, skipped: Counter[str]) -> Job | None:
    """The job of a response, None where it is no HTML page."""
    length = (record.headers.get("Content-Length") or "0").strip()
    id = shown((record.record_id or "").strip("<>")) or f"{name}:{record.stream_pos}"
    url = record.headers.get("WARC-Target-URI")
    if not _WHOLE_NUMBER.fullmatch(length):
        fault = f"broken WARC record: its Content-Length is {shown(length[:40])!r} and no number"
        return Job(f"{name}:{id}", id, folder, url=url, fault=fault, named_by_id=True)
    declared = int(length)
    if declared > MAX_DOCUMENT_BYTES:
        fault = f"the record is larger than {MAX_DOCUMENT_BYTES:,} bytes"
        return Job(f"{name}:{id}", id, folder, url=url, fault=fault, named_by_id=True)
    kept = record.content_length
    cut = f"the WARC record ends after {kept:,} of {declared:,} bytes" if kept < declared else ""
    try:
        record.parse_http(auto_decode="all")
        data = record.reader.read(MAX_DOCUMENT_BYTES + 1)
    except (OSError, ValueError) as error:
        return Job(f"{name}:{id}", id, folder, url=url, fault=f"broken HTTP response: {error}", named_by_id=True)
    head = record.http_headers
    if head is None or not 200 <= (head.status_code or 0) < 300 or record.http_content_type not in _HTML_TYPES:
        skipped["WARC records that are no HTML page" if not cut else "broken WARC records"] += 1
        return None
    fault = ""
    if len(data) > max(RATIO_FROM, MAX_RATIO * declared):
        fault = f"decompression bomb: grows more than {MAX_RATIO} times"
    elif len(data) > MAX_DOCUMENT_BYTES:
        data, cut = data[:MAX_DOCUMENT_BYTES], f"cut at {MAX_DOCUMENT_BYTES:,} bytes"
    return Job(
        f"{name}:{id}",
        id,
        folder,
        data=b"" if fault else data,
        cut=cut,
        fault=fault,
        form="html",
        url=url,
        charset=head.get("Content-Type") or "",
        named_by_id=True,
    )


def parquet_jobs(path: str, name: str, folder: str, columns: tuple[str, str]) -> Iterator[Job]:
    """The rows of a Parquet file. `columns`: those that hold HTML and plain text. Raises `BadInput`."""
    _, parquet = require_parquet()
    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            _refuse_bomb(file.metadata, path)
            check_columns(file.schema_arrow.names, columns)
            for batch in file.iter_batches(batch_size=_BATCH_ROWS):
                for job in jobs_of_batch(batch, name, number, columns, folder):
                    number += 1
                    yield job
    except BadInput:
        raise
    except Exception as error:  # pyarrow raises more than its own exceptions for a file that is broken
        after = f", after row {number}" if number else ""
        raise BadInput(f"broken Parquet: {told(error)}{after}") from None


def _refuse_bomb(metadata: Any, path: str) -> None:
    """Raises `ValueError` where the file says itself that it grows too much; the limit is that of a stream.

    By row groups: asking for a column of a broken file ends the process with pyarrow 26 (an exception nobody catches).
    """
    made = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    if made > max(RATIO_FROM, MAX_RATIO * Path(path).stat().st_size):
        raise ValueError(f"decompression bomb: grows more than {MAX_RATIO} times")


def jobs_of_batch(batch: Any, name: str, before: int, columns: tuple[str, str], folder: str = "") -> Iterator[Job]:
    """The rows of an Arrow batch or table. `before`: how many rows of `name` came before it."""
    for number, row in enumerate(_plain_columns(batch).to_pylist(), before + 1):
        yield job_of_row(row, f"{name}:{number}", folder, columns)


def _plain_columns(batch: Any) -> Any:
    """A batch whose times are text: Python knows no nanoseconds."""
    pyarrow, _ = require_parquet()
    for i, field in enumerate(batch.schema):
        if pyarrow.types.is_timestamp(field.type) or pyarrow.types.is_time64(field.type):
            batch = batch.set_column(i, field.name, batch.column(i).cast(pyarrow.string()))
    return batch


def job_of_row(row: dict[str, Any], source: str, folder: str, columns: tuple[str, str], *, read: int = 0) -> Job:
    """A row as JSON; a document given as bytes stands beside it, to be decoded as a page is."""
    column = next((column for column in columns if not is_blank(row.get(column))), None)
    if column is not None and isinstance(row[column], bytes):
        data = row.pop(column)
        if column != columns[0]:
            row.pop(columns[0], None)
        form: Format = "html" if column == columns[0] else "text"
        extra = encode_json(_plain(row))
        return Job(source, source, folder, data=data, extra=extra, form=form, is_row=True, named_by_id=True, read=read)
    return Job(source, source, folder, data=encode_json(_plain(row)), is_row=True, named_by_id=True, read=read)


def _plain(value: Any) -> Any:
    """A value of a column as JSON knows it; bytes that are no UTF-8 as base64, other types by their text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return b64encode(value).decode("ascii")
    if isinstance(value, float):
        return value if value - value == 0 else None
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, datetime | date | daytime):
        return value.isoformat()
    return value.total_seconds() if isinstance(value, timedelta) else str(value)


def require_warc() -> Any:
    """fastwarc's WARC module. Raises `MissingExtra`."""
    try:
        from fastwarc import warc
    except ImportError:
        raise MissingExtra("reading .warc", "warc") from None
    return warc


def require_parquet() -> tuple[Any, Any]:
    """pyarrow and its Parquet module. Raises `MissingExtra`."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra("reading or writing .parquet", "parquet") from None
    return pyarrow, pyarrow.parquet
