"""Documents through a `Cleaner` to records, one after the other, and what is counted of a record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from functools import partial
from typing import Any

from cleaner.batch.jsonl_rows import BadRow, Opened
from cleaner.document import Status
from cleaner.forms.record import with_input
from cleaner.pipeline import Cleaner
from cleaner.processes.pool import OneByOne, OrderedPool, Task
from cleaner.result import failed_record, make_record

Asked = Opened | BadRow
"""A document to clean, or what is known of one that cannot be read."""


def make_records(
    cleaner: Cleaner, documents: Iterable[Asked], timeout: float | None = None
) -> Generator[dict[str, Any], None, None]:
    """The record of each document, in order.

    timeout: None cleans in this process. A number of seconds cleans in a process beside it: a document that takes
    longer, or takes that process down, is tried once more alone and then has a record with status `timeout` or
    `crashed`. Documents are read ahead, up to `WINDOW_ITEMS` of `cleaner.processes.pool`.
    """
    if timeout is None:
        for document in documents:
            yield _known(document) or _clean(cleaner, document)
        return
    task = Task(make=partial(OneByOne, _clean), setting=cleaner, failed=_fail, weigh=_weigh, known=_known)
    with OrderedPool[Asked, dict[str, Any]](task, 1, timeout) as pool:
        yield from pool.results(documents)


def count_record(record: Mapping[str, Any]) -> Counter[str]:
    """What is counted of a record: documents, statuses, verdicts, removed characters by kind."""
    counts = Counter({"documents": 1, f"status/{record['status']}": 1})
    if record["translation"]:
        counts[f"verdict/{record['translation']['verdict']}"] += 1
    for span in record["removed"]:
        counts[f"removed_characters/{span['kind']}"] += span["end"] - span["start"]
    return counts


def _clean(cleaner: Cleaner, document: Asked) -> dict[str, Any]:
    assert isinstance(document, Opened)  # the others are known already
    id, source, form, url, language, rest = document
    return with_input(make_record(cleaner.clean(source, url, language, id=id, form=form)), rest)


def _known(document: Asked) -> dict[str, Any] | None:
    """The record of what cannot be read; None for a document."""
    return _fail(document, Status.ERROR, str(document), 0) if isinstance(document, BadRow) else None


def _fail(document: Asked, status: Status, cause: str, seconds: float) -> dict[str, Any]:  # noqa: ARG001
    return with_input(failed_record(document.id, status, cause, url=document.url), document.rest)


def _weigh(document: Asked) -> int:
    return len(document.source) if isinstance(document, Opened) else 0
