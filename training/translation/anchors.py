"""How common each anchor is in general: the table `anchors.npz`, counted on human news and web pages.

    python -m training.translation.anchors --data ../shared/data

Counted: `human_news` (English, Portuguese, German, French, Spanish) and `mt_*_opusweb`; nothing of the campaigns that
originals are measured on. Anchors of fewer than `LEAST` documents are left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np

from cleaner.corpus.anchors import find_anchors
from cleaner.models import FOLDER
from training.translation.pack import write_sum

LEAST = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    counts: Counter[int] = Counter()
    documents = 0
    for path in sorted([*data.glob("human_news/*.jsonl.gz"), *data.glob("mt/mt_*_opusweb.jsonl.gz")]):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                counts.update(find_anchors("\n".join(row["paragraphs"]), row["lang"]).keys.tolist())
                documents += 1
    common = sorted((key, count) for key, count in counts.items() if count >= LEAST)
    keys, values = (np.array(column) for column in zip(*common, strict=True))
    path = FOLDER / "anchors.npz"
    np.savez_compressed(path, keys=keys.astype("<u4"), counts=values.astype("<u2"), documents=np.int64(documents))
    write_sum(path)
    print(f"{documents} documents, {len(common)} anchors")


if __name__ == "__main__":
    main()
