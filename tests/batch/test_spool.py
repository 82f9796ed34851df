"""Inputs that a shell makes: pipes, FIFOs, devices, descriptors. Read whole or refused, never by half."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from cleaner.batch import spool
from cleaner.batch.inputs import jobs_of, walk_inputs
from cleaner.batch.jobs import Job
from cleaner.batch.spool import spool_inputs
from cleaner.readers.compressed import read_file

pytestmark = pytest.mark.skipif(os.name != "posix", reason="special files")

LONG = b"<p>" + b"The harbour of Velmora reopened on Monday. " * 20_000 + b"</p>"  # more than a pipe holds
ROWS = b'{"text": "one"}\n{"text": "two"}\n'


def documents(path: str, folder: Path, timeout: float = 20.0) -> list[Job]:
    """The jobs of one input, as a run has them."""
    stand_ins = spool_inputs([path], folder, timeout)
    return [job for found in walk_inputs([path], None, stand_ins) for job in jobs_of(found)]


def content(job: Job) -> bytes:
    """The bytes a worker would read."""
    return job.data if job.path is None else read_file(job.path, job.packing).data


def writing(open_end: Callable[[], int], data: bytes, pause: float = 0.0) -> threading.Thread:
    """A thread that writes to a pipe in two pieces and closes it."""

    def write() -> None:
        end = open_end()
        with suppress(BrokenPipeError), os.fdopen(end, "wb", buffering=0) as file:
            for piece in (data[:10], data[10:]):
                time.sleep(pause)
                sent = 0
                while sent < len(piece):
                    sent += file.write(piece[sent:])

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    return thread


def fifo(tmp_path: Path, name: str, data: bytes, pause: float = 0.0) -> str:
    """A FIFO that somebody writes to."""
    path = tmp_path / name
    os.mkfifo(path)
    writing(lambda: os.open(path, os.O_WRONLY), data, pause)
    return str(path)


@pytest.mark.parametrize("prefix", ["/dev/fd", "/proc/self/fd"])
@pytest.mark.parametrize("data", [LONG, b"", b"short"])
def test_a_pipe_by_its_descriptor_is_read_whole(tmp_path: Path, prefix: str, data: bytes) -> None:
    if not Path(prefix).is_dir():
        pytest.skip("not on this system")
    read_end, write_end = os.pipe()
    thread = writing(lambda: write_end, data)
    [job] = documents(f"{prefix}/{read_end}", tmp_path)
    thread.join()
    os.close(read_end)
    assert content(job) == data


def test_a_regular_file_by_a_descriptor_and_one_that_was_deleted(tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_bytes(LONG)
    with page.open("rb") as file:
        [job] = documents(f"/dev/fd/{file.fileno()}", tmp_path)
        assert content(job) == LONG
        assert job.path == str(page)  # a worker has not this descriptor
        page.unlink()
        [job] = documents(f"/dev/fd/{file.fileno()}", tmp_path)
        assert content(job) == LONG


@pytest.mark.parametrize(
    ("name", "data", "count"), [("f", LONG, 1), ("f.html", LONG, 1), ("f", ROWS, 2), ("f.jsonl", ROWS, 2)]
)
def test_a_fifo_is_read_whole(tmp_path: Path, name: str, data: bytes, count: int) -> None:
    jobs = documents(fifo(tmp_path, name, data), tmp_path)
    assert len(jobs) == count
    assert b"\n".join(map(content, jobs)) == data.strip()
    assert not any(job.fault or job.stamp for job in jobs)


def test_a_writer_that_is_slow_is_waited_for(tmp_path: Path) -> None:
    [job] = documents(fifo(tmp_path, "f", b"The harbour reopened.", pause=0.6), tmp_path, timeout=0.3)
    assert (job.fault, content(job)) == ("", b"The harbour reopened.")


@pytest.mark.parametrize("name", ["f", "f.html", "f.jsonl.gz", "f.warc", "f.parquet"])
def test_a_fifo_without_a_writer_ends(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    start = time.monotonic()
    [job] = documents(str(tmp_path / name), tmp_path, timeout=0.3)
    assert time.monotonic() - start < 5
    assert "no process opened it for writing within 0.3 s" in job.fault
    assert "--timeout" in job.fault


def test_a_socket_is_refused_with_the_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket has to be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s.html")
        [job] = documents("s.html", tmp_path)
    assert "cleaner clean -" in job.fault


def test_devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "MAX_DOCUMENT_BYTES", 3_000_000)
    [job] = documents("/dev/null", tmp_path)
    assert (job.fault, content(job)) == ("", b"")
    [job] = documents("/dev/zero", tmp_path)
    assert 3_000_000 < len(content(job)) < 9_000_000


def test_endless_text_is_cut_and_rows_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "MAX_DOCUMENT_BYTES", 100_000)
    [job] = documents(fifo(tmp_path, "a", LONG), tmp_path)
    assert 100_000 < len(content(job)) < len(LONG)
    assert len(documents(fifo(tmp_path, "b", ROWS * 9_000), tmp_path)) == 18_000


def test_a_full_disk_is_a_fault_and_no_part_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "_write_all", full)
    [job] = documents(fifo(tmp_path, "f.html", LONG), tmp_path)
    assert "No space left on device" in job.fault
    assert "TMPDIR" in job.fault
