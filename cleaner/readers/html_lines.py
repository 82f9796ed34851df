"""Walks the HTML tree and collects the visible text as lines, each with the element that contains it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from cleaner.document import Block, Inline, Span, Stripped
from cleaner.readers.line_builder import EDGE, LineBuilder
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
    deepest, cut_depth = builder.walk(root, watch)
    cut = builder.full
    if builder.chunks:
        builder.end_line()
    if builder.edges.noted:
        builder.edges.end_line(builder.size, builder.size, 0, ())
    text, blocks = "".join(builder.pieces), builder.make_blocks()
    stripped = ()
    if watch is not None:
        stripped = watch.stretches(list(map(Span, builder.starts, builder.ends)))
    inlines = builder.edges.inlines(text, builder.elements, builder.names, EDGE)
    return Page(text, blocks, deepest, cut_depth, cut, stripped, frozenset(builder.apart), inlines, inlines.has_table)
