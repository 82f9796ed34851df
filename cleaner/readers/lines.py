"""The walk over the tree: visible text to lines, each tied to the element it stands in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from cleaner.model import Block, Node, Span
from cleaner.readers.tree import MAX_DEPTH

UNSEEN = frozenset(
    "head title script style template svg iframe object embed canvas audio video textarea map datalist"
    " frameset noframes applet param source track".split()
)
"""Elements whose text no reader of the page sees."""

BLOCKS = frozenset(
    "html body address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend main menu nav noscript ol p pre search section summary"
    " table tbody tfoot thead caption ul".split()
)
_LINES = frozenset("li tr dt dd option button br".split())
_LISTS = frozenset("ul ol dl menu table select".split())
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+|[^\W\d_a-zA-Z]+")
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_UNSEEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMED = ("class", "id", "role", "data-testid", "data-component")
_CELL = " | "
_MOST_WORDS = 24
_SEPARATE = frozenset({"a", "span", "time", "label"})


class Page(NamedTuple):
    """What the walk found. cut_depth: the depth below which text was left out, 0 if none was."""

    text: str
    blocks: tuple[Block, ...]
    depth: int
    cut_depth: int


def collect_lines(root: HtmlElement) -> Page:
    """The visible text of a tree, its lines with their elements, and how deep it goes."""
    walk = etree.iterwalk(root, events=("start", "end"))
    builder = _Builder()
    cut_depth = 0
    for event, element in walk:
        if event == "start":
            if element.tag in UNSEEN or len(builder.path) >= MAX_DEPTH:
                cut_depth = cut_depth or (MAX_DEPTH if len(builder.path) >= MAX_DEPTH else 0)
                builder.path.append(_Level(element))
                walk.skip_subtree()
                continue
            builder.open(element)
            if element.text:
                builder.add(element.text)
        else:
            builder.close(element)
            if element.tail:
                builder.add(element.tail)
    builder.end_line()
    return Page("".join(builder.pieces), tuple(builder.blocks), builder.depth, cut_depth)


@dataclass(slots=True)
class _Level:
    """An open element on the way down, with its `Node` once a line needed it."""

    element: HtmlElement
    number: int = 0
    node: Node | None = None
    data_table: bool = False
    shapes: Counter[tuple[object, object]] | None = None


class _Builder:
    """Collects chunks of text into lines, and lines into the page text.

    gap: line breaks owed before the next text: 0 inside a line, 1 between list items, rows and at `<br>`, 2
        between blocks.
    fresh: inside a list item that has no text yet; a block opening there owes nothing more.
    """

    def __init__(self) -> None:
        self.path: list[_Level] = []
        self.pieces: list[str] = []
        self.blocks: list[Block] = []
        self.depth = 0
        self.size = 0
        self.gap = 0
        self.fresh = False
        self.items = 0
        self.rows = 0
        self.links = 0
        self.verbatim = 0
        self.chunks: list[str] = []
        self.ink = 0
        self.linked_ink = 0
        self.owner: Node | None = None
        self.last: HtmlElement | None = None
        self.number = 0

    # -- elements

    def open(self, element: HtmlElement) -> None:
        tag = element.tag
        self.number += 1
        level = _Level(element, self.number)
        self.path.append(level)
        if len(self.path) > self.depth:
            self.depth = len(self.path)
        if tag == "a":
            self.links += 1
        elif tag == "pre":
            self.verbatim += 1
        elif tag == "table":
            level.data_table = self.rows > 0 or _is_data_table(element)
            self.rows += level.data_table
        self._separate(element)
        self._boundary(tag, opening=True)

    def close(self, element: HtmlElement) -> None:
        tag = element.tag
        level = self.path.pop()
        if tag in UNSEEN:
            return
        self.last = element
        self._boundary(tag, opening=False)
        if tag == "a":
            self.links -= 1
        elif tag == "pre":
            self.verbatim -= 1
        elif level.data_table:
            self.rows -= 1

    def _boundary(self, tag: str, *, opening: bool) -> None:
        """What an element's edge does to the line: nothing, a cell border, or its end."""
        if self.rows and tag not in ("tr", "table"):
            if tag in ("td", "th") and opening and self.ink:
                self.chunks.append(_CELL)
            elif (tag in BLOCKS or tag in _LINES) and self.chunks:
                self.chunks.append(" ")
            return
        if tag in _LINES:
            self.end_line()
            self.gap = max(self.gap, 1) if tag in ("br", "button") or self.fresh else (self.gap and 1)
            if tag == "li":
                self.items += 1 if opening else -1
            self.fresh = tag not in ("br", "button")
        elif tag in BLOCKS or tag in _LISTS or tag == "td":
            self.end_line()
            if not self.fresh or tag in _LISTS:
                self.gap = max(self.gap, 1 if tag in _LISTS and self.items else 2) if self.pieces else 0
            if tag in _LISTS and not opening:
                self.fresh = False

    def _separate(self, element: HtmlElement) -> None:
        """Keep two neighbouring links or labels apart: `<a>Home</a><a>News</a>` in a row that is no paragraph."""
        last = self.last
        if (
            self.chunks and last is not None and element.tag in _SEPARATE and last.tag in _SEPARATE
            and not last.tail and last.getnext() is element and self.path[-2].element.tag not in ("p", "h1", "h2", "h3")
        ):
            self.chunks.append(" ")

    # -- text

    def add(self, text: str) -> None:
        if text.isspace():
            if self.chunks:
                self.chunks.append("\n" if self.verbatim and "\n" in text else " ")
            return
        if self.verbatim and "\n" in text:
            *whole, text = text.split("\n")
            for line in whole:
                self._add_chunk(line)
                self.end_line()
                self.gap = max(self.gap, 1)
            if not text:
                return
        self._add_chunk(text)

    def _add_chunk(self, text: str) -> None:
        if not text:
            return
        ink = len(text) - text.count(" ") - text.count("\n")
        if not self.ink:
            self.owner = self._node(len(self.path) - 1)
        elif self.owner is not None and self.owner is not self.path[-1].node:
            self.owner = self._node(self._block_level())
        self.chunks.append(text)
        self.ink += ink
        self.linked_ink += ink if self.links else 0

    def end_line(self) -> None:
        """Put the collected line into the page text, after the gap owed."""
        if not self.chunks:
            return
        line = _SPACES.sub(" ", "".join(self.chunks).replace("\xad", "")).strip(" \xa0|")
        if line and self.ink:
            self._emit(line)
        self.chunks.clear()
        self.ink = self.linked_ink = 0

    def _emit(self, line: str) -> None:
        gap = "\n" * (max(self.gap, 1) if self.pieces else 0)
        if gap:
            self.pieces.append(gap)
            self.size += len(gap)
            last = self.blocks[-1]
            self.blocks[-1] = Block(Span(last.span.start, last.span.end + 1), last.node, last.link_share)
        self.pieces.append(line)
        span = Span(self.size, self.size + len(line))
        self.blocks.append(Block(span, self.owner, self.linked_ink / self.ink if self.linked_ink else 0.0))
        self.size = span.end
        self.gap = 0
        self.fresh = False

    # -- nodes

    def _block_level(self) -> int:
        """The innermost open element that is not inline."""
        level = len(self.path) - 1
        while level > 0 and self.path[level].element.tag not in BLOCKS | _LINES | {"td", "th"}:
            level -= 1
        return level

    def _node(self, level: int) -> Node:
        """The node of an open element, made with those above it when first needed."""
        start = level
        while start >= 0 and self.path[start].node is None:
            start -= 1
        for i in range(start + 1, level + 1):
            self.path[i].node = self._make_node(i)
        node = self.path[level].node
        assert node is not None
        return node

    def _make_node(self, level: int) -> Node:
        element = self.path[level].element
        above = self.path[level - 1] if level else None
        parent = above.node if above else None
        get = element.get
        named = " ".join(value for name in _NAMED if (value := get(name)))
        words = tuple(w.lower() for w in _WORD.findall(named)[:_MOST_WORDS])
        hidden = bool(parent and parent.hidden) or _is_unseen(element)
        return Node(
            element.tag, words, (get("itemprop") or "").lower(), self.path[level].number, level,
            _siblings_alike(above, element), hidden, parent,
        )


def _siblings_alike(above: _Level | None, element: HtmlElement) -> int:
    """How many children of the parent share the element's tag and class, itself included."""
    if above is None:
        return 1
    if above.shapes is None:
        above.shapes = Counter((child.tag, child.get("class")) for child in above.element)
    return above.shapes[element.tag, element.get("class")]


def _is_unseen(element: HtmlElement) -> bool:
    if element.tag == "noscript" or element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return bool(style and _UNSEEN_STYLE.search(style))


def _is_data_table(table: HtmlElement) -> bool:
    """Whether a table holds data rather than the page's layout: several rows and cells, nothing but text in them."""
    rows = cells = 0
    for element in table.iterdescendants():
        tag = element.tag
        if tag in ("table", "h1", "h2", "article", "form", "pre", "blockquote"):
            return False
        rows += tag == "tr"
        cells += tag in ("td", "th")
    return rows >= 2 and cells > rows
