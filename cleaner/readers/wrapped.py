"""Text wrapped at a fixed width: which lines go on in the next one, so that a paragraph is judged as one.

Mail programs, old readers and `<br>` in Chinese pages break paragraphs after a fixed number of columns. A break of that
kind shows: the line is not longer than the width, and the first word of the next line would not have fitted into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.document import Block, Span, one_line
from cleaner.text.line_shape import ends_like_sentence

NARROWEST, WIDEST = 30, 100
"""Characters of a line at the width of a wrapped text, at the least and at the most."""
LEAST_LINES = 3
"""Lines of a paragraph that shows that a text is wrapped, at the least."""
LEAST_SHARE = 0.5
"""The share of the characters of a text in such paragraphs, at the least."""
MOST_SENTENCES = 1 / 3
"""The share of the broken lines that end with a sentence, at most."""
EAST = "\u2e80"
"""The first character of the scripts that break anywhere; their lines may end two characters early, at punctuation."""
_SLACK = 3
_CUT = ("...", "…", "..")
"""What ends a teaser that was cut at a number of characters."""

Flags = NDArray[np.bool_]
Lines = tuple[str, ...]


def join_wrapped(text: str, blocks: Sequence[Block], lines: Lines) -> tuple[tuple[Block, ...], Lines]:
    """Blocks and their lines, the lines of a wrapped paragraph as one; of HTML, those that stand in one element."""
    breaks: list[bool] = []
    for _, group in groupby(range(len(blocks)), lambda place: _element(blocks[place])):
        own = list(group)
        if len(own) < LEAST_LINES:
            breaks += [False] * len(own)
            continue
        follows = [blocks[one].span.end == blocks[other].span.start for one, other in pairwise(own)]
        breaks += find_wrapped([lines[place] for place in own], [*follows, False])
    if not any(breaks):
        return tuple(blocks), lines
    starts = [place for place in range(len(blocks)) if not (place and breaks[place - 1])]
    joined = tuple(_join(blocks[first:end]) for first, end in pairwise([*starts, len(blocks)]))
    return joined, tuple(one_line(text[start:end]) for (start, end), _, _ in joined)


def _element(block: Block) -> int:
    """The number of the element a block stands in, -1 for text."""
    return -1 if block.node is None else block.node.number


def _join(blocks: Sequence[Block]) -> Block:
    """Blocks as one; its share of links is that of their characters."""
    if len(blocks) == 1:
        return blocks[0]
    span = Span(blocks[0].span.start, blocks[-1].span.end)
    linked = sum(block.link_share * (block.span.end - block.span.start) for block in blocks)
    return Block(span, blocks[0].node, linked / (span.end - span.start))


def find_wrapped(lines: Sequence[str], follows: Sequence[bool]) -> list[bool]:
    """Whether each line is a part of a paragraph that goes on in the next line; all False where a text is not wrapped.

    lines: without white space at their ends. follows: whether no blank line stands between a line and the next.
    """
    sizes = np.fromiter(map(len, lines), np.int64, len(lines))
    least = LEAST_SHARE * sizes.sum()
    if sizes[sizes <= WIDEST].sum() < least:
        return [False] * len(lines)
    needed = np.fromiter(map(_first_word, lines[1:]), np.int64, len(lines) - 1)
    whole = [near and not line.endswith(_CUT) for line, near in zip(lines, follows, strict=True)]
    ends, after = sizes[:-1], np.asarray(whole[:-1], bool)
    most, best = 0, np.zeros(len(lines), bool)
    for width in np.unique(ends[after & (ends >= NARROWEST) & (ends <= WIDEST)]).tolist():
        breaks = np.append(after & (ends <= width) & (ends + needed > width), False)
        held = int(sizes[_paragraphs(breaks)].sum())
        if held > most:
            most, best = held, breaks
    return best.tolist() if most >= least and _is_broken_anywhere(lines, best) else [False] * len(lines)


def _is_broken_anywhere(lines: Sequence[str], breaks: Flags) -> bool:
    """Whether few of the broken lines end with a sentence, as those of a list or a poem do."""
    broken = np.flatnonzero(breaks).tolist()
    return sum(ends_like_sentence(lines[place]) for place in broken) <= MOST_SENTENCES * len(broken)


def _first_word(line: str) -> int:
    """Columns that the beginning of a line would have needed at the end of the line above it."""
    return _SLACK if line[0] >= EAST else 1 + len(line.split(None, 1)[0])


def _paragraphs(breaks: Flags) -> Flags:
    """The lines of runs of at least `LEAST_LINES`, each but the last of which is broken."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], breaks.astype(np.int8), [0]))))
    inside = np.zeros(len(breaks), bool)
    for start, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if stop - start + 1 >= LEAST_LINES:
            inside[start : stop + 1] = True
    return inside
