"""Learns an index: documents are cleaned as usual and their fingerprints collected, in worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from cleaner.batch.apart import check_apart, check_parent, written_whole
from cleaner.batch.inputs import check_inputs, jobs_of, walk_inputs
from cleaner.batch.jobs import Job, Plan
from cleaner.batch.spool import spool_inputs
from cleaner.batch.worker import Worker
from cleaner.config import Config
from cleaner.corpus.build import build_index
from cleaner.corpus.fingerprint import Fingerprint, take_fingerprint
from cleaner.document import Status
from cleaner.errors import UsageError
from cleaner.processes.pool import OrderedPool, Task
from cleaner.readers.compressed import BadInput

_FAULTS_TOLD = 5


@dataclass
class Learned:
    """What came of learning: documents in the index, how many could not be read, and why (of the first of them)."""

    documents: int = 0
    failures: int = 0
    faults: list[str] = field(default_factory=list)


def learn(
    inputs: Sequence[str | Path],
    out: str | Path,
    config: Config | None = None,
    *,
    jobs: int = 0,
    timeout: float = 30.0,
    html_field: str = "html",
    text_field: str = "text",
    empty: bool = False,
) -> Learned:
    """Learn what the documents of some files and folders have in common, and write it to an index file.

    inputs: as `cleaner clean` takes them, but no standard input. jobs: worker processes, 0 for all processors.
    empty: whether an index is written if there is no document to learn from.

    The index is the same for any order of the inputs and any number of processes. Raises `UsageError` for inputs that
    are not there, and for an index that would be written over one or into one.
    """
    paths = [str(path) for path in inputs]
    if "-" in paths:
        raise UsageError("an index is learnt from files and folders, not from standard input")
    check_inputs(paths)
    folders = [path for path in paths if Path(path).is_dir()]
    check_apart(written_whole("-o", str(out)), (found.path for found in walk_inputs(paths)), folders)
    check_parent("-o", str(out))
    learned = Learned()
    plan = Plan(config or Config(), "records", html_field=html_field, text_field=text_field)
    task = Task(make=_Learner, setting=plan, failed=_fail, weigh=_weigh)
    columns = html_field, text_field
    with (
        TemporaryDirectory(prefix="cleaner-") as scratch,
        OrderedPool[Job, Fingerprint | str](task, jobs, timeout) as pool,
    ):
        stand_ins = spool_inputs(paths, Path(scratch), timeout)
        todo = (job for found in walk_inputs(paths, None, stand_ins) for job in jobs_of(found, columns=columns))
        learned.documents = build_index(_readable(pool.results(todo), learned), out, empty=empty)
    return learned


def _readable(found: Iterable[Fingerprint | str], learned: Learned) -> Iterator[Fingerprint]:
    for item in found:
        if isinstance(item, Fingerprint):
            yield item
            continue
        learned.failures += 1
        if len(learned.faults) < _FAULTS_TOLD:
            learned.faults.append(item)


class _Learner:
    """What a worker does with a job: read, clean, and take the fingerprint; or say why not."""

    def __init__(self, plan: Plan) -> None:
        self.worker = Worker(plan)

    def __call__(self, jobs: Sequence[Job]) -> list[Fingerprint | str]:
        return [self._take(job) for job in jobs]

    def _take(self, job: Job) -> Fingerprint | str:
        try:
            result, _ = self.worker.clean(job, *self.worker.load(job))
        except BadInput as bad:
            return str(bad) if job.is_row else f"{job.source}: {bad}"
        except Exception as error:  # a bad document must not cost the index, whatever a part of us did
            return f"{job.source}: internal error: {type(error).__name__}: {error}"[:500]
        folder = job.source.rpartition(":" if job.named_by_id else "/")[0]
        path = str(Path(job.path).resolve()) if job.path and job.stamp else ""  # what was spooled is gone after the run
        return take_fingerprint(result, folder=folder, path=path)


def _fail(job: Job, status: Status, cause: str, seconds: float) -> str:  # noqa: ARG001 - the pool's signature
    return f"{job.source}: {status}: {cause}"


def _weigh(job: Job) -> int:
    return max(len(job.data), job.read)
