"""The weight of body against boilerplate: by form, by name, by promise."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

import cleaner
from cleaner.classifier.weights import BALANCED, FAVORS, Weights, choose_weights, prefer_body, trade_table, weigh_body
from cleaner.config import FAVORS as NAMES
from cleaner.config import Config
from cleaner.errors import UsageError

FORMS = ("dump", "extract", "page")


def test_every_name_a_configuration_takes_has_weights() -> None:
    assert tuple(FAVORS) == NAMES
    assert choose_weights("balanced", None) is BALANCED


@pytest.mark.parametrize("form", FORMS)
def test_recall_weighs_body_more_and_precision_less(form: str) -> None:
    assert getattr(FAVORS["recall"], form) > getattr(BALANCED, form) >= getattr(FAVORS["precision"], form) >= 1


def test_a_text_between_dump_and_extract_gets_a_weight_between_theirs() -> None:
    weights = Weights(dump=2.0, extract=8.0, page=1.0)
    assert [round(weights.of_text(share), 6) for share in (0.0, 0.35, 0.5, 0.65, 1.0)] == [2, 2, 4, 8, 8]


def test_a_line_is_kept_where_its_odds_times_the_weight_are_even() -> None:
    odds = np.log(np.array([0.24, 0.26]) / np.array([0.76, 0.74]))
    assert (weigh_body(odds, 3.0) >= 0.5).tolist() == [False, True]
    _, scores = prefer_body(odds, np.array([10.0, 10.0], np.float32), Weights(3.0, 1.0, 1.0))
    assert scores.round(6).tolist() == (weigh_body(odds, 3.0).round(6).tolist())


@pytest.mark.parametrize("form", FORMS)
def test_the_measured_trade_goes_one_way(form: str) -> None:
    rows = sorted((row for row in trade_table() if row.form == form), key=lambda row: row.weight)
    assert len(rows) >= 8
    assert {getattr(one, form) for one in FAVORS.values()} <= {row.weight for row in rows}
    for lower, higher in pairwise(rows):
        assert lower.lost_overall >= higher.lost_overall
        assert lower.left <= higher.left


@pytest.mark.parametrize("most", [0.01, 0.02, 0.05])
def test_a_promise_takes_the_smallest_weight_that_keeps_it(most: float) -> None:
    weights = choose_weights("balanced", most)
    for form in FORMS:
        rows = {row.weight: row for row in trade_table() if row.form == form}
        chosen = getattr(weights, form)
        assert rows[chosen].bound <= most
        assert all(row.bound > most for weight, row in rows.items() if weight < chosen)


def test_a_promise_nobody_can_keep_is_refused() -> None:
    with pytest.raises(UsageError, match=r"max_body_loss 0\.0001 cannot be promised for a dump; the least is 0\.0"):
        cleaner.Cleaner(max_body_loss=0.0001)


@pytest.mark.parametrize(
    ("choices", "message"),
    [
        ({"favor": "all"}, "favor must be one of recall, balanced, precision, not 'all'"),
        ({"max_body_loss": 2}, "max_body_loss must be a number from 0 to 1"),
        ({"max_body_loss": True}, "max_body_loss must be a number from 0 to 1"),
        ({"favor": "recall", "max_body_loss": 0.01}, "cannot be combined"),
    ],
)
def test_wrong_choices_are_refused(choices: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        Config.from_mapping(choices)


def test_favoring_recall_keeps_a_line_that_is_removed_otherwise() -> None:
    page = "\n".join(
        [
            "The ferry between Port Elden and the island sailed again on Monday, four years after the storm.",
            "Fishermen who have moored at the old quay for forty years said that nobody had warned them.",
            "More than the harbour",
            "Share",
            "The five best walks of the coast",
        ]
    )
    bodies = [cleaner.Cleaner(translation=False, favor=name).clean(page, form="text").body for name in NAMES]
    assert len(bodies[0]) >= len(bodies[1]) >= len(bodies[2]) > 0
    assert len(bodies[0]) > len(bodies[2])
