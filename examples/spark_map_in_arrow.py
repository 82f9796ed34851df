"""Clean the rows of Parquet files with Spark: python spark_map_in_arrow.py IN OUT. The master is local here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator

import pyarrow
from pyspark.sql import SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from cleaner import Config
from cleaner.integrations.arrow import SCHEMA, clean_batches


def clean(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    return clean_batches(batches, Config())


def main(source: str, target: str) -> None:
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # the workers are to have the same packages
    spark = (
        SparkSession.builder.master("local[2]")
        # pages are large: the default of 10,000 rows a batch is a gigabyte of them
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    pages = spark.read.parquet(source)
    pages.mapInArrow(clean, schema=from_arrow_schema(SCHEMA)).write.mode("overwrite").parquet(target)
    spark.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", metavar="IN", help="Parquet with pages in `html` or `text`")
    parser.add_argument("target", metavar="OUT", help="Parquet with the records")
    main(**vars(parser.parse_args()))
