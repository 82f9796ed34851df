"""What a run leaves as it goes, and what `--resume` takes from it.

A trail is a manifest and, for a file of records, the records themselves; both only grow. After `kill -9` the last
line may be torn and the last record may have no row; everything else is used again if its input, the options and
the versions are the same. Whatever is used again is checked by its digest first, and so is the input it was made of:
two files can have one size and one time.
"""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO

from cleaner.atomic_files import create
from cleaner.batch.jobs import Job, Outcome, Plan, Row, encode_json
from cleaner.errors import UsageError
from cleaner.forms.record import versions
from cleaner.readers.compressed import BadInput, read_file

PREVIOUS = ".previous"


def plan_key(plan: Plan) -> str:
    """A fingerprint of everything but the input that decides what comes out: options, packs and versions."""
    config = replace(plan.config, index=None).digest()
    options = asdict(plan) | {"config": config, "root": "", "key": "", "report": False}
    index = (plan.config.index,) if plan.config.index else ()
    site_rules = sorted(Path(plan.config.site_rules).glob("*.txt")) if plan.config.site_rules else ()
    said = (plan.config.corrections,) if plan.config.corrections else ()
    files = [_file_digest(file) for file in (*plan.config.packs, *index, *site_rules, *said) if Path(file).is_file()]
    return hashlib.sha256(encode_json([options, files, versions()])).hexdigest()[:16]


def _file_digest(path: str | Path) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Trail:
    """The files of a run. data: the records, in the order of the rows; None for a folder, whose files stand alone."""

    rows: Path
    data: Path | None = None

    def remove(self) -> None:
        """Forget it."""
        self.rows.unlink(missing_ok=True)
        if self.data:
            self.data.unlink(missing_ok=True)

    def move(self, to: Trail) -> None:
        """Give it other names."""
        if self.data and to.data:
            self.data.replace(to.data)
        self.rows.replace(to.rows)

    def read(self) -> Iterator[tuple[Row, int, int]]:
        """The rows with the places of row and record, without torn ones; none where there is no file."""
        if not self.rows.is_file():
            return
        place = data_place = 0
        with self.rows.open("rb") as file:
            for line in file:
                row = Row.from_line(line) if line.endswith(b"\n") else None
                if row is not None:
                    yield row, place, data_place
                    data_place += row.output_size
                place += len(line)


class Past:
    """The documents an earlier run has done, found again by their input. About 150 bytes of memory for each."""

    def __init__(self, trail: Trail, plan: Plan) -> None:
        self._plan = plan
        self._places: dict[int, int] = {}
        self._rows_at, self._data_at = array("q"), array("q")
        for row, place, data_place in trail.read():
            if row.key and row.run == plan.key and not row.failed:
                self._places[hash(row.key)] = len(self._rows_at)
                self._rows_at.append(place)
                self._data_at.append(data_place)
        self._rows: IO[bytes] | None = trail.rows.open("rb") if self._places else None
        self._data = trail.data.open("rb") if self._places and trail.data and trail.data.is_file() else None

    def find(self, job: Job) -> Outcome | None:
        """What came of this job before; None where it has to be done."""
        if self._rows is None or job.fault:
            return None
        key = key_of_job(job)
        place = self._places.get(hash(key))
        if place is None:
            return None
        self._rows.seek(self._rows_at[place])
        row = Row.from_line(self._rows.readline())
        if row is None or row.key != key or not _holds_the_same(job, row):
            return None
        data = self._content(row, self._data_at[place])
        if data is None:
            return None
        return Outcome(row, b"" if row.output else data, job.read, known=True)

    def _content(self, row: Row, place: int) -> bytes | None:
        """The output of a row if it is still what it was."""
        if row.output:
            try:
                data = Path(self._plan.root, row.output).read_bytes()
            except OSError:
                return None
        elif self._data is None:
            return None
        else:
            self._data.seek(place)
            data = self._data.read(row.output_size)
        return data if digest(data) == row.output_digest else None

    def close(self) -> None:
        """Close the files."""
        for file in (self._rows, self._data):
            if file:
                file.close()


def set_aside(current: Trail, previous: Trail, plan: Plan) -> None:
    """Make what an interrupted run left the previous trail; what stood there is kept where it is not renewed."""
    if (
        previous.data
        and current.rows.exists()
        and previous.data.exists()
        and not (current.data and current.data.exists())
    ):
        current.rows.replace(previous.rows)  # killed between the two renames below
    if current.data and not current.data.exists():
        current.remove()  # rows without their records
    if not current.rows.exists():
        return
    if not previous.rows.exists():
        current.move(previous)
        return
    merged = Trail(joined(previous.rows), joined(previous.data) if previous.data else None)
    _merge(current, previous, merged, plan)
    merged.move(previous)
    current.remove()


def _merge(newer: Trail, older: Trail, merged: Trail, plan: Plan) -> None:
    """Write the usable documents of two trails, each once."""
    taken: set[str] = set()
    with create(merged.rows) as rows, create(merged.data) if merged.data else Path(os.devnull).open("wb") as data:
        for trail in (newer, older):
            with (trail.data or Path(os.devnull)).open("rb") as source:
                for row, _, place in trail.read():
                    if not row.key or row.key in taken or row.failed or row.run != plan.key:
                        continue
                    taken.add(row.key)
                    source.seek(place)
                    data.write(source.read(row.output_size) if trail.data else b"")
                    rows.write(row.to_line())


def key_of_job(job: Job) -> str:
    """Equal for the same input, as far as can be told without reading a file; see `_holds_the_same` for the rest.

    The INPUT goes in by its absolute path: its place among the INPUTs changes with their order.
    """
    content = input_digest(job, job.data) if job.path is None else job.stamp_text
    told = [job.origin, job.source, content, len(job.extra), job.packing, job.form, job.url, job.charset, job.cut]
    return hashlib.blake2b(encode_json(told), digest_size=16).hexdigest()


def _holds_the_same(job: Job, row: Row) -> bool:
    """Whether a file holds what the row was made of. Reading it takes about a hundredth of the time of cleaning it."""
    if job.path is None:
        return True  # its digest is in the key
    try:
        return input_digest(job, read_file(job.path, job.packing).data) == row.input_digest
    except BadInput:
        return False


def input_digest(job: Job, data: bytes) -> str:
    """SHA-256 of a document's bytes, and of the row's other columns where they stand apart."""
    return hashlib.sha256(data + job.extra).hexdigest()


def digest(data: bytes) -> str | None:
    """SHA-256 of an output, None for an empty one."""
    return hashlib.sha256(data).hexdigest() if data else None


def joined(path: Path) -> Path:
    """The name of what two trails are merged into, until it replaces the older one."""
    return path.with_name(path.name + ".new")


class Lock:
    """One run at a time writes to a place. Held until closed or the process ends; does nothing on Windows."""

    def __init__(self, path: Path, name: str) -> None:
        """Raises `UsageError` where another run holds it."""
        self._path = path
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        self._file = open(path, "r+b", opener=lambda name, _: os.open(name, flags, 0o666))  # noqa: SIM115 - held
        if os.name != "posix":
            return
        import fcntl

        try:
            fcntl.flock(self._file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise UsageError(f"another run is writing to {name}") from None

    def release(self) -> None:
        """Let the next run in."""
        self._path.unlink(missing_ok=True)
        self._file.close()
