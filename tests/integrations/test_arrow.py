"""Record batches in, record batches out: the same as `cleaner clean` on the same rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

from cleaner import Config  # noqa: E402 - what is imported here needs pyarrow
from cleaner.batch.options import Options  # noqa: E402
from cleaner.batch.read_records import read_records  # noqa: E402
from cleaner.batch.run import clean_files  # noqa: E402
from cleaner.integrations.arrow import LEAN_SCHEMA, ROWS, SCHEMA, clean_batches, without_maps  # noqa: E402

PLAIN = Config(translation=False)
STORY = "Skip to content\n\nBy Ana Ruiz\n\nThe harbour opened again on Monday after a year of work, the council said.\n"


def by_command(table: Any, folder: Path, **choices: Any) -> list[dict[str, Any]]:
    """The records `cleaner clean` makes of the same rows."""
    pq.write_table(table, folder / "row")
    clean_files(Options((str(folder / "row"),), out=str(folder / "wanted.jsonl"), jobs=1), Config(**choices))
    return list(read_records(folder / "wanted.jsonl"))


def by_batches(batches: Any, folder: Path, config: Config | None = None, **choices: Any) -> list[dict[str, Any]]:
    """The records of the function under test, through a Parquet file."""
    table = pa.Table.from_batches(clean_batches(batches, config, **choices), SCHEMA)
    pq.write_table(table, folder / "got.parquet")
    records = list(read_records(folder / "got.parquet"))
    return [record | {"input": json.loads(record["input"])} if "input" in record else record for record in records]


def test_the_records_are_those_of_the_command(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    table = pa.Table.from_pylist([{"html": None, "text": None, "section": "world", "n": 1.5} | row for row in rows])
    got = by_batches(table.to_batches(max_chunksize=7), tmp_path)
    assert got == by_command(table, tmp_path)
    assert got[0]["input"]["n"] == 1.5
    assert by_batches([table], tmp_path) == got, "a table is as good as batches"


def test_a_bad_row_is_a_row_with_a_status(tmp_path: Path) -> None:
    table = pa.table({
        "id": ["a", None, "c"],
        "text": ["One line of text.", None, None],
        "html": pa.array([None, None, b"<html><body><p>One line.</p></body></html>"], pa.binary()),
        "seen": pa.array([0, 1, None], pa.timestamp("ns")),
    })  # fmt: skip
    got = by_batches(table.to_batches(max_chunksize=2), tmp_path, PLAIN)
    assert [record["status"] for record in got] == ["ok", "error", "ok"]
    assert [record["id"] for record in got] == ["a", "row:2", "c"]
    assert got[1]["warnings"][0].startswith("row:2: neither 'html' nor 'text' holds a document; the row has 'id'")
    assert got == by_command(table, tmp_path, translation=False)


def test_columns_may_have_other_names(tmp_path: Path) -> None:
    table = pa.table({"id": ["a"], "page": ["<p>One line.</p>"], "words": ["unused"]})
    got = by_batches([table], tmp_path, PLAIN, html_field="page", text_field="words")
    assert (got[0]["body"], got[0]["input"]) == ("One line.", {"words": "unused"})


def test_batches_stay_small_and_nothing_comes_of_nothing() -> None:
    table = pa.table({"text": [STORY] * (ROWS + 5)})
    sizes = [batch.num_rows for batch in clean_batches([table], PLAIN)]
    assert sizes == [ROWS, 5]
    assert list(clean_batches([])) == list(clean_batches([table.slice(0, 0)])) == []


def test_with_a_deadline_the_batches_are_the_same() -> None:
    table = pa.table({"text": [STORY, None, "One line of text."]})
    assert list(clean_batches([table], PLAIN, timeout=120)) == list(clean_batches([table], PLAIN))


def test_lone_surrogates_and_deep_fields_fit_the_columns() -> None:
    table = pa.table({"text": [STORY], "html": pa.nulls(1, pa.string()), "deep": [[{"a": [b"\xff"]}]]})
    (batch,) = clean_batches([table], PLAIN)
    assert batch.schema.equals(SCHEMA)
    assert json.loads(batch.to_pylist()[0]["input"]) == {"deep": [{"a": ["/w=="]}]}


def test_without_maps_the_rest_is_the_same() -> None:
    table = pa.table({"text": [STORY]})
    bare = without_maps(SCHEMA)
    assert "map<" not in str(bare)
    (with_maps,), (without,) = clean_batches([table], PLAIN), clean_batches([table], PLAIN, schema=bare)
    assert without.schema.equals(bare)
    (one,), (other,) = with_maps.to_pylist(), without.to_pylist()
    sources = {pair["key"]: pair["value"] for pair in other["metadata"].pop("sources")}
    assert sources == dict(one["metadata"].pop("sources")) != {}
    one["versions"].pop("models"), other["versions"].pop("models")
    assert one == other


def test_lean_records(tmp_path: Path) -> None:
    table = pa.table({"id": ["a"], "text": [STORY], "n": [5]})
    (batch,) = clean_batches(table.to_batches(), PLAIN, schema=LEAN_SCHEMA)
    assert batch.schema == LEAN_SCHEMA
    (row,) = batch.to_pylist()
    clean_files(Options((write_rows(table, tmp_path),), out=str(tmp_path / "lean.parquet"), jobs=1, lean=True), PLAIN)
    (wanted,) = pq.read_table(tmp_path / "lean.parquet").to_pylist()
    assert row == wanted and json.loads(row["input"]) == {"n": 5}


def write_rows(table: Any, folder: Path) -> str:
    pq.write_table(table, folder / "row")
    return str(folder / "row")
