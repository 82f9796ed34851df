"""Measurements of where the lines of a page stand in its HTML, for the line model.

Nothing here knows a site. Classes and ids are told as hashed words, the rest as numbers: containers, links, the
share of the page's prose a container holds (the idea of readability's scoring), repeated shapes, likeness to what
the page says of itself (title, description, schema.org body), and the witness.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cleaner.characters import Hashes, Ints
from cleaner.model import Block, Document, Node

Floats = NDArray[np.float32]

_CONTAINERS = tuple(
    "article main aside header footer nav figure figcaption form section ul ol table blockquote dialog a button"
    " noscript details pre time label address cite em strong h1 h2 h3 h4".split()
)
_BIT = {tag: 1 << i for i, tag in enumerate(_CONTAINERS)}
_BODY_BIT = 1 << len(_CONTAINERS)
_INLINE = frozenset("a span b strong em i p font u small".split())
_LEVELS = 4
"""Containers above a line whose share of the page's prose is told."""
_PROSE_CHARS = 80
_WORD = re.compile(r"\w+")
_RUN = 3
_NEAR, _FAR = 2, 14
_MOST_WORDS = 60
"""Words of a line that are compared with the title and the description: neither is longer."""


@dataclass(frozen=True, slots=True)
class Structure:
    """One row of `dense` per line (columns `STRUCTURE_NAMES`), and the hashed names of the elements.

    names: hashes of tags and names, and the element each belongs to.
    near: elements and the line each stands nearest to (its own and the parent); far: those above them.
    """

    dense: Floats
    names: tuple[Hashes, Ints]
    near: tuple[Ints, Ints]
    far: tuple[Ints, Ints]


def measure_structure(document: Document, *, witness: bool = True) -> Structure:
    """Measure a document that was read from HTML. `witness` False hides what trafilatura said."""
    blocks = document.blocks
    if not blocks:
        none = np.zeros(0, np.int64)
        return Structure(
            np.zeros((0, len(STRUCTURE_NAMES)), np.float32), (none.astype(np.uint64), none), *[(none, none)] * 2
        )
    ink = np.array([b.span.end - b.span.start - 1 for b in blocks], np.float32)
    links = np.array([b.link_share for b in blocks], np.float32)
    tree = _Tree(blocks)
    columns = [
        *_own_columns(tree, links),
        *_prose_columns(tree, ink, links),
        *_repeat_columns(blocks, ink, links),
        *_likeness_columns(document),
        *_witness_columns(blocks, ink, witness=witness),
    ]
    return Structure(np.stack(columns, axis=1).astype(np.float32), *_name_tokens(tree))


class _Tree:
    """The elements that hold lines as arrays, parents before children.

    parent: index of the element above, the root's its own; of_line: index of each line's element.
    """

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        found: dict[int, Node] = {}
        for block in blocks:
            node = block.node
            while node is not None and node.number not in found:
                found[node.number] = node
                node = node.parent
        self.nodes = [found[number] for number in sorted(found)]
        self.index = {node.number: i for i, node in enumerate(self.nodes)}
        self.parent = np.array([self.index[n.parent.number] if n.parent else i for i, n in enumerate(self.nodes)])
        self.of_line = np.array([self.index[b.node.number] if b.node else 0 for b in blocks])


def _own_columns(tree: _Tree, links: Floats) -> list[Floats]:
    """What the element of a line is, and what it stands in."""
    inside: list[int] = []
    for node, parent in zip(tree.nodes, tree.parent.tolist(), strict=True):
        own = _BIT.get(node.tag, 0) | (_BODY_BIT if "articlebody" in node.itemprop else 0)
        inside.append(own | (inside[parent] if inside else 0))
    bits = np.array(inside, np.int64)[tree.of_line]
    flags = [((bits >> i) & 1).astype(np.float32) for i in range(len(_CONTAINERS) + 1)]
    hidden = np.array([n.hidden for n in tree.nodes], np.float32)
    depth = np.array([n.depth for n in tree.nodes], np.float32) / 10
    shape = np.log1p(np.array([n.shape for n in tree.nodes], np.float32))
    at, above = tree.of_line, tree.parent[tree.of_line]
    tags = [np.array([n.tag == tag for n in tree.nodes], np.float32)[at] for tag in ("p", "li")]
    return [
        *flags,
        *(hidden[at], links, depth[at], shape[at], shape[above], shape[tree.parent[above]]),
        *tags,
        *(_same_as_last(at), _same_as_last(above), _same_as_last(above[::-1])[::-1]),
    ]


def _same_as_last(values: Ints) -> Floats:
    return np.concatenate(([0.0], values[1:] == values[:-1])).astype(np.float32)[: len(values)]


def _prose_columns(tree: _Tree, ink: Floats, links: Floats) -> list[Floats]:
    """For the containers above a line: share of the page's prose, density of links, how full of prose they are."""
    is_prose = (ink >= _PROSE_CHARS) & (links < 0.5)
    text = _sum_up(tree, ink)
    linked = _sum_up(tree, ink * links)
    prose = _sum_up(tree, ink * is_prose)
    total = max(float((ink * is_prose).sum()), 1.0)
    block: list[int] = []
    height: list[float] = []
    for i, (node, parent) in enumerate(zip(tree.nodes, tree.parent.tolist(), strict=True)):
        inline = node.tag in _INLINE and i > 0
        block.append(block[parent] if inline else i)
        height.append(0.0 if i == 0 or prose[i] >= total / 2 else height[parent] + (not inline))
    containers = np.array(block)
    at = containers[tree.of_line]
    columns = []
    for _ in range(_LEVELS):
        size = np.maximum(text[at], 1.0)
        columns += [prose[at] / total, linked[at] / size, prose[at] / size]
        at = containers[tree.parent[at]]
    return [*columns, np.log1p(np.array(height, np.float32)[tree.of_line])]


def _sum_up(tree: _Tree, values: Floats) -> Floats:
    """For each element the sum over the lines in it and below it."""
    sums = np.bincount(tree.of_line, values, len(tree.nodes)).tolist()
    parents = tree.parent.tolist()
    for i in range(len(sums) - 1, 0, -1):
        sums[parents[i]] += sums[i]
    return np.array(sums, np.float32)


def _repeat_columns(blocks: tuple[Block, ...], ink: Floats, links: Floats) -> list[Floats]:
    """Lines whose elements have the same tags and names: how many, how long, how linked on the average."""
    keys: dict[tuple[object, ...], int] = {}
    ids = np.array([keys.setdefault(_path_key(b.node), len(keys)) for b in blocks], np.int64)
    size = max(len(keys), 1)
    count = np.maximum(np.bincount(ids, minlength=size), 1)
    mean_ink = np.bincount(ids, ink, size) / count
    mean_link = np.bincount(ids, links, size) / count
    share = np.bincount(ids, ink, size) / max(float(ink.sum()), 1.0)
    columns = (np.log1p(count[ids]), np.log1p(mean_ink[ids]), mean_link[ids], share[ids], _same_as_last(ids))
    return [np.asarray(column, np.float32) for column in columns]


def _path_key(node: Node | None) -> tuple[object, ...]:
    """The tags and names of an element and the three above it."""
    parts: list[object] = []
    while node is not None and len(parts) < 8:
        parts += [node.tag, node.words]
        node = node.parent
    return tuple(parts)


def _likeness_columns(document: Document) -> list[Floats]:
    """Words a line shares with the page's title and description, and its runs of words in schema.org's body."""
    lines = [tuple(_WORD.findall(line.lower())) for line in document.lines]
    columns = []
    for field in ("title", "description"):
        told = [set(_WORD.findall(value.lower())) for _, value in document.meta.get(field, ())]
        best = [_overlap(line, [words for words in told if words][:3]) for line in lines]
        columns += list(np.array(best, np.float32).reshape(len(lines), 2).T)
    body = _WORD.findall(" ".join(value for _, value in document.meta.get("body", ())[:2]).lower())
    runs = {tuple(body[i : i + _RUN]) for i in range(len(body) - _RUN + 1)}
    columns.append(np.array([_runs_share(line, runs) for line in lines], np.float32))
    columns.append(np.full(len(lines), float(np.log1p(len(body))), np.float32))
    heads = np.array([b.node is not None and b.node.tag == "h1" for b in document.blocks], np.float32)
    columns.append(np.minimum(np.cumsum(heads), 3).astype(np.float32))
    return columns


def _overlap(line: tuple[str, ...], told: list[set[str]]) -> tuple[float, float]:
    """Share of the line's words that one of the titles has, and share of that title's words the line has."""
    own = set(line[:_MOST_WORDS])
    best = (0.0, 0.0)
    for words in told:
        if both := len(own & words):
            best = max(best, (both / len(own), both / len(words)))
    return best


def _runs_share(line: tuple[str, ...], runs: set[tuple[str, ...]]) -> float:
    if not runs or not line:
        return 0.0
    if len(line) < _RUN:
        return 0.5
    own = [line[i : i + _RUN] for i in range(len(line) - _RUN + 1)]
    return sum(run in runs for run in own) / len(own)


def _witness_columns(blocks: tuple[Block, ...], ink: Floats, *, witness: bool) -> list[Floats]:
    """What trafilatura took of the line, of the page before and after it, and whether it was asked at all."""
    size = len(blocks)
    asked = witness and any(b.witnessed is not None for b in blocks)
    if not asked:
        return [np.zeros(size, np.float32)] * 5
    shares = np.array([b.witnessed or 0.0 for b in blocks], np.float32)
    mass = shares * ink
    total = max(float(mass.sum()), 1.0)
    before = np.cumsum(mass) / total
    return [
        np.ones(size, np.float32),
        shares,
        np.asarray(before - mass / total, np.float32),
        np.asarray(1 - before, np.float32),
        np.full(size, np.log1p(total), np.float32),
    ]


def _name_tokens(tree: _Tree) -> tuple[tuple[Hashes, Ints], tuple[Ints, Ints], tuple[Ints, Ints]]:
    """The hashed names of every element, and which elements stand near and far above each line."""
    hashes: list[int] = []
    owners: list[int] = []
    for i, node in enumerate(tree.nodes):
        own = _names(node.tag, node.words)
        hashes += own
        owners += [i] * len(own)
    lines = np.arange(len(tree.of_line))
    at = tree.of_line
    levels = []
    for _ in range(_FAR):
        levels.append((at, lines))
        lines, at = lines[at > 0], tree.parent[at[at > 0]]
    near, far = levels[:_NEAR], levels[_NEAR:]
    return (
        (np.array(hashes, np.uint64), np.array(owners, np.int64)),
        (np.concatenate([n for n, _ in near]), np.concatenate([x for _, x in near])),
        (np.concatenate([n for n, _ in far]), np.concatenate([x for _, x in far])),
    )


@lru_cache(maxsize=8192)
def _names(tag: str, words: tuple[str, ...]) -> tuple[int, ...]:
    """Hashes of a tag and its names; names with digits are made by machines and left out."""
    told = [f"<{tag}>", *(w for w in words if w.isalpha() and 1 < len(w) < 20)]
    pairs = [f"{a} {b}" for a, b in pairwise(told)]
    return tuple(crc32(name.encode()) for name in told + pairs)


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
