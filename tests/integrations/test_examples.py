"""The programs of `examples/`, each over the samples: the records are the library's."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from cleaner.batch.read_records import read_records

from .conftest import ROOT, Program

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

PROGRAMS = {
    "hugging_face_map.py": ("datasets", ()),
    "spark_map_in_arrow.py": ("pyspark", pytest.mark.heavy),
    "ray_map_batches.py": ("ray", pytest.mark.heavy),
}


@pytest.mark.parametrize(
    ("program", "library"),
    [pytest.param(name, library, marks=marks, id=library) for name, (library, marks) in PROGRAMS.items()],
)
def test_an_example_gives_the_librarys_records(
    program: str,
    library: str,
    rows: list[dict[str, Any]],
    records: dict[str, dict[str, Any]],
    tmp_path: Path,
    run_program: Program,
) -> None:
    pytest.importorskip(library)
    if library == "pyspark" and not shutil.which("java"):
        pytest.skip("no Java here")
    pq.write_table(pa.Table.from_pylist([{"html": None, "text": None} | row for row in rows]), tmp_path / "in.parquet")
    run_program(ROOT / "examples" / program, "in.parquet", "out.parquet", timeout=400)
    assert {record.pop("id"): record for record in found(tmp_path / "out.parquet")} == {
        name: {field: value for field, value in record.items() if field != "id"} for name, record in records.items()
    }


def test_every_example_is_tested_and_listed() -> None:
    folder = ROOT / "examples"
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in folder.glob("*.py")} == set(PROGRAMS)
    assert [name for name in PROGRAMS if name not in page] == []


def found(path: Path) -> list[dict[str, Any]]:
    """The records of a Parquet file, or of the folder of them that an engine writes."""
    files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
    rows = []
    for file in files:
        if path.is_dir():
            rows += list(read_records(file))
        else:
            rows += [without_lists(row) for row in pq.read_table(file).to_pylist()]
    for row in rows:
        assert json.loads(row.pop("input")) in ({}, {"text": None}), "the column that was not used"
    return rows


def without_lists(row: dict[str, Any]) -> dict[str, Any]:
    """A record whose maps were written as lists of key and value, as it is in JSON."""
    row["metadata"]["sources"] = {pair["key"]: pair["value"] for pair in row["metadata"]["sources"]}
    row["versions"]["models"] = {pair["key"]: pair["value"] for pair in row["versions"]["models"]}
    assert row["related"] == []
    return {
        name: value
        for name, value in row.items()
        if value is not None or name not in ("comments", "text", "marks", "form", "plain_body")
    }
