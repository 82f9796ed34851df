"""`cleaner replay`: the body from a record and its page, optionally with other settings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from cleaner.batch.read_records import read_records
from cleaner.cli.one_document import read_single
from cleaner.cli.options import config_from, deciding_options
from cleaner.errors import CleanerError, UsageError
from cleaner.forms.record import replay
from cleaner.redecide import read_page, redecide
from cleaner.text.json_text import write_json


@click.command("replay")
@click.argument("record", metavar="RECORD", type=click.Path(dir_okay=False))
@click.argument("page", metavar="PAGE", default="-")
@click.option("--id", "wanted", metavar="ID", help="The record to use; required if the file has several.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", help="The body, or the record.")
@deciding_options
def replay_command(record: str, page: str, wanted: str | None, form: str, **choices: Any) -> None:
    """Rebuild the body of a page from its record, or decide the page again.

    RECORD is a .json or .jsonl file (also .gz) from `cleaner clean`; PAGE is the original document, HTML or
    plain text; the default is standard input. With --keep, --remove, --threshold, --corrections or --config the
    page is decided again from the marks that `cleaner clean --marks` stored, without running a detector.
    """
    try:
        row = _pick(read_records(record), wanted, record)
        source, _ = read_single(page)
        if not any(choices.values()) and choices["threshold"] is None:
            body, out = replay(row, read_page(row, source).text), row
        else:
            result = redecide(row, source, config_from(choices))
            body = result.body
            out = {**row, **result.to_record(with_text="text" in row, with_marks=True), "versions": row["versions"]}
    except CleanerError as error:
        raise click.UsageError(str(error)) from None
    click.echo(write_json(out) if form == "jsonl" else body)


def _pick(records: Iterator[dict[str, Any]], wanted: str | None, name: str) -> dict[str, Any]:
    """The record of that id; without an id the only one of the file."""
    if wanted is not None:
        found = next((row for row in records if row.get("id") == wanted), None)
        if found is None:
            raise UsageError(f"{name}: no record has the id {wanted!r}")
        return found
    first, second = next(records, None), next(records, None)
    if first is None:
        raise UsageError(f"{name} contains no record")
    if second is not None:
        raise UsageError(f"{name} has several records: name one with --id, for example --id {first.get('id')!r}")
    return first
