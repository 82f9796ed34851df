"""`cleaner export`: a run in the formats of annotation tools."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from cleaner.atomic_files import NewFile

NAMES = ("label-studio", "argilla", "spacy", "conll")


@click.command("export")
@click.argument("records", metavar="RECORDS")
@click.option("--to", "form", type=click.Choice(NAMES), required=True, help="The format.")
@click.option("-o", "out", metavar="FILE", required=True, help="The file to write.")
@click.option("--interface", metavar="FILE.xml", help="Write the labelling interface of Label Studio as well.")
@click.pass_context
def export_command(ctx: click.Context, records: str, form: str, out: str, interface: str | None) -> None:
    """Write the decided spans of a run for an annotation tool: Label Studio, Argilla, spaCy or CoNLL.

    `cleaner teach` and `clean --corrections` read the file that the tool exports after annotation.

    RECORDS is a file or folder of records with their page text (`cleaner clean --with-text`), or -.
    """
    from cleaner.atomic_files import NewFile, partial_of, write_whole
    from cleaner.batch.apart import check_apart, check_parent, written_whole
    from cleaner.batch.read_records import read_records
    from cleaner.views.export import export_records, label_studio_interface

    count = 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal count
        for record in read_records(records):
            count += 1
            yield record

    try:
        written = [*written_whole("-o", out), *(written_whole("--interface", interface) if interface else ())]
        check_apart(written, [records], [records] if Path(records).is_dir() else ())
        check_parent("-o", out)
        if interface:
            check_parent("--interface", interface)
            write_whole(interface, label_studio_interface().encode())
        _write(NewFile(partial_of(out)), export_records(counted(), form), out)
    except CleanerError as error:
        raise click.UsageError(str(error), ctx) from None
    click.echo(f"{out}: from {count:,} {'document' if count == 1 else 'documents'}", err=True)


def _write(file: NewFile, pieces: Iterator[str], out: str) -> None:
    """Write a file whole or not at all."""
    try:
        for piece in pieces:
            file.write(piece.encode("utf-8", "replace"))
        file.close()
        file.check(file.size)
        file.path.replace(Path(out))
    finally:
        file.close()
        file.path.unlink(missing_ok=True)
