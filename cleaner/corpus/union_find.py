"""Groups of connected items: the union-find of Galler and Fischer."""

from __future__ import annotations

from array import array


class Joined:
    """So many things, numbered from 0, joined pair by pair. A group is named by the smallest number in it."""

    def __init__(self, size: int) -> None:
        self._parents = array("q", range(size))

    def root(self, i: int) -> int:
        """The name of the group a thing is in."""
        parents = self._parents
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    def join(self, a: int, b: int) -> None:
        """Make the groups of two things one."""
        a, b = sorted((self.root(a), self.root(b)))
        self._parents[b] = a

    def groups(self) -> list[list[int]]:
        """All groups, by their names."""
        found: dict[int, list[int]] = {}
        for i in range(len(self._parents)):
            found.setdefault(self.root(i), []).append(i)
        return [found[name] for name in sorted(found)]
