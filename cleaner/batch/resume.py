"""What a run leaves as it goes, and what `--resume` takes from it.

A trail is a manifest and, for a file of records, the records themselves; both only grow. After `kill -9` the last
line may be torn and the last record may have no row; everything else is used again if its input, the options and
the versions are the same. Whatever is used again is checked by its digest first.
"""

from __future__ import annotations

import hashlib
import os
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import IO

from cleaner.batch.jobs import Job, Outcome, Plan, Row, encode_json
from cleaner.errors import UsageError
from cleaner.record import versions

MANIFEST = "manifest.jsonl"
PARTIAL = ".partial"
PREVIOUS = ".previous"


def plan_key(plan: Plan) -> str:
    """A fingerprint of everything but the input that decides what comes out: options, packs and versions."""
    config = replace(plan.config, index=None).digest()
    options = asdict(plan) | {"config": config, "root": "", "key": "", "report": False}
    index = (plan.config.index,) if plan.config.index else ()
    site_rules = sorted(Path(plan.config.site_rules).glob("*.txt")) if plan.config.site_rules else ()
    files = [_file_digest(file) for file in (*plan.config.packs, *index, *site_rules) if Path(file).is_file()]
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
            if row.run == plan.key and not row.failed:
                self._places[_key(row.source, row.stamp, row.input_digest)] = len(self._rows_at)
                self._rows_at.append(place)
                self._data_at.append(data_place)
        self._rows: IO[bytes] | None = trail.rows.open("rb") if self._places else None
        self._data = trail.data.open("rb") if self._places and trail.data and trail.data.is_file() else None

    def find(self, job: Job) -> Outcome | None:
        """What came of this job before; None where it has to be done."""
        if self._rows is None or job.fault:
            return None
        place = self._places.get(key_of_job(job))
        if place is None:
            return None
        self._rows.seek(self._rows_at[place])
        row = Row.from_line(self._rows.readline())
        if row is None or (data := self._content(row, self._data_at[place])) is None:
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
    if not current.rows.exists():
        return
    if not previous.rows.exists():
        current.move(previous)
        return
    merged = Trail(_joined(previous.rows), _joined(previous.data) if previous.data else None)
    _merge(current, previous, merged, plan)
    merged.move(previous)
    current.remove()


def _merge(newer: Trail, older: Trail, merged: Trail, plan: Plan) -> None:
    """Write the usable documents of two trails, each once."""
    taken: set[int] = set()
    with merged.rows.open("wb") as rows, (merged.data or Path(os.devnull)).open("wb") as data:
        for trail in (newer, older):
            with (trail.data or Path(os.devnull)).open("rb") as source:
                for row, _, place in trail.read():
                    key = _key(row.source, row.stamp, row.input_digest)
                    if key in taken or row.failed or row.run != plan.key:
                        continue
                    taken.add(key)
                    source.seek(place)
                    data.write(source.read(row.output_size) if trail.data else b"")
                    rows.write(row.to_line())


def counts_if_unchanged(trail: Trail, jobs: Iterable[Job], plan: Plan) -> Counter[str] | None:
    """The documents by status of a finished run if it did just these jobs with this plan, and none failed."""
    counts: Counter[str] = Counter()
    for job, found in zip_longest(jobs, trail.read()):
        if job is None or found is None:
            return None
        row = found[0]
        if row.failed or row.run != plan.key or key_of_job(job) != _key(row.source, row.stamp, row.input_digest):
            return None
        counts[row.status] += 1
    return counts


def key_of_job(job: Job) -> int:
    """Equal for the same input, as far as can be told without reading a file."""
    return _key(job.source, job.stamp_text, None if job.stamp_text else input_digest(job, job.data))


def input_digest(job: Job, data: bytes) -> str:
    """SHA-256 of a document's bytes, and of the row's other columns where they stand apart."""
    return hashlib.sha256(data + job.extra).hexdigest()


def digest(data: bytes) -> str | None:
    """SHA-256 of an output, None for an empty one."""
    return hashlib.sha256(data).hexdigest() if data else None


def _key(source: str, stamp: str | None, found: str | None) -> int:
    text = f"{source}\0{stamp or found}"
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _joined(path: Path) -> Path:
    return path.with_name(path.name + ".new")


class Lock:
    """One run at a time writes to a place. Held until closed or the process ends; does nothing on Windows."""

    def __init__(self, path: Path, name: str) -> None:
        """Raises `UsageError` where another run holds it."""
        self._path = path
        self._file = path.open("wb")
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
