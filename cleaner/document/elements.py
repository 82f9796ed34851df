"""The elements of an HTML page that its lines stand in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True, eq=False)
class Elements:
    """The elements of a page that contain lines, and their ancestors, as columns in document order.

    Parents come before their children. Columns instead of objects: a page has five hundred elements, and a pass over
    all of them takes a tenth of the time.

    sorts: the different pairs of tag and names; sort: for each element, its index in `sorts`. A name is a word of the
        class, id or role in lower case, split at anything that is not a letter or digit.
    parents: for each element, the index of its parent, -1 for the root. depths: for each, the number of ancestors.
    shapes: for each, the number of siblings with the same tag and classes, itself included; a list of teasers has many.
    hidden: for each, whether it is invisible to readers. itemprops: schema.org properties, by index of the element.
    starts: first numbers of numbered lists that do not begin with 1, by index of the element.
    """

    sorts: Sequence[tuple[str, tuple[str, ...]]]
    sort: Sequence[int]
    parents: Sequence[int]
    depths: Sequence[int]
    shapes: Sequence[int]
    hidden: Sequence[bool]
    itemprops: Mapping[int, str]
    starts: Mapping[int, int] = field(default_factory=dict)


def lay_out(
    sorts: Sequence[tuple[str, tuple[str, ...]]],
    sort: Sequence[int],
    parents: Sequence[int],
    kin: Sequence[Hashable],
    hides: Sequence[bool],
    itemprops: Mapping[int, str],
    starts: Mapping[int, int],
) -> Elements:
    """Elements with their depths, shapes and what is hidden. kin: equal for siblings of one shape; hides: whether each
    hides its content."""
    depths, hidden = list[int](), list[bool]()
    for parent, unseen in zip(parents, hides, strict=True):
        depths.append(depths[parent] + 1 if parent >= 0 else 0)
        hidden.append(unseen or (parent >= 0 and hidden[parent]))
    alike = Counter(kin)
    return Elements(sorts, sort, parents, depths, [alike[key] for key in kin], hidden, itemprops, starts)


class Node(NamedTuple):
    """An element of a page, by its number among `Elements`."""

    elements: Elements
    number: int

    @property
    def tag(self) -> str:
        return self.elements.sorts[self.elements.sort[self.number]][0]

    @property
    def hidden(self) -> bool:
        return self.elements.hidden[self.number]

    @property
    def parent(self) -> Node | None:
        """The parent element, None for the root."""
        above = self.elements.parents[self.number]
        return Node(self.elements, above) if above >= 0 else None
