"""`cleaner report`: a run to look at, as one page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from cleaner.errors import CleanerError


@click.command("report")
@click.argument("records", metavar="RECORDS")
@click.option("-o", "out", metavar="FILE.html", required=True, help="Where to write.")
@click.option("--title", help="The title of the page; default: how many documents it shows.")
def report_command(records: str, out: str, title: str | None) -> None:
    """Make one HTML page of a run: totals, what went by kind and site, every document with what was removed and why.

    RECORDS is a .jsonl file (also .gz, .zst) or a folder of records from `cleaner clean --format jsonl`, or - for
    standard input. Made with --with-text, a document shows its removed spans in place. The page needs nothing
    beside itself and loads nothing.
    """
    from cleaner.batch.apart import check_apart, check_parent, written_whole
    from cleaner.batch.read_records import read_records
    from cleaner.report import write_report

    try:
        check_apart(written_whole("-o", out), _files_of(records))
        check_parent("-o", out)
        count = write_report(read_records(records), Path(out), title=title or "")
    except CleanerError as error:
        raise click.UsageError(str(error)) from None
    click.echo(f"{out}: {count:,} {'document' if count == 1 else 'documents'}", err=True)


def _files_of(records: str) -> Iterator[str]:
    """What a page must not be written over: the records, and what lies beside them but for an older page."""
    if not Path(records).is_dir():
        yield records
        return
    yield from (str(path) for path in Path(records).rglob("*") if path.suffix.lower() not in (".html", ".htm"))
