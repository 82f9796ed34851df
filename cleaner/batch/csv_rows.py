"""CSV and TSV to jobs: a document per row, columns named by the first row; what is wrong is told with its line.

Rows are read with the `csv` module as RFC 4180 has them: a quoted cell may hold the delimiter, doubled quotes and line
breaks. The delimiter is the one of , ; | and tab that the first row has most of, in TSV the tab.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from threading import Lock
from typing import Any

from cleaner.batch.columns import check_columns
from cleaner.batch.file_kind import BOM
from cleaner.batch.jobs import Job
from cleaner.batch.warc_parquet import job_of_row
from cleaner.readers.compressed import MAX_LINE_BYTES, BadInput, Readable, Stream
from cleaner.readers.decode import decode_text
from cleaner.readers.source_format import NotText

_DELIMITERS = ",;\t|"
_RETURN = re.compile(r"\r(?!\n)")
_AFTER_RETURN = re.compile(r"(?<=\r)(?!\n)(?=.)", re.DOTALL)
_FIRST_ROW = re.compile(r'(?:[^"\r\n]|"(?:[^"]|"")*")*')
_HELD = "\ud800"
"""In the place of a "\\r" that ends no row: `csv` takes it for the end of one. No UTF-8 decodes to this."""
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_NAME = re.compile(r"\w[\w .-]{0,39}")
_LOCK = Lock()


class CsvRows:
    """The rows of a stream. `columns`: their names, none where the stream is empty.

    Raises `BadInput` where a row is larger than `MAX_LINE_BYTES` or has a quoted cell that is not closed: after that
    nobody knows where rows begin.
    """

    def __init__(self, stream: Stream, *, tabs: bool = False) -> None:
        self._lines = _Lines(stream)
        self._rows: Iterator[list[str]] = iter(())
        first = self._lines.peek()
        self._delimiter = "\t" if tabs else delimiter_of(first)
        self._rows = csv.reader(self._lines, delimiter=self._delimiter, strict=True)
        self.columns: list[str] = []
        head = next((row for _, row in self._read() if isinstance(row, str) or any(map(str.strip, row))), ())
        if isinstance(head, str):
            raise BadInput(head)
        self.columns = _distinct([_decoded(cell).strip() for cell in head])

    def __iter__(self) -> Iterator[tuple[int, dict[str, Any] | str]]:
        """The number of the line a row begins in, and the row: by column, or what is wrong with it."""
        for line, row in self._read():
            if not row:
                continue  # an empty line
            yield line, row if isinstance(row, str) else self._as_row(row)

    def _as_row(self, cells: list[str]) -> dict[str, Any] | str:
        over = cells[len(self.columns) :]
        if any(over):
            return f"{len(cells):,} cells, but the first row names {len(self.columns):,} columns"
        return dict(zip(self.columns, map(_as_bytes, cells), strict=False))

    def _read(self) -> Iterator[tuple[int, list[str] | str]]:
        """The rows, each read with room for large cells: the limit is that of the whole process, so it is put back."""
        while True:
            self._lines.start_row()
            with _LOCK:
                limit = csv.field_size_limit(MAX_LINE_BYTES)
                try:
                    row = next(self._rows, None)
                except csv.Error as error:
                    fault: csv.Error | None = error
                else:
                    fault = None
                finally:
                    csv.field_size_limit(limit)
            if fault is not None:
                yield from self._read_unquoted(fault)
            elif row is None:
                return
            else:
                yield self._lines.begin, row

    def _read_unquoted(self, fault: csv.Error) -> Iterator[tuple[int, list[str] | str]]:
        """The lines of a row with a quoted cell that does not end as one: rows where each has all cells if quotes are
        letters, for many files that end in .tsv quote nothing; else what is wrong with them."""
        begin, lines = self._lines.begin, self._lines.held
        rows = [line.rstrip("\r\n").split(self._delimiter) for line in lines]
        fits = all(len(row) == len(self.columns) for row in rows) and (len(rows) == 1 or len(self.columns) > 1)
        if fits and (self._delimiter == "\t" or not self._lines.ended_within):
            yield from enumerate(rows, begin)
        elif self._lines.ended_within:
            raise BadInput(
                f"a quoted cell of the row that begins in line {begin:,} is not closed; nothing is read from there on"
            )
        else:
            until = f" to {begin + len(rows) - 1:,}" if len(rows) > 1 else ""
            yield begin, f"broken CSV in line {begin:,}{until}: {fault}"


class _Lines(Iterator[str]):
    """The lines of a stream with their line breaks. Bytes that are no UTF-8 are kept as lone surrogates.

    begin: the number of the first line of the row that is being read. held: its lines so far. ended_within: whether the
    stream ended in it.
    """

    def __init__(self, stream: Stream) -> None:
        self._lines = _decoded_lines(stream)
        self._ahead: str | None = None
        self._number = self._size = 0
        self.begin = 1
        self.held: list[str] = []
        self.ended_within = False

    def peek(self) -> str:
        """The next line, "" where there is none."""
        self._ahead = next(self._lines, None)
        return self._ahead or ""

    def start_row(self) -> None:
        self.begin, self._size, self.held = self._number + 1, 0, []

    def __next__(self) -> str:
        line, self._ahead = (self._ahead, None) if self._ahead is not None else (next(self._lines, None), None)
        if line is None:
            self.ended_within = self._size > 0
            raise StopIteration
        self._number += 1
        self._size += len(line)
        self.held.append(line)
        if self._size > MAX_LINE_BYTES:
            raise BadInput(f"the row that begins in line {self.begin:,} is longer than {MAX_LINE_BYTES:,} bytes")
        return line


def csv_jobs(stream: Stream, name: str, folder: str, columns: tuple[str, str], *, tabs: bool = False) -> Iterator[Job]:
    """The documents of a stream of CSV. columns: those with HTML and with text. Raises `BadInput`, see `CsvRows`."""
    rows = CsvRows(stream, tabs=tabs)
    if rows.columns:
        check_columns(rows.columns, columns)
    taken = 0
    for line, row in rows:
        read, taken = stream.taken - taken, stream.taken
        source = f"{name}:{line}"
        if isinstance(row, str):
            yield Job(source, source, folder, named_by_id=True, fault=row, read=read)
            continue
        if not row.get("id"):
            row.pop("id", None)  # an empty cell is no id
        page = next((column for column in columns if row.get(column)), None)
        plain = {key: _decoded_bytes(value) if key != page else value for key, value in row.items()}
        yield job_of_row(plain, source, folder, columns, read=read)


def looks_like_csv(head: bytes, columns: tuple[str, str]) -> bool:
    """Whether what begins with these bytes is CSV: the first line is names of columns, with one of the documents'."""
    line = head.removeprefix(BOM).split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")
    names = [cell.strip('"') for cell in line.split(delimiter_of(line))]
    return len(names) > 1 and any(name in columns for name in names) and all(map(_NAME.fullmatch, names))


def delimiter_of(line: str) -> str:
    """The delimiter of which there are most outside quotes; the comma where there is none."""
    counts = Counter(char for part in line.split('"')[::2] for char in part if char in _DELIMITERS)
    return max(_DELIMITERS, key=lambda char: counts[char])


def _decoded_lines(stream: Stream) -> Iterator[str]:
    """Rows end with "\\n" or "\\r\\n"; with a "\\r" alone only where the first row does, as old files of the Mac."""
    ends_in_return = False
    for number, line in enumerate(_as_utf8(stream).lines(), 1):
        if line is None:
            raise BadInput(f"line {number:,} is longer than {MAX_LINE_BYTES:,} bytes")
        text = (line.removeprefix(BOM) if number == 1 else line).decode("utf-8", "surrogateescape") + "\n"
        if number == 1 and (first := _FIRST_ROW.match(text)):
            ends_in_return = _RETURN.match(text, first.end()) is not None
        if "\r" not in text:
            yield text
        elif ends_in_return:
            yield from _AFTER_RETURN.split(text)
        else:
            yield _RETURN.sub(_HELD, text)


def _as_utf8(stream: Stream) -> Stream:
    """A stream in UTF-8: one that begins with the mark of UTF-16, as Excel writes, is decoded."""
    head = stream.read(1 << 16)
    codec = next((codec for mark, codec in _WIDE.items() if head.startswith(mark)), None)
    return Stream(_Recoded(head, stream, codec), "")


class _Recoded:
    """A stream with what was taken of it put back, and in UTF-8."""

    def __init__(self, head: bytes, rest: Readable, codec: str | None) -> None:
        self._head = head
        self._rest = rest
        self._decoder = codecs.getincrementaldecoder(codec)("replace") if codec else None

    def read(self, size: int = -1) -> bytes:
        data, self._head = (self._head, b"") if self._head else (self._rest.read(size), b"")
        if self._decoder is None or not data:
            return data
        return self._decoder.decode(data).encode("utf-8", "replace") or self.read(size)


def _distinct(names: list[str]) -> list[str]:
    """Names of which none comes twice: the second "title" is "title.2"."""
    seen: Counter[str] = Counter()
    distinct = []
    for name in names:
        seen[name] += 1
        distinct.append(f"{name}.{seen[name]}" if seen[name] > 1 else name)
    return distinct


def _as_bytes(cell: str) -> str | bytes:
    """A cell, as its bytes where they are no UTF-8: the reader of documents finds out what they are."""
    cell = cell.replace(_HELD, "\r")
    try:
        cell.encode("utf-8")
    except UnicodeEncodeError:
        return cell.encode("utf-8", "surrogateescape")
    return cell


def _decoded_bytes(value: str | bytes) -> str:
    """A cell that is no document, its encoding guessed."""
    if isinstance(value, str):
        return value
    try:
        return decode_text(value).text
    except NotText:
        return value.decode("latin-1")


def _decoded(cell: str) -> str:
    return _decoded_bytes(_as_bytes(cell))
