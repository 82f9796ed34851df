"""An option of the command line that would do nothing is wrong usage, and the message names what would have an effect.

Checked are options that add something to what is written, or say what the input is. Those that switch something off, or
say what is so by default, may always be given: a script gives them for every input.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cleaner.batch.options import Options
from cleaner.batch.output_target import Target
from cleaner.config import Config
from cleaner.errors import UsageError

_TABLES = frozenset(("rows", "csv", "tsv", "parquet"))
_DECLARED_HTML = frozenset(("html", "warc"))
_PLAIN = frozenset(("text", "markdown"))
_GIVE_RECORDS = "give --format jsonl, -o FILE.jsonl or -o FILE.parquet"


@dataclass(frozen=True)
class _Run:
    """What is known of a run before it begins. kinds: what its files are by their names."""

    options: Options
    config: Config
    target: Target
    kinds: frozenset[str]

    @property
    def has_records(self) -> bool:
        return self.target.view == "json" or (self.target.output == "records" and self.target.packing != "csv")


def check_effects(options: Options, config: Config, target: Target, kinds: frozenset[str]) -> None:
    """Raises `UsageError` for an option of `Options.asked` that would do nothing. kinds: of the files of the run."""
    run = _Run(options, config, target, kinds)
    for option, say_why in _IDLE.items():
        if option in options.asked and (why := say_why(run)):
            raise UsageError(f"{option} would do nothing: {why}")


def _in_records(run: _Run) -> str:
    if not run.has_records:
        return f"it adds to records; {_GIVE_RECORDS}"
    return "a lean record has no such field; leave out --lean" if run.options.lean else ""


def _comments(run: _Run) -> str:
    why = _in_records(run)
    return f"{why}, or --comments-file FILE.jsonl for a file of their own" if why else ""


def _lean(run: _Run) -> str:
    return "" if run.has_records else f"it makes records smaller, and none are written; {_GIVE_RECORDS}"


def _plain(run: _Run) -> str:
    if run.target.view not in ("text", "json"):
        return f"--format {run.target.view} has marks of its own; give --format text"
    if run.config.form is None:
        marked = run.kinds & {"markdown", "unknown"}
    else:
        marked = run.kinds - _DECLARED_HTML if run.config.form == "markdown" else frozenset()
    return "" if marked else "it is for Markdown, and no input is Markdown; --form markdown says that it is"


def _form(run: _Run) -> str:
    return "all input is declared as HTML by its ending" if run.kinds <= _DECLARED_HTML else ""


def _field(run: _Run) -> str:
    if run.options.html_field == run.options.text_field:
        return "--html-field and --text-field name one column; it is read as HTML"
    known = run.kinds & (_TABLES | {"unknown"})
    return "" if known else "no input has columns (.jsonl, .csv, .tsv, .parquet)"


def _site_rules(run: _Run) -> str:
    is_text = run.kinds <= _PLAIN and run.config.form != "html"
    return "rules of sites are for HTML, and all input is text" if is_text else ""


def _resume(run: _Run) -> str:
    lasting = run.target.path is not None and run.target.output != "body"
    return "" if lasting else "a run to go on with has -o FOLDER, -o FILE.jsonl, -o FILE.parquet or -o FILE.csv"


def _only_verdict(run: _Run) -> str:
    return "" if run.config.translation else "without the translation assessment there are no verdicts"


def _shape(run: _Run) -> str:
    if run.target.view in ("markdown", "html", "xml", "tei"):
        return ""
    return "only Markdown, HTML and XML have links, images and tables; give --format markdown, html, xml or tei"


_IDLE: Mapping[str, Callable[[_Run], str]] = {
    "--with-text": _in_records,
    "--marks": _in_records,
    "--comments": _comments,
    "--lean": _lean,
    "--plain": _plain,
    "--form": _form,
    "--html-field": _field,
    "--text-field": _field,
    "--site-rules": _site_rules,
    "--resume": _resume,
    "--only-verdict": _only_verdict,
    **dict.fromkeys(("--no-links", "--no-images", "--no-tables"), _shape),
}
"""For each option: why it would do nothing in a run, "" where it does something."""
