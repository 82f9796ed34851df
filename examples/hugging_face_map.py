"""Clean a Hugging Face dataset: python hugging_face_map.py IN.parquet OUT.parquet."""

from __future__ import annotations

import argparse

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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", metavar="IN", help="Parquet with pages in `html` or `text`")
    parser.add_argument("target", metavar="OUT", help="Parquet with the records")
    main(**vars(parser.parse_args()))
