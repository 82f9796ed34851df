"""Worker processes: order, deadline, crash."""

from __future__ import annotations

import os
import pickle
import signal
import time
from collections.abc import Callable, Iterator, Sequence

import pytest

import cleaner
from cleaner.document import Document, Mark, Status
from cleaner.processes import pool as pool_module
from cleaner.processes.pool import OrderedPool, Task


def make_doer(base: int) -> Callable[[Sequence[int]], list[str]]:
    """A worker that hangs at 13, dies at 17 and 19, and raises at 23."""

    def do(items: Sequence[int]) -> list[str]:
        for item in items:
            if item == 13:
                time.sleep(60)
            elif item == 17:
                os.kill(os.getpid(), signal.SIGSEGV)
            elif item == 19:
                os._exit(3)
        return [str(item + base) for item in items]

    return do


def run(items: Sequence[int], jobs: int, timeout: float = 0.5) -> list[str]:
    task = Task(make_doer, 100, lambda item, status, cause, _: f"{item} {status} {cause}", lambda _: 1)
    with OrderedPool[int, str](task, jobs, timeout) as workers:
        return list(workers.results(items))


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_order(jobs: int) -> None:
    items = [i for i in range(300) if i not in (13, 17, 19)]
    assert run(items, jobs, 30) == [str(i + 100) for i in items]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_hang_and_a_crash_cost_their_own_item_only(jobs: int) -> None:
    found = run(range(40), jobs)
    assert [row for i, row in enumerate(found) if i not in (13, 17, 19)] == [
        str(i + 100) for i in range(40) if i not in (13, 17, 19)
    ]
    assert found[13] == "13 timeout no result within 0.5 s"
    assert found[17] == "17 crashed the worker process ended (signal 11)"
    assert found[19] == "19 crashed the worker process ended (exit status 3)"


def test_items_are_taken_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool_module, "WINDOW_ITEMS", 20)
    taken = []

    def items() -> Iterator[int]:
        for i in range(100, 400):
            taken.append(i)
            yield i

    task = Task(make_doer, 0, lambda *_: "", lambda _: 1)
    with OrderedPool[int, str](task, 2, 30.0) as workers:
        results = workers.results(items())
        for _ in range(10):
            next(results)
        assert len(taken) < 60


# -- the library's clean_many

TEXT = "Harbour reopens\n\nThe harbour of Velmora reopened on Monday after repairs, the authority said.\n"
DEEP = "<html><body>" + "<div>" * 900 + f"<p>{TEXT}</p>"


def hang(document: Document) -> list[Mark]:
    if "hang here" in document.text:
        time.sleep(60)
    return []


def test_clean_many_is_the_same_for_any_jobs() -> None:
    made = cleaner.Cleaner(translation=False)
    sources = [TEXT, DEEP, b"", TEXT.encode("utf-16"), *(f"{TEXT}{i}" for i in range(20))]
    alone = [r.to_record() for r in made.clean_many(sources)]
    assert [r.to_record() for r in made.clean_many(sources, jobs=2)] == alone


def test_clean_many_keeps_to_its_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cleaner.pipeline.DEFAULT_TIMEOUT", 1.0)
    made = cleaner.Cleaner(cleaner.Config(translation=False), detectors=[hang], classifier=None)
    results = list(made.clean_many([TEXT, "hang here", TEXT], jobs=2))
    assert [r.status for r in results] == [Status.OK, Status.TIMEOUT, Status.OK]
    assert results[1].body == ""
    assert "no result" in results[1].warnings[0]


def test_clean_many_says_what_it_cannot_take() -> None:
    with pytest.raises(cleaner.UsageError):
        list(cleaner.Cleaner(translation=False).clean_many([TEXT, 5], jobs=2))  # type: ignore[list-item]


def test_a_result_travels_whole_however_deep_its_page() -> None:
    result = cleaner.Cleaner(translation=False).clean(DEEP)
    again = pickle.loads(pickle.dumps(result))
    for one, two in zip(again.document.blocks, result.document.blocks, strict=True):
        assert one.node is not None and two.node is not None
        assert (one.node.elements.parents, one.node.number) == (two.node.elements.parents, two.node.number)
    assert again.to_record() == result.to_record()
