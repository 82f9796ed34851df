"""Records as a Parquet table: a column per field, row groups of `ROW_GROUP` records, one in memory at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

from cleaner.atomic_files import create
from cleaner.batch.warc_parquet import require_parquet
from cleaner.forms.record_fields import Field, fields_of
from cleaner.forms.record_types import LeanRecord, Record
from cleaner.text.json_text import write_json

ROW_GROUP = 500
GROUP_BYTES = 32_000_000

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Passing:
    """Where the rows' other columns came from: Parquet files (none: not only such), and the columns that were used."""

    files: tuple[str, ...] = ()
    columns: tuple[str, str] = ("html", "text")


def record_schema(passing: Passing | None = None) -> Any:
    """The columns, those of `record_types`. `input`: the rows' own types where all of them came from Parquet files with
    one set of columns.

    What has no fixed shape (`input` of JSON rows, `related[].evidence`) is JSON text.
    """
    pa, _ = require_parquet()
    columns = {name: arrow_type(pa, field) for name, field in fields_of(Record).fields.items()}
    return pa.schema(columns | {"input": (_input_type(passing) if passing else None) or pa.string()})


def arrow_type(pa: Any, field: Field) -> Any:
    """The type of a column; text for an object of no fixed shape."""
    if field.fields:
        return pa.struct({name: arrow_type(pa, inner) for name, inner in field.fields.items()})
    if field.inner is not None:
        inner = arrow_type(pa, field.inner)
        return pa.list_(inner) if field.sort == "list" else pa.map_(pa.string(), inner)
    return {"whole": pa.int64, "real": pa.float64}.get(field.sort, pa.string)()


def lean_schema(passing: Passing | None = None) -> Any:
    """The columns of lean records. `input`: as for `record_schema`."""
    pa, _ = require_parquet()
    text = pa.string()
    columns = {name: pa.list_(text) if name == "authors" else text for name in get_type_hints(LeanRecord)}
    return pa.schema(columns | {"input": (_input_type(passing) if passing else None) or text})


def write_table(journal: Path, target: Path, passing: Passing | None = None, *, lean: bool = False) -> None:
    """Write the records of a JSONL file as Parquet. A column that does not go back to its type makes `input` text."""
    pa, _ = require_parquet()
    make_schema = lean_schema if lean else record_schema
    try:
        _write(journal, target, make_schema(passing))
    except pa.ArrowException:
        _write(journal, target, make_schema())


def make_table(records: Iterable[dict[str, Any]], schema: Any) -> Any:
    """Records as a table with the columns of `record_schema`."""
    pa, _ = require_parquet()
    plain_schema = schema.set(schema.get_field_index("input"), pa.field("input", _storage(schema.field("input").type)))
    return pa.Table.from_pylist([_as_row(record, schema) for record in records], schema=plain_schema).cast(schema)


def _write(journal: Path, target: Path, schema: Any) -> None:
    _, parquet = require_parquet()
    with (
        journal.open("rb") as lines,
        create(target) as file,
        parquet.ParquetWriter(file, schema, compression="zstd") as writer,
    ):
        for group in _groups(lines):
            writer.write_table(make_table(map(json.loads, group), schema))


def _groups(lines: Any) -> Iterator[list[bytes]]:
    group: list[bytes] = []
    size = 0
    for line in lines:
        group.append(line)
        size += len(line)
        if len(group) >= ROW_GROUP or size >= GROUP_BYTES:
            yield group
            group, size = [], 0
    if group:
        yield group


def _as_row(record: dict[str, Any], schema: Any) -> dict[str, Any]:
    """A record in the columns' types: maps as pairs, what has no shape as JSON text, no lone surrogates."""
    row = record if "versions" not in record else _with_pairs(record)
    if "input" in row:
        row = row | {"input": _as_input(row["input"], schema.field("input").type)}
    clean: dict[str, Any] = without_surrogates(row)
    return clean


def _with_pairs(record: dict[str, Any]) -> dict[str, Any]:
    models = record["versions"]["models"]
    return record | {
        "metadata": record["metadata"] | {"sources": list(record["metadata"]["sources"].items())},
        "versions": record["versions"] | {"models": list(models.items())},
        "related": [r | {"evidence": write_json(r["evidence"])} for r in record["related"]],
    }


def _as_input(row: dict[str, Any], column: Any) -> Any:
    """A row's other columns: as text, or by name with text for what has no type of its own."""
    pa, _ = require_parquet()
    if pa.types.is_string(column):
        return write_json(row)
    loose = {field.name for field in column if not _is_plain(field.type)}
    return {
        name: write_json(value) if name in loose and not isinstance(value, str | None) else value
        for name, value in row.items()
    }


def without_surrogates(value: Any) -> Any:
    """U+FFFD for each lone surrogate, which Parquet's UTF-8 cannot hold; offsets stay."""
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [without_surrogates(item) for item in value]
    if isinstance(value, tuple):
        return tuple(without_surrogates(item) for item in value)
    if isinstance(value, dict):
        return {key: without_surrogates(item) for key, item in value.items()}
    return value


def _input_type(passing: Passing) -> Any:
    """The struct of the columns that pass through, None where there are none or the files disagree."""
    pa, parquet = require_parquet()
    html, text = passing.columns
    try:
        schemas = [parquet.read_schema(path) for path in passing.files]
    except Exception:  # its reader says what is wrong with a file
        return None
    if not schemas or any(not schema.equals(schemas[0]) for schema in schemas):
        return None
    names = set(schemas[0].names)
    used = {"id", "url", "language", html} | ({text} if html not in names else set())
    fields = [pa.field(field.name, _final(field.type)) for field in schemas[0] if field.name not in used]
    return pa.struct(fields) if fields else None


def _final(column: Any) -> Any:
    """The type a column of the input gets in the output: its own, or text where JSON cannot carry it."""
    pa, _ = require_parquet()
    if _is_plain(column):
        return column
    types = pa.types
    if types.is_timestamp(column) or types.is_date(column) or types.is_time(column) or types.is_decimal(column):
        try:
            pa.array([], pa.string()).cast(column)
        except pa.ArrowException:
            return pa.string()
        return column
    return pa.string()


def _storage(column: Any) -> Any:
    """The type to build from JSON: as `_final`, with text where a cast makes the rest of it."""
    pa, _ = require_parquet()
    if not pa.types.is_struct(column):
        return column
    return pa.struct([pa.field(f.name, f.type if _is_plain(f.type) else pa.string()) for f in column])


def _is_plain(column: Any) -> bool:
    """Whether JSON carries the values of a type as they are."""
    pa, _ = require_parquet()
    types = pa.types
    if types.is_struct(column):
        return all(_is_plain(field.type) for field in column)
    if types.is_list(column) or types.is_large_list(column):
        return _is_plain(column.value_type)
    checks = (types.is_integer, types.is_boolean, types.is_string, types.is_large_string, types.is_null)
    return any(check(column) for check in checks) or column in (pa.float32(), pa.float64())
