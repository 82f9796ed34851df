"""Cleans the pages in a column of a pandas, polars or Arrow table and returns a table of the same library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, cast

from cleaner.batch.parquet_table import arrow_type
from cleaner.config import Config
from cleaner.errors import UsageError
from cleaner.forms.record_fields import fields_of
from cleaner.forms.table_row import TableRow, table_row
from cleaner.pipeline import Cleaner

Table = TypeVar("Table")

_COLUMNS = {name: field for name, field in fields_of(TableRow).fields.items() if name not in ("id", "url")}


def clean_table(
    table: Table,
    column: str,
    *,
    columns: Sequence[str] = tuple(_COLUMNS),
    url: str | None = None,
    language: str | None = None,
    config: Config | None = None,
    jobs: int = 1,
    prefix: str = "clean_",
) -> Table:
    """The table with columns for the metadata and the body of each of its pages.

    table: a pandas or polars data frame, or an Arrow table. column: its column of pages, HTML, Markdown or text.
    columns: those to add, by default all of a CSV file but `id` and `url` (`cleaner schema table`). Authors and tags
    are lists, dates are ISO 8601 texts, what is not known is null.
    url, language: columns with what is known of each page. jobs: as for `Cleaner.clean_many`.
    prefix: of the new columns' names.

    Raises `UsageError` for a table of another kind, for a column that is not there, and for one that is there already.
    """
    there = _names(table)
    for name in (column, url, language):
        if name is not None and name not in there:
            raise UsageError(f"no column {name!r}; columns are {', '.join(there)}")
    if unknown := next((name for name in columns if name not in _COLUMNS), None):
        raise UsageError(f"no column {unknown!r} can be added; those that can are {', '.join(_COLUMNS)}")
    if taken := next((prefix + name for name in columns if prefix + name in there), None):
        raise UsageError(f"there is a column {taken!r} already; choose another prefix")
    results = Cleaner(config).clean_many(
        _values(table, column),
        jobs,
        urls=_values(table, url) if url else None,
        languages=_values(table, language) if language else None,
    )
    rows: list[Mapping[str, object]] = [table_row(result.to_record()) for result in results]
    return cast("Table", _with_columns(table, {name: [row[name] for row in rows] for name in columns}, prefix))


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


def _with_columns(table: Any, made: dict[str, list[object]], prefix: str) -> Any:
    library = _library(table)
    if library == "pandas":
        return table.assign(**{prefix + name: values for name, values in made.items()})
    if library == "polars":
        import polars

        types: dict[str, Any] = {"whole": polars.Int64, "real": polars.Float64, "list": polars.List(polars.String)}
        kinds = {name: types.get(_COLUMNS[name].sort, polars.String) for name in made}
        return table.with_columns([polars.Series(prefix + name, made[name], kinds[name]) for name in made])
    import pyarrow

    for name, values in made.items():
        table = table.append_column(prefix + name, pyarrow.array(values, arrow_type(pyarrow, _COLUMNS[name])))
    return table
