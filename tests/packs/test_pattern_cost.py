"""Patterns of packs: what is refused, and that what is allowed takes no more steps than were counted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import product
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.phrases.packs import load_packs
from cleaner.phrases.pattern_cost import MOST_STEPS, compile_pattern, most_steps


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b",
        "(?#[)(?:a+)+(?#])b",
        "[+](?:a*)*b",
        "a++b",
        "(?:a|aa)" * 40 + "b",
        "(?:a|aa){40}b",
        "a?" * 28 + "a" * 28,
        "[a-z]{0,400}" * 4,
        "(?:a{1,9}){1,9}b",
        "(?:(?:(?:a?){30}){30}){30}",
        "(?i)(?:xa|XA){1,30}b",
        "(?=(?:a|aa){1,40}b)a",
        "[a-z]{1,99999999999}",
        "[a-z]{1,5000}",
        r"(a)\1",
        "(" * 200 + "a" + ")" * 200 + "a?" * 30,
        "a" * 5_000,
        "(a",
        "a{2,1}",
    ],
)
def test_what_is_unbounded_too_much_or_no_pattern_is_refused_at_once(pattern: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(ValueError, match="pattern"):
        compile_pattern(pattern)
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize(
    "pattern",
    [
        "a",
        "[0-9]{1,4}",
        "(?<=[.] )read (?:more|on)$",
        "^the post .{3,240} appeared first on .{1,120}$",
        "(?:a|b){1,9}c",
    ],
)
def test_what_a_pack_needs_is_allowed(pattern: str) -> None:
    assert compile_pattern(pattern).pattern == pattern


def test_the_bundled_patterns_are_held_to_the_same() -> None:
    patterns = [rule.pattern for pack in load_packs().values() for rule in pack.rules if rule.pattern]
    assert len(patterns) > 50
    for pattern in patterns:
        compile_pattern(pattern)


ATOMS = st.sampled_from(
    ["a", "b", "[ab]", "[^a]", ".", "ab", "aab", "^", "$", r"\b", "(?=a)", "(?!b)", "(?<=a)", r"\w"]
)


def _repeated(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    counts = st.sampled_from(["?", "{0,3}", "{2}", "{1,6}", "{0,12}", "??", "{1,4}?", "?+", "{1,4}+"])
    return st.builds("(?:{}){}".format, inner, counts)


RUNS = st.builds(
    "{}{}".format, st.sampled_from(["a", "b", "[ab]", "[^a]", "."]), st.sampled_from(["{0,12}", "{3,9}", "?"])
)
PATTERNS = st.recursive(
    ATOMS | RUNS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        _repeated(inner),
        inner.map("(?>{})".format),
    ),
    max_leaves=8,
)


class _Backtracker:
    """Tries every way through a pattern at one place, as `re` does where all fail at the end, and counts characters."""

    def __init__(self, line: str) -> None:
        self.line, self.steps = line, 0

    def run(self, items: list[Any], at: int, then: Callable[[int], bool]) -> bool:
        if not items:
            return then(at)
        (name, value), rest = (str(items[0][0]), items[0][1]), items[1:]
        return self.one(name, value, at, lambda end: self.run(rest, end, then))

    def one(self, name: str, value: Any, at: int, then: Callable[[int], bool]) -> bool:
        if name == "BRANCH":
            return any(self.run(list(part), at, then) for part in value[1])
        if name == "SUBPATTERN":
            return self.run(list(value[3]), at, then)
        if name in ("ASSERT", "ASSERT_NOT", "AT", "ATOMIC_GROUP"):
            return self.aside(name, value, at, then)
        if name.endswith("REPEAT"):
            return self.repeat(name, value, at, then)
        self.steps += 1
        return at < len(self.line) and _fits(name, value, self.line[at]) and then(at + 1)

    def aside(self, name: str, value: Any, at: int, then: Callable[[int], bool]) -> bool:
        if name == "ATOMIC_GROUP":
            end = self.first(list(value), at)
            return end >= 0 and then(end)
        if name != "AT" and value[0] > 0:
            self.first(list(value[1]), at)
        self.steps += 1
        return then(at)  # as if it held, which is more work than where it does not

    def repeat(self, name: str, value: Any, at: int, then: Callable[[int], bool]) -> bool:
        least, most, body = value
        if name == "POSSESSIVE_REPEAT":
            for number in range(most):
                end = self.first(list(body), at)
                if end < 0 or (end == at and number >= least):
                    break
                at = end
            return then(at)

        def more(end: int, done: int) -> bool:
            if done < most and self.run(
                list(body), end, lambda new: (new > end or done < least) and more(new, done + 1)
            ):
                return True
            return done >= least and then(end)

        return more(at, 0)

    def first(self, items: list[Any], at: int) -> int:
        ends: list[int] = []
        self.run(items, at, lambda end: ends.append(end) is None)
        return ends[0] if ends else -1


def _fits(name: str, value: Any, letter: str) -> bool:
    if name == "LITERAL":
        return ord(letter) == value
    if name == "NOT_LITERAL":
        return ord(letter) != value
    if name == "IN":
        negated = str(value[0][0]) == "NEGATE"
        return negated is not any(_holds(str(kind), what, letter) for kind, what in value)
    return True


def _holds(kind: str, what: Any, letter: str) -> bool:
    if kind == "RANGE":
        return what[0] <= ord(letter) <= what[1]
    return kind == "CATEGORY" or (kind == "LITERAL" and what == ord(letter))


def _lines() -> Iterator[str]:
    yield from ("a" * 40, "b" * 40, "ab" * 20, "aab" * 14, "abb" * 14, "ba" * 20)
    yield from ("".join(letters) * 10 for letters in product("ab", repeat=4))


@settings(max_examples=400, deadline=None)
@given(PATTERNS)
def test_no_line_takes_more_steps_than_were_counted(pattern: str) -> None:
    try:
        compile_pattern(pattern)
    except ValueError:
        return
    tree, counted = _parser.parse(pattern), most_steps(pattern)
    for line in _lines():
        tried = _Backtracker(line)
        tried.run(list(tree), 0, lambda _: False)
        assert tried.steps <= counted, line


@settings(max_examples=60, deadline=None)
@given(PATTERNS)
def test_an_allowed_pattern_is_through_a_long_line_soon(pattern: str) -> None:
    try:
        compiled = compile_pattern(pattern + "c")
    except ValueError:
        return
    for line in _lines():
        begun = time.process_time()
        assert not list(compiled.finditer(line * 10))
        assert time.process_time() - begun < 400 * MOST_STEPS * 1e-6
