"""Clean a Hugging Face dataset: python hugging_face_map.py IN.parquet OUT.parquet."""

from __future__ import annotations

import sys

import pyarrow
from datasets import Dataset, Features

from cleaner import Config
from cleaner.integrations.arrow import SCHEMA, clean_batches, without_maps

COLUMNS = without_maps(SCHEMA)  # datasets have no maps


def clean(pages: pyarrow.Table) -> pyarrow.Table:
    return pyarrow.Table.from_batches(clean_batches([pages], Config(), schema=COLUMNS), COLUMNS)


def main(source: str, target: str) -> None:
    pages = Dataset.from_parquet(source).with_format("arrow")
    cleaned = pages.map(
        clean,
        batched=True,
        batch_size=32,
        remove_columns=pages.column_names,
        features=Features.from_arrow_schema(COLUMNS),
        num_proc=2,
    )
    cleaned.to_parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
