"""A JSON row to a document: `html` or `text`, and what else the row says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from cleaner.batch.jobs import Job, Plan
from cleaner.readers import Format
from cleaner.readers.compressed import BadInput


class Opened(NamedTuple):
    """A document ready to be read. rest: the columns the cleaner does not use; None for what is no row."""

    id: str
    source: str | bytes
    form: Format | None
    url: str | None = None
    language: str | None = None
    rest: Mapping[str, Any] | None = None


class BadRow(BadInput):
    """A row without a document in it; what it does say is kept for the record."""

    def __init__(self, cause: str, id: str, url: str | None = None, rest: Mapping[str, Any] | None = None) -> None:
        super().__init__(cause)
        self.id = id
        self.url = url
        self.rest = rest


def open_row(job: Job, plan: Plan) -> Opened:
    """The document of a row. Raises `BadRow` for one that is not JSON or holds none."""
    row = _parse(job)
    id = _take_id(row, job.id)
    url = _take_text(row, "url") or job.url
    language = _take_text(row, "language")
    if job.extra:
        return Opened(id, job.data, job.form, url, language, row)
    fields: tuple[tuple[str, Format], ...] = ((plan.html_field, "html"), (plan.text_field, "text"))
    for name, form in fields:
        value = row.pop(name, None)
        if value is None:
            continue
        if not isinstance(value, str):
            raise BadRow(f"{job.source}: {name!r} is not a string", id, url, row)
        return Opened(id, value, form, url, language, row)
    raise BadRow(f"{job.source}: neither {plan.html_field!r} nor {plan.text_field!r} in the row", id, url, row)


def id_of_row(job: Job) -> str:
    """The id a row will have in its record, whatever else is wrong with it."""
    try:
        return _take_id(_parse(job), job.id)
    except BadRow as bad:
        return bad.id


def _parse(job: Job) -> dict[str, Any]:
    try:
        row = json.loads(job.extra or job.data, parse_constant=_nothing)
    except (ValueError, RecursionError) as error:
        raise BadRow(f"{job.source} is not JSON: {_short(error)}", job.id) from None
    if not isinstance(row, dict):
        raise BadRow(f"{job.source} is not a JSON object but {type(row).__name__}", job.id)
    return row


def _take_id(row: dict[str, Any], default: str) -> str:
    """The row's id as a string, taken out of the row; any JSON scalar but null names one."""
    id = row.get("id")
    if isinstance(id, list | dict):
        return default
    row.pop("id", None)
    if id is None:
        return default
    return id if isinstance(id, str) else json.dumps(id)


def _take_text(row: dict[str, Any], name: str) -> str | None:
    """A column that is text or null, taken out of the row; anything else stays in it, unused."""
    value = row.get(name)
    return row.pop(name, None) or None if value is None or isinstance(value, str) else None


def _nothing(_: str) -> None:
    """NaN and Infinity, which Python writes and JSON does not know, become null."""


def _short(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
