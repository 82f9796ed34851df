"""How the line model is trained: changed copies keep their labels, folds follow domains, scores are shares."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cleaner.classifier.features import measure_lines
from training.lines.augment import vary
from training.lines.calibrate import fit_calibration
from training.lines.data import FOLDS, Dump, fold_of

STORY = tuple(f"Paragraph {i} of the story about the harbour at Elden, with words enough to break" for i in range(9))
FRAME = tuple(f"Menu-entry-{i}" for i in range(20))
"""One word each: a line that breaks at a space keeps the word that tells it."""


def make_dump(name: str) -> Dump:
    lines = (*FRAME[:12], *STORY, *FRAME[12:])
    labels = (0,) * 12 + (1,) * 9 + (0,) * 8
    kinds = tuple("" if label else "navigation" for label in labels)
    return Dump(name, "bs4", "fundus", "en", 0, lines, labels, kinds, aligned=True, weight=1.0)


def test_changed_copies_keep_label_and_kind_with_their_text() -> None:
    rng = np.random.default_rng(0)
    changed = [vary(make_dump("one"), make_dump("other"), rng) for _ in range(200)]
    for dump in changed:
        assert len(dump.lines) == len(dump.labels) == len(dump.kinds)
        for line, label, kind in zip(dump.lines, dump.labels, dump.kinds, strict=True):
            assert ("Menu" in line) != bool(label)
            assert kind == ("" if label else "navigation")
    assert len({dump.lines for dump in changed}) > 150


def test_copies_are_the_same_for_the_same_seed() -> None:
    one, two = (vary(make_dump("one"), make_dump("other"), np.random.default_rng(5)) for _ in range(2))
    assert one == two


def test_a_domain_is_in_one_fold_whatever_else_there_is() -> None:
    folds = [fold_of(f"outlet{i}.example") for i in range(500)]
    assert folds[7] == fold_of("outlet7.example")
    assert min(folds.count(fold) for fold in range(FOLDS)) > 60


def test_calibrated_scores_are_shares_and_rise_with_the_log_odds() -> None:
    rng = np.random.default_rng(0)
    truth = rng.normal(0, 2, 40_000)
    labels = (rng.random(40_000) < 1 / (1 + np.exp(-truth))).astype(np.int64)
    at, value = fit_calibration(3 * truth, labels, np.ones(40_000))
    assert (np.diff(value) >= 0).all()
    for odds in (-2.0, 0.0, 1.0):
        assert abs(np.interp(3 * odds, at, value) - 1 / (1 + np.exp(-odds))) < 0.04


SHORTS = """
import hashlib
from pathlib import Path
import numpy as np
from training.lines import short
short.languages = lambda: ("de", "ja")
made = short.make_shorts([], Path("no data"), np.random.default_rng(7))
print(len(made), hashlib.sha256(repr(made).encode()).hexdigest())
"""


def test_training_texts_do_not_depend_on_the_order_of_sets() -> None:
    root = Path(__file__).parents[2]
    said = {
        subprocess.run(
            [sys.executable, "-c", SHORTS], check=True, capture_output=True, text=True, cwd=root,
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(said) == 1
    assert int(said.pop().split()[0]) >= 16


def test_the_same_texts_and_seed_give_the_same_network_byte_for_byte() -> None:
    pytest.importorskip("torch")
    from training.lines import train
    from training.lines.fit import Settings
    from training.lines.gather import Gathered

    rng = np.random.default_rng(3)
    dumps = [vary(make_dump(f"page {i}"), make_dump("other"), rng) for i in range(6)]
    gathered = [Gathered(dump, f"outlet{i}.example", measure_lines(dump.lines), ()) for i, dump in enumerate(dumps)]

    def fit_once(seed: int) -> bytes:
        settings = Settings(epochs=2, width=8, embed=4, least=2, seed=seed)
        file = io.BytesIO()
        train.save(file, train.fit_on(range(len(gathered)), gathered, settings), np.zeros((2, 3), np.float32))
        return file.getvalue()

    assert fit_once(0) == fit_once(0) != fit_once(1)


def test_the_same_lines_give_the_same_trees_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("catboost")
    from training.lines import stacking

    monkeypatch.setitem(stacking.SETTINGS, "iterations", 20)
    rng = np.random.default_rng(3)
    columns = rng.normal(size=(400, 77)).astype(np.float32)
    labels = (columns[:, 0] + rng.normal(size=400) > 0).astype(np.int64)
    lines = stacking.Lines(columns, labels, np.ones(400), np.zeros(400, np.int64))

    def fit_once() -> bytes:
        file = io.BytesIO()
        np.savez_compressed(file, **stacking.fit(lines))
        return file.getvalue()

    assert fit_once() == fit_once()
