"""The rows of a table of data are judged together: a table of the story stays whole where one of its rows does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from cleaner.classifier.context_features import PROSE_UNITS
from cleaner.classifier.features import Floats
from cleaner.classifier.network import LineScores
from cleaner.document import Block, Node

MOST_LINKED = 0.3
"""The share of a row in links, at the most."""
LEAST_INSIDE = 0.25
"""How probably the surest row of a table between two paragraphs of the story must be article, at the least."""
MOST_AROUND = 2
"""Elements around a table that stand for it among the paragraphs, at most: `<figure>`, `<div class="scroll">`."""


def hold_tables(blocks: Sequence[Block], scores: LineScores, units: Floats) -> LineScores:
    """The scores of a page, rows without links left to the rules where another row of their table is article.

    Tables count that are siblings of the closest paragraph of the story above or below them. On 350 labelled pages with
    tables 22 of the rows that come back are body, and 32 stand in tables of the story that the labels leave out, all on
    seven pages. Without that condition 39 are body and 150 are not: calendars, tables of results beside the story.
    """
    tables = list(find_tables(blocks))
    if not tables:
        return scores
    body = scores.body.copy()
    story = np.flatnonzero((body >= 0.5) & (units >= PROSE_UNITS))
    for table, rows in tables:
        sides = _sides_in_story(blocks, table, rows, story.tolist())
        surest = body[rows].max()
        if body[rows].min() < 0.5 and ((surest >= 0.5 and sides) or (surest >= LEAST_INSIDE and sides == 2)):
            body[[row for row in rows if body[row] < 0.5 and blocks[row].link_share <= MOST_LINKED]] = 0.5
    return LineScores(body, scores.kinds)


def find_tables(blocks: Sequence[Block]) -> Iterator[tuple[Node, list[int]]]:
    """Each table of data and its lines: several rows, each a line. Rows of tables for layout have several."""
    node = next((block.node for block in blocks if block.node is not None), None)
    if node is None or all(tag != "table" for tag, _ in node.elements.sorts):
        return
    tables: dict[Node, list[tuple[int, int]]] = defaultdict(list)
    for place, block in enumerate(blocks):
        if found := _table_and_row(block.node):
            tables[found[0]].append((place, found[1]))
    for table, members in tables.items():
        if len({row for _, row in members}) == len(members) > 1:
            yield table, [place for place, _ in members]


def _sides_in_story(blocks: Sequence[Block], table: Node, rows: Sequence[int], story: Sequence[int]) -> int:
    """On how many sides of a table, above and below, the closest paragraph of the story is its sibling."""
    above = max((place for place in story if place < rows[0]), default=None)
    below = min((place for place in story if place > rows[-1]), default=None)
    places = [table.parent]
    for _ in range(MOST_AROUND):
        places.append(places[-1].parent if places[-1] else None)
    near = [blocks[place].node for place in (above, below) if place is not None]
    return sum(node is not None and node.parent is not None and node.parent in places for node in near)


def _table_and_row(node: Node | None) -> tuple[Node, int] | None:
    """The table and the number of the row that an element stands in."""
    row = -1
    while node is not None:
        if node.tag == "tr" and row < 0:
            row = node.number
        elif node.tag == "table":
            return (node, row) if row >= 0 else None
        node = node.parent
    return None
