"""Tables in: CSV end to end, and a column that is not there, in every form."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from clean_helpers import PAGE, STORY, Clean, read_records, tree, write

ROWS = [{"id": "a", "page": PAGE, "n": "1"}, {"id": "b", "page": PAGE, "n": "2"}]


def make_table(path: Path) -> Path:
    """The rows in the form that the ending names."""
    if path.suffix in (".csv", ".tsv"):
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(ROWS[0]), delimiter="\t" if path.suffix == ".tsv" else ",")
            writer.writeheader()
            writer.writerows(ROWS)
    elif path.suffix == ".parquet":
        pa, pq = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        pq.write_table(pa.Table.from_pylist(ROWS), path)
    else:
        write(path, "".join(json.dumps(row) + "\n" for row in ROWS))
    return path


def test_the_same_documents_from_every_table(clean: Clean, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.csv", "b.tsv", "c.jsonl", "d.parquet"):
        make_table(tmp_path / "in" / name)
    write(tmp_path / "in/e.csv.gz", gzip.compress((tmp_path / "in/a.csv").read_bytes()))
    ran = clean("in", "--html-field", "page", "-o", "out.jsonl")
    assert ran.status == 0
    records = read_records(tmp_path / "out.jsonl")
    assert [record["id"] for record in records] == ["a", "b"] * 5
    assert len({record["body"] for record in records}) == 1 and "reopened on Monday" in records[0]["body"]
    assert {record["input"]["n"] for record in records} == {"1", "2"}


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.jsonl", "t.parquet"])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--html-field", "pages"], "no column 'pages'; columns are id, page, n\n"),
        ([], "no column 'html' or 'text'; columns are id, page, n: name the one"),
    ],
)
def test_a_column_that_is_not_there_is_said_at_once(
    clean: Clean, tmp_path: Path, name: str, arguments: list[str], message: str
) -> None:
    make_table(tmp_path / name)
    ran = clean(name, *arguments, "-o", "out.jsonl")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.count("no column") == 1 and message in ran.err
    assert tree(tmp_path) == [name]


def test_one_table_of_several_without_the_column_is_one_error(clean: Clean, tmp_path: Path) -> None:
    make_table(write(tmp_path / "in/a.csv", ""))
    write(tmp_path / "in/b.csv", "id,words\n1,x\n2,y\n3,z\n")
    ran = clean("in", "--html-field", "page")
    assert ran.status == 1
    assert [(record["id"], record["status"]) for record in ran.records] == [
        ("a", "ok"),
        ("b", "ok"),
        ("b.csv", "error"),
    ]
    assert "columns are id, words" in ran.records[-1]["warnings"][0]


def test_csv_on_standard_input(clean: Clean) -> None:
    quoted = STORY.replace('"', '""')
    ran = clean("--format", "jsonl", "--lean", input=f'id,text\n7,"{quoted}"\n')
    assert [record["id"] for record in ran.records] == ["7"]
    assert "reopened on Monday" in ran.records[0]["body"]
