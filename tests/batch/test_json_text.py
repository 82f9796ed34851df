"""JSON that is written is JSON, whatever the numbers of a row are; and a row with a blank column."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.batch.jobs import Job, Plan, encode_json
from cleaner.batch.jsonl_rows import BadRow, open_row
from cleaner.batch.options import Options
from cleaner.batch.parquet_table import make_table, record_schema
from cleaner.batch.run import clean_files
from cleaner.batch.worker import Worker
from cleaner.config import Config
from cleaner.text.json_text import read_json, write_json

QUIET = Config(translation=False, witness=False)
PLAN = Plan(QUIET, "records")
STORY = "The harbour of Velmora reopened on Monday after repairs, the port authority said in a statement."
NUMBERS = [
    "1e999",
    "-1e999",
    "NaN",
    "Infinity",
    "-Infinity",
    "9" * 4_300,
    "9" * 4_301,
    "-" + "8" * 9_000,
    "1e-999",
    "0",
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


def strict(data: bytes | str) -> Any:
    return json.loads(data, parse_constant=refuse)


def finite(value: Any) -> Any:
    """What JSON can say of a value."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list):
        return [finite(item) for item in value]
    return {key: finite(item) for key, item in value.items()} if isinstance(value, dict) else value


@given(VALUES)
def test_what_is_written_is_json(value: Any) -> None:
    assert strict(write_json(value)) == finite(value)
    assert strict(encode_json(value)) == finite(value)
    assert read_json(json.dumps(value)) == finite(value)


def row(value: str) -> bytes:
    """A row whose other column, and one within it, hold a number."""
    return f'{{"text": "{STORY}", "e": {value}, "in": [{{"e": {value}}}]}}'.encode()


def do(data: bytes) -> dict[str, Any]:
    record: dict[str, Any] = strict(Worker(PLAN).do(Job("r:1", "r:1", "", data=data, is_row=True)).data)
    return record


@pytest.mark.parametrize("number", NUMBERS)
def test_any_number_passes_through_a_row(number: str) -> None:
    record = do(row(number))
    assert record["status"] == "ok"
    passed = record["input"]["e"]
    assert record["input"]["in"] == [{"e": passed}]
    if "N" in number or "I" in number or number.endswith("e999"):
        assert passed is None
    else:
        assert str(passed) == str(number if len(number) > 4_300 else json.loads(number))


@pytest.mark.parametrize("number", NUMBERS)
def test_any_number_passes_into_parquet(number: str) -> None:
    pytest.importorskip("pyarrow")
    record = do(row(number))
    [made] = make_table([record], record_schema()).to_pylist()
    assert strict(made["input"]) == record["input"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("column", ["html", "text", "id", "url", "language"])
def test_a_number_is_no_document_and_no_address(number: str, column: str) -> None:
    fields = {"text": f'"{STORY}"'} | {column: number}
    record = do(("{" + ", ".join(f'"{name}": {value}' for name, value in fields.items()) + "}").encode())
    null = read_json(number) is None
    assert record["status"] == ("error" if column == "text" or (column == "html" and not null) else "ok")
    if column in ("html", "text") and not null:
        assert "is not a string" in record["warnings"][0]
    assert record["url"] is None
    assert isinstance(record["id"], str)


def test_parquet_floats_that_json_does_not_know(tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table({"text": [STORY] * 3, "e": [math.inf, math.nan, 1.5]})
    parquet.write_table(table, tmp_path / "in.parquet")
    for out in ("out.jsonl", "out.parquet"):
        clean_files(Options([str(tmp_path / "in.parquet")], out=str(tmp_path / out), jobs=1), QUIET)
    lines = (tmp_path / "out.jsonl").read_bytes().splitlines()
    assert [strict(line)["input"]["e"] for line in lines] == [None, None, 1.5]
    passed = parquet.read_table(tmp_path / "out.parquet").column("input").to_pylist()
    assert passed == [{"e": None}, {"e": None}, {"e": 1.5}]


BLANK = [None, "", " ", "\n\t \r\n"]


@pytest.mark.parametrize("blank", BLANK)
def test_a_blank_html_column_is_absent(blank: str | None) -> None:
    data = json.dumps({"html": blank, "text": STORY, "other": 1}).encode()
    opened = open_row(Job("r:1", "r:1", "", data=data, is_row=True), PLAN)
    assert (opened.source, opened.form, opened.rest) == (STORY, "text", {"other": 1})


@pytest.mark.parametrize("text", [*BLANK, "left out"])
def test_where_nothing_else_is_there_a_blank_column_is_an_empty_document(text: str | None) -> None:
    for html in BLANK[1:]:
        opened = open_row(
            Job("r:1", "r:1", "", data=json.dumps({"html": html, "text": text}).encode(), is_row=True), PLAN
        )
        assert opened.form == ("text" if text == "left out" else "html")


@pytest.mark.parametrize("blank", [None, b"", b" \n"])
@pytest.mark.parametrize("kind", [str, bytes])
def test_a_blank_column_of_parquet_is_absent(tmp_path: Path, blank: bytes | None, kind: type) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    texts = pyarrow.string() if kind is str else pyarrow.binary()
    html = pyarrow.array([blank], pyarrow.binary()).cast(texts)
    text = pyarrow.array([STORY.encode()], pyarrow.binary()).cast(texts)
    parquet.write_table(pyarrow.table({"html": html, "text": text, "n": [1]}), tmp_path / "in.parquet")
    clean_files(
        Options([str(tmp_path / "in.parquet")], out=str(tmp_path / "out"), form="jsonl", jobs=1, with_text=True), QUIET
    )
    [made] = (tmp_path / "out").glob("in*.json")
    record = strict(made.read_bytes())
    assert (record["status"], record["text"], record["input"]) == ("ok", STORY, {"n": 1})


def test_a_row_without_a_document_says_what_it_has_and_the_remedy() -> None:
    columns = {"title": "a", "content\x1b[2J": "b"} | {f"column {i}": i for i in range(30)}
    with pytest.raises(BadRow) as raised:
        open_row(Job("b.jsonl:1", "b.jsonl:1", "", data=json.dumps(columns).encode(), is_row=True), PLAN)
    said = str(raised.value)
    assert said.count("b.jsonl:1") == 1
    assert "'title', 'content\\\\x1b[2J'" in said
    assert "and 20 more" in said
    assert "--html-field or --text-field" in said


@pytest.mark.parametrize("depth", range(940, 1_000, 3))
def test_a_row_of_any_depth_gives_a_record(depth: int) -> None:
    record = do(f'{{"id": "deep", "text": "{STORY}", "x": {"[" * depth}{"]" * depth}}}'.encode())
    assert record["status"] in ("ok", "error")


def test_a_record_too_deep_to_be_written_is_a_row() -> None:
    """It can be read and not written: the record puts two levels around it."""
    worker = Worker(PLAN)
    depth = 400
    data = f'{{"text": "{STORY}", "x": {"[" * depth}{"]" * depth}}}'.encode()

    def descend(levels: int) -> bytes:
        return descend(levels - 1) if levels else worker.do(Job("r:1", "r:1", "", data=data, is_row=True)).data

    import inspect

    here = len(inspect.stack())
    seen = {strict(descend(levels))["status"] for levels in range(500 - here, 620 - here, 4)}
    assert seen <= {"ok", "error"}
