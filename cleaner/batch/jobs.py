"""The values passed between the parent process and its workers: a job, its options, its outcome."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from cleaner.batch.filters import EVERYTHING, Filters
from cleaner.config import Config
from cleaner.document import Status
from cleaner.text.json_text import write_json

if TYPE_CHECKING:
    from cleaner.report import Entry
from cleaner.readers import Format

Output = Literal["folder", "records", "body"]
"""What a worker makes of a result: a file in the output folder, a line of JSON, or the bare body."""

View = Literal["text", "markdown", "html", "xml", "tei", "json"]
"""What a file of one document holds: its body in some form, or its record."""


@dataclass(frozen=True, slots=True)
class Job:
    """One document to clean: where it lies, or its bytes where its container is read once from the start.

    source: what to call it in messages and the manifest, "a/b.html" or "rows.jsonl:12".
    id: the record's id; for a row the one it gets when it names none itself.
    place: for a file the output path without its ending, for a row the output folder.
    path, packing: the file to read; None: `data` holds the document, or the line of a row.
    cut: what was cut off `data` already, for the warnings.
    is_row: whether `data` is a JSON row to be opened, and the output is named by its id.
    extra: the other columns of a row whose document is given as bytes, as JSON.
    charset: the HTTP header's content type.
    fault: why there is nothing to clean; becomes an `error` record.
    stamp: size and modification time (ns) of the file.
    read: bytes of the input file that are done with this job, for the progress.
    origin: the INPUT it was found in and its name there as the file system has it, for `--resume`.
    """

    source: str
    id: str
    place: str
    path: str | None = None
    packing: str = ""
    data: bytes = b""
    cut: str = ""
    is_row: bool = False
    named_by_id: bool = False
    form: Format | None = None
    url: str | None = None
    extra: bytes = b""
    charset: str = ""
    fault: str = ""
    stamp: tuple[int, int] | None = None
    read: int = 0
    origin: str = ""

    @property
    def stamp_text(self) -> str | None:
        """Size and modification time of a file that is one document; rows of a file are told by their content."""
        return f"{self.stamp[0]}:{self.stamp[1]}" if self.stamp and self.path is not None else None


@dataclass(frozen=True, slots=True)
class Plan:
    """How every document of a run is done; pickled once to each worker.

    root, ending: the output folder and the ending of its files, for output "folder".
    view: what a file of one document holds, for outputs "folder" and "body".
    unique: leave out all but one of each group of near duplicates of the configuration's index.
    lean: lean records. without: what forms leave out: "links", "images", "tables".
    filters: which documents are written.
    comments: hand over the readers' comments of each document; in_record: put them into the record, too.
    report: hand over what a report shows of each document, too.
    key: a fingerprint of the configuration, the options and the versions that decide what comes out.
    """

    config: Config
    output: Output
    root: str = ""
    ending: str = ""
    view: View = "text"
    with_text: bool = False
    with_marks: bool = False
    with_plain: bool = False
    html_field: str = "html"
    text_field: str = "text"
    unique: bool = False
    lean: bool = False
    without: tuple[str, ...] = ()
    filters: Filters = EVERYTHING
    comments: bool = False
    in_record: bool = True
    report: bool = False
    key: str = ""

    @property
    def writes_records(self) -> bool:
        """Whether records are written, and not bodies."""
        return self.output == "records" or self.view == "json"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the manifest. Sizes are in bytes, lengths (of the page text, the body) in code points.

    output: the file written, relative to the output folder; None where there is none.
    stamp: size and modification time (ns) of an input file. run: `Plan.key`. cause: why it failed or was left out.
    left_out: the option by which nothing is written of it.
    key: what `--resume` knows the input by; "" in the rows of older versions, which are not used again.
    url, title and what follows: what the record says, for lists of a run; translation: the verdict, quality: the score.
    """

    id: str
    source: str
    output: str | None
    status: str
    input_size: int
    stamp: str | None
    length: int | None
    body_length: int
    output_size: int
    input_digest: str | None
    output_digest: str | None
    run: str
    cause: str | None
    seconds: float
    key: str = ""
    url: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    language: str | None = None
    translation: str | None = None
    published: str | None = None
    modified: str | None = None
    site: str | None = None
    section: str | None = None
    type: str | None = None
    access: str | None = None
    word_count: int = 0
    quality: float | None = None
    left_out: str | None = None

    def __post_init__(self) -> None:
        """Of a line of JSON the authors are a list."""
        object.__setattr__(self, "authors", tuple(self.authors))

    @property
    def failed(self) -> bool:
        return Status(self.status).failed

    def to_line(self) -> bytes:
        """As a line of JSON."""
        return encode_json({name: getattr(self, name) for name in self.__slots__}) + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> Row | None:
        """From a line of a manifest; None for one that is torn or foreign."""
        try:
            row = cls(**json.loads(line))
            Status(row.status)
        except (ValueError, TypeError, RecursionError):
            return None
        texts = row.id, row.source, row.run, row.key, row.output or ""
        sized = isinstance(row.output_size, int) and row.output_size >= 0
        return row if sized and all(isinstance(text, str) for text in texts) else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a job: its manifest row, and the bytes that the parent has to write (none in a folder run).

    read: bytes of the input file done with it. known: an earlier run did it. entry: what a report shows of it.
    corrected: the digest of the page text, where corrections are of it. comments: the readers', a line of JSON each.
    """

    row: Row
    data: bytes
    read: int = 0
    known: bool = False
    entry: Entry | None = None
    corrected: str = ""
    comments: bytes = b""


def encode_json(value: Any) -> bytes:
    """Compact JSON in UTF-8; lone surrogates, which UTF-8 cannot hold, make it escape everything."""
    try:
        return write_json(value, compact=True).encode("utf-8")
    except UnicodeEncodeError:
        return write_json(value, compact=True, ascii_only=True).encode("ascii")


def shown(name: str) -> str:
    """A name fit for a terminal and for JSON: control characters and undecodable bytes as backslash escapes."""
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in name)


def file_stamp(path: str) -> tuple[int, int]:
    """Size and modification time in nanoseconds."""
    found = Path(path).stat()
    return found.st_size, found.st_mtime_ns
