"""An upper bound of the work of a pattern of a wording pack, from the pattern alone.

Python's `re` tries one way through a pattern after the other. Every repeat of a pack's pattern has a largest count, so
from one place in a line there is a largest number of steps, whatever the line holds; `most_steps` counts them and
`compile_pattern` refuses a pattern with more than `MOST_STEPS`. The time for a line is then at most that number for
each of its characters. (RE2 is linear without such a limit, but has no look-behind, which 60 bundled patterns need.)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from re import _parser  # type: ignore[attr-defined]  # there is no public parser
from typing import Any, Final

MOST_STEPS: Final = 10_000
"""Steps from one place of a line, about 0.2 ms; the bundled patterns take at most 6,400."""
MOST_STEPS_AT_THE_START: Final = 100_000
"""Steps of a pattern that begins with ^ and is tried at one place only, about 2 ms; bundled: at most 51,000."""
LONGEST_REPEAT: Final = 1_000
LONGEST_PATTERN: Final = 4_000

Letters = frozenset[int]
"""What one character may be: of the characters that matter to a pattern, those that fit."""
Lead = list[Letters]
"""What the next characters must be, as far as that is known; nothing is known after the last."""

_ADVICE = "make its repeats shorter, or split it into several rules"


def compile_pattern(text: str) -> re.Pattern[str]:
    """A pattern ready to use; ValueError says what is wrong with it and what to do."""
    if len(text) > LONGEST_PATTERN:
        raise ValueError(f"its pattern is longer than {LONGEST_PATTERN:,} characters; split it into several rules")
    try:
        steps, allowed = most_steps(text), MOST_STEPS
        if _begins_at_start(text):
            allowed = MOST_STEPS_AT_THE_START
        if steps > allowed:
            raise ValueError(f"its pattern may take more than {allowed:,} steps at one place of a line; {_ADVICE}")
        return re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"its pattern is not a regular expression: {error or type(error).__name__}") from None


def most_steps(text: str) -> int:
    """The most steps that trying a pattern at one place of a line takes; stops counting when it is far too many."""
    tree = _parser.parse(text)
    return _Count(tree).sequence(list(tree), 0, [])[0]


def _begins_at_start(text: str) -> bool:
    """Whether a pattern is tried at the start of a line only."""
    tree = _parser.parse(text)
    first = tree[0] if len(tree) else (None, None)
    return (
        str(first[0]) == "AT"
        and str(first[1]) in ("AT_BEGINNING", "AT_BEGINNING_STRING")
        and not (tree.state.flags & re.MULTILINE)
    )


class _Count:
    """Counts from the end of a pattern to its start: the steps of what follows are known when a part is counted."""

    def __init__(self, tree: Any) -> None:
        self._any = frozenset(_edges(tree)) | {0, 0x10FFFF}
        self._blurred = bool(tree.state.flags & re.IGNORECASE) or _has_flags(tree)

    def sequence(self, items: Sequence[Any], after: int, lead: Lead) -> tuple[int, Lead]:
        """Steps of some items with what follows them, and what they begin with."""
        for name, value in reversed(items):
            after, lead = self._item(str(name), value, after, lead)
            if after > 10 * MOST_STEPS_AT_THE_START:
                raise ValueError(f"its pattern may be matched in too many ways; {_ADVICE}")
        return after, lead

    def _item(self, name: str, value: Any, after: int, lead: Lead) -> tuple[int, Lead]:
        if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN", "CATEGORY"):
            return after + 1, [self._letters(name, value), *lead][:60]
        if name == "AT":
            return after + 1, lead
        if name == "BRANCH":
            return self._branch([list(part) for part in value[1]], after, lead)
        if name == "SUBPATTERN":
            return self.sequence(list(value[3]), after, lead)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return self._repeat(name, value, after, lead)
        if name in ("ASSERT", "ASSERT_NOT"):
            return self.sequence(list(value[1]), 1, [])[0] + after, lead
        if name == "ATOMIC_GROUP":
            alone, start = self.sequence(list(value), 1, [])
            return alone + after, start
        raise ValueError(f"its pattern uses {name.lower()}, which is not allowed in a pack; write the text out")

    def _branch(self, parts: Sequence[list[Any]], after: int, lead: Lead) -> tuple[int, Lead]:
        """Alternatives: each is tried, but what follows only behind those that can begin alike."""
        alone = [self.sequence(part, 0, [])[0] for part in parts]
        counted = [self.sequence(part, after, lead) for part in parts]
        more = [steps - few for (steps, _), few in zip(counted, alone, strict=True)]
        starts = [start for _, start in counted]
        worst = max(
            sum(rest for rest, other in zip(more, starts, strict=True) if _may_be_one(start, other)) for start in starts
        )
        together: Lead = [frozenset[int]().union(*letters) for letters in zip(*starts, strict=False)]
        return sum(alone) + worst + len(parts), together

    def _repeat(self, name: str, value: Any, after: int, lead: Lead) -> tuple[int, Lead]:
        least, most, body = value
        if int(most) > LONGEST_REPEAT:
            raise ValueError(
                f"a pattern may repeat things a counted number of times only, up to {LONGEST_REPEAT:,}, "
                "as in [0-9]{1,4}; * and + are refused"
            )
        items = list(body)
        if name == "POSSESSIVE_REPEAT":
            alone, start = self.sequence(items, 1, [])
            return alone * (most + 1) + after, start if least else []
        if len(items) == 1 and str(items[0][0]) in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
            return self._run(self._letters(str(items[0][0]), items[0][1]), least, most, after, lead)
        rest, start = after, lead
        for number in range(most):
            steps, begun = self.sequence(items, rest, start)
            optional = number < most - least
            rest, start = steps + (after if optional and _may_be_one(begun, lead) else 0) + 1, begun
            if optional:
                start = [one | other for one, other in zip(begun, lead, strict=False)]
        return rest, start

    def _run(self, letters: Letters, least: int, most: int, after: int, lead: Lead) -> tuple[int, Lead]:
        """A repeated character: what follows is tried behind each of them, and goes far where it can begin there."""
        places = most - least + 1
        goes_far = -(-places // _least_shift(letters, lead))
        steps = most + places * (len(lead) + 1) + goes_far * after
        if least == most:
            return steps, ([letters] * most + lead)[:60]
        return steps, [letters] * min(least, 60) if least else [letters | lead[0]] if lead else []

    def _letters(self, name: str, value: Any) -> Letters:
        if self._blurred or name in ("ANY", "CATEGORY"):
            return self._any
        if name == "LITERAL":
            return frozenset((value,))
        if name == "NOT_LITERAL":
            return self._any - {value}
        found: set[int] = set()
        for kind, what in value:
            if str(kind) == "CATEGORY":
                return self._any
            if str(kind) in ("LITERAL", "RANGE"):
                low, high = (what, what) if str(kind) == "LITERAL" else what
                found |= {letter for letter in self._any if low <= letter <= high}
        return self._any - found if str(value[0][0]) == "NEGATE" else frozenset(found)


def _may_be_one(one: Lead, other: Lead) -> bool:
    """Whether a text may begin with both."""
    return all(here & there for here, there in zip(one, other, strict=False))


def _least_shift(letters: Letters, lead: Lead) -> int:
    """How far apart two places in a run of some letters are at least, where what follows can begin at both.

    `.{3,240} appeared first on` finds its words at every nineteenth place at most. Beyond the run: it may be once.
    """
    if not lead or not lead[0]:
        return 1
    if not lead[0] & letters:
        return 1_000_000
    inside = 1
    while inside < len(lead) and lead[inside] & letters:
        inside += 1
    return next((by for by in range(1, len(lead)) if _may_be_one(lead, lead[by:])), len(lead))


def _edges(node: Any) -> set[int]:
    """The characters that matter: each that is named, each end of a range, and those beside it."""
    found: set[int] = set()
    if isinstance(node, tuple) and len(node) == 2 and str(node[0]) in ("LITERAL", "NOT_LITERAL"):
        found |= {node[1], node[1] + 1}
    elif isinstance(node, tuple) and len(node) == 2 and str(node[0]) == "RANGE":
        found |= {*node[1], node[1][1] + 1}
    elif isinstance(node, tuple | list | _parser.SubPattern):
        for part in node:
            found |= _edges(part)
    return found


def _has_flags(node: Any) -> bool:
    """Whether a group of a pattern sets flags of its own."""
    if isinstance(node, tuple) and len(node) == 2 and str(node[0]) == "SUBPATTERN" and node[1][1]:
        return True
    return isinstance(node, tuple | list | _parser.SubPattern) and any(map(_has_flags, node))
