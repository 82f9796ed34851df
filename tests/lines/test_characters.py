"""Characters, words and hashes of lines as arrays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.text import char_arrays
from cleaner.text.char_arrays import MAX_CHARS, group_equal, hash_spans, read_characters
from cleaner.text.hash_table import HashTable

LINES = st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=()), max_size=30), max_size=8)


def test_a_word_has_the_same_hash_wherever_it_stands_and_however_it_is_written() -> None:
    words = read_characters(["The harbour", "a HARBOUR, again", "harbours"]).words
    assert words.hash[1] == words.hash[3]
    assert words.hash[1] != words.hash[5]
    assert words.line.tolist() == [0, 0, 1, 1, 1, 2]
    assert words.capital.tolist() == [True, False, False, True, False, False]


def test_digits_are_alike() -> None:
    words = read_characters(["3 min read", "8 min read"]).words
    assert words.hash[:3].tolist() == words.hash[3:].tolist()


def test_scripts_without_spaces_give_pairs_of_letters() -> None:
    words = read_characters(["港の朝市", "ตลาด", "Markt"]).words
    assert words.pair.tolist() == [True] * 3 + [True] * 3 + [False]


def test_the_middle_of_a_very_long_line_is_left_out() -> None:
    chars = read_characters(["ab " * 100_000, "end"])
    assert len(chars.codes) < MAX_CHARS + 10
    assert len(chars.ends) == 2


@given(LINES)
def test_every_line_has_its_place_whatever_it_holds(lines: list[str]) -> None:
    chars = read_characters(lines)
    assert len(chars.starts) == len(chars.ends) == len(lines)
    assert (chars.ends - chars.starts).tolist() == [len(line) for line in lines]
    assert (chars.words.line < len(lines)).all()


def test_hashes_of_stretches_depend_on_the_stretch_alone() -> None:
    codes = np.array([5, 6, 7, 9, 5, 6, 7, 0], np.uint32)
    one, other, shorter = hash_spans(codes, np.array([0, 4, 0]), np.array([3, 7, 2]))
    assert one == other != shorter


def test_hashes_are_the_same_in_a_text_longer_than_the_powers_that_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = np.arange(3_000, dtype=np.uint32) % 7
    ends = np.array([5, 2_999, 3_000])
    kept = hash_spans(codes, ends - 3, ends)
    monkeypatch.setattr(char_arrays, "_KEPT_POWERS", 100)
    assert (hash_spans(codes, ends - 3, ends) == kept).all()


@given(st.lists(st.integers(0, 2**64 - 1) | st.sampled_from([1, 2**16, 2**32, 2**48]), max_size=40), st.booleans())
def test_equal_values_are_put_together_in_order(numbers: list[int], wide: bool) -> None:
    values = np.array(numbers, np.uint64) if wide else np.array(numbers, np.uint64).astype(np.uint32)
    same = group_equal(values)
    ends = np.append(same.begins[1:], len(values)) if len(values) else same.begins
    for begin, end in zip(same.begins.tolist(), ends.tolist(), strict=True):
        members = same.order[begin:end].tolist()
        assert members == np.flatnonzero(values == values[members[0]]).tolist()
        assert len(set(same.of[members].tolist())) == 1
    assert sorted(same.order.tolist()) == list(range(len(values)))
    assert same.sizes.tolist() == (ends - same.begins).tolist()


def test_a_table_finds_what_it_was_given_and_nothing_else() -> None:
    rng = np.random.default_rng(0)
    hashes = np.unique(rng.integers(0, 2**32, 20_000, np.uint64).astype(np.uint32))
    table = HashTable(hashes[::2])
    found = table.find(hashes)
    known = found[::2]
    assert (known == np.arange(len(known))).mean() > 0.995
    assert (found[1::2] == -1).all()
    assert HashTable(hashes[:0]).find(hashes[:3]).tolist() == [-1, -1, -1]
