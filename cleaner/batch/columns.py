"""Whether rows have a column with documents: told at once and not once a row."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.batch.jobs import Job, shown
from cleaner.errors import UsageError
from cleaner.readers.compressed import BadInput
from cleaner.text.json_text import read_json

DEFAULTS = ("html", "text")
"""The columns with HTML and with plain text."""

_HEAD_ROWS = 20
"""Rows that are looked at before a run begins."""
_HEAD_BYTES = 8_000_000

_FAULT = "no column "
_MOST_NAMED = 20


def check_columns(names: Sequence[str], columns: tuple[str, str]) -> None:
    """Raises `BadInput` for a table without a column for documents, or without the one that the caller chose."""
    chosen = _chosen(columns)
    wanted = chosen if len(chosen) == 1 else columns
    if not any(column in names for column in wanted):
        raise BadInput(_no_column(columns, names))


def check_first_rows(head: Sequence[Job], columns: tuple[str, str]) -> None:
    """Raises `UsageError` where none of the first rows of a run has a column for documents."""
    if not all(lacks_column(job, columns) for job in head):
        return
    fault = next((job.fault for job in head if job.fault), None)
    names = dict.fromkeys(name for job in head for name in _columns_of(job))
    raise UsageError(fault or _no_column(columns, list(names)))


def is_enough(head: Sequence[Job]) -> bool:
    """Whether so many first rows say what the others will be."""
    return len(head) >= _HEAD_ROWS or sum(len(job.data) for job in head) >= _HEAD_BYTES


def lacks_column(job: Job, columns: tuple[str, str]) -> bool:
    """Whether a job is a row that says something, but not in a column for documents, or a table without one."""
    names = _columns_of(job)
    return job.fault.startswith(_FAULT) or (bool(names) and not any(column in names for column in columns))


def _columns_of(job: Job) -> list[str]:
    """The columns of a row; none of a document that is no row, and of a row with something else wrong with it."""
    if not job.is_row or job.fault or job.extra:
        return []
    try:
        row = read_json(job.data)
    except (ValueError, RecursionError):
        return []
    return list(row) if isinstance(row, dict) else []


def _chosen(columns: tuple[str, str]) -> list[str]:
    return [column for column, default in zip(columns, DEFAULTS, strict=True) if column != default]


def _no_column(columns: tuple[str, str], names: Sequence[str]) -> str:
    """The message: "no column 'page'; columns are id, url"."""
    told = ", ".join(shown(name[:40]) for name in names[:_MOST_NAMED])
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    wanted = " or ".join(repr(shown(column)) for column in _chosen(columns) or columns)
    remedy = "" if _chosen(columns) else ": name the one with documents by --html-field or --text-field"
    return f"{_FAULT}{wanted}; columns are {told or 'none'}{more}{remedy}"
