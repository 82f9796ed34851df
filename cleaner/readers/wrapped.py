"""Finds text wrapped at a fixed width: which lines continue in the next one, so that a paragraph is judged as one.

Mail programs, old readers and `<br>` in Chinese pages break paragraphs after a fixed number of columns. Such a break is
recognised if the line is not longer than the width and the first word of the next line would not have fitted into it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from itertools import accumulate, groupby, pairwise
from operator import eq

from cleaner.document import Block, Span, one_line
from cleaner.text.line_shape import UNSPACED_LETTER, ends_like_sentence
from cleaner.text.scripts import FIRST_EAST

NARROWEST, WIDEST = 30, 100
"""Characters of a line at the width of a wrapped text, at the least and at the most."""
LEAST_LINES = 3
"""Lines of a paragraph that shows that a text is wrapped, at the least, where no blank lines stand around it."""
LEAST_SHARE = 0.4
"""The share of the characters of a text in such paragraphs, at the least."""
MOST_SENTENCES, MOST_CAPITALS = 1 / 3, 2 / 3
"""The share of the broken lines that end with a sentence, and of the next lines that begin with a capital, at most."""
_SLACK, _LONG_WORD = 3, 20
"""Characters of a line of a script that breaks anywhere by which it may end early, at punctuation; of a long word."""
_UNSPACED_WORD = 8
"""Columns of a word at most, in a script that breaks between words that no space shows."""
_CUT = ("...", "…", "..")
"""What ends a teaser that was cut at a number of characters."""

Lines = tuple[str, ...]


def join_wrapped(
    text: str, blocks: Sequence[Block], lines: Lines, apart: Set[int] = frozenset()
) -> tuple[tuple[Block, ...], Lines]:
    """Blocks and their lines, the lines of a wrapped paragraph as one; of HTML, those that stand in one element.

    apart: the numbers of lines that a blank line stands above, though the blocks touch.
    """
    elements = [-1 if node is None else node.number for _, node, _ in blocks]
    if not any(map(eq, elements, elements[LEAST_LINES - 1 :])):  # no element has so many lines, as on most pages
        return tuple(blocks), lines
    follows = [*[one.span.end == other.span.start for one, other in pairwise(blocks)], False]
    for place in apart:
        follows[place - 1] = False
    breaks: list[bool] = []
    for element, group in groupby(elements):
        own = slice(len(breaks), len(breaks) + len(list(group)))
        breaks += find_wrapped(lines[own], follows[own], is_element=element >= 0)
    if not any(breaks):
        return tuple(blocks), lines
    starts = [place for place in range(len(blocks)) if not (place and breaks[place - 1])]
    joined = tuple(_join(blocks[first:end]) for first, end in pairwise([*starts, len(blocks)]))
    return joined, tuple(one_line(text[start:end]) for (start, end), _, _ in joined)


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
    sizes = list(map(len, lines))
    most = LEAST_SHARE * sum(sizes)
    widths = _possible_widths(sizes, most / 2)
    if not widths:
        return none
    best = none
    needed = list(map(_first_word, lines[1:]))
    near = [*follows[:-1], False]
    ended = [is_element and ends_like_sentence(line) for line in lines]
    open_ended = [follows and not line.endswith(_CUT) for line, follows in zip(lines, near, strict=True)]
    for width in widths:
        ends = zip(sizes, needed, open_ended, strict=False)
        breaks = [*[goes_on and size <= width < size + word for size, word, goes_on in ends], False]
        held = sum([sum(sizes[start:end]) for start, end in _paragraphs(breaks, near, ended)])
        if held >= most:
            most, best = held, breaks
    return best if _is_broken_anywhere(lines, best) else none


def _possible_widths(sizes: Sequence[int], least: float) -> list[int]:
    """The lengths of lines that have so many characters in lines as long as they are or a long word less."""
    counts = Counter([size for size in sizes if size <= WIDEST])
    held = list(accumulate([size * counts[size] for size in range(WIDEST + 1)], initial=0))
    return [
        width
        for width in range(NARROWEST, WIDEST + 1)
        if width in counts and held[width + 1] - held[width - _LONG_WORD + 1] >= least
    ]


def _is_broken_anywhere(lines: Sequence[str], breaks: Sequence[bool]) -> bool:
    """Whether the breaks stand inside sentences: in a list or a poem lines end, or titles begin, at most of them."""
    broken = [place for place, goes_on in enumerate(breaks) if goes_on]
    ended = sum(ends_like_sentence(lines[place]) for place in broken)
    begun = sum(lines[place + 1][0].isupper() for place in broken)
    return ended <= MOST_SENTENCES * len(broken) and begun <= MOST_CAPITALS * len(broken)


def _first_word(line: str) -> int:
    """Columns that the beginning of a line would have needed at the end of the line above it."""
    size = _SLACK if line[0] >= FIRST_EAST else 1 + len(line.split(None, 1)[0])
    return min(size, _UNSPACED_WORD) if UNSPACED_LETTER.match(line) else size


def _paragraphs(breaks: Sequence[bool], follows: Sequence[bool], ended: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Runs of broken lines, half-open, that stand between blank lines, are `LEAST_LINES` long, or one sentence."""
    start = 0
    for end in range(1, len(breaks) + 1):
        if breaks[end - 1]:
            continue
        apart = not follows[end - 1] and (start == 0 or not follows[start - 1])
        sentence = ended[end - 1] and not any(ended[start : end - 1])
        if end - start >= (2 if apart or sentence else LEAST_LINES):
            yield start, end
        start = end
