"""What the elements around a line say it is: navigation, a caption."""

from __future__ import annotations

from dataclasses import dataclass

from cleaner.model import Document

_FAR = 1_000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Tells by tags and class words whether a line stands in something.

    tags, most: an element of these tags, at most so many levels above the line's own.
    words, near: one with such a word among its classes, at most so many levels above; `unnamed`: not on these tags.
    stops: nothing above an element of these tags counts.
    """

    tags: frozenset[str]
    most: int
    words: frozenset[str]
    near: int
    unnamed: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()

    def find_lines(self, document: Document) -> frozenset[int]:
        """The lines whose elements say so. Every element is looked at once."""
        elements = document.elements
        if elements is None:
            return frozenset()
        tagged = [tag in self.tags for tag, _ in elements.sorts]
        named = [tag not in self.unnamed and not self.words.isdisjoint(words) for tag, words in elements.sorts]
        if not any(tagged) and not any(named):
            return frozenset()
        stopping = [tag in self.stops for tag, _ in elements.sorts]
        tags: list[int] = []
        names: list[int] = []
        for sort, parent in zip(elements.sort, elements.parents, strict=True):
            far = stopping[sort] or parent < 0
            tags.append(0 if tagged[sort] else _FAR if far else tags[parent] + 1)
            names.append(0 if named[sort] else _FAR if far else names[parent] + 1)
        holding = {
            i for i, (tag, name) in enumerate(zip(tags, names, strict=True)) if tag <= self.most or name <= self.near
        }
        nodes = enumerate([block.node for block in document.blocks])
        return frozenset([i for i, node in nodes if node is not None and node.number in holding])
