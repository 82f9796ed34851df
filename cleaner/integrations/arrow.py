"""Arrow: one function from record batches of pages to record batches of records.

It is what Spark's `mapInArrow` takes, and with a line around it what Ray Data's `map_batches` and Hugging Face's
`Dataset.map` take: see `examples/`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from cleaner.batch.jobs import Plan
from cleaner.batch.jsonl_rows import BadRow, open_row
from cleaner.batch.parquet_table import lean_schema, make_table, record_schema
from cleaner.batch.warc_parquet import jobs_of_batch
from cleaner.config import Config
from cleaner.errors import MissingExtra
from cleaner.forms.lean import lean_record
from cleaner.integrations.common import Asked, make_records
from cleaner.pipeline import Cleaner

try:
    import pyarrow
except ImportError as error:
    raise MissingExtra("cleaning Arrow batches", "arrow") from error

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema, Table

SCHEMA: Schema = record_schema()
"""The columns that come out, those of `cleaner clean -o FILE.parquet`; `input` is JSON text."""

LEAN_SCHEMA: Schema = lean_schema()
"""The same of lean records."""

ROWS = 100
"""Records of a batch that comes out, at the most: pages are large, and a batch is in memory whole."""

_ROWS_IN = 32


def clean_batches(
    batches: Iterable[RecordBatch | Table],
    config: Config | None = None,
    *,
    schema: Schema = SCHEMA,
    html_field: str = "html",
    text_field: str = "text",
    timeout: float | None = None,
) -> Iterator[RecordBatch]:
    """Clean the rows of record batches or tables; the records come in the same order, in batches of up to `ROWS`.

    A row has `html` or `text`, and may have `id`, `url` and `language`, as a row of a Parquet file has for
    `cleaner clean`; its other columns are copied to `input`. A row without an id gets its number in these batches.
    schema: `SCHEMA`, `LEAN_SCHEMA` for lean records, or `without_maps(SCHEMA)` for a library without map types.
    timeout: seconds a document may take; see `cleaner.integrations.common.make_records`.

    A document never raises; it gives a row with a status.
    """
    records = make_records(_cleaner(config or Config()), _documents(batches, html_field, text_field), timeout)
    while some := list(islice(records, ROWS)):
        if schema.equals(LEAN_SCHEMA):
            yield from make_table([dict(lean_record(record)) for record in some], LEAN_SCHEMA).to_batches()
        else:
            yield from make_table(some, SCHEMA).cast(schema).to_batches()


def without_maps(schema: Schema) -> Schema:
    """A schema with lists of `key` and `value` where it has maps: Hugging Face datasets have no maps."""
    return pyarrow.schema([pyarrow.field(field.name, _without_maps(field.type)) for field in schema])


def _documents(batches: Iterable[RecordBatch | Table], html_field: str, text_field: str) -> Iterator[Asked]:
    plan = Plan(Config(), "records", html_field=html_field, text_field=text_field)
    number = 0
    for batch in batches:
        for start in range(0, batch.num_rows, _ROWS_IN):
            for job in jobs_of_batch(batch.slice(start, _ROWS_IN), "row", number, (html_field, text_field)):
                number += 1
                try:
                    yield open_row(job, plan)
                except BadRow as bad:
                    yield bad


@lru_cache(maxsize=2)
def _cleaner(config: Config) -> Cleaner:
    """The same cleaner for every call in a process: some engines call once for every few rows."""
    return Cleaner(config)


def _without_maps(column: Any) -> Any:
    types = pyarrow.types
    if types.is_map(column):
        pair = {"key": _without_maps(column.key_type), "value": _without_maps(column.item_type)}
        return pyarrow.list_(pyarrow.struct(pair))
    if types.is_list(column):
        return pyarrow.list_(_without_maps(column.value_type))
    if types.is_struct(column):
        return pyarrow.struct([pyarrow.field(field.name, _without_maps(field.type)) for field in column])
    return column
