"""Folding: the same one by one and together, offsets that stay, what lines hold."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from cleaner.text.folding import BAR, DIGIT, EAST, LETTER, LONGEST_LINE, fold, fold_lines


def test_folding_never_changes_the_length() -> None:
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(fold(every)) == len(every)


def test_case_accents_and_typographic_signs_are_the_same() -> None:
    assert fold("“ÉDITION” – İstanbul’s ΣΧΌΛΙΑ") == '"edition" - istanbul\'s σχολια'


@given(st.lists(st.text(max_size=40), max_size=8))
def test_lines_fold_together_as_they_do_alone(lines: list[str]) -> None:
    folded = fold_lines(lines)
    assert len(folded.lines) == len(folded.letters) == len(folded.signs) == len(folded.begins) == len(lines)
    for line, low, (first, last), begin in zip(lines, folded.lines, folded.letters, folded.begins, strict=True):
        alone = fold("é" + line.replace("\x1e", " "))[1:]
        assert low == alone
        marked = low[:first] + "\n" + low[first:] if first < last else low
        assert folded.text.startswith(marked, begin)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_the_stretch_from_letter_to_letter(lines: list[str]) -> None:
    for low, (first, last) in zip(fold_lines(lines).lines, fold_lines(lines).letters, strict=True):
        letters = [i for i, sign in enumerate(low) if sign.isalpha()]
        assert not letters or (first <= letters[0] and letters[-1] < last)


def test_what_lines_hold() -> None:
    signs = fold_lines(["Home | News", "", "3 min", "港の橋", "𝟛𐀀"]).signs
    assert [bool(sign & BAR) for sign in signs] == [True, False, False, False, False]
    assert [bool(sign & DIGIT) for sign in signs] == [False, False, True, False, True]
    assert [bool(sign & LETTER) for sign in signs] == [True, False, True, True, True]
    assert [bool(sign & EAST) for sign in signs] == [False, False, False, True, True]


def test_lone_surrogates_are_folded_away() -> None:
    assert fold_lines(["a\ud800b"]).lines == ("a\ufffdb",)


def test_a_line_is_cut_at_its_longest() -> None:
    assert len(fold_lines(["x", "é" * (LONGEST_LINE + 5)]).lines[1]) == LONGEST_LINE
