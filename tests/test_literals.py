"""Literals are found wherever they occur, as a search of one after the other finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.literals import _CHUNK, Literals

# few letters, so that literals overlap, repeat and share their beginnings; of one, two and four bytes
LETTERS = st.text("ab\n é新😀", max_size=40)
LISTS = st.lists(st.text("ab\n é新😀", min_size=1, max_size=12), max_size=12)


def _one_by_one(literals: list[str], text: str) -> list[tuple[int, int, int]]:
    places = [(number, at) for number, literal in enumerate(literals) for at in range(len(text))]
    return [(n, at, at + len(literals[n])) for n, at in places if text.startswith(literals[n], at)]


@given(LISTS, LETTERS)
def test_every_occurrence_is_found(literals, text):
    assert sorted(Literals(literals).find(text)) == sorted(_one_by_one(literals, text))


@given(LISTS, LETTERS)
def test_occurrence_is_told(literals, text):
    assert Literals(literals).occur_in(text) is any(literal in text for literal in literals)


@pytest.mark.parametrize("literal", ["x", "xy", "xyz", "wxyz", "a whole line of words"])
@pytest.mark.parametrize("at", [0, _CHUNK - 3, _CHUNK - 1, _CHUNK, 2 * _CHUNK - 2, 3 * _CHUNK])
def test_a_long_text_is_looked_through_without_seams(literal, at):
    text = "-" * at + literal + "-" * 5
    assert Literals([literal]).find(text) == [(0, at, at + len(literal))]


def test_equal_literals_are_both_found_and_half_a_surrogate_pair_does_no_harm():
    assert sorted(Literals(["stop press", "stop press"]).find("\ud83d stop press")) == [(0, 2, 12), (1, 2, 12)]
