"""`cleaner clean`: calls `cleaner.batch.run.clean_files`."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any

import click

from cleaner.cli.options import Seconds, check_codes, config_file_of, config_from, split_kinds
from cleaner.cli.progress import Reporter, describe_site_rules
from cleaner.config import FAVORS, FORMS
from cleaner.document import Verdict
from cleaner.errors import CleanerError

if TYPE_CHECKING:
    from cleaner.batch.options import Options


@click.command("clean")
@click.argument("inputs", metavar="[INPUT]...", nargs=-1)
@click.option(
    "-o",
    "out",
    metavar="OUT",
    callback=lambda _, __, given: None if given == "-" else given,
    help="A folder (the input tree mirrored, and manifest.jsonl), FILE.jsonl, "
    "FILE.jsonl.gz, FILE.jsonl.zst, FILE.parquet, FILE.csv, or for one document FILE.txt, .md, .html, .xml, .json; "
    "else or with - standard output.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "xml", "tei", "json", "jsonl", "parquet", "csv"]),
    help="Format of bodies, or records; by default the ending of OUT decides.",
)
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
    "--timeout",
    metavar="S",
    type=Seconds(min=0, min_open=True),
    default=30.0,
    show_default=True,
    help="Seconds per document; a document is tried twice.",
)
@click.option(
    "--keep", metavar="KIND", multiple=True, callback=split_kinds, help="Keep a kind that is removed by default."
)
@click.option(
    "--remove", metavar="KIND", multiple=True, callback=split_kinds, help="Remove a kind that is kept by default."
)
@click.option("--threshold", metavar="P", type=float, help="Lowest score of a removal, 0 to 1.")
@click.option(
    "--favor", type=click.Choice(FAVORS), help="Lose less body (recall) or leave less boilerplate (precision)."
)
@click.option("--max-body-loss", metavar="P", type=float, help="Highest expected share of body lost, 0 to 1.")
@click.option(
    "--language",
    metavar="CODE",
    callback=check_codes,
    help="The language of every document; the `language` of a row takes precedence.",
)
@click.option(
    "--only-language",
    metavar="CODE",
    multiple=True,
    callback=check_codes,
    help="Write documents of this language only; repeatable.",
)
@click.option("--since", metavar="DATE", help="Write documents of this date or later only.")
@click.option("--until", metavar="DATE", help="Write documents of this date or earlier only.")
@click.option(
    "--only-verdict",
    metavar="VERDICT",
    type=click.Choice([verdict.value for verdict in Verdict]),
    multiple=True,
    help="Write documents with this verdict on machine translation only; repeatable.",
)
@click.option(
    "--form",
    "source_form",
    type=click.Choice(FORMS),
    help="Format of all input that is not declared as HTML; overrides endings and columns.",
)
@click.option("--comments", is_flag=True, help="Put the readers' comments into the record as a list.")
@click.option(
    "--comments-file", metavar="FILE", help="Write the readers' comments to a separate file, FILE.jsonl or FILE.csv."
)
@click.option("--no-witness", is_flag=True, help="Never run the trafilatura check of unclear HTML pages.")
@click.option("--no-translation", is_flag=True, help="Skip the assessment of machine translation.")
@click.option("--pack", metavar="FILE", multiple=True, help="A wording pack of your own beside the built-in ones.")
@click.option("--site-rules", metavar="FOLDER", help="Site rules in the ftr-site-config format, for HTML.")
@click.option("--corrections", metavar="FILE", help="Corrections file; corrections take precedence over every mark.")
@click.option("--index", metavar="FILE", help="Use an index made by `cleaner learn`.")
@click.option("--learn", is_flag=True, help="Learn an index from the inputs first; --index FILE saves it.")
@click.option("--unique", is_flag=True, help="Write only the longest document of each near-duplicate group.")
@click.option("--html-field", metavar="NAME", default="html", show_default=True, help="The column that holds HTML.")
@click.option("--text-field", metavar="NAME", default="text", show_default=True, help="The column that holds text.")
@click.option("--lean", is_flag=True, help="Write smaller records: body, title, authors, date, language.")
@click.option("--with-text", is_flag=True, help="Add the page text, which all offsets point into, to the record.")
@click.option("--plain", is_flag=True, help="Write Markdown bodies without syntax; records get both forms.")
@click.option("--no-links", is_flag=True, help="Markdown, HTML and XML bodies without links; their words stay.")
@click.option("--no-images", is_flag=True, help="Markdown, HTML and XML bodies without images.")
@click.option("--no-tables", is_flag=True, help="Markdown, HTML and XML bodies with the rows of tables as lines.")
@click.option("--marks", is_flag=True, help="Add every mark to the record, including those that did not decide.")
@click.option("--report", metavar="FILE", help="Write an HTML report of the run.")
@click.option("--resume", is_flag=True, help="Continue an earlier run to the same OUT.")
@click.option("--max-failures", metavar="N", type=click.IntRange(min=1), help="Stop when N documents have failed.")
@click.option(
    "--config", metavar="FILE", help="A cleaner.toml; default: the closest one in this folder or a folder above it."
)
@click.option("--no-config", is_flag=True, help="Read no configuration file.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing on standard error except usage errors.")
@click.option("-v", "--verbose", is_flag=True, help="Print a line on standard error for every document.")
@click.pass_context
def clean_command(ctx: click.Context, /, **given: Any) -> None:
    """Clean documents: files, folders (recursively, no links followed) or standard input.

    INPUT ends in .txt .text (plain text), .md .markdown, .html .htm .xhtml, or .jsonl .csv .tsv (a document per row, in
    the column `html` or `text`), each also with .gz or .zst, or in .warc .warc.gz .parquet; `-` or nothing is standard
    input. Results go to standard output or OUT, progress and messages to standard error.

    Exit status: 0 all done, 1 some documents failed, 2 wrong usage or configuration, 3 nothing to clean,
    4 input or output failed, 130 interrupted, 143 and 129 ended by SIGTERM and SIGHUP.
    """
    from cleaner.batch.run import NothingToClean

    try:
        status = _clean(given, _asked(ctx))
    except NothingToClean as error:
        click.echo(f"cleaner: {error}", err=True)
        status = 3
    except CleanerError as error:
        raise click.UsageError(str(error), ctx) from None
    except KeyboardInterrupt:
        click.echo("cleaner: interrupted", err=True)
        status = 130
    ctx.exit(status)


def _asked(ctx: click.Context) -> frozenset[str]:
    """The options of the command line, by their long names."""
    return frozenset(
        max(param.opts, key=len)
        for param in ctx.command.params
        if isinstance(param, click.Option)
        and param.name
        and ctx.get_parameter_source(param.name) is not click.core.ParameterSource.DEFAULT
    )


def _clean(given: dict[str, Any], asked: frozenset[str]) -> int:
    """Run, and the exit status."""
    from cleaner.batch.run import clean_files

    if given["quiet"] and given["verbose"]:
        raise click.UsageError("-q says nothing and -v a line for every document: choose one of them")
    logging.getLogger("cleaner").disabled = given["quiet"]
    inputs = tuple(given["inputs"]) or ("-",)
    if "-" in inputs and (sys.stdin is None or sys.stdin.isatty()):
        raise click.UsageError("no INPUT, and nothing comes in on standard input; try `cleaner clean --help`")
    options = _options_from(given, inputs, asked)
    reporter = Reporter(quiet=given["quiet"], verbose=given["verbose"])
    config = config_from(
        given,
        language=given["language"],
        form=given["source_form"],
        favor=given["favor"],
        max_body_loss=given["max_body_loss"],
        comments=given["comments"] or None,
        witness=False if given["no_witness"] else None,
        translation=False if given["no_translation"] else None,
        site_rules=given["site_rules"],
        index=given["index"],
    )
    if config.site_rules is not None and not given["quiet"]:
        click.echo(describe_site_rules(config.site_rules), err=True)
    if options.unique and config.index is None and not options.learn:
        raise click.UsageError("--unique needs --index FILE or --learn")
    summary = clean_files(options, config, watch=reporter.note, on_start=reporter.start)
    reporter.finish(summary, given["out"])
    if summary.interrupted:
        return 130
    return 1 if summary.failures else 0


def _options_from(given: dict[str, Any], inputs: tuple[str, ...], asked: frozenset[str]) -> Options:
    from cleaner.batch.filters import Filters
    from cleaner.batch.options import Options

    same = ("out", "form", "jobs", "timeout", "html_field", "text_field", "with_text", "resume", "max_failures")
    filters = Filters(given["only_language"], given["since"], given["until"], given["only_verdict"])
    return Options(
        inputs,
        **{name: given[name] for name in (*same, "unique", "report", "learn", "lean", "comments_file")},
        with_marks=given["marks"],
        with_plain=given["plain"],
        without=tuple(mark for mark in ("links", "images", "tables") if given[f"no_{mark}"]),
        filters=filters,
        config_file=config_file_of(given),
        asked=asked,
    )
