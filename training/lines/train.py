"""Reproduces the shipped line models: `python -m training.lines.train text --data ../shared/data --work WORK`.

Three folds by registered domain of two thirds of the domains give the out-of-fold predictions and from them the
calibration (WORK/text_fold0.npz and so on); WORK/text_fold-1.npz is fitted on all three, for the third that is held
out. Then one network is fitted on everything and written into the package. One thread a fit, fixed seeds.
`--only folds` and `--only final` do one half.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from cleaner.classifier.features import Measures
from cleaner.models import FOLDER, SUMS, model_digests
from cleaner.text.hash_table import HashTable
from training.lines.calibrate import fit_calibration
from training.lines.data import FOLDS, HELD_OUT, PARTLY, PLANTED, Dump, chance_to_show
from training.lines.fit import Settings, build_vocabulary, export, fit, make_example, predict
from training.lines.gather import Gathered, gather_pages, gather_texts
from training.lines.model import Example, LineNet

PROCESSES = 2
SETTINGS = {"text": Settings(width=128, embed=32), "html": Settings()}
"""One fold judged apart: a wider network and four more epochs leave .067 instead of .117 of the boilerplate of news
dumps where 2 % of the body is lost, .072 instead of .101 of short texts; extracts and blogs differ by less than two
seeds do. On pages four more epochs leave .036 instead of .040 (daniel) and .012 instead of .016 (fundus); the wider
network was not tried on them."""
T = TypeVar("T")
Logits = dict[int, NDArray[np.float64]]
"""Log-odds of body per line, by the number of the dump."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A network with its vocabulary."""

    net: LineNet
    vocabulary: NDArray[np.uint32]


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", choices=("text", "html"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder for what lies between the stages")
    parser.add_argument("--only", choices=("folds", "final"))
    given = parser.parse_args(arguments)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    given.work.mkdir(parents=True, exist_ok=True)
    settings = SETTINGS[given.model]
    gathered = (gather_texts if given.model == "text" else gather_pages)(given.data)
    if given.only != "final":
        run_folds(gathered, settings, given.work, given.model)
    if given.only != "folds":
        calibration = np.load(given.work / f"{given.model}_calibration.npy", allow_pickle=False)
        fitted = fit_on([i for i, row in enumerate(gathered) if row.dump.aligned], gathered, settings)
        write_model(FOLDER / f"lines_{given.model}.npz", fitted, calibration)


def run_folds(gathered: Sequence[Gathered], settings: Settings, work: Path, model: str) -> None:
    """Fit and judge each fold, and fit on all that is not held out; keep the networks and the calibration."""
    jobs = [(model, settings, work, fold) for fold in (HELD_OUT, *range(FOLDS))]
    logits = {i: odds for part in in_processes(gathered, _run_fold, jobs) for i, odds in part.items()}
    calibration = calibrate(gathered, logits)
    np.save(work / f"{model}_calibration.npy", calibration, allow_pickle=False)
    for fold in (HELD_OUT, *range(FOLDS)):
        path = work / f"{model}_fold{fold}.npz"
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        np.savez_compressed(path, **{**arrays, "calibration": calibration})
    show(gathered, logits, calibration)


SHARED: list[Any] = []
"""What the processes that fit share with the one that started them."""


def in_processes(shared: Any, work: Callable[..., T], jobs: Sequence[tuple[Any, ...]]) -> list[T]:
    """Each job in a process of its own, `PROCESSES` at a time, one thread each: the order changes nothing."""
    SHARED[:] = [shared]
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork"), max_tasks_per_child=None) as pool:
        return list(pool.map(work, *zip(*jobs, strict=True)))


def _run_fold(model: str, settings: Settings, work: Path, fold: int) -> Logits:
    """The log-odds that a network fitted without a fold, and without what is held out, gives its lines."""
    torch.set_num_threads(1)
    (gathered,) = SHARED
    inside = [i for i, row in enumerate(gathered) if row.dump.fold not in (fold, HELD_OUT) and row.dump.aligned]
    fitted = fit_on(inside, gathered, replace(settings, seed=settings.seed + 1 + fold))
    arrays: dict[str, Any] = export(fitted.net, fitted.vocabulary)
    np.savez_compressed(work / f"{model}_fold{fold}.npz", **arrays)
    table, logits = HashTable(fitted.vocabulary), {}
    for i, row in enumerate(gathered):
        if fold != HELD_OUT and row.dump.fold == fold and row.dump.dumper != PLANTED:
            example = make_example(row.dump, row.measures, table, settings)
            body = predict(fitted.net, [example])[0][0].astype(np.float64)
            logits[i] = np.log(np.clip(body, 1e-7, 1)) - np.log(np.clip(1 - body, 1e-7, 1))
    return logits


def fit_on(inside: Sequence[int], gathered: Sequence[Gathered], settings: Settings) -> Fitted:
    """One network on some of the dumps, with their variants."""
    members = [gathered[i] for i in inside]
    vocabulary = build_vocabulary([row.measures for row in members], [row.domain for row in members], settings)
    table = HashTable(vocabulary)

    def prepare(dump: Dump, measures: Measures) -> Example:
        return make_example(dump, measures, table, settings)

    shown = [[(row.dump, row.measures), *(v for v in row.variants if v[0].lines)] for row in members]
    examples = [[prepare(*one) for one in variants] for variants in shown]
    chance = np.array([chance_to_show(row.dump) for row in members])
    return Fitted(fit(examples, chance, len(vocabulary), settings), vocabulary)


def calibrate(gathered: Sequence[Gathered], logits: Logits) -> NDArray[np.float32]:
    """The table over all aligned dumps whose labels are whole; every dump counts alike."""
    whole = [(i, row.dump) for i, row in enumerate(gathered) if row.dump.aligned and row.dump.source not in PARTLY]
    judged = [(i, dump) for i, dump in whole if i in logits]
    rows = [(logits[i], np.array(dump.labels)) for i, dump in judged]
    known = [(x[y >= 0], y[y >= 0]) for x, y in rows if (y >= 0).any()]
    weight = np.concatenate([np.full(len(y), 1 / np.sqrt(len(y))) for _, y in known])
    weight *= len(weight) / weight.sum()
    return fit_calibration(np.concatenate([x for x, _ in known]), np.concatenate([y for _, y in known]), weight)


def show(gathered: Sequence[Gathered], logits: Logits, calibration: NDArray[np.float32]) -> None:
    """Body lines kept and boilerplate lines removed, per dumper and source, at 0.5."""
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in logits:
        if gathered[i].dump.aligned:
            groups[gathered[i].dump.dumper, gathered[i].dump.source].append(i)
    for group, members in sorted(groups.items()):
        labels = np.concatenate([np.array(gathered[i].dump.labels) for i in members])
        kept = np.concatenate([np.interp(logits[i], *calibration) for i in members]) >= 0.5
        print(*group, f"body kept {kept[labels == 1].mean():.4f} removed {1 - kept[labels == 0].mean():.3f}")


def save(path: Path | IO[bytes], fitted: Fitted, calibration: NDArray[np.float32]) -> None:
    """A network as arrays."""
    arrays: dict[str, Any] = {**export(fitted.net, fitted.vocabulary), "calibration": calibration}
    np.savez_compressed(path, **arrays)


def write_model(path: Path, fitted: Fitted, calibration: NDArray[np.float32]) -> None:
    """The arrays into the package."""
    save(path, fitted, calibration)
    list_model(path)


def list_model(path: Path) -> None:
    """The digest of a model of the package into the list."""
    model_digests.cache_clear()
    digests = {**model_digests(), path.name: hashlib.sha256(path.read_bytes()).hexdigest()}
    SUMS.write_text("".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())), encoding="ascii")


if __name__ == "__main__":
    main()
