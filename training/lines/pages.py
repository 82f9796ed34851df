"""Pages of ../shared as documents with a label per line, carried over from the labelled `bs4` dump of the same page.

The dump and the page text are the same words in the same order but for hidden and interface text, cut into lines
differently; so the labels are carried over word by word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cleaner.document import Document

UNKNOWN = -1
_TOKEN = re.compile(r"\w+")
_SURE = 0.8
"""Share of a line's words that must agree on a label; otherwise the line mixes both and is left open."""
_AHEAD = 3_000
_RUN = 4


def label_lines(lines: Sequence[str], dump_lines: Sequence[str], dump_labels: Sequence[int | None]) -> list[int]:
    """A label per line: 1 body, 0 boilerplate, -1 not decidable."""
    words = [(word, i) for i, line in enumerate(lines) for word in _TOKEN.findall(line)]
    dump_words = [(word, i) for i, line in enumerate(dump_lines) for word in _TOKEN.findall(line)]
    votes: list[Counter[int]] = [Counter() for _ in lines]
    for i, j in match_words([word for word, _ in words], [word for word, _ in dump_words]):
        label = dump_labels[dump_words[j][1]]
        votes[words[i][1]][UNKNOWN if label is None else label] += 1
    return [_decide(count) for count in votes]


def match_words(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places with the same word, in order: two nearly equal sequences walked side by side.

    Where they part, the nearest place at which a run of words agrees again is looked for.
    """
    pairs, i, j = [], 0, 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
            continue
        found = _meet_again(left, right, i, j)
        if found is None:
            i += 1
            continue
        i, j = found
    return pairs


def _meet_again(left: Sequence[str], right: Sequence[str], i: int, j: int) -> tuple[int, int] | None:
    """The next place where a run agrees, the one that skips the fewest words on both sides."""
    runs: dict[tuple[str, ...], int] = {}
    for b in range(j, min(j + _AHEAD, len(right))):
        runs.setdefault(tuple(right[b : b + _RUN]), b)
    best: tuple[int, int] | None = None
    for a in range(i, min(i + _AHEAD, len(left))):
        if best is not None and a - i >= best[0] - i + best[1] - j:
            break
        at = runs.get(tuple(left[a : a + _RUN]))
        if at is not None and (best is None or a - i + at - j < best[0] - i + best[1] - j):
            best = (a, at)
    return best


def _decide(votes: Counter[int]) -> int:
    total = sum(votes.values())
    if not total:
        return UNKNOWN
    label, count = votes.most_common(1)[0]
    return label if label != UNKNOWN and count >= _SURE * total else UNKNOWN


def is_usable(document: Document, labels: Sequence[int]) -> bool:
    """Whether enough of the page could be labelled, and some of it is body."""
    return 1 in labels and sum(label != UNKNOWN for label in labels) >= 0.5 * len(document.blocks)
