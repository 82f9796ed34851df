"""A run: inputs in, outputs and a manifest out, a row per document."""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cleaner.batch.before import check_files, check_options, claim_names, complete_plan
from cleaner.batch.columns import check_first_rows, is_enough, lacks_column
from cleaner.batch.comments_file import CommentsWriter
from cleaner.batch.effects import check_effects
from cleaner.batch.file_kind import DOCUMENTS
from cleaner.batch.inputs import Input, check_inputs, jobs_of, require_library, walk_inputs
from cleaner.batch.jobs import Job, Outcome, Plan, Row
from cleaner.batch.options import Options
from cleaner.batch.output_target import Target, choose_target
from cleaner.batch.parquet_table import Passing
from cleaner.batch.spool import STDIN, StandIn, spool_inputs, standard_input
from cleaner.batch.worker import Worker, fail
from cleaner.batch.writers import Sink, open_sink
from cleaner.config import Config
from cleaner.detectors import default_detectors
from cleaner.document import Status
from cleaner.errors import CleanerError, naming
from cleaner.pipeline import Cleaner
from cleaner.processes.pool import OrderedPool, Task
from cleaner.processes.start import load_beforehand, usable_processors
from cleaner.readers.compressed import Readable

if TYPE_CHECKING:
    from cleaner.report import ReportWriter

_PRELOAD = ("cleaner.batch.preload",)
_PRELOAD_FEW = ("cleaner.processes.hushed",)
_FEW = 4  # documents a worker does before the second of loading everything beforehand pays


class NothingToClean(CleanerError):  # noqa: N818 - said as it is
    """The inputs hold no document."""


@dataclass
class Summary:
    """What a run came to so far.

    counts: documents by status. skipped: what was left out, by what it was.
    verdicts: documents by theirs, "" where there is none. resumed: documents an earlier run had done.
    left_out: documents of which nothing is written, by the option that made it so; they are in `counts`, too.
    gave_up: ended at the most failures allowed. corrected: digests of page texts that corrections are of.
    corrections: how many documents the file of corrections speaks of, None without one.
    """

    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    interrupted: bool = False
    gave_up: bool = False
    resumed: int = 0
    corrected: set[str] = field(default_factory=set)
    corrections: int | None = None

    def note(self, outcome: Outcome) -> None:
        """Count a document."""
        self.counts[outcome.row.status] += 1
        self.verdicts[outcome.row.translation or ""] += 1
        if outcome.row.left_out:
            self.left_out[outcome.row.left_out] += 1
        self.resumed += outcome.known
        if outcome.corrected:
            self.corrected.add(outcome.corrected)

    @property
    def documents(self) -> int:
        return self.counts.total()

    @property
    def failures(self) -> int:
        return sum(count for status, count in self.counts.items() if Status(status).failed)


@dataclass(frozen=True, slots=True)
class Survey:
    """What is to be done, as far as it can be seen without opening anything: files, and their bytes."""

    files: int
    bytes: int
    kinds: frozenset[str] = frozenset()

    @property
    def rows(self) -> bool:
        """Whether a file may hold several documents."""
        return bool(self.kinds - (DOCUMENTS.keys() - {"unknown"}))


Watcher = Callable[[Row, int], None]
"""Told of every row when it is written, and of the bytes of its input."""


def clean_files(
    options: Options,
    config: Config,
    *,
    watch: Watcher | None = None,
    on_start: Callable[[Survey], None] | None = None,
    stdin: Readable | None = None,
    stdout: IO[bytes] | None = None,
) -> Summary:
    """Clean everything the options name. A document that fails is a row and a count, never an exception.

    watch, on_start: told of the progress. stdin, stdout: instead of the process's own.

    Raises `UsageError` before anything is written, `NothingToClean` where there is no document.
    """
    start = time.perf_counter()
    check_inputs(options.inputs)
    check_options(options)
    target = choose_target(options.out, options.form, several=False)
    check_files(options, config, target)
    with tempfile.TemporaryDirectory(prefix="cleaner-") as scratch:
        spooled = (stdin or standard_input()) if target.output == "folder" and STDIN in options.inputs else None
        inputs = _Inputs(options, stdin, spool_inputs(options.inputs, Path(scratch), options.timeout, spooled))
        survey = inputs.survey()
        load_beforehand(_PRELOAD if survey.rows or survey.files > _FEW else _PRELOAD_FEW)
        summary = Summary()
        jobs, several = _peek(inputs.jobs(summary.skipped), (options.html_field, options.text_field))
        target = choose_target(options.out, options.form, several=several)
        check_effects(options, config, target, survey.kinds)
        plan = _plan(options, config, target)
        if target.output == "folder":
            claim_names(inputs.jobs(Counter()), plan, options, target)
        summary.corrections = _check_knowledge(replace(config, index=None) if options.learn else config)
        plan = complete_plan(plan, options, Path(scratch))
        if on_start:
            on_start(survey)
        passing = inputs.passing() if target.packing == "parquet" else None
        with naming(options.out or "standard output"):
            sink = open_sink(target, plan, stdout or sys.stdout.buffer, resume=options.resume, passing=passing)
            _run(summary, jobs, plan, sink, options, survey, watch)
    summary.seconds = time.perf_counter() - start
    return summary


def _run(
    summary: Summary,
    jobs: Iterator[Job],
    plan: Plan,
    sink: Sink,
    options: Options,
    survey: Survey,
    watch: Watcher | None,
) -> None:
    """Every job through the workers to the sink, in order."""
    done = False
    task = Task(
        make=Worker,
        setting=plan,
        failed=partial(fail, plan),
        weigh=_weigh,
        known=sink.past.find if sink.past else None,
    )
    try:
        with (
            _open_report(options) as report,
            CommentsWriter(options.comments_file) if options.comments_file else nullcontext() as comments,
            OrderedPool[Job, Outcome](task, _workers(options, survey), options.timeout) as pool,
        ):
            for outcome in pool.results(jobs):
                sink.write(outcome)
                if report and outcome.entry:
                    report.add(outcome.entry)
                if comments:
                    comments.add(outcome.comments)
                summary.note(outcome)
                if watch:
                    watch(outcome.row, outcome.read)
                if options.max_failures and summary.failures >= options.max_failures:
                    summary.gave_up = True
                    break
            if report:
                report.finish()
            if comments:
                comments.finish()
        done = not summary.gave_up
    except KeyboardInterrupt:
        summary.interrupted = True
    finally:
        sink.close(done=done)


class _Inputs:
    """The inputs of a run, which can be walked more than once where standard input is not among them or is spooled."""

    def __init__(self, options: Options, stdin: Readable | None, stand_ins: Mapping[str, StandIn]) -> None:
        self._paths = options.inputs
        self._columns = options.html_field, options.text_field
        self._stdin = stdin
        self._stand_ins = stand_ins

    def files(self, skipped: Counter[str] | None = None) -> Iterator[Input]:
        return walk_inputs(self._paths, skipped, self._stand_ins)

    def jobs(self, skipped: Counter[str]) -> Iterator[Job]:
        for found in self.files(skipped):
            yield from jobs_of(found, stdin=self._stdin, columns=self._columns, skipped=skipped)

    def survey(self) -> Survey:
        files, size, kinds = 0, 0, set()
        for found in self.files():
            require_library(found)
            files += 1
            size += found.stamp[0] if found.stamp else 0
            kinds.add(found.kind)
        return Survey(files, size, frozenset(kinds))

    def passing(self) -> Passing | None:
        """The Parquet files all rows come from, None where some come from elsewhere."""
        found = list(self.files())
        if any(file.kind != "parquet" for file in found):
            return None
        return Passing(tuple(file.path for file in found), self._columns)


def _peek(jobs: Iterator[Job], columns: tuple[str, str]) -> tuple[Iterator[Job], bool]:
    """The jobs, untouched, and whether there are several. Raises `UsageError` where their rows hold no document."""
    head: list[Job] = []
    while len(head) < 2 or (all(lacks_column(job, columns) for job in head) and not is_enough(head)):
        job = next(jobs, None)
        if job is None:
            break
        head.append(job)
    if not head:
        raise NothingToClean("nothing to clean: no document in the input")
    check_first_rows(head, columns)
    return chain(head, jobs), len(head) > 1


def _plan(options: Options, config: Config, target: Target) -> Plan:
    return Plan(
        config.changed(comments=True) if options.comments_file else config,
        target.output,
        root=target.path or "",
        ending=target.ending,
        view=target.view,
        with_text=options.with_text,
        with_marks=options.with_marks,
        with_plain=options.with_plain,
        html_field=options.html_field,
        text_field=options.text_field,
        unique=options.unique,
        lean=options.lean,
        without=options.without,
        filters=options.filters,
        comments=options.comments_file is not None,
        in_record=config.comments,
        report=options.report is not None,
    )


def _check_knowledge(config: Config) -> int | None:
    """Raises `CleanerError` for a broken index, pack, site rule or correction, and for an unreachable `max_body_loss`,
    before anything is written.

    Returns the number of documents with corrections.
    """
    if config.index is not None:
        from cleaner.corpus.index import Index

        Index(config.index).check()
    default_detectors(config)
    corrections = Cleaner(config).corrections
    return None if corrections is None else len(corrections.rows)


def _open_report(options: Options) -> AbstractContextManager[ReportWriter | None]:
    if options.report is None:
        return nullcontext()
    from cleaner.report import ReportWriter

    return ReportWriter(options.report)


def _workers(options: Options, survey: Survey) -> int:
    """As many processes as asked for, but no more than there are files, unless they may hold many rows."""
    jobs = options.jobs or usable_processors()
    return jobs if survey.rows else max(1, min(jobs, survey.files))


def _weigh(job: Job) -> int:
    return max(len(job.data), job.read)
