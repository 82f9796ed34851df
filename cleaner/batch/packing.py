"""Packs a journal of records (plain JSONL) into the requested file, and unpacks it. The same records give the same
bytes."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import IO, cast

from cleaner.atomic_files import create
from cleaner.batch.csv_table import write_csv
from cleaner.batch.parquet_table import Passing, write_table
from cleaner.batch.warc_parquet import require_parquet
from cleaner.readers.compressed import BadInput, open_stream, require_zstd

_GZIP_LEVEL = 6
_ZSTD_LEVEL = 3
_PIECE = 1 << 20


def check_packing(packing: str) -> None:
    """Raises `MissingExtra` where a library is not there, before the run and not after it."""
    if packing == "zst":
        require_zstd()
    elif packing == "parquet":
        require_parquet()


def pack(journal: Path, target: Path, packing: str, passing: Passing | None = None, *, lean: bool = False) -> None:
    """Write the records of a journal to `target`.

    passing: for Parquet, what types the rows' other columns had. lean: they are lean records.
    """
    if packing == "parquet":
        write_table(journal, target, passing, lean=lean)
        return
    if packing == "csv":
        write_csv(journal, target)
        return
    with journal.open("rb") as plain, create(target) as file:
        if packing == "gz":  # no name and no time go into it
            with gzip.GzipFile(filename="", mode="wb", compresslevel=_GZIP_LEVEL, fileobj=file, mtime=0) as packed:
                shutil.copyfileobj(plain, packed, _PIECE)
        else:
            with require_zstd().ZstdCompressor(level=_ZSTD_LEVEL).stream_writer(file, closefd=False) as writer:
                shutil.copyfileobj(plain, cast(IO[bytes], writer), _PIECE)


def unpack(source: Path, journal: Path, packing: str) -> bool:
    """Make a journal of a finished file again; whether that could be done. Tables do not keep the lines."""
    if packing in ("parquet", "csv"):
        return False
    try:
        with open_stream(str(source), packing) as stream, create(journal) as file:
            while piece := stream.read(_PIECE):
                file.write(piece)
    except BadInput:
        return False
    return True
