"""The elements of an HTML page that its lines stand in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True, eq=False)
class Elements:
    """The elements of a page that lines stand in, and all above them: a column each, in document order.

    Parents come before their children. Columns and not objects: a page has five hundred, and what asks about all of
    them takes a tenth of the time this way.

    sorts: the different tags with names; sort: by element, its place in `sorts`. A name is a word of the class, id or
        role in lower case, split at anything that is not a letter or digit.
    parents: by element, the place of the one it stands in, -1 for the root. depths: how many stand around it.
    shapes: siblings that share tag and classes; a list of teasers has many, a paragraph of a story few.
    hidden: whether no reader of the page sees it. itemprops: the schema.org properties of those that have one.
    starts: the first numbers of numbered lists that do not begin with 1.
    """

    sorts: Sequence[tuple[str, tuple[str, ...]]]
    sort: Sequence[int]
    parents: Sequence[int]
    depths: Sequence[int]
    shapes: Sequence[int]
    hidden: Sequence[bool]
    itemprops: Mapping[int, str]
    starts: Mapping[int, int] = field(default_factory=dict)


class Node(NamedTuple):
    """An element of a page, by its number among `Elements`."""

    elements: Elements
    number: int

    @property
    def tag(self) -> str:
        return self.elements.sorts[self.elements.sort[self.number]][0]

    @property
    def words(self) -> tuple[str, ...]:
        """The words of class, id and role in lower case."""
        return self.elements.sorts[self.elements.sort[self.number]][1]

    @property
    def depth(self) -> int:
        return self.elements.depths[self.number]

    @property
    def shape(self) -> int:
        """How many siblings share its tag and classes, itself with them."""
        return self.elements.shapes[self.number]

    @property
    def hidden(self) -> bool:
        return self.elements.hidden[self.number]

    @property
    def parent(self) -> Node | None:
        """The element it stands in, None for the root."""
        above = self.elements.parents[self.number]
        return Node(self.elements, above) if above >= 0 else None
