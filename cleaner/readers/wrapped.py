"""Text wrapped at a fixed width: which lines go on in the next one, so that a paragraph is judged as one.

Mail programs, old readers and `<br>` in Chinese pages break paragraphs after a fixed number of columns. A break of that
kind shows: the line is not longer than the width, and the first word of the next line would not have fitted into it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from cleaner.document import Block, Span, one_line
from cleaner.text.line_shape import ends_like_sentence

NARROWEST, WIDEST = 30, 100
"""Characters of a line at the width of a wrapped text, at the least and at the most."""
LEAST_LINES = 3
"""Lines of a paragraph that shows that a text is wrapped, at the least, where no blank lines stand around it."""
LEAST_SHARE = 0.4
"""The share of the characters of a text in such paragraphs, at the least."""
MOST_SENTENCES, MOST_CAPITALS = 1 / 3, 2 / 3
"""The share of the broken lines that end with a sentence, and of the next lines that begin with a capital, at most."""
EAST = "\u2e80"
"""The first character of the scripts that break anywhere; their lines may end two characters early, at punctuation."""
_SLACK, _LONG_WORD = 3, 20
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Letters of Thai, Lao, Burmese and Khmer, which break between words that no space shows."""
_UNSPACED_WORD = 8
_CUT = ("...", "…", "..")
"""What ends a teaser that was cut at a number of characters."""

Flags = NDArray[np.bool_]
Lines = tuple[str, ...]


def join_wrapped(
    text: str, blocks: Sequence[Block], lines: Lines, apart: Set[int] = frozenset()
) -> tuple[tuple[Block, ...], Lines]:
    """Blocks and their lines, the lines of a wrapped paragraph as one; of HTML, those that stand in one element.

    apart: the numbers of lines that a blank line stands above, though the blocks touch.
    """
    follows = [*(one.span.end == other.span.start for one, other in pairwise(blocks)), False]
    for place in apart:
        follows[place - 1] = False
    breaks: list[bool] = []
    for element, group in groupby(blocks, _element):
        own = slice(len(breaks), len(breaks) + sum(1 for _ in group))
        breaks += find_wrapped(lines[own], follows[own], is_element=element >= 0)
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


def find_wrapped(lines: Sequence[str], follows: Sequence[bool], *, is_element: bool = False) -> list[bool]:
    """Whether each line is a part of a paragraph that goes on in the next line; all False where a text is not wrapped.

    lines: without white space at their ends. follows: whether the next line stands right below each. is_element: they
        are all of an HTML element, where two lines that are one sentence show a width too; a dump has menus among them.
    """
    none = [False] * len(lines)
    if len(lines) < LEAST_LINES:
        return none
    sizes = np.fromiter(map(len, lines), np.int64, len(lines))
    most = LEAST_SHARE * sizes.sum()
    widths = _possible_widths(sizes, most / 2)
    if not widths:
        return none
    best = np.zeros(len(lines), bool)
    needed = np.fromiter(map(_first_word, lines[1:]), np.int64, len(lines) - 1)
    near = np.array([*follows[:-1], False])
    cut = np.fromiter((line.endswith(_CUT) for line in lines[:-1]), bool, len(needed))
    ended = np.array([is_element and ends_like_sentence(line) for line in lines])
    for width in widths:
        fits = (sizes[:-1] <= width) & (sizes[:-1] + needed > width)
        breaks = np.append(near[:-1] & ~cut & fits, False)
        held = int(sizes[_paragraphs(breaks, near, ended)].sum())
        if held >= most:
            most, best = held, breaks
    return best.tolist() if _is_broken_anywhere(lines, best) else none


def _possible_widths(sizes: NDArray[np.int64], least: float) -> list[int]:
    """The lengths of lines that have so many characters in lines as long as they are or a long word less."""
    held = np.cumsum(np.bincount(np.minimum(sizes, WIDEST + 1), sizes, WIDEST + 2))
    return [
        width
        for width in np.unique(sizes[(sizes >= NARROWEST) & (sizes <= WIDEST)]).tolist()
        if held[width] - held[width - _LONG_WORD] >= least
    ]


def _is_broken_anywhere(lines: Sequence[str], breaks: Flags) -> bool:
    """Whether the breaks stand inside sentences: in a list or a poem lines end, or titles begin, at most of them."""
    broken = np.flatnonzero(breaks).tolist()
    ended = sum(ends_like_sentence(lines[place]) for place in broken)
    begun = sum(lines[place + 1][0].isupper() for place in broken)
    return ended <= MOST_SENTENCES * len(broken) and begun <= MOST_CAPITALS * len(broken)


def _first_word(line: str) -> int:
    """Columns that the beginning of a line would have needed at the end of the line above it."""
    size = _SLACK if line[0] >= EAST else 1 + len(line.split(None, 1)[0])
    return min(size, _UNSPACED_WORD) if _UNSPACED.match(line) else size


def _paragraphs(breaks: Flags, follows: Flags, ended: Flags) -> Flags:
    """The lines of runs of broken lines that stand between blank lines, are `LEAST_LINES` long, or one sentence."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], breaks.astype(np.int8), [0]))))
    inside = np.zeros(len(breaks), bool)
    for start, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        apart = not follows[last] and (start == 0 or not follows[start - 1])
        sentence = ended[last] and not ended[start:last].any()
        if apart or sentence or last - start + 1 >= LEAST_LINES:
            inside[start : last + 1] = True
    return inside
