"""Processes a job in a worker: read, clean, write or return. Every job gives an outcome, whatever happens."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cleaner.batch.comments_file import comment_lines
from cleaner.batch.filters import LeftOut
from cleaner.batch.jobs import Job, Outcome, Plan, Row, encode_json, shown
from cleaner.batch.jsonl_rows import BadRow, Opened, id_of_row, open_row
from cleaner.batch.output_names import name_of_address, name_of_id
from cleaner.batch.resume import digest as output_digest
from cleaner.batch.resume import input_digest, key_of_job
from cleaner.batch.writers import drop_output, write_output
from cleaner.document import Status
from cleaner.errors import CleanerError, UsageError
from cleaner.forms.lean import lean_record
from cleaner.forms.record import with_input
from cleaner.pipeline import Cleaner
from cleaner.readers import NotText, form_of
from cleaner.readers.compressed import BadInput, read_file
from cleaner.result import Result, failed_record, make_record

if TYPE_CHECKING:
    from cleaner.report import Entry


class Worker:
    """Does the jobs of one plan, in a worker process or in the caller's own."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.cleaner = Cleaner(plan.config)

    def __call__(self, jobs: Sequence[Job]) -> list[Outcome]:
        """The outcomes of some jobs, in order."""
        return [self.do(job) for job in jobs]

    def do(self, job: Job) -> Outcome:
        """Clean one document. Never raises: what goes wrong is a record with status `error`."""
        start = time.perf_counter()
        digest = written = left_out = None
        size = len(job.data)
        try:
            data, cut = self.load(job)
            size = len(data)
            digest = input_digest(job, data)
            result, rest = self.clean(job, data, cut)
            record = make_record(
                result,
                with_text=self.plan.with_text or self.plan.report,
                with_marks=self.plan.with_marks,
                with_plain=self.plan.with_plain,
                bare=not (self.plan.writes_records or self.plan.report),
            )
            record = with_input(record, rest)
            left_out = self.leave_out(result, record)
            written = None if left_out else self.write(result, record)
        except BadRow as bad:
            record = failed_record(bad.id, Status.ERROR, str(bad), url=bad.url)
            record = with_input(record, bad.rest)
        except BadInput as bad:
            record = failed_record(job.id, Status.ERROR, f"{job.source}: {bad}", url=job.url)
        except (NotText, CleanerError) as cause:
            record = _explained(job, self.plan, Status.ERROR, str(cause))
        except Exception as error:  # the promise: a bad document is a row, whatever a part of us did
            record = _explained(job, self.plan, Status.ERROR, f"internal error: {type(error).__name__}: {error}"[:500])
        seconds = time.perf_counter() - start
        outcome = finish(
            job, self.plan, record, size=size, digest=digest, seconds=seconds, left_out=left_out, text=written
        )
        said = self.cleaner.corrections
        return replace(outcome, corrected=record["digest"]) if said and record["digest"] in said.rows else outcome

    def leave_out(self, result: Result, record: Mapping[str, Any]) -> LeftOut | None:
        """Why nothing is written of a document, None where it is."""
        if left_out := self.plan.filters.leave_out(record):
            return left_out
        relator = self.cleaner.relator if self.plan.unique else None
        fuller = relator.fuller_copy(result) if relator else None
        return None if fuller is None else LeftOut("--unique", shown(fuller))

    def write(self, result: Result, record: Mapping[str, Any]) -> str | None:
        """The body in the form that was asked for; None where it is the record that is written."""
        if self.plan.writes_records:
            return None
        if self.plan.view == "text":
            return str(record.get("plain_body", result.body))
        return result.write(self.plan.view, **dict.fromkeys(self.plan.without, False))

    def load(self, job: Job) -> tuple[bytes, str]:
        """The bytes of a job, and what was cut off them. Raises `BadInput`."""
        if job.fault:
            raise BadInput(job.fault)
        if job.path is not None:
            return read_file(job.path, job.packing)
        return job.data, job.cut

    def clean(self, job: Job, data: bytes, cut: str) -> tuple[Result, Mapping[str, Any] | None]:
        """The result of a job's bytes, and the columns of its row that are passed on. Raises `BadRow`."""
        opened = open_row(job, self.plan) if job.is_row else Opened(job.id, data, job.form, job.url)
        document = self.cleaner.read(
            opened.source,
            opened.url,
            opened.language,
            form=form_of(opened.form, self.plan.config),
            content_type=job.charset or None,
        )
        if cut:
            document = replace(document, truncated=True, warnings=(cut, *document.warnings))
        return self.cleaner.clean_document(document, id=opened.id), opened.rest


def fail(plan: Plan, job: Job, status: Status, cause: str, seconds: float) -> Outcome:
    """The outcome of a job whose worker did not come back."""
    return finish(job, plan, _explained(job, plan, status, cause), size=len(job.data), digest=None, seconds=seconds)


def finish(
    job: Job,
    plan: Plan,
    record: dict[str, Any],
    *,
    size: int,
    digest: str | None,
    seconds: float,
    left_out: LeftOut | None = None,
    text: str | None = None,
) -> Outcome:
    """Write or hand over a record, and its row. `size`, `digest`: of the input's bytes.

    left_out: why nothing is written of it. text: the body in the form that was asked for.
    """
    entry = _take_entry(plan, record) if left_out is None else None
    comments = _take_comments(plan, record) if left_out is None else b""
    try:
        output, written = _put(job, plan, record, text, left_out=left_out is not None)
    except (OSError, UsageError, RecursionError) as error:
        record = failed_record(record["id"], Status.ERROR, f"cannot be written: {_why(error)}")
        output, written = None, _line(plan, record) if plan.output == "records" else b""
    row = Row(
        id=record["id"],
        source=job.source,
        output=output,
        input_size=size,
        stamp=job.stamp_text,
        output_size=len(written),
        input_digest=digest,
        output_digest=output_digest(written),
        run=plan.key,
        cause=_cause(record) if left_out is None else f"left out by {left_out.option}: {left_out.cause}",
        seconds=round(seconds, 4),
        key=key_of_job(job),
        left_out=left_out.option if left_out else None,
        **_told(record),
    )
    return Outcome(row, b"" if plan.output == "folder" else written, job.read, entry=entry, comments=comments)


def _put(
    job: Job, plan: Plan, record: Mapping[str, Any], text: str | None, *, left_out: bool
) -> tuple[str | None, bytes]:
    """Write the file of a folder run, or drop that of an earlier run. Returns its name, if any, and the bytes."""
    if plan.output != "folder":
        return None, b"" if left_out else _file(plan, record, text)
    output = output_name(job, plan, record["id"])
    if left_out or (plan.view != "json" and Status(record["status"]).failed):
        drop_output(plan.root, output)
        return None, b""
    written = _file(plan, record, text)
    write_output(plan.root, output, written)
    return output, written


def _why(error: Exception) -> str:
    """Why a record could not be written, in a few words."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(getattr(error, "strerror", None) or error)


def _told(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a manifest row that the record has."""
    return {
        "status": record["status"],
        "length": record["length"],
        "body_length": len(record["body"]),
        "url": record["url"],
        "title": record["metadata"]["title"],
        "authors": tuple(record["metadata"]["authors"]),
        "date": record["metadata"]["date"],
        "language": record["language"]["code"],
        "translation": record["translation"]["verdict"] if record["translation"] else None,
        **{name: record["metadata"][name] for name in ("published", "modified", "site", "section", "type", "access")},
        "word_count": record["word_count"],
        "quality": record["quality"]["score"] if record["quality"] else None,
    }


def _take_comments(plan: Plan, record: dict[str, Any]) -> bytes:
    """The readers' comments as lines, and out of the record where they were asked for as a file only."""
    lines = comment_lines(record) if plan.comments else b""
    if not plan.in_record:
        record.pop("comments", None)
    return lines


def _take_entry(plan: Plan, record: dict[str, Any]) -> Entry | None:
    """What a report shows of a record, and the page text out of the record where it was asked for the report only."""
    if not plan.report:
        return None
    from cleaner.report import make_entry

    entry = make_entry(record)
    if not plan.with_text:
        record.pop("text", None)
    return entry


def output_name(job: Job, plan: Plan, id: str) -> str:
    """The output path of a job relative to the output folder; `id`: the record's. A job of WARC knows its address."""
    if not job.named_by_id:
        return job.place + plan.ending
    ending = plan.ending
    return job.place + (name_of_address(job.url, id, ending=ending) if job.url else name_of_id(id, ending=ending))


def name_of_job(job: Job, plan: Plan) -> str:
    """The same before anything is cleaned."""
    return output_name(job, plan, id_of_row(job) if job.is_row else job.id)


def _file(plan: Plan, record: Mapping[str, Any], text: str | None) -> bytes:
    """What is written of a document: its record, or the body in the form that was asked for, where there is any."""
    if plan.writes_records:
        return _line(plan, record)
    return f"{text}\n".encode("utf-8", "replace") if text else b""


def _line(plan: Plan, record: Mapping[str, Any]) -> bytes:
    return encode_json(lean_record(record) if plan.lean else record) + b"\n"


def _cause(record: Mapping[str, Any]) -> str | None:
    return shown(record["warnings"][0]) if Status(record["status"]).failed else None


def _explained(job: Job, plan: Plan, status: Status, cause: str) -> dict[str, Any]:
    """A failed record that still says what the row said of itself."""
    opened: Opened | BadRow = Opened(job.id, b"", None, job.url)
    if job.is_row:
        try:
            opened = open_row(job, plan)
        except BadRow as bad:
            opened = bad
    return with_input(failed_record(opened.id, status, cause, url=opened.url), opened.rest)
