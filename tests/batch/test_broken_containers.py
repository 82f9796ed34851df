"""No file ends a run: what a reader cannot make sense of is a row that names the file, and the others come out."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner.batch import inputs
from cleaner.batch.inputs import Input, jobs_of, walk_inputs
from cleaner.batch.jobs import Job, Plan
from cleaner.batch.parquet_table import Passing, record_schema
from cleaner.batch.worker import Worker
from cleaner.config import Config
from cleaner.readers.compressed import BadInput

STORY = "The harbour of Velmora reopened on Monday after repairs, the port authority said in a statement."
PAGE = f"<html><body><article><p>{STORY}</p></article></body></html>"
WORKER = Worker(Plan(Config(translation=False, witness=False), "records"))


def warc_record(number: int, length: str | None = None, **headers: str) -> bytes:
    """A response record of a page."""
    payload = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
    fields = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:{number:08}-0000-4000-8000-000000000000>",
        "WARC-Target-URI": f"https://news.example/{number}",
        "WARC-Date": "2026-01-05T00:00:00Z",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(payload)) if length is None else length,
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"WARC/1.0\r\n{head}\r\n".encode() + payload + b"\r\n\r\n"


def warc(**headers: str) -> bytes:
    return warc_record(1) + warc_record(2, **headers) + warc_record(3)


def parquet(rows: int = 5) -> bytes:
    pyarrow, module = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    made = io.BytesIO()
    columns = {"id": [str(i) for i in range(rows)], "text": [f"{STORY} {i}" for i in range(rows)], "n": [*range(rows)]}
    module.write_table(pyarrow.table(columns), made, row_group_size=2)
    return made.getvalue()


def rows() -> bytes:
    return b"".join(
        json.dumps({"id": i, "text": STORY, "x": [1.5, None, {"a": "b"}]}).encode() + b"\n" for i in range(5)
    )


def zst(data: bytes) -> bytes:
    zstandard = pytest.importorskip("zstandard")
    packed: bytes = zstandard.ZstdCompressor().compress(data)
    return packed


MADE: dict[str, Callable[[], bytes]] = {
    "a.warc": warc,
    "b.warc.gz": lambda: b"".join(gzip.compress(warc_record(i), mtime=0) for i in range(3)),
    "c.parquet": parquet,
    "d.html.gz": lambda: gzip.compress(PAGE.encode(), mtime=0),
    "e.jsonl.gz": lambda: gzip.compress(rows(), mtime=0),
    "f.jsonl.zst": lambda: zst(rows()),
    "g.jsonl": rows,
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, left out, put in, doubled, or the end cut off."""
    made = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 4, 16])):
        at = chance.randrange(len(made) + 1)
        size = chance.choice([1, 1, 2, 8, 60])
        match chance.randrange(6):
            case 0:
                made[at : at + size] = chance.randbytes(size)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = chance.choice([b"\xff" * size, b"\0" * size, b"abc", b"-1", b"9" * 30, b"\r\n", b"\n"])
            case 3:
                made[at:at] = made[at : at + size]
            case 4 if at < len(made):
                made[at] ^= 1 << chance.randrange(8)
            case _:
                del made[max(at, 1) :]
    return bytes(made)


def jobs_in(folder: Path) -> tuple[list[Job], Counter[str]]:
    """The jobs of a folder as a run has them."""
    skipped: Counter[str] = Counter()
    return [job for found in walk_inputs([str(folder)], skipped) for job in jobs_of(found, skipped=skipped)], skipped


def check_folder(folder: Path) -> None:
    """What holds of a folder whatever the file in its middle: the pages beside it come out, every fault says where."""
    jobs, _ = jobs_in(folder)
    record_schema(Passing(tuple(map(str, folder.glob("*.parquet")))))
    assert [job.source for job in jobs if job.source in ("A.txt", "z.txt")] == ["A.txt", "z.txt"]
    for job in jobs:
        if job.fault:
            outcome = WORKER.do(job)
            assert outcome.row.status == "error"
            assert outcome.row.source.partition(":")[0] in MADE
            assert json.loads(outcome.data)["warnings"][0].startswith(f"{job.source}: ")


@pytest.mark.parametrize("name", MADE)
def test_any_change_of_any_container(tmp_path: Path, name: str) -> None:
    pytest.importorskip("fastwarc")
    healthy = MADE[name]()
    (tmp_path / "A.txt").write_text(STORY)
    (tmp_path / "z.txt").write_text(STORY)
    chance = random.Random(f"16 {name}")
    for _ in range(40):
        (tmp_path / name).write_bytes(mutated(healthy, chance))
        check_folder(tmp_path)


@pytest.mark.parametrize(
    "length", ["abc", "1e3", "0x10", "12 34", "", "-5", "+", "9" * 30, "9" * 5_000, "\u00b2", "1_0"]
)
def test_a_warc_record_whose_length_is_no_number(tmp_path: Path, length: str) -> None:
    pytest.importorskip("fastwarc")
    (tmp_path / "a.warc").write_bytes(warc(length=length))
    (tmp_path / "z.txt").write_text(STORY)
    jobs, skipped = jobs_in(tmp_path)
    assert jobs[0].id.endswith("00000001-0000-4000-8000-000000000000")
    assert jobs[-1].source == "z.txt"
    assert not any("Error" in job.fault for job in jobs)
    assert len(jobs) >= 3 or skipped["broken WARC records"]


@pytest.mark.parametrize(
    "headers",
    [
        {"WARC_Record_ID": ""},
        {"WARC_Type": "?"},
        {"WARC_Target_URI": "http://[::1"},
        {"WARC_Date": "yesterday"},
        {"Content_Type": "application/http; msgtype=\x00"},
        {"X" * 9_000: "y" * 90_000},
    ],
)
def test_a_warc_record_with_other_broken_headers(tmp_path: Path, headers: dict[str, str]) -> None:
    pytest.importorskip("fastwarc")
    (tmp_path / "a.warc").write_bytes(warc(**headers))
    jobs, _ = jobs_in(tmp_path)
    assert sum(not job.fault for job in jobs) >= 2


def failing(*_: object, **__: object) -> Any:
    raise KeyError("no such thing")


@pytest.mark.parametrize(
    ("reader", "name"),
    [("warc_jobs", "a.warc"), ("parquet_jobs", "c.parquet"), ("_rows", "g.jsonl"), ("_recognised", "x.bin")],
)
def test_whatever_a_reader_raises_is_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str, name: str
) -> None:
    (tmp_path / name).write_bytes(b"x")
    monkeypatch.setattr(inputs, reader, failing)
    [job] = [job for found in walk_inputs([str(tmp_path / name)]) for job in jobs_of(found)]
    assert (job.source, job.fault) == (name, "cannot be read: KeyError: 'no such thing'")


@pytest.mark.parametrize("empty", [MemoryError(), RuntimeError(), ValueError("\n")])
def test_an_exception_without_a_text_is_told_by_its_class(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: Exception
) -> None:
    parquet_module = pytest.importorskip("pyarrow.parquet")

    def refuse(*_: object) -> Any:
        raise empty

    monkeypatch.setattr(parquet_module, "ParquetFile", refuse)
    [job] = jobs_of(Input(str(tmp_path), "c.parquet", "parquet", "", None))
    assert type(empty).__name__ in job.fault


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("name", ["c.parquet", "e.jsonl.gz", "f.jsonl.zst", "d.html.gz"])
def test_a_container_cut_short_is_one_fault(tmp_path: Path, name: str, kept: float) -> None:
    data = MADE[name]()
    (tmp_path / name).write_bytes(data[: int(len(data) * kept)])
    faults = 0
    for job in jobs_in(tmp_path)[0]:
        try:
            WORKER.load(job)
        except BadInput as bad:
            faults += 1
            assert "broken" in str(bad)
    assert faults == 1


def test_a_parquet_bomb_is_one_fault(tmp_path: Path) -> None:
    pyarrow, module = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table({"text": [" " * 30_000_000], "id": ["a"]})
    module.write_table(table, tmp_path / "c.parquet", compression="zstd", use_dictionary=False)
    assert (tmp_path / "c.parquet").stat().st_size < 100_000
    [job] = jobs_in(tmp_path)[0]
    assert "decompression bomb" in job.fault


def test_bombs_in_rows_are_one_fault(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(rows() + b" " * 60_000_000))
    jobs, _ = jobs_in(tmp_path)
    assert [job.fault.partition(":")[0] for job in jobs] == [""] * 5 + ["decompression bomb"]


@pytest.mark.parametrize("depth", [1_500, 4_000])
def test_folders_deep_in_one_another(tmp_path: Path, depth: int) -> None:
    """4,000 of them make a path that the system does not take: one fault, and what stands above it comes out."""
    (tmp_path / "in").mkdir()
    here = os.open(tmp_path / "in", os.O_RDONLY)
    for level in range(depth):
        if level % 600 == 0:
            with open(os.open("a.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here), "w") as file:  # noqa: PTH123
                file.write(STORY)
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    try:
        jobs, _ = jobs_in(tmp_path / "in")
        assert sum(not job.fault for job in jobs) == (3 if depth == 1_500 else 4)
        assert ["name too long" in job.fault for job in jobs if job.fault] == ([] if depth == 1_500 else [True])
    finally:
        while (tmp_path / "in/d").exists():  # neither this nor `rm` goes that deep in one step everywhere
            inner = tmp_path / "inner"
            (tmp_path / "in/d").rename(inner)
            shutil.rmtree(tmp_path / "in")
            inner.rename(tmp_path / "in")
