"""Random mutation of the readers of containers: whatever the bytes, the documents beside the file come out.

    python fuzz/fuzz_readers.py SECONDS [SEED]

Needs no atheris. The containers, the changes and what has to hold are those of `tests/batch/test_broken_containers.py`.
A crash of the process itself leaves the file it came from in the temporary folder that is printed first.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "batch"))

from test_broken_containers import MADE, STORY, check_folder, mutated


def fuzz(seconds: float, seed: str, folder: Path) -> Counter[str]:
    """Runs by the name of the container."""
    chance = random.Random(seed)
    healthy = {name: make() for name, make in MADE.items()}
    for name in ("A.txt", "z.txt"):
        (folder / name).write_text(STORY)
    runs: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        name = chance.choice([*MADE, "c.parquet", "c.parquet"])  # pyarrow has the most to go wrong
        (folder / name).write_bytes(mutated(healthy[name], chance))
        check_folder(folder)
        (folder / name).unlink()
        runs[name] += 1
    return runs


if __name__ == "__main__":
    scratch = Path(tempfile.mkdtemp(prefix="fuzz-readers-"))
    print(scratch, flush=True)
    seed = sys.argv[2] if len(sys.argv) > 2 else "0"
    done = fuzz(float(sys.argv[1]) if len(sys.argv) > 1 else 600, seed, scratch)
    print(f"{done.total():,} runs, nothing found: {dict(sorted(done.items()))}")
