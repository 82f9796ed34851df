"""How the line model is trained: changed copies keep their labels, folds follow domains, scores are shares."""

from __future__ import annotations

import numpy as np

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
