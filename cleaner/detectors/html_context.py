"""Finds lines by the HTML elements that contain them: navigation, captions, authors."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.document import Elements


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Tells by tags and class words whether a line stands in something.

    tags, most: an element of these tags, at most so many levels above the line's own.
    words, near: one with such a word among its classes, at most so many levels above; `unnamed`: not on these tags.
    itemprop: a property of schema.org that names an element as such a word does.
    stops: nothing above an element of these tags counts.
    """

    tags: frozenset[str]
    most: int
    words: frozenset[str]
    near: int
    unnamed: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    itemprop: str = ""

    def find_lines(self, document: IndexedDocument) -> frozenset[int]:
        """The lines whose elements say so."""
        elements = document.elements
        if elements is None:
            return frozenset()
        rows = list(enumerate(elements.sorts))
        tagged = {sort for sort, (tag, _) in rows if tag in self.tags}
        named = {s for s, (tag, words) in rows if not self.words.isdisjoint(words) and tag not in self.unnamed}
        stops = {sort for sort, (tag, _) in rows if tag in self.stops}
        own = {number for number, value in elements.itemprops.items() if value == self.itemprop}
        inside = _find_near(elements, tagged, stops, self.most) | _find_near(elements, named, stops, self.near, own)
        if not inside:
            return frozenset()
        nodes = enumerate([block.node for block in document.blocks])
        return frozenset([i for i, node in nodes if node is not None and node.number in inside])


def _find_near(
    elements: Elements, sorts: set[int], stops: set[int], most: int, own: Set[int] = frozenset()
) -> set[int]:
    """The elements of some sorts, and `own`, and those at most so many levels below one; `stops` cut what stands above
    them off."""
    levels: dict[int, int] = {}
    if sorts or own:
        for number, (sort, parent) in enumerate(zip(elements.sort, elements.parents, strict=True)):
            if sort in sorts or number in own:
                levels[number] = 0
            elif parent in levels and sort not in stops:
                levels[number] = levels[parent] + 1
    return {number for number, level in levels.items() if level <= most}
