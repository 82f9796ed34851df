"""`cleaner clean` with what a shell gives it: pipes and FIFOs come out whole, and nothing spooled stays behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from clean_helpers import PAGE, STORY, Clean, read_records, write

pytestmark = pytest.mark.skipif(os.name != "posix", reason="special files")

LONG = PAGE.replace(
    "</article>", "".join(f"<p>The harbour reopened on day {i}, the authority said.</p>" for i in range(2_500))
)  # more than a pipe holds


PROGRAM = "from cleaner.cli import main; main()"


def environment(folder: Path) -> dict[str, str]:
    """Temporary files go into `tmp`."""
    return os.environ | {"TMPDIR": str(folder / "tmp"), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def shell(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """A command line of bash in which `clean` is the command."""
    (folder / "tmp").mkdir(exist_ok=True)
    line = f"clean() {{ {sys.executable} -c '{PROGRAM}' clean --no-translation -q \"$@\"; }}\n{command}"
    return subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment(folder), capture_output=True, text=True, check=False
    )


def left_behind(folder: Path) -> list[str]:
    return [path.name for path in (folder / "tmp").iterdir() if path.name.startswith("cleaner-")]


@pytest.mark.parametrize(
    "command",
    [
        "cat page | clean /dev/stdin",
        "clean /dev/stdin < page",
        "clean <(cat page)",
        "clean /dev/fd/7 7< page",
        "mkfifo f.html; cat page > f.html & clean f.html",
        "cat page | clean /dev/stdin -o out.jsonl && cat out.jsonl",
        "clean <(cat page) -o out -j 2 && cat out/*.txt",
    ],
)
def test_a_page_longer_than_a_pipe_comes_out_whole(tmp_path: Path, command: str) -> None:
    write(tmp_path / "page", LONG)
    ran = shell(tmp_path, command)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert all(f"on day {i}," in ran.stdout for i in range(2_500))
    assert left_behind(tmp_path) == []


def test_a_fifo_without_a_writer_is_a_row_of_a_run(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    ran = shell(tmp_path, "mkfifo f.html; clean f.html a.txt --timeout 1 -o out.jsonl")
    assert ran.returncode == 1
    assert left_behind(tmp_path) == []
    assert read_records(tmp_path / "out.jsonl")[0]["status"] == "error"
    assert len(read_records(tmp_path / "out.jsonl")) == 2


def test_nothing_spooled_stays_behind_after_an_interrupt(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    os.mkfifo(tmp_path / "f.html")
    command = [sys.executable, "-c", PROGRAM, "clean", "f.html", "-q"]
    process = subprocess.Popen(command, cwd=tmp_path, env=environment(tmp_path))
    with (tmp_path / "f.html").open("wb", buffering=0) as writer:  # waits for the command to read
        writer.write(PAGE.encode())
        time.sleep(0.5)
        assert left_behind(tmp_path)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert left_behind(tmp_path) == []


def test_standard_input_that_is_closed(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    assert "on Monday" in shell(tmp_path, "clean a.txt <&-").stdout
    for command in ("clean - <&-", "clean <&-", "clean /dev/stdin <&-"):
        ran = shell(tmp_path, command)
        assert ran.returncode == 2
        assert "Traceback" not in ran.stderr


def test_learning_from_a_pipe_is_refused(clean: Clean, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "f.html")
    ran = clean("f.html", "--learn")
    assert ran.status == 2
    assert "save it to a file" in ran.err


def test_the_place_of_a_fault_is_said_once(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "b.jsonl", '{"title": "x"}\n[1]\nbroken\n' + '{"text": 5}\n')
    write(tmp_path / "c.html.gz", "not gzip")
    err = clean("b.jsonl", "c.html.gz", "-o", "out.jsonl").err
    lines = [line for line in err.splitlines() if ": error: " in line]
    assert len(lines) == 5
    for line in lines:
        assert line.count(line.partition(": ")[0]) == 1
    verbose = clean("b.jsonl", "-v", "-o", "out2.jsonl").err
    assert verbose.count("b.jsonl:1") == 1
