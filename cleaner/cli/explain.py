"""`cleaner explain`: what was removed from one document and why."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import Any

import click

from cleaner.cli.one_document import read_single
from cleaner.cli.options import check_codes, config_from, deciding_options
from cleaner.config import FORMS, Config
from cleaner.errors import CleanerError
from cleaner.kinds import KINDS
from cleaner.pipeline import Cleaner
from cleaner.result import make_record
from cleaner.text.json_text import write_json
from cleaner.views.diff import explain_diff
from cleaner.views.explain import explain_lines, explain_rows
from cleaner.views.summary import summary_lines
from cleaner.views.terminal import painter_for


@click.command("explain")
@click.argument("file", metavar="[FILE]", default="-")
@click.option("--diff", is_flag=True, help="A unified diff from the page text to the body.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", help="jsonl: a row per span.")
@click.option(
    "--only", metavar="KIND", multiple=True, type=click.Choice(list(KINDS)), help="Show this kind; repeatable."
)
@click.option("--marks", is_flag=True, help="Show every mark below its line, including those that did not decide.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to use colours.")
@click.option("--width", type=click.IntRange(20), help="Width in columns; default: that of the terminal.")
@click.option(
    "--language", metavar="CODE", callback=check_codes, help="The language of the document; default: detected."
)
@click.option(
    "--form", "source_form", type=click.Choice(FORMS), help="Format, if the document is not declared as HTML."
)
@click.option("--site-rules", metavar="FOLDER", help="Site rules in the ftr-site-config format, for HTML.")
@click.option("--no-witness", is_flag=True, help="Never run the trafilatura check of an unclear page.")
@click.option("--no-translation", is_flag=True, help="Skip the assessment of machine translation.")
@deciding_options
def explain_command(
    file: str,
    diff: bool,
    form: str,
    only: tuple[str, ...],
    marks: bool,
    color: str,
    width: int | None,
    language: str | None,
    source_form: str | None,
    site_rules: str | None,
    no_witness: bool,
    no_translation: bool,
    **choices: Any,
) -> None:
    """Show what was removed from one document and why, line by line.

    FILE is HTML, Markdown or plain text; the default is standard input. The margin shows kind, score and rule
    (`cleaner rule ID` explains it). The sign beside the text is the fate of the line: - removed, ^ lifted into the
    metadata, = kept and listed, ~ partly removed, ≈ suspected of machine translation.
    """
    if diff and form == "jsonl":
        raise click.UsageError("--diff cannot be combined with --format jsonl")
    if diff and only:
        raise click.UsageError("--diff cannot be combined with --only")
    if marks and (diff or form == "jsonl"):
        raise click.UsageError("--marks would do nothing with --diff and with jsonl; leave it out")
    if width is not None and (diff or form == "jsonl"):
        raise click.UsageError("--width would do nothing with --diff and with jsonl; leave it out")
    config = config_from(
        choices,
        language=language,
        form=source_form,
        site_rules=site_rules,
        witness=False if no_witness else None,
        translation=False if no_translation else None,
    )
    record = _record_of(file, config)
    paint = painter_for(sys.stdout, color)
    columns = width or shutil.get_terminal_size().columns
    lines: Iterator[str]
    if diff:
        lines = explain_diff(record, paint=paint)
    elif form == "jsonl":
        lines = (write_json(row) for row in explain_rows(record, only=only))
    else:
        lines = explain_lines(record, width=columns, paint=paint, only=only, marks=marks)
    for line in lines:
        click.echo(line, color=True)
    if form == "text" and not diff:
        click.echo("\n" + "\n".join(summary_lines(record, width=columns, paint=paint)), color=True)


def _record_of(file: str, config: Config) -> dict[str, Any]:
    """The record of a document, with its page text and every mark."""
    try:
        source, form = read_single(file)
        result = Cleaner(config).clean(source, id=file, form=form)
    except CleanerError as error:
        raise click.UsageError(str(error)) from None
    if result.status.failed:
        raise click.ClickException(f"{file}: {result.warnings[0]}")
    return make_record(result, with_text=True, with_marks=True)
