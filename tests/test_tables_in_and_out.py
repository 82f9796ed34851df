"""`clean_many` with what is known of each source, and `clean_table` for the tables people have."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

import cleaner
from cleaner.batch.csv_table import csv_line, head_line
from cleaner.forms.table_row import table_row
from cleaner.result import Status, failed_result
from cleaner.views.schema import json_schema

PAGE = """<title>Harbour opens</title><nav><a href=/>Home</a></nav><article>
<p>TALLWICK (NW) — The harbour opened again on <a href=/m>Monday</a> after a year of work, the council said.</p>
<p>Fishermen said they had waited long enough, and that the new quay was worth it.</p></article>"""
URLS = ["https://q.example/1", None]
COLUMNS = {"page": [PAGE, None], "at": URLS, "n": [1, 2]}


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_source_has_its_address_id_and_language(jobs: int) -> None:
    made = cleaner.Cleaner(translation=False)
    results = list(
        made.clean_many([PAGE, None, PAGE], jobs, urls=[*URLS, None], ids=["a", 2, None], languages=["fr", None, None])
    )
    assert [result.id for result in results] == ["a", "2", ""]
    assert [result.document.url for result in results] == ["https://q.example/1", None, None]
    assert [result.document.language.code for result in results] == ["fr", "und", "en"]
    assert "](https://q.example/m)" in results[0].markdown


@pytest.mark.parametrize(("urls", "word"), [(["u"], "fewer"), (["u", "v", "w"], "more")])
def test_as_many_addresses_as_sources(urls: list[str], word: str) -> None:
    with pytest.raises(cleaner.UsageError, match=f"{word} urls than sources"):
        list(cleaner.Cleaner(translation=False).clean_many([PAGE, PAGE], urls=urls))


def tables() -> list[Any]:
    pandas, polars, pyarrow = map(pytest.importorskip, ("pandas", "polars", "pyarrow"))
    return [
        pytest.param(pandas.DataFrame, lambda table: table.to_dict("list"), id="pandas"),
        pytest.param(polars.DataFrame, lambda table: table.to_dict(as_series=False), id="polars"),
        pytest.param(pyarrow.table, lambda table: table.to_pydict(), id="arrow"),
    ]


@pytest.mark.parametrize(("make", "read"), tables())
def test_a_table_gets_columns(make: Callable[[Any], Any], read: Callable[[Any], dict[str, list[Any]]]) -> None:
    table = make(COLUMNS)
    made = cleaner.clean_table(table, "page", url="at", config=cleaner.Config(translation=False))
    assert type(made) is type(table)
    columns = read(made)
    body = cleaner.clean(PAGE).body
    assert columns["n"] == [1, 2]
    assert columns["clean_body"] == [body, ""]
    assert columns["clean_status"] == ["ok", "error"]
    assert columns["clean_title"][0] == "Harbour opens"
    assert list(read(table)) == list(COLUMNS)


STATED = (
    """<html lang=en><title>Harbour opens</title><meta property=og:site_name content="The Tide Post">
<meta property=og:image content=https://q.example/h.jpg><meta property=article:tag content=harbour>
<meta property=article:published_time content=2024-03-04T08:30:00+01:00>"""
    + PAGE
)
TABLE = {
    "title": "Harbour opens", "published": "2024-03-04T08:30:00+01:00", "date": "2024-03-04", "word_count": 31,
    "image": "https://q.example/h.jpg", "site": "The Tide Post", "tags": ["harbour"], "access": None,
}  # fmt: skip


@pytest.mark.parametrize(("make", "read"), tables())
def test_a_table_has_the_columns_that_are_asked_for(
    make: Callable[[Any], Any], read: Callable[[Any], dict[str, list[Any]]]
) -> None:
    settings = cleaner.Config(translation=False)
    made = cleaner.clean_table(make({"page": [STATED]}), "page", columns=list(TABLE), prefix="", config=settings)
    assert read(made) == {"page": [STATED]} | {name: [value] for name, value in TABLE.items()}
    with pytest.raises(cleaner.UsageError, match="no column 'headline' can be added; those that can are status,"):
        cleaner.clean_table(make({"page": [STATED]}), "page", columns=["headline"])


def test_a_table_and_a_csv_file_have_the_columns_of_the_schema() -> None:
    pandas = pytest.importorskip("pandas")
    record = cleaner.Cleaner(translation=False).clean(STATED).to_record()
    names = list(json_schema("table")["properties"])
    (header, row) = csv.reader(io.StringIO((head_line() + csv_line(record)).decode()))
    assert header == names
    assert dict(zip(header, row, strict=True)).items() >= {"tags": "harbour", "word_count": "31", "access": ""}.items()
    table = cleaner.clean_table(pandas.DataFrame({"page": [STATED]}), "page", config=cleaner.Config(translation=False))
    assert list(table.columns) == ["page", *("clean_" + name for name in names if name not in ("id", "url"))]
    failed = failed_result(Status.TIMEOUT, "took too long").to_record()
    assert table_row(failed)["status"] == "timeout"
    assert set(table_row(failed)) == set(names)


@pytest.mark.parametrize("make", [table.values[0] for table in tables()], ids=["pandas", "polars", "arrow"])
def test_a_column_that_is_not_there_is_named_with_those_that_are(make: Callable[[Any], Any]) -> None:
    with pytest.raises(cleaner.UsageError, match="no column 'html'; columns are page, at, n"):
        cleaner.clean_table(make(COLUMNS), "html")


def test_a_list_is_no_table() -> None:
    with pytest.raises(cleaner.UsageError, match="not list"):
        cleaner.clean_table([PAGE], "html")
