"""Walks the HTML tree and collects the visible text as lines, each with the element that contains it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from cleaner.document import Block, Inline, Span, Stripped
from cleaner.readers.html_roles import APART, BREAKS, EDGED, FLOWING, FORMS, HIDES, LINKS, ROLES, SHOWS, SILENT
from cleaner.readers.limits import MAX_DEPTH
from cleaner.readers.line_builder import EDGE, LineBuilder
from cleaner.readers.site_rules import Watch


class Page(NamedTuple):
    """What the walk found.

    depth: of the deepest element. cut_depth: the depth below which text was left out, 0 if none was. cut: whether lines
    were left out because the page has more than `MAX_LINES`. stripped: where watched elements are. apart: the indexes
    of lines with a blank line above, which is two `<br>` or an empty line of a `<pre>`.
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
    cut = builder.full
    if builder.chunks:
        builder.end_line()
    if builder.inline_notes.noted:
        builder.inline_notes.end_line(builder.size, builder.size, 0, ())
    text, blocks = "".join(builder.pieces), builder.make_blocks()
    stripped = watch.spans(list(map(Span, builder.starts, builder.ends))) if watch is not None else ()
    inlines = builder.inline_notes.inlines(text, builder.elements, builder.names, EDGE)
    return Page(text, blocks, deepest, cut_depth, cut, stripped, frozenset(builder.apart), inlines, inlines.has_table)


def _walk(root: HtmlElement, builder: LineBuilder, watch: Watch | None) -> tuple[int, int]:
    """Give the builder the elements and the text of a tree; returns the largest depth, and the depth of the cut.

    One function, since a page has two thousand starts and ends of elements: with a call for each, calling takes a third
    of the time.
    """
    walk = etree.iterwalk(root, events=("start", "end"))
    names, parents, elements = builder.names, builder.parents, builder.elements
    chunks, noted = builder.chunks, builder.inline_notes.noted
    here = -1
    depth = deepest = cut_depth = 0
    beside = False  # whether an element that may need a blank after it ended right here
    for event, element in walk:
        if builder.full:
            break
        opening = event == "start"
        if opening:
            tag = str(element.tag)
            role = ROLES.get(tag, SILENT)
            parents.append(here)
            here = len(names)
            names.append(tag)
            elements.append(element)
            depth += 1
            if role == HIDES or depth > MAX_DEPTH:
                cut_depth = cut_depth or (MAX_DEPTH if depth > MAX_DEPTH else 0)
                walk.skip_subtree()
                beside = False
                continue
            if depth > deepest:
                deepest = depth
        else:
            role = ROLES.get(names[here], SILENT) if depth <= MAX_DEPTH else SILENT  # what was not opened
            if watch is not None and element in watch:
                watch.note(element, builder.place(opening=False), opening=False)
        if role == BREAKS and not builder.rows:
            if chunks:
                builder.end_line()
            if not builder.fresh and builder.pieces:
                builder.gap = 2
        elif role in APART:
            if beside and opening and chunks and names[parents[here]] not in FLOWING:
                chunks.append(" ")  # between neighbours in a row: `<a>Home</a><a>News</a>`
            if role == LINKS:
                builder.links += 1 if opening else -1
                noted.extend((here if opening else ~here, len(chunks)))
        elif role == FORMS or (role == SHOWS and opening):
            noted.extend((here if opening else ~here, len(chunks)))
        elif role >= EDGED:
            if opening:
                builder.open(element, names[here], here)
            else:
                builder.close(names[here], here)
        if opening:
            if watch is not None and element in watch:
                watch.note(element, builder.place(), opening=True)
            text = element.text
            beside = False
        else:
            here = parents[here]
            depth -= 1
            text = element.tail
            beside = not text and role in APART
        if text:
            if not text.isspace():
                builder.add(text, here)
            elif chunks:  # white space alone is kept only inside a line
                chunks.append("\n" if builder.verbatim and "\n" in text else " ")
    return deepest, cut_depth
