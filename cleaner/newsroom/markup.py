"""What the elements around a line say it is: navigation, a caption."""

from __future__ import annotations

from dataclasses import dataclass, field

from cleaner.model import Node

_FAR = 1_000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Tells by tags and class words whether a line stands in something, looking at every element once.

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
    _levels: dict[int, tuple[int, int]] = field(default_factory=dict)
    """By the number of an element, how many levels above it stands the nearest such tag, and the nearest such word."""

    def hold(self, node: Node) -> bool:
        """Whether the elements a line stands in say so."""
        tagged, named = self._look_up(node)
        return tagged <= self.most or named <= self.near

    def _look_up(self, node: Node) -> tuple[int, int]:
        path: list[Node] = []
        above: Node | None = node
        while above is not None and above.number not in self._levels:
            path.append(above)
            above = above.parent
        tagged, named = (_FAR, _FAR) if above is None else self._levels[above.number]
        for element in reversed(path):
            if element.tag in self.stops:
                tagged = named = _FAR
            tagged = 0 if element.tag in self.tags else tagged + 1
            is_named = element.tag not in self.unnamed and not self.words.isdisjoint(element.words)
            named = 0 if is_named else named + 1
            self._levels[element.number] = tagged, named
        return tagged, named
