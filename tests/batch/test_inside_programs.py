"""`clean_many` inside other programs: daemonic processes, forks, scripts without a guard, tables with holes."""

from __future__ import annotations

import decimal
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

import cleaner
from cleaner.readers import html

TEXT = "The harbour of Velmora reopened on Monday after eight weeks of repairs, the port authority said.\n"
ROOT = str(Path(__file__).parents[2])


def run_script(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    script = folder / "script.py"
    script.write_text(code)
    env = os.environ | {"PYTHONPATH": ROOT}
    return subprocess.run([sys.executable, script], capture_output=True, text=True, env=env, timeout=120, cwd=folder)


USE = f"""
import cleaner
def work(_=0):
    many = cleaner.Cleaner(translation=False).clean_many([{TEXT!r}] * 3, jobs=2)
    return [result.status.value for result in many]
"""


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
@pytest.mark.skipif(os.name != "posix", reason="start methods of POSIX")
def test_a_daemonic_worker_cleans_by_itself_and_says_so_once(tmp_path: Path, method: str) -> None:
    main = f"""
if __name__ == "__main__":
    import multiprocessing
    with multiprocessing.get_context("{method}").Pool(1) as pool:
        print(pool.map(work, range(2)))
"""
    ran = run_script(tmp_path, USE + main)
    assert ran.stdout == "[['ok', 'ok', 'ok'], ['ok', 'ok', 'ok']]\n", ran.stderr
    assert ran.stderr.count("\n") == ran.stderr.count("daemonic") == 1


@pytest.mark.parametrize("names", ["", "import logging\nlogging.getLogger(__name__)\n"])
def test_a_script_without_a_guard_is_told_so_and_runs_once(tmp_path: Path, names: str) -> None:
    ran = run_script(tmp_path, f"print('begin', flush=True)\n{names}{USE}print(work())\n")
    assert ran.returncode == 1
    assert ran.stdout == "begin\n"
    assert ran.stderr.count("Traceback") == 1
    last = ran.stderr.splitlines()[-1]
    assert "script.py" in last
    assert "if __name__ == '__main__'" in last


def test_a_script_with_a_comparison_elsewhere_ends_too(tmp_path: Path) -> None:
    code = f"elsewhere = __name__ == 'other'\n{USE}print(work())\n"
    ran = run_script(tmp_path, code)
    assert ran.returncode == 1
    assert ran.stderr.count("Traceback") == 2, ran.stderr  # the pool's error and ours, which it caused
    assert "if __name__ == '__main__'" in ran.stderr.splitlines()[-1]


def test_a_script_with_a_guard_works(tmp_path: Path) -> None:
    ran = run_script(tmp_path, f"{USE}\nif __name__ == '__main__':\n    print(work())\n")
    assert (ran.stdout, ran.stderr) == ("['ok', 'ok', 'ok']\n", "")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="fork")
def test_a_forked_child_has_a_lock_of_its_own() -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with html._ONE_AT_A_TIME:
            held.set()
            done.wait(30)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(30)
    child = os.fork()
    if child == 0:
        os._exit(0 if html._ONE_AT_A_TIME.acquire(timeout=5) else 1)
    done.set()
    thread.join()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def missing_values() -> list[object]:
    values: list[object] = [None, float("nan"), np.float64("nan"), np.float32("nan"), decimal.Decimal("nan")]
    try:
        import pandas as pd
    except ImportError:
        return values
    return [*values, pd.NA, pd.NaT]


@pytest.mark.parametrize("jobs", [1, 2])
def test_holes_of_a_table_are_results(jobs: int) -> None:
    sources = [TEXT, *missing_values(), TEXT]
    found = list(cleaner.Cleaner(translation=False).clean_many(sources, jobs=jobs))  # type: ignore[arg-type]
    assert [result.status for result in found[1:-1]] == ["error"] * (len(sources) - 2)
    assert all("missing value" in result.warnings[0] for result in found[1:-1])
    assert found[0].body == found[-1].body == TEXT.strip()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("source", [5, 1.5, ["x"], bytearray(b"x"), Path("x"), np.zeros(3)])
def test_other_types_are_misuse(source: object, jobs: int) -> None:
    with pytest.raises(cleaner.CleanerError, match="str or bytes"):
        list(cleaner.Cleaner(translation=False).clean_many([source], jobs=jobs))  # type: ignore[list-item]


@pytest.mark.parametrize("source", missing_values())
def test_clean_itself_takes_no_missing_value(source: object) -> None:
    with pytest.raises(cleaner.UsageError, match="str or bytes"):
        cleaner.clean(source)  # type: ignore[arg-type]
