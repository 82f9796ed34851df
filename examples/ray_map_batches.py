"""Clean the rows of Parquet files with Ray Data: python ray_map_batches.py IN OUT. Ray is local here."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import pyarrow
import ray

from cleaner import Config
from cleaner.integrations.arrow import clean_batches


def clean(pages: pyarrow.Table) -> Iterator[pyarrow.Table]:
    for batch in clean_batches([pages], Config()):
        yield pyarrow.Table.from_batches([batch])


def main(source: str, target: str) -> None:
    ray.init(num_cpus=2, include_dashboard=False)
    pages = ray.data.read_parquet(source)
    pages.map_batches(clean, batch_format="pyarrow", batch_size=32).write_parquet(target)
    ray.shutdown()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", metavar="IN", help="Parquet with pages in `html` or `text`")
    parser.add_argument("target", metavar="OUT", help="Parquet with the records")
    main(**vars(parser.parse_args()))
