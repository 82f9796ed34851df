"""Reproduces the trees of the stacking: `python -m training.lines.stacking --data ../shared/data --work WORK`.

WORK is the folder `training.lines.train text --only folds` filled: the trees learn from what networks said of sites
they were not trained on. Folds by registered domain give the trees of the out-of-fold predictions
(WORK/stacking_fold0.npz and so on; fold -1 is the held-out third, which no other fold sees); then trees are fitted
on all and written into the package, with the detectors they weigh and a digest of the rules of that day. Two
processes of one thread each, fixed seed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from cleaner import Cleaner
from cleaner.classifier.boosted_trees import Trees
from cleaner.classifier.features import Floats
from cleaner.classifier.line_classifier import STACKING
from cleaner.classifier.stacking import gather_marks, measure_marks
from cleaner.detectors import IndexedDocument
from cleaner.models import FOLDER
from cleaner.newsroom.shape_rules import RULE
from cleaner.readers import read
from training.lines.data import BESIDE, FOLDS, HELD_OUT, Dump, load_dumps
from training.lines.fit import Settings, line_weights
from training.lines.gather import SEED, WHOLE
from training.lines.out_of_fold import make_cleaner
from training.lines.short import make_shorts
from training.lines.train import SHARED, in_processes, list_model
from training.lines.whole import make_whole

HEARD = tuple(sorted({"wording", *(rule.detector for rule in RULE.values())}))
"""The detectors whose marks the trees weigh."""
SETTINGS: dict[str, Any] = {
    "iterations": 250, "depth": 6, "learning_rate": 0.1, "l2_leaf_reg": 10, "border_count": 48, "rsm": 0.5,
    "bootstrap_type": "Bernoulli", "subsample": 0.7, "random_seed": 1, "thread_count": 1, "verbose": 0,
    "allow_writing_files": False,
}  # fmt: skip
"""Seed 0 loses a paragraph of one of our samples and is equal elsewhere; two seeds differ by .003 of F1."""
_WHOLE_WEIGHT = 1.0
_AT_ONCE = 500
"""Dumps measured by a process at a time."""
_NOBODY = Trees({"column": np.zeros((1, 1)), "border": np.zeros((1, 1)), "leaf": np.zeros((1, 2)),
                 "bias": np.zeros(())})  # fmt: skip
"""Trees that are not asked: with them the network's judgement is kept."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of dumps: their measurements (a row a line), labels (1 body, 0 not or open), weights and folds."""

    columns: Floats
    labels: NDArray[np.int64]
    weights: NDArray[np.float64]
    folds: NDArray[np.int64]

    def among(self, chosen: NDArray[np.bool_]) -> Lines:
        """Some of the lines."""
        return Lines(self.columns[chosen], self.labels[chosen], self.weights[chosen], self.folds[chosen])


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--only", choices=("folds",))
    given = parser.parse_args(arguments)
    dumps = gather_dumps(given.data)
    parts = [(given.work, begin, begin + _AT_ONCE) for begin in range(0, len(dumps), _AT_ONCE)]
    lines = join(in_processes(dumps, _measure_part, parts))
    jobs = [(given.work / f"stacking_fold{fold}.npz", fold) for fold in (HELD_OUT, *range(FOLDS))]
    if given.only != "folds":
        jobs.append((FOLDER / STACKING, None))
    in_processes(lines, _fit_part, jobs)
    if given.only != "folds":
        list_model(FOLDER / STACKING)


def gather_dumps(data: Path) -> list[Dump]:
    """All aligned dumps, stories of theirs without the frame, short texts, and the dumps of `BESIDE`."""
    dumps = load_dumps(data)
    shorts = [dump for _, both in make_shorts(dumps, data, np.random.default_rng(SEED)) for dump in both]
    return [dump for dump in (*with_stories_alone(dumps), *shorts, *load_dumps(data, BESIDE)) if dump.aligned]


def _measure_part(work: Path, begin: int, end: int) -> Lines:
    """Some of the shared dumps as the trees see them, each judged by the network that did not see its site."""
    (dumps,) = SHARED
    return join(list(_measure(work, dumps[begin:end])))


def _measure(work: Path, dumps: Sequence[Dump]) -> Iterator[Lines]:
    for dump in dumps:
        document = read("\n".join(dump.lines), form="text")
        if len(document.blocks) == len(dump.lines):
            cleaner, indexed = _cleaner(work, dump.fold), IndexedDocument.of(document)
            marks = [mark for detect in cleaner.detectors for mark in detect(indexed)]
            first = cleaner.classifier.score(document)
            by_line = gather_marks(document, marks)
            yield label(dump, first.text.units, measure_marks(by_line, first.scores.body, first.text))


@lru_cache(maxsize=FOLDS + 1)
def _cleaner(work: Path, fold: int) -> Cleaner:
    return make_cleaner(work, "text", fold, witness=False, trees=_NOBODY)


def _fit_part(path: Path, fold: int | None) -> None:
    """Trees on the shared lines, without those held out and those of a fold; None: on all."""
    (lines,) = SHARED
    inside = np.ones(len(lines.folds), bool) if fold is None else (lines.folds != fold) & (lines.folds != HELD_OUT)
    np.savez_compressed(path, **fit(lines.among(inside)))


def with_stories_alone(dumps: Sequence[Dump]) -> Iterator[Dump]:
    """Dumps, and stories of theirs without the frame: of these nothing may go."""
    rng = np.random.default_rng(SEED)
    for dump in dumps:
        yield dump
        alone = (
            make_whole(dump, rng) if dump.aligned and rng.random() < WHOLE.get((dump.source, dump.dumper), 0) else None
        )
        if alone:
            yield replace(alone, weight=_WHOLE_WEIGHT)


def label(dump: Dump, units: Floats, columns: Floats) -> Lines:
    """The lines of a dump. What is open counts a little, as boilerplate: most is not wanted in the output."""
    labels = np.array(dump.labels, np.int64)
    weights = line_weights(dump, units, Settings().null_weight)
    return Lines(columns.T, np.maximum(labels, 0), weights, np.full(len(labels), dump.fold))


def join(parts: Sequence[Lines]) -> Lines:
    """All lines as one."""
    return Lines(*(np.concatenate([getattr(part, name) for part in parts]) for name in Lines.__slots__))


def fit(lines: Lines) -> dict[str, NDArray[Any]]:
    """Trees on lines, as the arrays of `cleaner.classifier.boosted_trees`."""
    model = CatBoostClassifier(**SETTINGS)
    model.fit(Pool(lines.columns, lines.labels, weight=lines.weights / lines.weights.mean()))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trees.json"
        model.save_model(str(path), format="json")
        stored = json.loads(path.read_text(encoding="utf-8"))
    scale, (bias,) = stored["scale_and_bias"]
    depth = SETTINGS["depth"]
    trees = [tree for tree in stored["oblivious_trees"] if tree["splits"]]
    column, border = np.zeros((len(trees), depth), np.int16), np.full((len(trees), depth), np.inf, np.float32)
    leaf = np.zeros((len(trees), 2**depth), np.float32)
    for number, tree in enumerate(trees):
        for level, split in enumerate(tree["splits"]):
            column[number, level], border[number, level] = split["float_feature_index"], split["border"]
        leaf[number, : len(tree["leaf_values"])] = scale * np.array(tree["leaf_values"])
    return {"column": column, "border": border, "leaf": leaf, "bias": np.float32(bias), "heard": np.array(HEARD),
            "rules": np.array(rules_digest())}  # fmt: skip


def rules_digest() -> str:
    """A digest of the packs and of the newsroom's rules: what the detectors knew when the trees were fitted."""
    digest = hashlib.sha256()
    for folder in (files("cleaner") / "phrases", files("cleaner") / "newsroom"):
        for path in sorted(
            (path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda one: one.name
        ):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
