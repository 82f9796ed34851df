"""Joins chunks of text to lines, and lines to the page text; each line keeps the element that contains it."""

from __future__ import annotations

from functools import partial

from lxml.html import HtmlElement

from cleaner.document import Block, Node, Span
from cleaner.readers.html_elements import make_elements
from cleaner.readers.html_inlines import SPACES, InlineNotes
from cleaner.readers.html_roles import BLOCKS, CELLS, EDGES, ITEMS, LINES, LISTS, ROWS
from cleaner.readers.limits import MAX_LINES

_CELL = " | "
EDGE = " \xa0|"  # stripped from both ends of a line
_make_span = partial(tuple.__new__, Span)
_make_block = partial(tuple.__new__, Block)
"""Named tuples of tuples: their own constructors take three times as long."""


class LineBuilder:
    """Collects chunks of text into lines, and lines into the page text.

    elements, names, parents: the elements entered, their tags and the numbers of those they stand in.
    pieces: of the page text. starts, ends, owners, shares: of each line its offsets in it, the number of the element
        that it stands in, and the share of its characters in links.
    gap: line breaks owed before the next text: 0 inside a line, 1 between list items, rows and at `<br>`, 2
        between blocks.
    fresh: inside a list item that has no text yet; a block opening there owes nothing more.
    full: there are as many lines as a page may have.
    """

    def __init__(self) -> None:
        self.elements: list[HtmlElement] = []
        self.names: list[str] = []
        self.parents: list[int] = []
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.owners: list[int] = []
        self.shares: list[float] = []
        self.apart: set[int] = set()
        self.size = self.gap = 0
        self.fresh = self.full = False
        self.items = self.rows = self.links = self.verbatim = 0
        self.data_tables: list[int] = []
        self.chunks: list[str] = []
        self.ink = self.linked_ink = 0
        self.owner = 0
        self.inline_notes = InlineNotes()

    # -- elements

    def open(self, element: HtmlElement, tag: str, here: int) -> None:
        """What the beginning of an element that has edges does to the line. here: its number."""
        if tag == "pre":
            self.verbatim += 1
        elif tag == "table" and (self.rows or _is_data_table(element)):
            self.data_tables.append(here)
            self.rows += 1
            self._boundary(tag, opening=True)
            self.inline_notes.noted.extend((here, len(self.chunks)))
            return
        self._boundary(tag, opening=True)

    def close(self, tag: str, here: int) -> None:
        """What the end of one of them does."""
        self._boundary(tag, opening=False)
        if tag == "pre":
            self.verbatim -= 1
        elif self.data_tables and self.data_tables[-1] == here:
            self.data_tables.pop()
            self.rows -= 1
            self.inline_notes.noted.extend((~here, len(self.chunks)))

    def _boundary(self, tag: str, *, opening: bool) -> None:
        """What an element's edge does to the line: nothing, a cell border, or its end."""
        if self.rows and tag not in ROWS:
            if tag in CELLS and opening and self.ink:
                self.chunks.append(_CELL)
            elif self.chunks and (tag in BLOCKS or tag in LINES):
                self.chunks.append(" ")
        elif tag in LINES:
            if self.chunks:
                self.end_line()
            if tag in ITEMS:
                self._edge_item(opening)
            elif opening:
                self._break_line()
        elif tag in LISTS:
            if self.chunks:
                self.end_line()
            self._edge_list(opening)
        elif tag != "th":
            if self.chunks:
                self.end_line()
            if not self.fresh and self.pieces:
                self.gap = 2

    def _break_line(self) -> None:
        """A `<br>`, or a line break of a `<pre>`: the second one without text between makes a blank line."""
        if self.gap:
            self.apart.add(len(self.starts))
        self.gap = max(self.gap, 1)

    def _edge_list(self, opening: bool) -> None:
        """A list is a block of its own, but one inside an item stands on the next line."""
        self.gap = max(self.gap, 1 if self.items else 2) if self.pieces else 0
        if not opening:
            self.fresh = False

    def _edge_item(self, opening: bool) -> None:
        """A list item stands on the next line, whatever blocks it is made of."""
        self.items += 1 if opening else -1
        if opening:
            self.gap = max(self.gap, 1)
        elif not self.fresh:
            self.gap = 1
        self.fresh = opening

    # -- text

    def add(self, text: str, here: int) -> None:
        """Take text that is not white space alone. here: the number of the innermost open element."""
        if self.verbatim and "\n" in text:
            *whole, text = text.split("\n")
            for line in whole:
                if line:
                    self._add_chunk(line, here)
                self.end_line()
                self._break_line()
            if not text:
                return
        self._add_chunk(text, here)

    def _add_chunk(self, text: str, here: int) -> None:
        if not self.ink:
            self.owner = here
        elif self.owner != here:
            self.owner = self._enclosing(here)
        self.chunks.append(text)
        ink = len(text) - text.count(" ") - text.count("\n")
        self.ink += ink
        if self.links:
            self.linked_ink += ink

    def _enclosing(self, number: int) -> int:
        """The innermost open element that is not inline."""
        while self.parents[number] >= 0 and self.names[number] not in EDGES:
            number = self.parents[number]
        return number

    def end_line(self) -> None:
        """Put the collected line into the page text, after the gap owed."""
        line = _joined(self.chunks).replace("\xad", "").strip(EDGE) if self.ink else ""
        before = self.size
        if line:
            if self.pieces:
                gap = max(self.gap, 1)
                self.pieces.append("\n" * gap)
                self.size += gap
            self.pieces.append(line)
            self.starts.append(self.size)
            self.size += len(line)
            self.ends.append(self.size)
            self.owners.append(self.owner)
            self.shares.append(self.linked_ink / self.ink)
            self.gap = 0
            self.fresh = False
            self.full = len(self.starts) >= MAX_LINES
        if self.inline_notes.noted:
            self.inline_notes.end_line(before, self.size - len(line), len(line), self.chunks)
        self.chunks.clear()
        self.ink = self.linked_ink = 0

    def place(self, *, opening: bool = True) -> tuple[int, int]:
        """The number of the line being collected, and its characters so far: where an element begins or ends."""
        shown = _shown(self.chunks) if self.chunks else ""
        return len(self.starts), len(shown if opening else shown.rstrip(EDGE))

    # -- nodes

    def make_blocks(self) -> tuple[Block, ...]:
        """The lines found, each with its line break and its node."""
        owners = set(self.owners)
        order = self._find_needed(owners)
        elements = make_elements(order, self.elements, self.names, self.parents)
        nodes = {number: Node(elements, place) for place, number in enumerate(order) if number in owners}
        ends = [end + 1 for end in self.ends]
        if ends:
            ends[-1] = min(ends[-1], self.size)
        spans = map(_make_span, zip(self.starts, ends, strict=True))
        return tuple(map(_make_block, zip(spans, map(nodes.__getitem__, self.owners), self.shares, strict=True)))

    def _find_needed(self, owners: set[int]) -> list[int]:
        """The numbers of elements that lines stand in, and of those above them, in order."""
        needed: set[int] = set()
        for number in owners:
            while number >= 0 and number not in needed:
                needed.add(number)
                number = self.parents[number]
        return sorted(needed)


def _shown(chunks: list[str]) -> str:
    """The text of a line being collected, as it will stand in the page text but for its right end."""
    return SPACES.sub(" ", "".join(chunks)).replace("\xad", "").lstrip(EDGE)


def _joined(chunks: list[str]) -> str:
    """The same with its ends bare: as bytes it is cut at HTML's white space and at no other, in a third of the time."""
    return b" ".join("".join(chunks).encode().split()).decode()


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
