"""Whether an index is the same however it was made: in any order, by any number of processes, at once or merged.

    python -m training.corpus.check_same 10000 [--learn 2000]

The generated folder (tests/corpus/growth.py), read with no detector, is put into an index in order, shuffled, and as
four overlapping parts that are merged; all files must be equal byte for byte. With `--learn` so many of the documents
are also learnt as a user does, cleaned in one and in two processes and in another order, and the records of every
twentieth are compared.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from cleaner.batch.learn import learn
from cleaner.batch.run import Options, clean_files
from cleaner.config import Config
from cleaner.corpus.build import build_index, merge_indexes
from cleaner.corpus.fingerprint import Fingerprint, take_fingerprint
from cleaner.pipeline import Cleaner
from tests.corpus.growth import generate


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_built(documents: int, folder: Path) -> bool:
    """Order and merging, from fingerprints."""
    cleaner = Cleaner(detectors=(), translation=False, language="en")
    taken: list[Fingerprint] = [
        take_fingerprint(cleaner.clean(page.text, url=page.url, id=f"{number:07}", form="text"))
        for number, page in enumerate(generate(documents))
    ]
    build_index(taken, folder / "whole")
    build_index(random.Random(1).sample(taken, len(taken)), folder / "shuffled")
    quarter = documents // 4
    parts = []
    for part in range(4):
        parts.append(folder / f"part{part}")
        build_index(taken[max(0, part * quarter - 50) : (part + 1) * quarter + 50], parts[-1])
    start = time.perf_counter()
    merge_indexes(parts[::-1], folder / "merged")
    size = (folder / "merged").stat().st_size / documents
    print(f"merged in {time.perf_counter() - start:.1f} s, {size:.0f} bytes each")
    return report({name: digest(folder / name) for name in ("whole", "shuffled", "merged")})


def check_learnt(documents: int, folder: Path) -> bool:
    """Processes and order, through everything a user runs."""
    rows = [
        {"id": f"{number:07}", "url": page.url, "text": page.text} for number, page in enumerate(generate(documents))
    ]
    write(rows, folder / "rows.jsonl")
    write(random.Random(2).sample(rows, len(rows)), folder / "other.jsonl")
    write(rows[::20], folder / "some.jsonl")
    config = Config(translation=False, language="en")
    found = {}
    for name, source, jobs in (("one", "rows", 1), ("two", "rows", 2), ("other order", "other", 2)):
        learn([folder / f"{source}.jsonl"], folder / name, config, jobs=jobs)
        out = folder / f"{name}.jsonl"
        options = Options([str(folder / "some.jsonl")], out=str(out), jobs=jobs)
        clean_files(options, config.changed(index=str(folder / name)))
        found[name] = f"{digest(folder / name)} {digest(out)}"
    return report(found)


def write(rows: Iterable[object], path: Path) -> None:
    """Rows as JSONL."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def report(found: dict[str, str]) -> bool:
    """Say whether all are equal."""
    same = len(set(found.values())) == 1
    print(f"{', '.join(found)}: {'the same, byte for byte' if same else found}", flush=True)
    return same


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=int)
    parser.add_argument("--learn", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        same = check_built(given.documents, Path(scratch))
        if given.learn:
            same = check_learnt(given.learn, Path(scratch)) and same
    sys.exit(not same)
