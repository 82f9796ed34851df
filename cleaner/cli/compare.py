"""`cleaner compare`: two tellings of a story, aligned."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from cleaner.errors import CleanerError
from cleaner.readers import Format


@click.command("compare")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("-o", "out", metavar="FILE.html", help="Write an HTML page instead of printing.")
@click.option("--language", metavar="CODE", help="The language of both; default: detected.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to use colours.")
@click.option("--width", type=click.IntRange(40), help="Columns to fit into; default: the terminal's.")
def compare_command(
    left: str, right: str, out: str | None, language: str | None, color: str, width: int | None
) -> None:
    """Show two documents side by side, sentence by sentence, with the words that differ marked.

    A and B are HTML or plain text. Both are cleaned first. The last line says what they are to each other:
    near-duplicate, rewritten (and which is the copy, where that can be told), same-story or unrelated.
    """
    from cleaner.config import Config
    from cleaner.corpus.compare import compare_results, judge_pair
    from cleaner.pipeline import Cleaner
    from cleaner.views.side_by_side import page_beside, print_beside, rows_beside, tell_beside
    from cleaner.views.terminal import painter_for

    try:
        cleaner = Cleaner(Config(language=language))
        results = [cleaner.clean(_read(file), id=file, form=_form(file)) for file in (left, right)]
    except CleanerError as error:
        raise click.UsageError(str(error)) from None
    found = compare_results(*results)
    rows = rows_beside(found, results[0].document, results[1].document)
    told = f"{judge_pair(found, *results)}: {tell_beside(found)}"
    if out is not None:
        Path(out).write_text(page_beside(rows, (left, right), told), encoding="utf-8")
        return
    columns = width or shutil.get_terminal_size().columns
    for line in print_beside(rows, (left, right), width=columns, paint=painter_for(sys.stdout, color)):
        click.echo(line, color=True)
    click.echo(told)


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror or error}") from None


def _form(file: str) -> Format | None:
    return "html" if Path(file).suffix.lower() in (".html", ".htm", ".xhtml") else None
