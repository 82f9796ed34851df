"""Clean labelled text dumps with the installed package and write predictions for the scorers.

    python benchmarks/text.py ../shared/data/dumps/fundus.jsonl.gz -o text.pred.jsonl
    python ../shared/bench/score_text.py ../shared/data/pages/fundus.jsonl.gz ../shared/data/dumps/fundus.jsonl.gz \\
        -p text.pred.jsonl --by source+dumper
    python ../shared/bench/score_kinds.py --gold ../shared/data/kinds.jsonl --dumps ../shared/data/dumps/*.jsonl.gz \\
        --pred text.pred.jsonl

The figures this gives on pages the shipped model was trained on flatter it; `training/lines` prints those of
folds by registered domain.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gold import read_gold, write_rows

from cleaner import Cleaner, Result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dumps", nargs="+", type=Path)
    parser.add_argument("-o", "--output", required=True, type=Path)
    parser.add_argument("--dumper", action="append", help="these dumpers only")
    args = parser.parse_args()
    print(write_rows(args.output, predict(args.dumps, args.dumper)), "dumps cleaned")


def predict(paths: list[Path], dumpers: list[str] | None) -> Iterator[dict[str, Any]]:
    """One prediction per dump: the body, the lines kept, the stretches removed."""
    cleaner = Cleaner(translation=False)
    for dump in read_gold(paths):
        if dumpers and dump["dumper"] not in dumpers:
            continue
        result = cleaner.clean(dump["text"], form="text")
        yield {
            "id": dump["id"],
            "dumper": dump["dumper"],
            "text": result.body,
            "kept": kept_lines(result),
            "removed": [{"start": r.start, "end": r.end, "kind": r.kind} for r in result.removed],
        }


def kept_lines(result: Result) -> list[bool]:
    """For each line of the page text: whether more than half of its non-space characters are in the body."""
    gone = bytearray(len(result.text))
    for item in result.removed:
        gone[item.start : item.end] = b"\x01" * (item.end - item.start)
    kept, at = [], 0
    for line in result.text.split("\n"):
        ink = [i for i in range(at, at + len(line)) if not result.text[i].isspace()]
        kept.append(2 * sum(gone[i] for i in ink) < len(ink) if ink else True)
        at += len(line) + 1
    return kept


if __name__ == "__main__":
    main()
