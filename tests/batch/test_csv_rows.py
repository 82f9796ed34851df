"""CSV read: whatever a writer of CSV writes comes back, and what is broken is told with its line."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.batch.csv_rows import CsvRows, csv_jobs, delimiter_of, looks_like_csv
from cleaner.readers.compressed import BadInput, Stream

COLUMNS = ("html", "text")
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12) | st.sampled_from(
    ['"', '""', "a,b;c\td|e", "one\ntwo", "one\r\ntwo", "a\rb", " ", "", "\ufeff", "\u2028", "\x0c"]
)
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5)


class Pieces(io.BytesIO):
    """A file that gives its bytes in small pieces."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(7, size) if size and size > 0 else 7)

    read1 = read


def rows_of(data: bytes, *, tabs: bool = False) -> list[dict[str, Any] | str]:
    return [row for _, row in CsvRows(Stream(Pieces(data), ""), tabs=tabs)]


def jobs_of(data: bytes) -> list[Any]:
    return list(csv_jobs(Stream(Pieces(data), ""), "t.csv", "", COLUMNS))


@settings(max_examples=150)
@given(table=TABLES, delimiter=st.sampled_from(",;\t|"), end=st.sampled_from(["\n", "\r\n", "\r"]), quote=st.booleans())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_is_written_is_read(table: list[list[str]], delimiter: str, end: str, quote: bool, encoding: str) -> None:
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quote or end == "\r" else csv.QUOTE_MINIMAL  # which leaves a lone "\r" as it is
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(["id", "text", "n"])
    writer.writerows(table)
    found = rows_of(out.getvalue().encode(encoding))
    assert found == [dict(zip(["id", "text", "n"], row, strict=True)) for row in table]


def test_a_row_is_named_by_its_line_or_its_id() -> None:
    jobs = jobs_of(b'id,text\n7,"two\nlines"\n\n,"a cell without id"\n')
    assert [job.source for job in jobs] == ["t.csv:2", "t.csv:5"]
    assert [json.loads(job.data) for job in jobs] == [{"id": "7", "text": "two\nlines"}, {"text": "a cell without id"}]
    assert sum(job.read for job in jobs) > 0


def test_a_row_with_too_many_cells_is_a_fault_and_the_others_are_read() -> None:
    one, two, three, four = jobs_of(b"text,n\na,1\nb,2,3\nc\nd,4,\n")
    assert two.source == "t.csv:3"
    assert two.fault == "3 cells, but the first row names 2 columns"
    assert json.loads(three.data) == {"text": "c"}
    assert [json.loads(job.data)["text"] for job in (one, four)] == ["a", "d"]


def test_a_quoted_cell_that_is_not_closed_is_told_with_the_line_of_its_row() -> None:
    jobs = csv_jobs(Stream(io.BytesIO(b'text\na\n"b\nc\nd\n'), ""), "t.csv", "", COLUMNS)
    assert json.loads(next(jobs).data) == {"text": "a"}
    with pytest.raises(BadInput, match="the row that begins in line 3 is not closed"):
        next(jobs)


def test_a_large_cell_is_read_and_the_limit_of_the_process_stays() -> None:
    limit = csv.field_size_limit()
    (row,) = rows_of(b'text,n\n"' + b"x" * (limit + 1000) + b'",1\n') if limit < 1_000_000 else [{"text": "", "n": "1"}]
    assert isinstance(row, dict) and row["n"] == "1"
    assert csv.field_size_limit() == limit


def test_cells_that_are_no_utf8_are_decoded() -> None:
    (job,) = jobs_of("page,text,title\n1,Der Hafen von Lübeck wurde größer und schöner,Zürich\n".encode("cp1252"))
    assert job.data == "Der Hafen von Lübeck wurde größer und schöner".encode("cp1252")
    assert json.loads(job.extra) == {"page": "1", "title": "Zürich"}


@pytest.mark.parametrize("data", [b"", b"\n\n", b"id,text\n", b"\xef\xbb\xbf"])
def test_nothing_in_it_is_no_document(data: bytes) -> None:
    assert jobs_of(data) == []


def test_a_table_without_documents_is_refused_with_its_columns() -> None:
    with pytest.raises(BadInput, match=r"no column 'html' or 'text'; columns are id, body"):
        jobs_of(b"id,body\n1,x\n")


def test_names_that_come_twice_are_told_apart() -> None:
    assert rows_of(b"a,text,a\n1,2,3\n") == [{"a": "1", "text": "2", "a.2": "3"}]


@pytest.mark.parametrize(
    ("head", "is_csv"),
    [
        (b"id,text\n1,a", True), (b'\xef\xbb\xbf"id";"html"\r\n', True), (b"text\tid", True),
        (b"text\nA story.", False), (b"The text, said the mayor\n", False), (b"id,body\n", False), (b"", False),
        (b"html, css, text\n", False),
    ],
)  # fmt: skip
def test_csv_is_recognised_by_its_first_line(head: bytes, is_csv: bool) -> None:
    assert looks_like_csv(head, COLUMNS) is is_csv


def test_delimiters_in_quotes_do_not_count() -> None:
    assert delimiter_of('"a,b,c,d";"e"') == ";"
    assert delimiter_of("a") == ","


STORIES = [
    '"We are done," said the mayor.', '"An open quotation', "plain", 'He said: "No."', '"whole"', 'ends "so"', '"a" "b',
]  # fmt: skip


@given(stories=st.lists(st.sampled_from(STORIES), min_size=1, max_size=6))
def test_no_row_of_a_file_that_quotes_nothing_is_lost(stories: list[str]) -> None:
    data = "id\ttext\n" + "".join(f"{number}\t{story}\n" for number, story in enumerate(stories))
    found = [row for row in rows_of(data.encode(), tabs=True) if isinstance(row, dict)]
    assert [row["id"] for row in found] == [str(number) for number in range(len(stories))]
    assert [row["text"].strip('"') for row in found] == [story.strip('"') for story in stories]


def test_a_row_with_letters_behind_a_quoted_cell_is_told_with_its_lines() -> None:
    found = rows_of(b'id,text\n1,"one, two\n2,"three, four"\n3,five\n')
    assert found[0].startswith("broken CSV in line 2 to 3")
    assert found[1:] == [{"id": "3", "text": "five"}]
