"""`cleaner learn`: calls `cleaner.batch.learn`, or merges indexes."""

from __future__ import annotations

import click

from cleaner.cli.options import check_codes
from cleaner.config import FORMS
from cleaner.errors import CleanerError


@click.command("learn")
@click.argument("inputs", metavar="FOLDER...", nargs=-1, required=True)
@click.option("-o", "out", metavar="INDEX", required=True, help="The index file to write.")
@click.option("--merge", is_flag=True, help="The arguments are indexes; merge them into one.")
@click.option(
    "-j",
    "--jobs",
    "jobs",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help="Worker processes; 0, the default: all processors available to this process.",
)
@click.option(
    "--language",
    metavar="CODE",
    callback=check_codes,
    help="The language of every document; the `language` of a row takes precedence.",
)
@click.option("--form", type=click.Choice(FORMS), help="Format of all input that is not declared as HTML.")
@click.option("--no-witness", is_flag=True, help="Never run the trafilatura check of unclear HTML pages.")
@click.option("--html-field", metavar="NAME", default="html", help="The column of a row that holds HTML.")
@click.option("--text-field", metavar="NAME", default="text", help="The column that holds plain text.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing on standard error except usage errors.")
@click.pass_context
def learn_command(
    ctx: click.Context,
    inputs: tuple[str, ...],
    out: str,
    merge: bool,
    jobs: int,
    language: str | None,
    form: str | None,
    no_witness: bool,
    html_field: str,
    text_field: str,
    quiet: bool,
) -> None:
    """Make an index of a folder: repeated lines, near duplicates, versions and translations of one story.

    FOLDER is any file or folder that `cleaner clean` accepts. `cleaner clean --index INDEX` uses the index. It contains
    hashes, not texts.

    Exit status: 0 all done, 1 some documents could not be read, 2 wrong usage, 3 nothing to learn from.
    """
    from cleaner.batch.apart import check_apart, check_parent, written_whole
    from cleaner.batch.learn import Learned, learn
    from cleaner.config import Config
    from cleaner.corpus.build import merge_indexes

    given = {"--language": bool(language), "--form": bool(form), "--no-witness": no_witness, "-j": jobs > 0}
    given |= {"--html-field": html_field != "html", "--text-field": text_field != "text"}
    if merge and (idle := [option for option, value in given.items() if value]):
        raise click.UsageError(f"{idle[0]} would do nothing: --merge reads indexes and no documents")
    try:
        if merge:
            check_apart(written_whole("-o", out), inputs)
            check_parent("-o", out)
            learned = Learned(merge_indexes(inputs, out))
        else:
            config = Config(language=language, form=form, witness=not no_witness)
            learned = learn(inputs, out, config, jobs=jobs, html_field=html_field, text_field=text_field)
    except CleanerError as error:
        raise click.UsageError(str(error), ctx) from None
    if not quiet:
        for fault in learned.faults:
            click.echo(f"cleaner: {fault}", err=True)
        failed = f", {learned.failures} could not be read" if learned.failures else ""
        done = f"{out}: {learned.documents} documents learnt" if learned.documents else "nothing to learn from"
        click.echo(f"cleaner: {done}{failed}", err=True)
    ctx.exit(1 if learned.failures else 0 if learned.documents else 3)
