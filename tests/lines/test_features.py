"""Measurements of lines, on an invented page."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.classifier.context_features import prose_run
from cleaner.classifier.features import Measures, column_names, measure_lines

PAGE = (
    "Ferry returns to Port Elden - The Elden Courier",
    "Home",
    "News",
    "Ferry returns to Port Elden",
    "Published 3 May 2031",
    "The ferry between Port Elden and the island of Marrow sailed again on Monday, for the first time in four years.",
    "Passengers had waited since dawn, and many of them said that they had never given up hope of",
    "seeing the ship",
    "again, although the company had sold its sister ship and closed the office at the quay in March.",
    "Sign up to our newsletter",
    "Home",
    "News",
)


def column(measures: Measures, name: str) -> list[float]:
    return [round(float(x), 3) for x in measures.dense[:, column_names().index(name)]]


def test_repeats_are_told() -> None:
    measures = measure_lines(PAGE)
    assert column(measures, "line_seen") == [0] * 10 + [1, 1]
    assert column(measures, "line_times")[1] > 0 == column(measures, "line_times")[3]
    assert column(measures, "in_title")[3] == 1


def test_a_sentence_broken_at_a_link_is_one_chain() -> None:
    chain = column(measure_lines(PAGE), "chain_size")
    assert chain[6] == chain[7] == chain[8] == pytest.approx(np.log(3), abs=0.01)
    assert chain[5] == 0


def test_the_run_of_prose_is_found() -> None:
    start, end = prose_run(measure_lines(PAGE).units)
    assert (start, end) == (5, 9)


def test_a_language_without_spaces_has_length_too() -> None:
    units = measure_lines(["エルデン港とマロウ島を結ぶ連絡船が月曜日、四年ぶりに運航を再開した。", "ホーム"]).units
    assert units[0] > 14 > 3 > units[1]


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=()), max_size=40), max_size=12))
def test_any_lines_measure_to_finite_numbers_and_always_to_the_same(lines: list[str]) -> None:
    measures = measure_lines(lines)
    assert measures.dense.shape == (len(lines), len(column_names()))
    assert np.isfinite(measures.dense).all()
    assert (measures.dense == measure_lines(lines).dense).all()
