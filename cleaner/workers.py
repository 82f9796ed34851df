"""`Cleaner.clean_many` with several processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cleaner.document import Status
from cleaner.process_pool import OrderedPool, Task
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
    with OrderedPool[Any, Result](task, jobs, timeout) as pool:
        yield from pool.results(sources)


def _failed_result(source: Source, status: Status, cause: str, seconds: float) -> Result:  # noqa: ARG001
    return failed_result(status, cause)


class _Chunks:
    """The work of a worker process: chunks of sources to results."""

    def __init__(self, cleaner: Cleaner) -> None:
        self._cleaner = cleaner

    def __call__(self, sources: Sequence[Source]) -> list[Result]:
        return [self._cleaner.clean(source) for source in sources]


def _weigh(source: Source) -> int:
    return len(source) if isinstance(source, str | bytes) else 0
