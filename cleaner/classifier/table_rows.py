"""Decides the rows of a data table together: a table of the story stays whole if one of its rows does."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner.classifier.features import Floats
from cleaner.classifier.network import LineScores
from cleaner.classifier.siblings import MOST_LINKED, find_story
from cleaner.document import Block, Document, Elements, Node

LEAST_INSIDE = 0.25
"""Lowest score of the best row of a table between two paragraphs of the story."""
MOST_AROUND = 2
"""Most wrapper elements around a table: `<figure>`, `<div class="scroll">`."""


def hold_tables(document: Document, scores: LineScores, units: Floats) -> LineScores:
    """The scores of a page, with rows raised to .5 if another row of their table is article, so that only rules remove
    them.

    This applies to rows with few links, of tables that are siblings of the closest paragraph of the story above or
    below. On 350 labelled pages with tables, 22 of the raised rows are body, and 32 are in tables of the story that
    the labels leave out, all on seven pages. Without the condition on siblings 39 are body and 150 are not: calendars,
    tables of results next to the story.
    """
    blocks, tables = document.blocks, list(_find_tables(document))
    if not tables:
        return scores
    body = scores.body.copy()
    story = find_story(body, units).tolist()
    for table, rows in tables:
        sides = _sides_in_story(blocks, table, rows, story)
        surest = body[rows].max()
        if body[rows].min() < 0.5 and ((surest >= 0.5 and sides) or (surest >= LEAST_INSIDE and sides == 2)):
            body[[row for row in rows if body[row] < 0.5 and blocks[row].link_share <= MOST_LINKED]] = 0.5
    return replace(scores, body=body)


def _find_tables(document: Document) -> Iterator[tuple[Node, list[int]]]:
    """Each data table and its lines: several rows of one line each. Rows of layout tables have several lines."""
    elements = document.elements
    if elements is None or all(tag != "table" for tag, _ in elements.sorts):
        return
    table, row = _tables_and_rows(elements)
    tables: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for place, block in enumerate(document.blocks):
        if block.node is not None and row[block.node.number] >= 0:
            tables[table[block.node.number]].append((place, row[block.node.number]))
    for number, members in tables.items():
        if len({row for _, row in members}) == len(members) > 1:
            yield Node(elements, number), [place for place, _ in members]


def _sides_in_story(blocks: Sequence[Block], table: Node, rows: Sequence[int], story: Sequence[int]) -> int:
    """The number of sides of a table, above and below, whose closest paragraph of the story is its sibling."""
    above, below = bisect_left(story, rows[0]) - 1, bisect_right(story, rows[-1])
    places = [table.parent]
    for _ in range(MOST_AROUND):
        places.append(places[-1].parent if places[-1] else None)
    near = [blocks[story[at]].node for at in (above, below) if 0 <= at < len(story)]
    return sum(node is not None and node.parent is not None and node.parent in places for node in near)


def _tables_and_rows(elements: Elements) -> tuple[list[int], list[int]]:
    """For each element the numbers of the closest table and of the closest row of it around it; -1 for none."""
    tags = [tag for tag, _ in elements.sorts]
    tables: list[int] = []
    rows: list[int] = []
    for number, (sort, parent) in enumerate(zip(elements.sort, elements.parents, strict=True)):
        table, row = (tables[parent], rows[parent]) if parent >= 0 else (-1, -1)
        if tags[sort] == "table":
            table, row = number, -1
        elif tags[sort] == "tr" and table >= 0:
            row = number
        tables.append(table)
        rows.append(row)
    return tables, rows
