"""`cleaner compare`: two versions of a story, aligned."""

from __future__ import annotations

import shutil
import sys

import click

from cleaner.cli.one_document import read_single
from cleaner.cli.options import check_codes
from cleaner.errors import CleanerError


@click.command("compare")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("-o", "out", metavar="FILE.html", help="Write an HTML page instead of printing.")
@click.option("--language", metavar="CODE", callback=check_codes, help="The language of both; default: detected.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="When to use colours.")
@click.option("--width", type=click.IntRange(40), help="Width in columns; default: that of the terminal.")
def compare_command(
    left: str, right: str, out: str | None, language: str | None, color: str, width: int | None
) -> None:
    """Show two documents side by side, sentence by sentence, with different words highlighted.

    A and B are HTML or plain text. Both are cleaned first. The last line states their relation: near-duplicate,
    rewritten (and which is the copy, if known), same-story or unrelated. Documents in two languages are aligned by
    paragraph; the relation is translation (and of which into which, if known) or unrelated.
    """
    from cleaner.atomic_files import write_whole
    from cleaner.batch.apart import check_apart, check_parent, written_whole
    from cleaner.config import Config
    from cleaner.corpus.compare import compare_results, judge_pair
    from cleaner.pipeline import Cleaner
    from cleaner.views.side_by_side import page_beside, print_beside, rows_beside, tell_beside
    from cleaner.views.terminal import painter_for

    if out is not None and (width is not None or color != "auto"):
        raise click.UsageError("--width and --color would do nothing: they are for a terminal; leave out -o or them")
    if left == right == "-":
        raise click.UsageError("- is standard input, which can be read once: name a file for A or B")
    try:
        if out is not None:
            check_apart(written_whole("-o", out), (left, right))
            check_parent("-o", out)
        cleaner = Cleaner(Config(language=language))
        pages = [(file, *read_single(file)) for file in (left, right)]
        results = [cleaner.clean(source, id=file, form=form) for file, source, form in pages]
    except CleanerError as error:
        raise click.UsageError(str(error)) from None
    for result in results:
        if result.status.failed:
            raise click.ClickException(f"{result.id}: {result.warnings[0]}")
    found = compare_results(*results)
    rows = rows_beside(found, *(result.judged.document for result in results))
    told = f"{judge_pair(found, *results)}: {tell_beside(found)}"
    if out is not None:
        write_whole(out, page_beside(rows, (left, right), told).encode())
        return
    columns = width or shutil.get_terminal_size().columns
    for line in print_beside(rows, (left, right), width=columns, paint=painter_for(sys.stdout, color)):
        click.echo(line, color=True)
    click.echo(told)
