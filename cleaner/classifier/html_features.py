"""Features of the HTML elements that contain the lines of a page, for the line classifier.

No feature depends on a site. Classes and ids are hashed words. All other features are numbers: containers, links, the
share of the page's prose in a container (the idea of readability's scoring), repeated shapes, similarity to the
metadata of the page (title, description, schema.org body), and the trafilatura check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cleaner.classifier.title_similarity import measure_likeness
from cleaner.document import Block, Document, Elements
from cleaner.text.char_arrays import Hashes, Ints, Tokens, group_equal

Floats = NDArray[np.float32]

_CONTAINERS = tuple(
    "article main aside header footer nav figure figcaption form section ul ol table blockquote dialog a button"
    " noscript details pre time label address cite em strong h1 h2 h3 h4".split()
)
_BIT = {tag: 1 << i for i, tag in enumerate(_CONTAINERS)}
_BODY_BIT = 1 << len(_CONTAINERS)
_INLINE = frozenset("a span b strong em i p font u small".split())
_LEVELS = 4
"""Number of containers above a line whose share of the page's prose is a feature."""
_PROSE_CHARS = 80
_NEAR, _FAR = 2, 14
_PATH = 4
_SPREAD = np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True)
class Names:
    """Names of elements as tokens of the lines in them, stored once for all elements with the same tag and names.

    hashes: of the names; owner: the sort of element that each belongs to; sorts: the number of sorts.
    above: by group of tokens, the sorts of the elements around each line, one per column; `sorts` as padding. The first
    group has the element of the line and its parent, the second the elements above them.
    """

    hashes: Hashes
    owner: Ints
    sorts: int
    above: tuple[Ints, Ints]

    def spread(self) -> tuple[Tokens, ...]:
        """The groups with one hash for every name and line, which is fifty times as many."""
        return tuple(self._spread(above) for above in self.above)

    def _spread(self, above: Ints) -> Tokens:
        line, column = np.nonzero(above < self.sorts)
        sort = above[line, column]
        count = np.bincount(self.owner, minlength=self.sorts)
        times = count[sort]
        step = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        return self.hashes[np.repeat((np.cumsum(count) - count)[sort], times) + step], np.repeat(line, times)


@dataclass(frozen=True, slots=True)
class Structure:
    """One row of `dense` per line (columns `STRUCTURE_NAMES`), and the hashed names of the elements."""

    dense: Floats
    names: Names


def measure_structure(document: Document) -> Structure:
    """The features of a document read from HTML, with zeros for the trafilatura check (`witness_columns`)."""
    blocks, elements = document.blocks, document.elements
    if elements is None:
        none = np.zeros(0, np.int64)
        names = Names(none.astype(np.uint32), none, 0, (none[:, None], none[:, None]))
        return Structure(np.zeros((0, len(STRUCTURE_NAMES)), np.float32), names)
    ink = _ink(blocks)
    links = np.array([b.link_share for b in blocks], np.float32)
    tree = _Tree(blocks, elements)
    columns = [
        *_own_columns(tree, links),
        *_prose_columns(tree, ink, links),
        *_repeat_columns(tree, ink, links),
        *measure_likeness(document),
        np.minimum(np.cumsum(tree.tell("h1")[tree.of_line]), 3),
        *[np.zeros(len(blocks), np.float32)] * WITNESS_COLUMNS,
    ]
    return Structure(np.array(columns, np.float32).T, _find_names(tree))


class _Tree:
    """The elements that contain lines as arrays, in document order: parents before children.

    parent: index of the parent element, for the root its own; above: the same, but one past the last for the root.
    sorts: the different combinations of tag and names; sort: the index of each element's. of_line: index of each line's
    element.
    """

    def __init__(self, blocks: tuple[Block, ...], elements: Elements) -> None:
        self.elements = elements
        self.sorts = elements.sorts
        self.sort = np.array(elements.sort, np.int64)
        above = np.array(elements.parents, np.int64)
        own = np.arange(len(above))
        self.parent = np.where(above < 0, own, above)
        self.parents: list[int] = self.parent.tolist()
        self.above = np.append(np.where(above < 0, len(above), above), len(above))
        self.of_line = np.array([b.node.number if b.node else 0 for b in blocks])

    def tell(self, *tags: str) -> Floats:
        """1.0 for each element with one of the tags, 0.0 for the others."""
        return np.array([tag in tags for tag, _ in self.sorts], np.float32)[self.sort]


def _own_columns(tree: _Tree, links: Floats) -> list[Floats]:
    """Features of the element of each line and of the containers around it."""
    elements = tree.elements
    bits = np.array(_stand_in(elements), np.int64)[tree.of_line]
    flags = (bits >> np.arange(len(_CONTAINERS) + 1)[:, None]) & 1
    hidden = np.array(elements.hidden, np.float32)
    depth = np.array(elements.depths, np.float32) / 10
    shape = np.log1p(np.array(elements.shapes, np.float32))
    at, above = tree.of_line, tree.parent[tree.of_line]
    return [
        *flags.astype(np.float32),
        *(hidden[at], links, depth[at], shape[at], shape[above], shape[tree.parent[above]]),
        *(tree.tell("p")[at], tree.tell("li")[at]),
        *(_same_as_last(at), _same_as_last(above), _same_as_last(above[::-1])[::-1]),
    ]


def _stand_in(elements: Elements) -> list[int]:
    """For each element the bits of itself and of the containers around it."""
    bits = [_BIT.get(tag, 0) for tag, _ in elements.sorts]
    own = [bits[sort] for sort in elements.sort]
    for number, value in elements.itemprops.items():
        own[number] |= _BODY_BIT if "articlebody" in value else 0
    for number, parent in enumerate(elements.parents):
        if parent >= 0:
            own[number] |= own[parent]
    return own


def _same_as_last(values: NDArray[np.integer]) -> Floats:
    return np.concatenate(([0.0], values[1:] == values[:-1])).astype(np.float32)[: len(values)]


def _prose_columns(tree: _Tree, ink: Floats, links: Floats) -> list[Floats]:
    """For the containers above a line: share of the page's prose, link density, share of prose in the text."""
    is_prose = (ink >= _PROSE_CHARS) & (links < 0.5)
    text, linked, prose = _sum_up(tree, ink, ink * links, ink * is_prose)
    total = max(float((ink * is_prose).sum()), 1.0)
    holds_most = (prose >= total / 2).tolist()
    inline = tree.tell(*_INLINE).astype(bool).tolist()
    block: list[int] = []
    height: list[float] = []
    for i, parent in enumerate(tree.parents):
        if i == 0:
            block.append(0)
            height.append(0.0)
            continue
        block.append(block[parent] if inline[i] else i)
        height.append(0.0 if holds_most[i] else height[parent] + (not inline[i]))
    containers = np.array(block)
    at = containers[tree.of_line]
    columns = []
    for _ in range(_LEVELS):
        size = np.maximum(text[at], 1.0)
        columns += [prose[at] / total, linked[at] / size, prose[at] / size]
        at = containers[tree.parent[at]]
    return [*columns, np.log1p(np.array(height, np.float32)[tree.of_line])]


def _sum_up(tree: _Tree, *values: Floats) -> list[Floats]:
    """For each element the sums over the lines in it and in its descendants."""
    last = list(range(len(tree.parents)))
    for i in range(len(last) - 1, 0, -1):
        parent = tree.parents[i]
        if last[i] > last[parent]:
            last[parent] = last[i]
    end = np.array(last) + 1
    sums = [np.append(0.0, np.cumsum(np.bincount(tree.of_line, row, len(last)))) for row in values]
    return [(row[end] - row[:-1]).astype(np.float32) for row in sums]


def _repeat_columns(tree: _Tree, ink: Floats, links: Floats) -> list[Floats]:
    """Features of the lines whose elements have the same tags and names: number, mean length, mean share of links.

    The element and its three ancestors are compared.
    """
    sorts = np.append(tree.sort + 1, 0).astype(np.uint64)
    keys, at = np.zeros(len(tree.of_line), np.uint64), tree.of_line
    for _ in range(_PATH):
        keys = keys * _SPREAD + sorts[at]
        at = tree.above[at]
    same = group_equal(keys)
    ids, size, count = same.of, len(same.begins), same.sizes
    mean_ink = np.bincount(ids, ink, size) / count
    mean_link = np.bincount(ids, links, size) / count
    share = np.bincount(ids, ink, size) / max(float(ink.sum()), 1.0)
    columns = (np.log1p(count[ids]), np.log1p(mean_ink[ids]), mean_link[ids], share[ids], _same_as_last(ids))
    return [np.asarray(column, np.float32) for column in columns]


WITNESS_COLUMNS = 5
"""The last columns of `Structure.dense`: zeros until the trafilatura check is run."""


def witness_columns(blocks: tuple[Block, ...], witnessed: Sequence[float]) -> Floats:
    """Features of the trafilatura check: 1 if it ran, the share of each line that trafilatura extracted, the shares of
    the extracted text before and after the line, and the size of the extracted text.
    """
    shares = np.array(witnessed, np.float32)
    mass = shares * _ink(blocks)
    total = max(float(mass.sum()), 1.0)
    before = np.cumsum(mass) / total
    size = np.full(len(blocks), np.log1p(total))
    return np.array([np.ones(len(blocks)), shares, before - mass / total, 1 - before, size], np.float32).T


def _ink(blocks: tuple[Block, ...]) -> Floats:
    return np.array([b.span.end - b.span.start - 1 for b in blocks], np.float32)


def _find_names(tree: _Tree) -> Names:
    """The hashed names of the elements close above each line, and of those far above it."""
    told = [_names(tag, words) for tag, words in tree.sorts]
    owners = np.repeat(np.arange(len(told)), [len(own) for own in told])
    sorts, at = np.append(tree.sort, len(tree.sorts)), tree.of_line
    above = np.empty((len(at), _FAR), np.int64)
    for level in range(_FAR):
        above[:, level] = sorts[at]
        at = tree.above[at]
    groups = above[:, :_NEAR], above[:, _NEAR:]
    return Names(np.concatenate(told), owners, len(tree.sorts), groups)


@lru_cache(maxsize=8192)
def _names(tag: str, words: tuple[str, ...]) -> Hashes:
    """Hashes of a tag and its names, and of neighbouring pairs. Names with digits are usually generated and left out.

    The hash of a pair such as "story body" continues the hash of its first name.
    """
    names = " ".join([f"<{tag}>", *[word for word in words if 1 < len(word) < 20 and word.isalpha()]]).encode()
    told = names.split(b" ")
    hashes = list(map(crc32, told))
    return np.array([*hashes, *map(crc32, [b" " + name for name in told[1:]], hashes)], np.uint32)


STRUCTURE_NAMES: tuple[str, ...] = (
    *(f"in_{tag}" for tag in _CONTAINERS),
    *"in_article_body hidden link_share depth shape parent_shape grandparent_shape is_p is_li".split(),
    *"same_element same_parent same_parent_next".split(),
    *(f"{what}_{level}" for level in range(_LEVELS) for what in ("prose_share", "link_density", "prose_density")),
    *"height_to_half path_count path_ink path_links path_share same_path".split(),
    *"in_title of_title in_description of_description in_schema_body schema_body h1_seen".split(),
    *"asked witnessed witness_before witness_after witness_size".split(),
)
"""The columns of `Structure.dense`."""
