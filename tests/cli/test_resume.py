"""`--resume`: what an interrupted run has done is used again, and nothing else is."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from clean_helpers import PAGE, STORY, Clean, read_records, tree, write

OUTS = ["out", "out.jsonl", "out.jsonl.gz", "out.parquet"]


def make_input(folder: Path, count: int = 8) -> None:
    """A folder of documents and rows, one of them broken."""
    for number in range(count):
        write(folder / f"{number % 3}/{number:05}.html", PAGE.replace("Monday", f"day {number}"))
    rows = [{"id": f"row {i}", "text": f"{STORY}\nNumber {i}.\n"} for i in range(count)]
    lines = [json.dumps(row) for row in rows]
    write(folder / "rows.jsonl", "\n".join([*lines[: count // 2], "broken", *lines[count // 2 :]]) + "\n")


def content(root: Path, out: str) -> dict[str, Any]:
    """The files of an output by name; the manifest without `seconds`."""
    folder = (root / out).is_dir()
    files = [root / out / name for name in tree(root / out)] if folder else sorted(root.glob(out + "*"))
    return {
        path.relative_to(root).as_posix(): [r | {"seconds": 0} for r in read_records(path)]
        if path.name.endswith("manifest.jsonl")
        else path.read_bytes()
        for path in files
    }


def cut_short(root: Path, out: str, rows: int) -> None:
    """Leave of a finished run what a kill would have left after some rows, the last one torn."""
    if (root / out).is_dir():
        manifest = root / out / "manifest.jsonl"
        lines = manifest.read_bytes().splitlines(keepends=True)
        manifest.write_bytes(b"".join(lines[:rows]) + lines[rows][:20])
        write(root / out / ".cleaner-partial/123", "half a file")
        return
    manifest = root / f"{out}.manifest.jsonl"
    lines = manifest.read_bytes().splitlines(keepends=True)
    records = (root / "whole.jsonl").read_bytes().splitlines(keepends=True)
    write(root / f"{out}.manifest.jsonl.partial", b"".join(lines[:rows]) + lines[rows][:20])
    write(root / f"{out}.partial", b"".join(records[:rows]) + records[rows][:70])
    manifest.unlink()
    (root / out).unlink()


@pytest.mark.parametrize("out", OUTS)
def test_an_interrupted_run_is_completed(clean: Clean, tmp_path: Path, out: str) -> None:
    if out.endswith("parquet"):
        pytest.importorskip("pyarrow")
    make_input(tmp_path / "in")
    assert clean("in", "-o", "whole.jsonl").status == 1
    assert clean("in", "-o", out).status == 1
    expected = content(tmp_path, out)
    cut_short(tmp_path, out, 10)
    ran = clean("in", "-o", out, "--resume", jobs=2)
    assert ran.status == 1
    assert "(10 of them done before)" in ran.err
    assert content(tmp_path, out) == expected
    assert not [name for name in tree(tmp_path) if "partial" in name or "previous" in name]


@pytest.mark.parametrize("out", ["out", "out.jsonl", "out.jsonl.gz"])
def test_a_finished_run_is_taken_up_where_the_input_changed(clean: Clean, tmp_path: Path, out: str) -> None:
    make_input(tmp_path / "in")
    clean("in", "-o", out)
    write(tmp_path / "in/0/00003.html", PAGE.replace("Monday", "Sunday"))
    write(tmp_path / "in/0/new.txt", STORY)
    (tmp_path / "in/1/00004.html").unlink()
    ran = clean("in", "-o", out, "--resume")
    assert "(14 of them done before)" in ran.err
    clean("in", "-o", "again" + out.removeprefix("out"))
    again = content(tmp_path, "again" + out.removeprefix("out"))
    made = content(tmp_path, out)
    made.pop("out/1/00004.txt", None)
    assert [*made.values()] == [*again.values()]


@pytest.mark.parametrize("change", [["--keep", "byline"], ["--with-text"], ["--language", "fr"]])
def test_other_options_do_everything_again(clean: Clean, tmp_path: Path, change: list[str]) -> None:
    make_input(tmp_path / "in", 3)
    clean("in", "-o", "out.jsonl")
    ran = clean("in", "-o", "out.jsonl", "--resume", *change)
    assert "done before" not in ran.err
    assert len(read_records(tmp_path / "out.jsonl")) == 7


def test_an_output_that_was_changed_or_lost_is_made_again(clean: Clean, tmp_path: Path) -> None:
    make_input(tmp_path / "in", 3)
    clean("in", "-o", "out")
    expected = content(tmp_path, "out")
    (tmp_path / "out/0/00000.txt").unlink()
    write(tmp_path / "out/1/00001.txt", "tampered")
    assert "(4 of them done before)" in clean("in", "-o", "out", "--resume").err
    assert content(tmp_path, "out") == expected


def test_resume_into_nothing_is_a_run(clean: Clean, tmp_path: Path) -> None:
    make_input(tmp_path / "in", 2)
    assert clean("in", "-o", "out", "--resume").status == 1
    assert len(read_records(tmp_path / "out/manifest.jsonl")) == 5


def test_max_failures_ends_the_run_and_resume_goes_on(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "r.jsonl", "broken\n" + json.dumps({"text": STORY}) + "\nbroken\nbroken\n")
    ran = clean("r.jsonl", "-o", "out.jsonl", "--max-failures", "2")
    assert ran.status == 1
    assert "gave up after 3 documents" in ran.err
    assert not (tmp_path / "out.jsonl").exists()
    assert "(1 of them done before)" in clean("r.jsonl", "-o", "out.jsonl", "--resume").err
    assert len(read_records(tmp_path / "out.jsonl")) == 4


def test_two_runs_to_one_place_are_refused(clean: Clean, tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("locks are for POSIX")
    import fcntl

    write(tmp_path / "a.txt", STORY)
    with (tmp_path / "out.jsonl.lock").open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        ran = clean("a.txt", "-o", "out.jsonl")
    assert ran.status == 2
    assert "another run" in ran.err


@pytest.mark.heavy
@pytest.mark.parametrize("out", ["out", "out.jsonl"])
def test_killed_twenty_times_the_output_is_that_of_one_run(clean: Clean, tmp_path: Path, out: str) -> None:
    make_input(tmp_path / "in", 6_000)
    assert clean("in", "-o", out, jobs=2).status == 1
    expected = content(tmp_path, out)
    for path in [tmp_path / out, *tmp_path.glob("out.*")]:
        if path.is_dir():
            subprocess.run(["rm", "-r", path], check=True)
        else:
            path.unlink(missing_ok=True)
    command = [sys.executable, "-c", "from cleaner.cli import main; main()", "clean", "in", "-o", out, "-j", "2"]
    command += ["--no-translation", "--resume", "-q"]
    chance = random.Random(11)
    kills = 0
    while kills < 20:
        process = subprocess.Popen(command, cwd=tmp_path)
        time.sleep(chance.uniform(0.5, 3.5))
        assert process.poll() is None, f"done after {kills} kills; more documents are needed"
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
    assert subprocess.run(command, cwd=tmp_path, check=False).returncode == 1
    assert content(tmp_path, out) == expected
