"""What the elements of a page do to its lines, by tag."""

from __future__ import annotations

from typing import Final

from cleaner.readers.html_inlines import INLINE, POINTS

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
LINES = frozenset("li tr dt dd option button br".split())
ITEMS = frozenset("li tr dt dd option".split())
LISTS = frozenset("ul ol dl menu table select".split())
CELLS = frozenset({"td", "th"})
ROWS = frozenset({"tr", "table"})
FLOWING = frozenset({"p", "h1", "h2", "h3", "li", "td"})
"""Elements in which neighbouring links stand in a sentence."""
EDGES = BLOCKS | LINES | LISTS | CELLS
"""Elements that are not inline."""

SILENT, HIDES, PARTS, LINKS, FORMS, SHOWS, EDGED, BREAKS = range(8)
APART = (LINKS, PARTS)
ROLES: Final = {
    **dict.fromkeys(EDGES, EDGED),
    **dict.fromkeys(INLINE, FORMS),
    **dict.fromkeys(POINTS, SHOWS),
    **dict.fromkeys(("span", "time", "label"), PARTS),
    "a": LINKS,
    **dict.fromkeys((BLOCKS | {"td"}) - LINES - LISTS - {"pre"}, BREAKS),
    **dict.fromkeys(UNSEEN, HIDES),
}
"""What the beginning and the end of an element do to the line being collected; those of all others are silent.

HIDES: nothing in it is seen. BREAKS: ends the line, but in a table of data. PARTS, LINKS: kept apart from its
neighbour; an `<a>`. FORMS, SHOWS: noted, with an end or without. EDGED: what `LineBuilder.open` and `close` do.
"""
