"""Walks the HTML tree and collects the visible text as lines, each with the element that contains it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from cleaner.document import Block, Inline, Span, Stripped
from cleaner.readers.limits import MAX_DEPTH, MAX_LINES
from cleaner.readers.line_builder import EDGE, UNSEEN, LineBuilder
from cleaner.readers.site_rules import Watch


class Page(NamedTuple):
    """What the walk found. cut_depth: the depth below which text was left out, 0 if none was; cut: lines were.

    apart: the numbers of the lines that a blank line stands above: two `<br>`, an empty line of a `<pre>`.
    """

    text: str
    blocks: tuple[Block, ...]
    depth: int
    cut_depth: int
    cut: bool
    stripped: tuple[Stripped, ...] = ()
    apart: frozenset[int] = frozenset()
    inlines: Sequence[Inline] = ()
    has_tables: bool = False


def collect_lines(root: HtmlElement, watch: Watch | None = None) -> Page:
    """The visible text of a tree, its lines with their elements, how deep it goes, and where watched elements stand."""
    builder = LineBuilder()
    deepest, cut_depth = _walk(root, builder, watch)
    found = builder.found
    cut = len(found) >= MAX_LINES
    if builder.chunks:
        builder.end_line()
    if builder.edges.noted:
        builder.edges.end_line(builder.size, builder.size, 0, ())
    text, blocks = "".join(builder.pieces), builder.make_blocks()
    stripped = watch.stretches([Span(*line[:2]) for line in found]) if watch is not None else ()
    inlines = builder.edges.inlines(text, builder.elements, builder.names, EDGE)
    return Page(text, blocks, deepest, cut_depth, cut, stripped, frozenset(builder.apart), inlines, inlines.has_table)


def _walk(root: HtmlElement, builder: LineBuilder, watch: Watch | None) -> tuple[int, int]:
    """Give the builder the elements and the text of a tree; how deep it goes, and where it was cut."""
    walk = etree.iterwalk(root, events=("start", "end"))
    depth = deepest = cut_depth = 0
    for event, element in walk:
        if len(builder.found) >= MAX_LINES:
            break
        if event == "start":
            tag = str(element.tag)
            builder.enter(element, tag)
            depth += 1
            if tag in UNSEEN or depth > MAX_DEPTH:
                cut_depth = cut_depth or (MAX_DEPTH if depth > MAX_DEPTH else 0)
                walk.skip_subtree()
                continue
            deepest = max(deepest, depth)
            builder.start(element, tag)
            if watch is not None and element in watch:
                watch.note(element, builder.place(), opening=True)
            text = element.text
        else:
            if watch is not None and element in watch:
                watch.note(element, builder.place(opening=False), opening=False)
            builder.leave(element)
            depth -= 1
            text = element.tail
        if text:
            builder.add(text)
    return deepest, cut_depth
