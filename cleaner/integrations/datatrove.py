"""datatrove: pipeline steps that clean documents, and that learn an index of a corpus over many tasks.

    pipeline = [JsonlReader("pages", text_key="html"), CleanStep(form="html"), JsonlWriter("clean")]
    LocalPipelineExecutor(pipeline, tasks=100, workers=8, logging_dir="logs").run()

datatrove resumes by task: a task that was killed is done again from its start, and its output file is written anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, nullcontext
from itertools import tee
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleaner.batch.jobs import Job
from cleaner.batch.jsonl_rows import BadRow, Opened
from cleaner.batch.parquet_table import without_surrogates
from cleaner.batch.warc_parquet import jobs_of_warc
from cleaner.config import DEFAULT_TIMEOUT, Config
from cleaner.corpus.build import build_index, merge_indexes
from cleaner.corpus.fingerprint import take_fingerprint
from cleaner.document import Status
from cleaner.errors import MissingExtra
from cleaner.forms.lean import lean_record
from cleaner.integrations.common import Asked, count_record, make_records
from cleaner.pipeline import Cleaner
from cleaner.readers import Format, NotText
from cleaner.readers.compressed import BadInput
from cleaner.readers.decode import decode_html

try:
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.readers.base import BaseDiskReader
    from datatrove.utils.logging import logger
    from datatrove.utils.typeshelper import StatHints
except ImportError as error:
    raise MissingExtra("a step of a datatrove pipeline", "datatrove") from error

if TYPE_CHECKING:
    from datatrove.data import Document
    from datatrove.pipeline.writers.disk_base import DiskWriter

NO_ARTICLE = (Status.EMPTY, Status.NOT_ARTICLE)
"""Statuses that go to the exclusion writer. Documents that failed are passed on."""


class CleanStep(PipelineStep):
    """Cleans documents: the body becomes the text, the other fields of the record go into the metadata.

    config: the choices; None: the default ones.
    form: "html", "markdown" or "text"; None tells them apart by content, document by document.
    field: where the page is: "text", or a field of the metadata (taken out of it).
    exclusion_writer: gets the documents with a status of `NO_ARTICLE`, which then are not passed on.
    timeout: seconds a document may take in the process beside the worker that cleans, or that crashes, for it; see
        `make_records`. None cleans in the worker itself, without a limit.
    lean: put the fields of a lean record into the metadata; a record is nine times as large.

    A document's `url` and `language` (a code) are taken from its metadata. A field of the metadata that a field of the
    record replaces is kept under "input". A document that fails is passed on with its status and an empty text. Lone
    surrogates, which no writer of datatrove can write, become U+FFFD.
    """

    type = "🧹 - CLEANER"
    name = "📰 Clean"

    def __init__(
        self,
        config: Config | None = None,
        *,
        form: Format | None = None,
        field: str = "text",
        exclusion_writer: DiskWriter | None = None,
        timeout: float | None = DEFAULT_TIMEOUT,
        lean: bool = False,
    ) -> None:
        super().__init__()
        self.config = config or Config()
        self.form = form
        self.field = field
        self.exclusion_writer = exclusion_writer
        self.timeout = timeout
        self.lean = lean

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        documents, asked = tee(data or ())
        asks = (ask(document, self.form, self.field) for document in asked)
        with (
            closing(make_records(Cleaner(self.config), asks, self.timeout)) as records,
            self.exclusion_writer or nullcontext() as writer,
        ):
            for document in documents:
                with self.track_time():
                    record = without_surrogates(next(records))
                self._count(record)
                put_record(document, lean_record(record) if self.lean else record, self.field)
                if writer is not None and record["status"] in NO_ARTICLE:
                    self.stat_update(StatHints.dropped)
                    writer.write(document, rank)
                    continue
                self.stat_update(StatHints.forwarded)
                self.update_doc_stats(document)
                yield document

    def _count(self, record: dict[str, Any]) -> None:
        self.stat_update(StatHints.total)
        for name, count in count_record(record).items():
            self.stat_update(name, value=count)


class WarcPages(BaseDiskReader):
    """Reads the HTML pages of WARC files (needs the extra `warc`), as `cleaner clean` reads them.

    datatrove's `WarcReader` asks libmagic what a page is where the WARC record does not say it, and drops the pages
    that libmagic takes for JavaScript or XML: 54 of 282 news pages. This reader goes by the HTTP header, decodes as the
    HTML standard has it, and goes on after a broken record.

    The arguments are those of datatrove's other readers of files. A document has the page as its text, the id of the
    WARC record and, in the metadata, its `url`. What is left out is counted in the statistics.
    """

    name = "📰 WARC"
    _requires_dependencies = ["fastwarc"]  # noqa: RUF012 - datatrove's own name and type

    def read_file(self, filepath: str) -> Iterator[Document]:
        """The pages of one file."""
        skipped: Counter[str] = Counter()
        with self.data_folder.open(filepath, "rb", compression=None) as file:
            try:
                for number, job in enumerate(jobs_of_warc(file, filepath, "", skipped)):
                    with self.track_time():
                        document = self._read(job, filepath, number)
                    if document:
                        yield document
            except BadInput as bad:
                logger.warning(f"{filepath}: {bad}")
                skipped["broken WARC files"] += 1
        for what, count in skipped.items():
            self.stat_update(what, value=count)

    def _read(self, job: Job, filepath: str, number: int) -> Document | None:
        """The document of a record; None, counted, for one that cannot be read."""
        try:
            if job.fault:
                raise BadInput(job.fault)
            text = decode_html(job.data, job.charset or None).text
        except (BadInput, NotText) as cause:
            logger.warning(f"{job.source}: {cause}")
            self.stat_update("broken WARC records")
            return None
        found: Document | None = self.get_document_from_dict(
            {"text": without_surrogates(text), "id": job.id, "url": job.url}, filepath, number
        )
        return found


class LearnStep(PipelineStep):
    """Map: what `cleaner learn` keeps of each document of a task, as an index RANK.index in a folder that all see.

    Documents without an address count to a site of their own: the name of the file they were read from. Takes the
    choices that `CleanStep` takes; yields nothing.
    """

    type = "📚 - LEARNER"
    name = "📰 Learn"

    def __init__(
        self, folder: str, config: Config | None = None, *, form: Format | None = None, field: str = "text"
    ) -> None:
        super().__init__()
        self.folder = folder
        self.config = config or Config()
        self.form = form
        self.field = field

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        Path(self.folder).mkdir(parents=True, exist_ok=True)
        build_index(self._fingerprints(data or ()), Path(self.folder, f"{rank:05d}.index"))
        yield from ()

    def _fingerprints(self, data: Iterable[Document]) -> Iterator[Any]:
        cleaner = Cleaner(self.config)
        for document in data:
            asked = ask(document, self.form, self.field)
            self.stat_update(StatHints.total)
            if isinstance(asked, BadRow):
                self.stat_update(StatHints.dropped)
                continue
            with self.track_time():
                id, source, form, url, language, _ = asked
                result = cleaner.clean(source, url, language, id=id, form=form)
                yield take_fingerprint(result, folder=Path(str(document.metadata.get("file_path", ""))).name)


class MergeStep(PipelineStep):
    """Merge: the indexes of all tasks of a `LearnStep` to one, for `CleanStep(Config(index=...))` of every task.

    The only step of a pipeline with one task, that depends on the one that learns.
    """

    type = "📚 - MERGER"
    name = "📰 Merge"

    def __init__(self, folder: str, index: str) -> None:
        super().__init__()
        self.folder = folder
        self.index = index

    def run(self, data: Iterable[Document] | None = None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:  # noqa: ARG002
        if rank == 0:
            found = sorted(Path(self.folder).glob("*.index"))
            self.stat_update("documents", value=merge_indexes(found, self.index))
        yield from ()


def ask(document: Document, form: Format | None, field: str) -> Asked:
    """A document of datatrove as input of a `Cleaner`."""
    metadata = document.metadata
    url, language = (value if isinstance(value := metadata.get(name), str) else None for name in ("url", "language"))
    source = document.text if field == "text" else metadata.get(field)
    if isinstance(source, str | bytes):
        return Opened(str(document.id), source, form, url, language)
    return BadRow(f"{document.id}: no page in {field!r}", str(document.id), url)


def put_record(document: Document, record: Mapping[str, Any], field: str) -> None:
    """Write a record into a document: the body as its text, the other fields as metadata."""
    metadata = document.metadata
    if field != "text":
        metadata.pop(field, None)
    document.text = record["body"]
    fields = {name: value for name, value in record.items() if name not in ("id", "body")}
    replaced = {name: metadata[name] for name in fields if name in metadata and metadata[name] != fields[name]}
    if replaced:
        replaced |= {"input": metadata["input"]} if "input" in metadata else {}
        metadata["input"] = without_surrogates(replaced)
    metadata.update(fields)
