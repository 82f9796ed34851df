"""How a run ends that does not end by itself: failing input and output, signals at any moment."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from clean_helpers import STORY, read_records, write

from cleaner.processes.start import load_beforehand

PROGRAM = [sys.executable, "-m", "cleaner"]
CLEAN = [*PROGRAM, "clean", "--no-translation", "-j", "1"]
ROOT = str(Path(__file__).parents[2])

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")


def environment(scratch: Path) -> dict[str, str]:
    scratch.mkdir(parents=True, exist_ok=True)
    return os.environ | {"TMPDIR": str(scratch), "PYTHONPATH": ROOT}


def fill(folder: Path, count: int = 3) -> Path:
    for number in range(count):
        write(folder / "in" / f"{number:03}.txt", f"{STORY}\n{number}\n")
    return folder / "in"


def assert_one_line(err: str, place: str) -> None:
    assert place in err
    assert err.startswith("cleaner: ")
    assert err.count("\n") == 1, err


@pytest.mark.parametrize(
    ("arguments", "shell", "place"),
    [
        (["-o", "/proc/o.jsonl"], "", "/proc/o.jsonl"),
        (["-o", "/proc/out"], "", "/proc/out"),
        (["-o", "o.jsonl", "--report", "."], "", ".: "),
        ([], ">/dev/full", "standard output"),
        ([], ">&-", "standard output"),
    ],
)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_failing_output_is_one_line_and_status_4(tmp_path: Path, arguments: list[str], shell: str, place: str) -> None:
    fill(tmp_path)
    line = ["sh", "-c", f'exec "$@" {shell}', "sh", *CLEAN, "-q", "in", *arguments]
    ran = subprocess.run(
        line, cwd=tmp_path, env=environment(tmp_path / "t"), capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 4
    assert_one_line(ran.stderr, place)
    assert list((tmp_path / "t").iterdir()) == []


@pytest.mark.parametrize("arguments", [["kinds"], ["--help"]])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_tables_and_help_say_so_too(tmp_path: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(
            [*PROGRAM, *arguments],
            env=environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
        )
    assert ran.returncode == 4
    assert_one_line(ran.stderr, "standard output")


def test_an_index_that_cannot_be_written(tmp_path: Path) -> None:
    fill(tmp_path)
    line = [*PROGRAM, "learn", "in", "-j", "1", "-o", "/proc/x.index"]
    ran = subprocess.run(
        line, cwd=tmp_path, env=environment(tmp_path / "t"), capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 4
    assert_one_line(ran.stderr, "/proc/x.index")


@pytest.mark.parametrize("length", [60, 75, 95, 200])
def test_a_long_temporary_folder(tmp_path: Path, length: int) -> None:
    fill(tmp_path)
    scratch = tmp_path / ("t" * max(1, length - len(str(tmp_path))))
    line = [*CLEAN, "-q", "in", "-o", "o.jsonl"]
    ran = subprocess.run(line, cwd=tmp_path, env=environment(scratch), capture_output=True, text=True, timeout=120)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(read_records(tmp_path / "o.jsonl")) == 3
    assert list(scratch.iterdir()) == []


def without_semaphores(folder: Path) -> Path:
    """A module that takes semaphores away, as a read-only /dev/shm does."""
    code = """
import _multiprocessing
class Gone:
    SEM_VALUE_MAX = 2**31 - 1
    def __new__(cls, *_):
        raise OSError(30, "Read-only file system")
_multiprocessing.SemLock = Gone
"""
    return write(folder / "site" / "sitecustomize.py", code).parent


@pytest.mark.parametrize("quiet", [True, False])
def test_without_semaphores_it_cleans_in_one_process(tmp_path: Path, quiet: bool) -> None:
    fill(tmp_path)
    env = environment(tmp_path / "t")
    env["PYTHONPATH"] = f"{without_semaphores(tmp_path)}{os.pathsep}{ROOT}"
    line = [*CLEAN, "in", "-o", "o.jsonl", *["-q"] * quiet]
    ran = subprocess.run(line, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0
    assert ran.stderr.count("the timeout is not kept") == (not quiet)
    assert "Traceback" not in ran.stderr
    assert [record["status"] for record in read_records(tmp_path / "o.jsonl")] == ["ok"] * 3


STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


def group_members(leader: int) -> list[int]:
    """The processes of a session, by /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def wait_for_handlers(running: subprocess.Popen[str]) -> None:
    """Until the program handles SIGTERM: before that no line of it has run, and a signal ends Python itself."""
    end = time.monotonic() + 30
    while running.poll() is None and time.monotonic() < end:
        state = Path(f"/proc/{running.pid}/status").read_text("ascii", "replace")
        caught = int(re.search(r"^SigCgt:\s*([0-9a-f]+)$", state, re.MULTILINE)[1], 16)  # type: ignore[index]
        if caught >> (signal.SIGTERM - 1) & 1:
            return
        time.sleep(0.01)


def interrupt(folder: Path, number: signal.Signals, delay: float, whole_group: bool) -> tuple[int, str]:
    """Run on standard input into a folder, send a signal, and give status and standard error; nothing is left over."""
    scratch = folder / "t"
    line = [*CLEAN, "-q", "-", "in", "-o", "out"]
    with (folder / "piped").open("rb") as piped:
        running = subprocess.Popen(
            line,
            cwd=folder,
            env=environment(scratch),
            stdin=piped,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    wait_for_handlers(running)
    time.sleep(delay)
    if whole_group:
        os.killpg(running.pid, number)
    else:
        running.send_signal(number)
    _, err = running.communicate(timeout=60)
    end = time.monotonic() + 10
    while group_members(running.pid) and time.monotonic() < end:
        time.sleep(0.1)
    assert group_members(running.pid) == []
    assert [path.name for path in scratch.iterdir()] == []
    return running.returncode, err


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
@pytest.mark.parametrize("whole_group", [False, True])
@pytest.mark.parametrize("number", list(STATUS))
def test_a_signal_at_any_moment(tmp_path: Path, number: signal.Signals, whole_group: bool) -> None:
    fill(tmp_path, 120)
    write(tmp_path / "piped", STORY)
    rng = random.Random(f"{number}{whole_group}")
    for _ in range(int(os.environ.get("CLEANER_SIGNALS", "3"))):
        status, err = interrupt(tmp_path, number, rng.uniform(0, 4), whole_group)
        assert status in (STATUS[number], 0)
        assert err in ("", "cleaner: interrupted\n"), err
    line = [*CLEAN, "-q", "-", "in", "-o", "out", "--resume"]
    done = subprocess.run(
        line, cwd=tmp_path, env=environment(tmp_path / "t"), input=STORY, capture_output=True, text=True, timeout=120
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "out").glob("*.txt"))) == 121


@pytest.mark.parametrize("number", list(STATUS))
def test_a_signal_while_a_dataclass_is_made(tmp_path: Path, number: signal.Signals) -> None:
    """`exec` of a text: `python -m` ends with SIGINT itself after a KeyboardInterrupt has passed through it."""
    during = f"import os, time; os.kill(os.getpid(), {int(number)}); time.sleep(5)"
    usual = "default_int_handler" if number == signal.SIGINT else "SIG_DFL"  # nohup and `&` have them ignored
    code = f"import signal\nsignal.signal({int(number)}, signal.{usual})\n"
    code += f"from cleaner.cli.ending import *\ntake_signals()\nrun_to_an_end(lambda: exec({during!r}))\n"
    env = environment(tmp_path / "t")
    env["PYTHONPATH"] = f"{write(tmp_path / 'm' / 'ends.py', code).parent}{os.pathsep}{ROOT}"
    ran = subprocess.run([sys.executable, "-m", "ends"], env=env, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (STATUS[number], "cleaner: interrupted\n")


def test_an_ignored_hangup_stays_ignored(tmp_path: Path) -> None:
    fill(tmp_path, 30)
    line = ["sh", "-c", 'trap "" HUP; exec "$@"', "sh", *CLEAN, "-q", "in", "-o", "out"]
    running = subprocess.Popen(line, cwd=tmp_path, env=environment(tmp_path / "t"))
    for _ in range(4):
        time.sleep(0.3)
        running.send_signal(signal.SIGHUP)
    assert running.wait(timeout=60) == 0


def test_loading_beforehand_never_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("cleaner.processes.start._start_fork_server", broken)
    monkeypatch.setattr("multiprocessing.context.ForkServerContext.set_forkserver_preload", lambda *_: None)
    load_beforehand(["cleaner.batch.preload"])
