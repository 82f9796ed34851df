"""`cleaner report`: the HTML report of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from cleaner.errors import CleanerError


@click.command("report")
@click.argument("runs", metavar="[EARLIER] RECORDS", nargs=-1, required=True)
@click.option("-o", "out", metavar="FILE.html", required=True, help="The file to write.")
@click.option("--title", help="The title of the page; default: the number of documents.")
@click.pass_context
def report_command(ctx: click.Context, runs: tuple[str, ...], out: str, title: str | None) -> None:
    """Write an HTML report of a run: totals, removals by kind and site, every document with its removals and reasons.

    RECORDS is a .jsonl file (also .gz, .zst) or a folder of records from `cleaner clean --format jsonl`, or - for
    standard input. With --with-text in that run, documents show their removed spans in place. The report is one
    file and loads nothing.

    With EARLIER, the records of an earlier run of the same pages, the report shows what changed: body lost and gained,
    by site and kind, and where.
    """
    from cleaner.batch.apart import check_apart, check_parent, written_whole
    from cleaner.batch.read_records import read_records
    from cleaner.report import write_report

    if len(runs) > 2:
        raise click.UsageError("name one run, or an earlier one and a later one", ctx)
    if runs.count("-") > 1:
        raise click.UsageError("- is standard input, which can be read once: name a file for one of the runs", ctx)
    *before, records = runs
    try:
        check_apart(written_whole("-o", out), [file for run in runs for file in _files_of(run)])
        check_parent("-o", out)
        earlier = read_records(before[0]) if before else None
        told = _Told(read_records(records))
        count = write_report(told, Path(out), title=title or "", earlier=earlier)
    except CleanerError as error:
        raise click.UsageError(str(error), ctx) from None
    bare = f"; {told.bare:,} without their page text (clean --with-text adds it)" if told.bare else ""
    click.echo(f"{out}: {count:,} {'document' if count == 1 else 'documents'}{bare}", err=True)


class _Told:
    """Records as they are read, counting those that have a body but not the page text."""

    def __init__(self, records: Iterable[Mapping[str, Any]]) -> None:
        self._records = records
        self.bare = 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for record in self._records:
            self.bare += bool(record.get("body")) and "text" not in record
            yield record


def _files_of(records: str) -> Iterator[str]:
    """What a page must not be written over: the records, and what lies beside them but for an older page."""
    if not Path(records).is_dir():
        yield records
        return
    yield from (str(path) for path in Path(records).rglob("*") if path.suffix.lower() not in (".html", ".htm"))
