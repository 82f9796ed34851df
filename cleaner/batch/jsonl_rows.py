"""JSON rows to documents: `html` or `text`, and the other fields of the row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from cleaner.batch.jobs import Job, Plan, shown
from cleaner.readers import Format
from cleaner.readers.compressed import BadInput
from cleaner.text.json_text import LongInteger, read_json

_MOST_NAMED = 12


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
    columns = tuple(row)
    id = _take_id(row, job.id)
    url = _take_text(row, "url") or job.url
    language = _take_text(row, "language")
    if job.extra:
        return Opened(id, job.data, job.form, url, language, row)
    fields: tuple[tuple[str, Format], ...] = ((plan.html_field, "html"), (plan.text_field, "text"))
    blank: Opened | None = None
    for name, form in fields:
        value = row.get(name)
        if value is not None and not _is_text(value):
            row.pop(name)
            raise BadRow(f"{job.source}: {name!r} is not a string but {type(value).__name__}", id, url, row)
        if value is None or (is_blank(value) and blank is not None):
            continue
        opened = Opened(id, value, form, url, language, _without(row, fields, until=name))
        if not is_blank(value):
            return opened
        blank = opened
    if blank is not None:
        return blank
    neither = f"neither {plan.html_field!r} nor {plan.text_field!r} holds a document"
    cause = (
        f"{job.source}: {neither}; the row has {_named(columns)}: name the right one with --html-field or --text-field"
    )
    raise BadRow(cause, id, url, _without(row, fields, until=plan.text_field))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not isinstance(value, LongInteger)


def is_blank(value: object) -> bool:
    """Whether a column says "none": null, nothing or white space alone. Scrapers write "" for a page they lack."""
    return value is None or (isinstance(value, str | bytes) and (not value or value.isspace()))


def _without(row: Mapping[str, Any], fields: Iterable[tuple[str, Format]], *, until: str) -> dict[str, Any]:
    """The row without the columns of documents up to the one that was taken."""
    names = [name for name, _ in fields]
    gone = names[: names.index(until) + 1]
    return {name: value for name, value in row.items() if name not in gone}


def _named(columns: tuple[str, ...]) -> str:
    """The names of columns for a message."""
    names = [repr(shown(name[:40])) for name in columns[:_MOST_NAMED]]
    more = f" and {len(columns) - _MOST_NAMED:,} more" if len(columns) > _MOST_NAMED else ""
    return ", ".join(names) + more if names else "no column"


def id_of_row(job: Job) -> str:
    """The id a row will have in its record, whatever else is wrong with it."""
    try:
        return _take_id(_parse(job), job.id)
    except BadRow as bad:
        return bad.id


def _parse(job: Job) -> dict[str, Any]:
    try:
        row = read_json(job.extra or job.data)
    except (ValueError, RecursionError) as error:
        raise BadRow(f"{job.source}: not JSON: {_short(error)}", job.id) from None
    if not isinstance(row, dict):
        raise BadRow(f"{job.source}: not a JSON object but {type(row).__name__}", job.id)
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
    return row.pop(name, None) or None if value is None or _is_text(value) else None


def _short(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
