"""Joins chunks of text to lines, and lines to the page text; each line keeps the element that contains it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from cleaner.document import Block, Node, Span
from cleaner.readers.html_elements import make_elements
from cleaner.readers.html_inlines import ENDING, INLINE, Edges

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
_ITEMS = frozenset("li tr dt dd option".split())
_LISTS = frozenset("ul ol dl menu table select".split())
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_CELL = " | "
_CELLS = frozenset({"td", "th"})
_ROWS = frozenset({"tr", "table"})
EDGE = " \xa0|"  # what the ends of a line are bare of
_SEPARATE = frozenset({"a", "span", "time", "label"})
_FLOWING = frozenset({"p", "h1", "h2", "h3", "li", "td"})
_EDGES = BLOCKS | _LINES | _LISTS | {"td", "th"}
_PLAIN = (BLOCKS | {"td"}) - _LINES - _LISTS - {"pre"}
_TELLING = _EDGES | _SEPARATE
"""Elements whose beginning or end may change a line."""


class LineBuilder:
    """Collects chunks of text into lines, and lines into the page text.

    elements, names, parents: the elements entered, their tags and the numbers of those they stand in.
    here: the number of the innermost open element, -1 outside the root.
    gap: line breaks owed before the next text: 0 inside a line, 1 between list items, rows and at `<br>`, 2
        between blocks.
    fresh: inside a list item that has no text yet; a block opening there owes nothing more.
    """

    def __init__(self) -> None:
        self.elements: list[HtmlElement] = []
        self.names: list[str] = []
        self.parents: list[int] = []
        self.here = -1
        self.pieces: list[str] = []
        self.found: list[tuple[int, int, int, float]] = []
        self.apart: set[int] = set()
        self.size = self.gap = 0
        self.fresh = False
        self.items = self.rows = self.links = self.verbatim = 0
        self.data_tables: list[int] = []
        self.chunks: list[str] = []
        self.ink = self.linked_ink = 0
        self.owner = 0
        self.last: HtmlElement | None = None
        self.edges = Edges()

    # -- elements

    def enter(self, element: HtmlElement, tag: str) -> None:
        """Go into an element, whether its text is seen or not."""
        self.parents.append(self.here)
        self.here = len(self.names)
        self.names.append(tag)
        self.elements.append(element)

    def start(self, element: HtmlElement, tag: str) -> None:
        """What the beginning of the element entered does to the line: of most, nothing."""
        if tag in _PLAIN and not self.rows:
            self.break_off()
        elif tag in _TELLING:
            self.open(element, tag)
        elif tag in INLINE:
            self.edges.noted.append((self.here, len(self.chunks)))

    def leave(self, element: HtmlElement) -> None:
        """What its end does, and back to the one it stands in."""
        tag = self.names[self.here]
        if tag not in UNSEEN:
            self.last = element
            if tag in _PLAIN and not self.rows:
                self.break_off()
            elif tag in _TELLING:
                self.close(tag)
            elif tag in ENDING:
                self.edges.noted.append((~self.here, len(self.chunks)))
        self.here = self.parents[self.here]

    def open(self, element: HtmlElement, tag: str) -> None:
        """What the beginning of one of the `_TELLING` elements does to the line."""
        if tag in _SEPARATE:
            if self.chunks:
                self._separate(element)
            if tag == "a":
                self.links += 1
                self.edges.noted.append((self.here, len(self.chunks)))
            return
        if tag == "pre":
            self.verbatim += 1
        elif tag == "table" and (self.rows or _is_data_table(element)):
            self.data_tables.append(self.here)
            self.rows += 1
            self._boundary(tag, opening=True)
            self.edges.noted.append((self.here, len(self.chunks)))
            return
        self._boundary(tag, opening=True)

    def close(self, tag: str) -> None:
        """What the end of one of them does."""
        if tag == "a":
            self.links -= 1
            self.edges.noted.append((~self.here, len(self.chunks)))
        elif tag not in _SEPARATE:
            self._boundary(tag, opening=False)
            if tag == "pre":
                self.verbatim -= 1
            elif self.data_tables and self.data_tables[-1] == self.here:
                self.data_tables.pop()
                self.rows -= 1
                self.edges.noted.append((~self.here, len(self.chunks)))

    def _boundary(self, tag: str, *, opening: bool) -> None:
        """What an element's edge does to the line: nothing, a cell border, or its end."""
        if self.rows and tag not in _ROWS:
            if tag in _CELLS and opening and self.ink:
                self.chunks.append(_CELL)
            elif self.chunks and (tag in BLOCKS or tag in _LINES):
                self.chunks.append(" ")
        elif tag in _LINES:
            if self.chunks:
                self.end_line()
            if tag in _ITEMS:
                self._edge_item(opening)
            elif opening:
                self._break_line()
        elif tag in _LISTS:
            if self.chunks:
                self.end_line()
            self._edge_list(opening)
        elif tag != "th":
            self.break_off()

    def _break_line(self) -> None:
        """A `<br>`, or a line break of a `<pre>`: the second one without text between makes a blank line."""
        if self.gap:
            self.apart.add(len(self.found))
        self.gap = max(self.gap, 1)

    def break_off(self) -> None:
        """The edge of a block that is no list, outside tables of data."""
        if self.chunks:
            self.end_line()
        if not self.fresh and self.pieces:
            self.gap = 2

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

    def _separate(self, element: HtmlElement) -> None:
        """Keep two neighbouring links or labels apart: `<a>Home</a><a>News</a>` in a row that is no paragraph."""
        last = self.last
        if (
            last is not None
            and last.tag in _SEPARATE
            and not last.tail
            and last.getnext() is element
            and self.names[self.parents[self.here]] not in _FLOWING
        ):
            self.chunks.append(" ")

    # -- text

    def add(self, text: str) -> None:
        """Take text; white space alone is kept only inside a line."""
        if text.isspace():
            if self.chunks:
                self.chunks.append("\n" if self.verbatim and "\n" in text else " ")
            return
        if self.verbatim and "\n" in text:
            *whole, text = text.split("\n")
            for line in whole:
                self._add_chunk(line)
                self.end_line()
                self._break_line()
            if not text:
                return
        self._add_chunk(text)

    def _add_chunk(self, text: str) -> None:
        if not text:
            return
        if not self.ink:
            self.owner = self.here
        elif self.owner != self.here:
            self.owner = self._enclosing()
        self.chunks.append(text)
        ink = len(text) - text.count(" ") - text.count("\n")
        self.ink += ink
        if self.links:
            self.linked_ink += ink

    def _enclosing(self) -> int:
        """The innermost open element that is not inline."""
        number = self.here
        while self.parents[number] >= 0 and self.names[number] not in _EDGES:
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
            self.found.append((self.size, self.size + len(line), self.owner, self.linked_ink / self.ink))
            self.size += len(line)
            self.gap = 0
            self.fresh = False
        if self.edges.noted:
            self.edges.end_line(before, self.size - len(line), len(line), self.chunks)
        self.chunks.clear()
        self.ink = self.linked_ink = 0

    def place(self, *, opening: bool = True) -> tuple[int, int]:
        """The number of the line being collected, and its characters so far: where an element begins or ends."""
        shown = _shown(self.chunks) if self.chunks else ""
        return len(self.found), len(shown if opening else shown.rstrip(EDGE))

    # -- nodes

    def make_blocks(self) -> tuple[Block, ...]:
        """The lines found, each with its line break and its node."""
        owners = {owner for _, _, owner, _ in self.found}
        order = self._find_needed(owners)
        elements = make_elements(order, self.elements, self.names, self.parents)
        nodes = {number: Node(elements, place) for place, number in enumerate(order) if number in owners}
        return tuple(
            [
                Block(Span(start, min(end + 1, self.size)), nodes[owner], link_share)
                for start, end, owner, link_share in self.found
            ]
        )

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
    return _SPACES.sub(" ", "".join(chunks)).replace("\xad", "").lstrip(EDGE)


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
