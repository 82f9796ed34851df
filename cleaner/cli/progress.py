"""What a run prints on standard error: a progress bar on a terminal, failures, and a closing summary."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from cleaner.batch.jobs import Row
    from cleaner.batch.run import Summary, Survey

_MOST_FAILURES = 20  # named one by one; 200,000 of them belong into the manifest


_TELLING = ("declared", "likely", "partly", "possible")
"""The verdicts that a closing summary counts."""


class Reporter:
    """Follows a run. quiet: says nothing. verbose: a line for every document, and no bar."""

    def __init__(self, *, quiet: bool = False, verbose: bool = False) -> None:
        self._quiet = quiet
        self._verbose = verbose
        self._bar: Any = None
        self._failures: list[str] = []
        self._failed = 0

    def start(self, survey: Survey) -> None:
        """Before the first document."""
        if sys.stderr.isatty() and survey.bytes and not (self._quiet or self._verbose):
            self._bar = click.progressbar(length=survey.bytes, label="cleaning", file=sys.stderr, show_pos=False)
            self._bar.__enter__()

    def note(self, row: Row, read: int) -> None:
        """After each document; `read`: bytes of the input done with it."""
        if self._bar:
            self._bar.update(read)
        if self._quiet:
            return
        if self._verbose:
            click.echo(f"{row.source}: {_cause(row) or row.status} ({row.seconds:.3f} s)", err=True)
        elif row.failed:
            self._note_failure(row)

    def finish(self, summary: Summary, out: str | None) -> None:
        """The bar's end and the closing lines."""
        if self._bar:
            self._bar.__exit__(None, None, None)
            for line in self._failures:
                click.echo(line, err=True)
        if self._quiet:
            return
        if self._failed > _MOST_FAILURES:
            click.echo(f"... and {self._failed - _MOST_FAILURES:,} more that failed", err=True)
        click.echo(describe(summary, out), err=True)

    def _note_failure(self, row: Row) -> None:
        self._failed += 1
        if self._failed > _MOST_FAILURES:
            return
        line = f"{row.source}: {row.status}: {_cause(row)}"
        if self._bar:
            self._failures.append(line)
        else:
            click.echo(line, err=True)


def _cause(row: Row) -> str:
    """Why a document failed, without its place, which the record needs and a line that begins with it does not."""
    return (row.cause or "").removeprefix(f"{row.source}: ")


def describe_site_rules(folder: str) -> str:
    """How many rules of sites are used, and which directives are not: "2 sites, 9 rules; not honoured: tidy 2"."""
    from cleaner.readers.ftr_site_config import SiteRules

    rules = SiteRules(folder)
    used = sum(len(file.rules) for file in rules.files.values())
    left = ", ".join(f"{name} {count:,}" for name, count in sorted(rules.left().items()))
    not_honoured = f"; not honoured: {left}" if left else ""
    noun = "site" if len(rules.files) == 1 else "sites"
    return f"{folder}: {len(rules.files):,} {noun}, {used:,} rules{not_honoured}"


def describe(summary: Summary, out: str | None) -> str:
    """The closing line: "12 documents in 3.4 s (3.5/s): 10 ok, 1 empty, 1 timeout"."""
    from cleaner.batch.jobs import shown

    rate = f" ({summary.documents / summary.seconds:,.1f}/s)" if summary.seconds else ""
    noun = "document" if summary.documents == 1 else "documents"
    counts = ", ".join(f"{count:,} {status}" for status, count in sorted(summary.counts.items()))
    where = f"; written to {shown(out)}" if out else ""
    skipped = "".join(f"; {count:,} {what} left out" for what, count in sorted(summary.skipped.items()))
    begin = "interrupted after " if summary.interrupted else "gave up after " if summary.gave_up else ""
    unwritten = ", ".join(f"{count:,} by {option}" for option, count in sorted(summary.left_out.items()))
    left_out = f"; not written: {unwritten}" if unwritten else ""
    said = _corrected(summary)
    again = f" ({summary.resumed:,} of them done before)" if summary.resumed else ""
    done = f"{begin}{summary.documents:,} {noun} in {summary.seconds:.1f} s{rate}"
    flagged = ", ".join(f"{summary.verdicts[name]:,} {name}" for name in _TELLING if summary.verdicts[name])
    translated = f"; machine translation: {flagged}" if flagged else ""
    return f"{done}: {counts or 'none'}{again}{translated}{left_out}{skipped}{said}{where}"


def _corrected(summary: Summary) -> str:
    """How many documents were decided as corrected, and of how many that have corrections nothing was seen."""
    if summary.corrections is None:
        return ""
    missed = summary.corrections - len(summary.corrected)
    unseen = f" ({missed:,} of other texts not used)" if missed and not summary.resumed else ""
    return f"; {len(summary.corrected):,} decided as corrected{unseen}"
