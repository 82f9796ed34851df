"""Cleans the pages in a column of a pandas, polars or Arrow table and returns a table of the same library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from cleaner.config import Config
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from cleaner.result import Result

Table = TypeVar("Table")

_COLUMNS: dict[str, Callable[[Result], object]] = {
    "body": lambda result: result.body,
    "title": lambda result: result.metadata.title,
    "authors": lambda result: list(result.metadata.authors),
    "date": lambda result: result.metadata.date,
    "language": lambda result: result.document.language.code,
    "status": lambda result: str(result.status),
    "translation": lambda result: str(result.translation.verdict) if result.translation else None,
}


def clean_table(
    table: Table,
    column: str,
    *,
    url: str | None = None,
    language: str | None = None,
    config: Config | None = None,
    jobs: int = 1,
    prefix: str = "clean_",
) -> Table:
    """The table with columns for the body, title, authors, date, language, status and verdict of each of its pages.

    table: a pandas or polars data frame, or an Arrow table. column: its column of pages, HTML, Markdown or text.
    url, language: columns with what is known of each page. jobs: as for `Cleaner.clean_many`.
    prefix: of the new columns' names.

    Raises `UsageError` for a table of another kind, for a column that is not there, and for one that is there already.
    """
    columns = _names(table)
    for name in (column, url, language):
        if name is not None and name not in columns:
            raise UsageError(f"no column {name!r}; columns are {', '.join(columns)}")
    if taken := next((prefix + name for name in _COLUMNS if prefix + name in columns), None):
        raise UsageError(f"there is a column {taken!r} already; choose another prefix")
    results = Cleaner(config).clean_many(
        _values(table, column),
        jobs,
        urls=_values(table, url) if url else None,
        languages=_values(table, language) if language else None,
    )
    rows = [[make(result) for make in _COLUMNS.values()] for result in results]
    made = {prefix + name: [row[place] for row in rows] for place, name in enumerate(_COLUMNS)}
    return cast("Table", _with_columns(table, made))


def _library(table: Any) -> str:
    return type(table).__module__.partition(".")[0]


def _names(table: Any) -> list[str]:
    if _library(table) == "pyarrow" and hasattr(table, "column_names"):
        return list(table.column_names)
    if _library(table) in ("pandas", "polars") and hasattr(table, "columns"):
        return list(table.columns)
    raise UsageError(f"a table is a pandas or polars data frame or an Arrow table, not {type(table).__name__}")


def _values(table: Any, name: str) -> Sequence[Any]:
    column = table[name]
    if _library(table) == "pyarrow":
        return list(column.to_pylist())
    return list(column.tolist() if _library(table) == "pandas" else column.to_list())


def _with_columns(table: Any, made: dict[str, list[object]]) -> Any:
    library = _library(table)
    if library == "pandas":
        return table.assign(**made)
    if library == "polars":
        import polars

        return table.with_columns([polars.Series(name, values) for name, values in made.items()])
    import pyarrow

    for name, values in made.items():
        kind = pyarrow.list_(pyarrow.string()) if name.endswith("authors") else pyarrow.string()
        table = table.append_column(name, pyarrow.array(values, kind))
    return table
