"""The blocks of a body: paragraphs, headings, lists, quotes, code and tables, as spans of the body."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from cleaner.document import Block, Document, Elements, Inline, Segment, Span
from cleaner.forms.body_map import BodyMap

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol"})
_GROUPS = frozenset(
    "p div li td th section article main body blockquote dd dt figcaption pre aside header footer form address".split()
) | frozenset(_HEADINGS)
_TELLING = _GROUPS | _LISTS


class Container(NamedTuple):
    """What a block stands in: a list ("ul", "ol"), an item of one ("li") or a quotation ("blockquote").

    element: tells it from others of its kind. number: of an item of a numbered list, None of others.
    """

    tag: str
    element: int
    number: int | None = None


class BodyBlock(NamedTuple):
    """A paragraph or the like.

    type: "paragraph", "heading", "item" (a paragraph of a list), "quote", "code", "table", "caption".
    level: of a heading 1 to 6; of an item and a quote how deep it stands in lists or quotations, from 1; else 0.
    start, end: offsets into the body.
    number: of an item of a numbered list.
    """

    type: str
    level: int
    start: int
    end: int
    number: int | None = None


class Shape(NamedTuple):
    """A block, the spans of the body that its lines are, and what it stands in, the outermost first."""

    block: BodyBlock
    lines: tuple[Span, ...]
    path: tuple[Container, ...]


class _Line(NamedTuple):
    """A line of the body. group: equal for lines of one block that follow one another. near: touches the line above."""

    span: Span
    type: str
    level: int
    group: tuple[str, int]
    near: bool
    path: tuple[Container, ...]


class Body:
    """The body of a document in its shape. map: from places of the page text to places of the body."""

    def __init__(self, document: Document, segments: Sequence[Segment]) -> None:
        self.document = document
        self.segments = segments
        self.map = BodyMap(document.text, segments)
        self.text = self.map.body
        self._places = _Places(document.elements) if document.elements is not None else None

    @cached_property
    def shapes(self) -> tuple[Shape, ...]:
        """The blocks in order; together they hold every character of the body but white space between them."""
        lines = self._lines()
        shared = _shared_path([line.path for line in lines])
        shapes = []
        for numbered in _groups(lines):
            first, last = numbered[0], numbered[-1]
            path = first.path[shared:]
            type, level, number = _name_block(first, path)
            block = BodyBlock(type, level, first.span.start, last.span.end, number)
            shapes.append(Shape(block, tuple([line.span for line in numbered]), path))
        return tuple(shapes)

    @cached_property
    def inlines(self) -> tuple[Inline, ...]:
        """Links, emphasis and code as spans of the body, by where they begin, the outer before the inner."""
        found = []
        for span, tag, target, alt in self.document.inlines:
            if tag not in ("img", "table") and (own := self.map.span(*span)) and own.start < own.end:
                found.append(Inline(own, tag, target, alt))
        return tuple(sorted(found, key=lambda one: (one.span.start, -one.span.end)))

    def _lines(self) -> list[_Line]:
        """The lines of the body; what no line of the document holds is a paragraph a line."""
        lines: list[_Line] = []
        inlines = self.document.inlines if self.document.has_tables else ()
        tables = _Tables(self.map.span(*one.span) for one in inlines if one.tag == "table")
        at = 0
        end_above = -1
        for block in self._kept_blocks():
            span = self.map.span(*block.span)
            if span.start >= span.end or span.start < at:
                continue
            if not self.text[at : span.start].isspace():
                lines += _bare_lines(self.text, at, span.start)
            if lines and "\n" not in self.text[lines[-1].span.end : span.start]:  # what broke the line was removed
                lines[-1] = lines[-1]._replace(span=Span(lines[-1].span.start, span.end))
                end_above, at = block.span.end, span.end
                continue
            type, level, group, path = self._places.of(block) if self._places else _Place()
            if table := tables.at(span.start):
                type, level, group = "table", 0, ("table", table)
            lines.append(_Line(span, type, level, group, block.span.start == end_above, path))
            end_above = block.span.end
            at = span.end
        return lines + _bare_lines(self.text, at, len(self.text))

    def _kept_blocks(self) -> Iterator[Block]:
        """The lines of the document that something is kept of."""
        blocks = self.document.blocks
        starts = [block.span.start for block in blocks]
        place = 0
        for start, end in self.map.kept:
            place = max(place, bisect_right(starts, start) - 1)
            while place < len(blocks) and blocks[place].span.start < end:
                if blocks[place].span.end > start:
                    yield blocks[place]
                place += 1


class _Place(NamedTuple):
    """How the elements around a line set it: block type, heading level, the element whose lines are one block, and the
    quotes and lists it is in. The fields are those of `_Line`; the defaults are those of a paragraph outside elements.
    """

    type: str = "paragraph"
    level: int = 0
    group: tuple[str, int] = ("", -1)
    path: tuple[Container, ...] = ()


class _Places:
    """The `_Place` of each element of a page, computed once from the place of its parent."""

    def __init__(self, elements: Elements) -> None:
        self._elements = elements
        self._known: dict[int, _Place] = {-1: _Place()}
        self._items: dict[int, int] = {}
        self._counted: dict[int, int] = {}

    def of(self, block: Block) -> _Place:
        """The place of a line, without lists that have no item around it."""
        number = block.node.number if block.node is not None else -1
        parents, todo = self._elements.parents, []
        while (place := self._known.get(number)) is None:
            todo.append(number)
            number = parents[number]
        for number in reversed(todo):
            place = self._known[number] = self._inside(place, number)
        return place._replace(path=_without_bare_lists(place.path)) if place.path else place

    def _inside(self, around: _Place, number: int) -> _Place:
        """The place in an element, from that of its parent. The innermost element decides, except around `<pre>`."""
        elements = self._elements
        tag = elements.sorts[elements.sort[number]][0]
        if tag not in _TELLING:
            return around
        type, level, group, path = around
        if type != "code":
            if tag in _GROUPS:
                group = ("", number)
            if tag in _HEADINGS:
                type, level = "heading", _HEADINGS[tag]
            elif tag == "pre":
                type = "code"
            elif tag == "figcaption":
                type = "caption"
        if tag == "blockquote" or tag in _LISTS:
            path = (*path, Container(tag, number))
        elif tag == "li" and (above := elements.parents[number]) >= 0 and self._tag(above) in _LISTS:
            path = (*path, Container(tag, number, self._item_number(number)))
        return _Place(type, level, group, path)

    def _tag(self, number: int) -> str:
        return self._elements.sorts[self._elements.sort[number]][0]

    def _item_number(self, number: int) -> int | None:
        """The number of an item of a numbered list, by those of the list that have text."""
        elements = self._elements
        if self._tag(elements.parents[number]) != "ol":
            return None
        if not self._items:
            for place, parent in enumerate(elements.parents):
                if self._tag(place) == "li":
                    self._items[place] = self._counted.get(parent, elements.starts.get(parent, 1))
                    self._counted[parent] = self._items[place] + 1
        return self._items[number]


class _Tables:
    """The tables of data of a body, by place."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(span for span in spans if span.start < span.end)
        self._starts = [span.start for span in self._spans]

    def at(self, place: int) -> int:
        """The number, from 1, of the table a place stands in; 0 where it stands in none."""
        found = bisect_right(self._starts, place)
        return found if found and place < self._spans[found - 1].end else 0


def _name_block(first: _Line, path: tuple[Container, ...]) -> tuple[str, int, int | None]:
    """The type, level and number of a block by its first line and what it stands in."""
    if not path or first.type != "paragraph":
        return first.type, first.level if first.type == "heading" else 0, None
    if items := [one for one in path if one.tag == "li"]:
        return "item", len(items), items[-1].number
    return "quote", len([one for one in path if one.tag == "blockquote"]), None


def _without_bare_lists(path: Sequence[Container]) -> tuple[Container, ...]:
    """The path without lists whose text does not stand in an item."""
    return tuple(
        one
        for place, one in enumerate(path)
        if one.tag not in _LISTS or (place + 1 < len(path) and path[place + 1].tag == "li")
    )


def _shared_path(paths: Sequence[tuple[Container, ...]]) -> int:
    """How many containers hold the whole body: they are the page's layout."""
    if len(paths) < 2:
        return len(paths[0]) if paths else 0
    shared = 0
    for level in zip(*paths, strict=False):
        if any(one != level[0] for one in level):
            break
        shared += 1
    return shared


def _bare_lines(text: str, start: int, end: int) -> list[_Line]:
    """The lines of a span of the body that the document's lines do not hold."""
    lines = []
    for piece in text[start:end].splitlines(keepends=True):
        bare = Span(start, start + len(piece)).trimmed(text)
        if bare.start < bare.end:
            lines.append(_Line(bare, "paragraph", 0, ("", -1), False, ()))
        start += len(piece)
    return lines


def _groups(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Lines that make one block: rows of a table, lines of code, lines of one element broken by `<br>`."""
    groups: list[list[_Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        joined = last is not None and line.group == last.group and line.group[1] >= 0 and line.path == last.path
        if joined and (line.near or line.type in ("table", "code")):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups
