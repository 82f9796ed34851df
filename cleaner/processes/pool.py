"""Worker processes over a stream of items: results in order, a deadline per item; a crash affects one item.

pebble kills what runs past its deadline and replaces what crashed; `forkserver` starts workers from a process
without threads. Small items travel in chunks, because a round trip costs about 0.3 ms. A chunk that does not
come back is done again one item at a time, so a chunk's size never decides what becomes of an item.

Where processes cannot be had (no semaphores, a daemonic process) the items are done in this process, and a warning of
the logger `cleaner` says so once.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as DeadlineError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from cleaner.config import check_seconds
from cleaner.document import Status
from cleaner.errors import CleanerError
from cleaner.processes.start import (
    METHOD,
    NO_GUARD,
    leave_start_method_undecided,
    start_method_is_undecided,
    tell_once,
    usable_processors,
    why_no_processes,
)

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")

MAX_CHUNK = 16
CHUNK_WEIGHT = 131_072
WINDOW_WEIGHT = 48_000_000
"""Bytes of input on the way at once, all workers together: it bounds the memory of what waits to be written."""

WINDOW_ITEMS = 2_000
"""Items on the way at once: while one of them takes its 30 seconds, the other workers go on this far."""

_MOST_RESTARTS = 5
_COLLECT_AFTER = 20_000


@dataclass(slots=True)
class _Sent(Generic[ItemT]):
    """A chunk on its way."""

    items: Sequence[ItemT]
    weight: int
    future: Any = None
    known: list[Any] | None = None


@dataclass(frozen=True)
class Task(Generic[ItemT, ResultT]):
    """What the workers of a pool do.

    make: called once in each worker with `setting`; gives what turns a chunk into as many results. Must be importable.
    failed: called in the parent for an item that did not come back: the item, `timeout` or `crashed`, why, seconds.
    weigh: an item's size in bytes.
    known: called in the parent; a result that is there already, None where there is work to do.
    """

    make: Callable[[Any], Callable[[Sequence[ItemT]], list[ResultT]]]
    setting: Any
    failed: Callable[[ItemT, Status, str, float], ResultT]
    weigh: Callable[[ItemT], int]
    known: Callable[[ItemT], ResultT | None] | None = None


class OneByOne(Generic[ItemT, ResultT]):
    """Work on chunks by a function of the setting and one item: `Task(make=partial(OneByOne, function), ...)`."""

    def __init__(self, function: Callable[[Any, ItemT], ResultT], setting: Any) -> None:
        self._function = function
        self._setting = setting

    def __call__(self, items: Sequence[ItemT]) -> list[ResultT]:
        return [self._function(self._setting, item) for item in items]


class OrderedPool(Generic[ItemT, ResultT]):
    """Runs a task over items in `jobs` processes; results in the order of the items.

    timeout: seconds an item may take, by itself. It is tried twice: with others, then alone. No deadline is kept where
    there are no worker processes.
    """

    def __init__(self, task: Task[ItemT, ResultT], jobs: int, timeout: float) -> None:
        self._task = task
        self._jobs = jobs or usable_processors()
        self._timeout = check_seconds("timeout", timeout)
        self._window: deque[_Sent[ItemT]] = deque()
        self._items = self._weight = 0
        self._restarts = 0
        self._undecided = start_method_is_undecided()
        self._context = multiprocessing.get_context(METHOD)
        self._pool = self._new_pool()
        why_not = why_no_processes(self._context)
        self._alone = why_not is not None
        if why_not:
            tell_once(f"{why_not}: documents are cleaned in this process, and the timeout is not kept")

    def results(self, items: Iterable[ItemT]) -> Iterator[ResultT]:
        """The results, while the window is kept full."""
        if self._alone:
            yield from self._results_here(items)
            return
        chunks = _cut_chunks(items, self._task.weigh, self._task.known or _unknown)
        more = True
        while more or self._window:
            more = more and self._fill(chunks)
            if self._window:
                sent = self._window.popleft()
                self._items -= len(sent.items)
                self._weight -= sent.weight
                yield from self._collect(sent)

    def _results_here(self, items: Iterable[ItemT]) -> Iterator[ResultT]:
        """The results without processes."""
        work = self._task.make(self._task.setting)
        known = self._task.known or _unknown
        for item in items:
            result = known(item)
            yield work([item])[0] if result is None else result

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the workers at once."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
        if self._undecided:
            leave_start_method_undecided()

    def _new_pool(self) -> ProcessPool:
        start = (self._task.make, self._task.setting)
        return ProcessPool(max_workers=self._jobs, context=self._context, initializer=_start_worker, initargs=start)

    def _fill(self, chunks: Iterator[_Sent[ItemT]]) -> bool:
        """Send chunks until the window is full; whether there may be more."""
        while self._items < WINDOW_ITEMS and self._weight < WINDOW_WEIGHT:
            sent = next(chunks, None)
            if sent is None:
                return False
            if sent.known is None:
                self._send(sent)
            self._window.append(sent)
            self._items += len(sent.items)
            self._weight += sent.weight
        return True

    def _send(self, sent: _Sent[ItemT]) -> None:
        try:
            sent.future = self._pool.schedule(_work, args=(sent.items,), timeout=self._timeout)
        except RuntimeError as error:  # the pool is broken or cannot start; `_wait` tries a new one
            sent.future = Future()
            sent.future.set_exception(BrokenProcessPool(str(error.__cause__ or error)))

    def _collect(self, sent: _Sent[ItemT]) -> list[ResultT]:
        """The results of a chunk; where it failed, of its items one by one."""
        results = sent.known if sent.known is not None else self._wait(sent)
        if isinstance(results, list):
            return results
        return [self._retry(item) for item in sent.items]

    def _retry(self, item: ItemT) -> ResultT:
        alone = _Sent([item], self._task.weigh(item))
        self._send(alone)
        results = self._wait(alone)
        if isinstance(results, list):
            return results[0]
        return self._task.failed(item, *results)

    def _wait(self, sent: _Sent[ItemT]) -> list[ResultT] | tuple[Status, str, float]:
        """What a chunk gave, or why it did not come back."""
        while True:
            start = time.perf_counter()
            try:
                results: list[ResultT] = sent.future.result()
            except DeadlineError:
                return Status.TIMEOUT, f"no result within {self._timeout:g} s", self._timeout
            except ProcessExpired as error:
                cause = f"the worker process ended ({_exit(error.exitcode)})"
                return Status.CRASHED, cause, time.perf_counter() - start
            except BrokenProcessPool as error:
                self._restart(sent, error)
            else:
                self._restarts = 0
                return results

    def _restart(self, head: _Sent[ItemT], error: BrokenProcessPool) -> None:
        """A new pool, and everything on its way sent again: pebble gives up when a worker dies between two items."""
        self._restarts += 1
        if self._restarts > _MOST_RESTARTS:
            raise CleanerError(
                f"the worker processes do not start: {error or 'they end at once'}; {NO_GUARD}"
            ) from error
        self.stop()
        self._pool = self._new_pool()
        for sent in (head, *self._window):
            if sent is head or (sent.known is None and not _came_back(sent.future)):
                self._send(sent)


_working: list[Callable[[Sequence[Any]], list[Any]]] = []
"""In a worker process: what it does. Empty in the parent."""


def one_thread_each() -> None:
    """Keep numpy to one thread in this process, before it is imported.

    The workers are the threads. With two workers on two processors a document took 64 ms of processor time with
    OpenBLAS's own threads and 13 ms without, and a sum's last digit does not depend on the machine.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def spare_the_collector() -> None:
    """Let Python's garbage collector look at what a document leaves, and not at models and packs again and again.

    Only for a process of our own. Text of 4 KB takes 0.90 of the time and pages 0.91 (40 documents, best of 4).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER, 10, 10)


def _start_worker(make: Callable[[Any], Callable[[Sequence[Any]], list[Any]]], setting: Any) -> None:
    one_thread_each()
    _working[:] = [make(setting)]
    spare_the_collector()


def _work(items: Sequence[Any]) -> list[Any]:
    return _working[0](items)


def _exit(code: int | None) -> str:
    if code is None:
        return "for no known reason"
    return f"signal {-code}" if code < 0 else f"exit status {code}"


def _came_back(future: Any) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


def _unknown(_: object) -> None:
    return None


def _cut_chunks(
    items: Iterable[ItemT], weigh: Callable[[ItemT], int], known: Callable[[ItemT], ResultT | None]
) -> Iterator[_Sent[ItemT]]:
    """Chunks of up to `MAX_CHUNK` items; the first ones small, so that a few items occupy all workers.

    An item whose result is known is a chunk of its own, with the result.
    """
    chunk: list[ItemT] = []
    weight = made = 0
    for item in items:
        result = known(item)
        if result is None:
            chunk.append(item)
            weight += weigh(item)
        full = len(chunk) >= min(MAX_CHUNK, 1 + made // 4) or weight >= CHUNK_WEIGHT
        if chunk and (full or result is not None):
            yield _Sent(tuple(chunk), weight)
            chunk, weight, made = [], 0, made + 1
        if result is not None:
            yield _Sent((item,), weigh(item), known=[result])
    if chunk:
        yield _Sent(tuple(chunk), weight)
