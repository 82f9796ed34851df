"""`Cleaner.clean_many` with several processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cleaner.batch.pool import OrderedPool, Task
from cleaner.model import Block, Node, Status
from cleaner.result import Result, failed_result

if TYPE_CHECKING:
    from cleaner.pipeline import Cleaner, Source

DEFAULT_TIMEOUT = 30.0
"""Seconds a document may take."""


def clean_in_workers(
    cleaner: Cleaner, sources: Iterable[Source], jobs: int, timeout: float = DEFAULT_TIMEOUT
) -> Iterator[Result]:
    """Clean sources in `jobs` worker processes (0: the processors this process may use), results in their order.

    A source that takes longer than `timeout` seconds, or takes its worker down, is tried once more alone and then
    gives a result with status `timeout` or `crashed` and no text. Sources are taken as they are needed.
    """
    task = Task(make=_Chunks, setting=cleaner, failed=_failed_result, weigh=_weigh)
    with OrderedPool[Any, Packed](task, jobs, timeout) as pool:
        for packed in pool.results(sources):
            yield unpack(packed)


@dataclass(frozen=True, slots=True)
class Packed:
    """A result whose nodes are a table: a chain of a thousand parents is too deep for pickle."""

    result: Result
    nodes: tuple[Node, ...]
    parents: tuple[int, ...]
    places: tuple[int, ...]


def pack(result: Result) -> Packed:
    """Take the nodes out of a result."""
    nodes: list[Node] = []
    parents: list[int] = []
    places: dict[int, int] = {}

    def place_of(node: Node | None) -> int:
        chain = []
        while node is not None and id(node) not in places:
            chain.append(node)
            node = node.parent
        for item in reversed(chain):
            places[id(item)] = len(nodes)
            nodes.append(item._replace(parent=None))
            parents.append(places[id(item.parent)] if item.parent is not None else -1)
        first = chain[0] if chain else node
        return -1 if first is None else places[id(first)]

    blocks = result.document.blocks
    found = tuple(place_of(block.node) for block in blocks)
    bare = replace(result.document, blocks=tuple(block._replace(node=None) for block in blocks))
    return Packed(replace(result, document=bare), tuple(nodes), tuple(parents), found)


def unpack(packed: Packed) -> Result:
    """Put the nodes back."""
    nodes: list[Node] = []
    for node, parent in zip(packed.nodes, packed.parents, strict=True):
        nodes.append(node._replace(parent=nodes[parent]) if parent >= 0 else node)
    blocks: tuple[Block, ...] = tuple(
        block._replace(node=nodes[place]) if place >= 0 else block
        for block, place in zip(packed.result.document.blocks, packed.places, strict=True)
    )
    return replace(packed.result, document=replace(packed.result.document, blocks=blocks))


def _failed_result(source: Source, status: Status, cause: str, seconds: float) -> Packed:  # noqa: ARG001
    return pack(failed_result(status, cause))


class _Chunks:
    """The work of a worker process: chunks of sources to packed results."""

    def __init__(self, cleaner: Cleaner) -> None:
        self._cleaner = cleaner

    def __call__(self, sources: Sequence[Source]) -> list[Packed]:
        return [pack(self._cleaner.clean(source)) for source in sources]


def _weigh(source: Source) -> int:
    return len(source) if isinstance(source, str | bytes) else 0
