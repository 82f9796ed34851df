"""Predictions for the scorers in ../shared/bench by networks that never saw the site: the whole cleaner, fold by fold.

    python -m training.lines.out_of_fold text --data ../shared/data --work WORK -o text.pred.jsonl
    python ../shared/bench/score_text.py ../shared/data/pages/fundus.jsonl.gz ../shared/data/dumps/fundus.jsonl.gz \\
        -p text.pred.jsonl --by source+dumper

WORK is the folder `training.lines.train --only folds` and, for texts, `training.lines.stacking` filled. `html`
cleans the pages instead of the dumps.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from cleaner import Cleaner, Result
from cleaner.classifier.boosted_trees import Trees
from cleaner.classifier.line_classifier import LineClassifier
from cleaner.classifier.network import LineNet
from cleaner.config import Config
from training.lines.data import FOLDS, HELD_OUT, SOURCES, fold_of, read_jsonl, read_pages


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", choices=("text", "html"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--no-witness", action="store_true")
    parser.add_argument("--source", action="append", help="these sources only")
    given = parser.parse_args(arguments)
    folds = (HELD_OUT, *range(FOLDS))
    cleaners = {fold: make_cleaner(given.work, given.model, fold, witness=not given.no_witness) for fold in folds}
    rows = clean_dumps if given.model == "text" else clean_pages
    with given.output.open("w", encoding="utf-8") as out:
        for row in rows(given.data, cleaners, given.source or SOURCES):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def make_cleaner(work: Path, model: str, fold: int, *, witness: bool, trees: Trees | None = None) -> Cleaner:
    """The cleaner as shipped, but with models that were not shown this fold. trees: instead of the folder's."""
    net = LineNet(load_stored(work / f"{model}_fold{fold}.npz"))
    config = Config(translation=False, witness=witness)
    if model == "html":
        return Cleaner(config, classifier=LineClassifier(page_net=net))
    again = trees or Trees(load_stored(work / f"stacking_fold{fold}.npz"))
    return Cleaner(config, classifier=LineClassifier(net, trees=again))


def load_stored(path: Path) -> dict[str, Any]:
    """The arrays of a file."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def clean_dumps(data: Path, cleaners: Mapping[int, Cleaner], sources: Sequence[str]) -> Iterator[dict[str, Any]]:
    """A prediction per dump: body, lines kept, stretches removed."""
    folds = {id_: fold_of(page["domain"]) for id_, page in read_pages(data).items()}
    for source in sources:
        for dump in read_jsonl(data / "dumps" / f"{source}.jsonl.gz"):
            result = cleaners[folds[dump["id"]]].clean(dump["text"], form="text")
            removed = [{"start": r.start, "end": r.end, "kind": r.kind} for r in result.removed]
            yield {"id": dump["id"], "dumper": dump["dumper"], "text": result.body, "kept": kept_lines(result),
                   "removed": removed}  # fmt: skip


def clean_pages(data: Path, cleaners: Mapping[int, Cleaner], sources: Sequence[str]) -> Iterator[dict[str, Any]]:
    """A prediction per page: its body."""
    for source in sources:
        for page in read_jsonl(data / "pages" / f"{source}.jsonl.gz"):
            result = cleaners[fold_of(page["domain"])].clean(page["html"], url=page["url"], form="html")
            yield {"id": page["id"], "text": result.body}


def kept_lines(result: Result) -> list[bool]:
    """For each line of the text: whether more than half of its non-space characters are in the body."""
    gone = np.zeros(len(result.text) + 1, bool)
    for item in result.removed:
        gone[item.start : item.end] = True
    kept, at = [], 0
    for line in result.text.split("\n"):
        ink = [i for i in range(at, at + len(line)) if not result.text[i].isspace()]
        kept.append(bool(2 * gone[ink].sum() < len(ink)) if ink else True)
        at += len(line) + 1
    return kept


if __name__ == "__main__":
    main()
