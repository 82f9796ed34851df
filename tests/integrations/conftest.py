"""What the tests of the integrations share: the samples as documents, and running a program that must end by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cleaner

ROOT = Path(__file__).parent.parent.parent
SAMPLES = sorted((ROOT / "samples" / "in").iterdir())
Program = Callable[..., None]


@pytest.fixture(scope="session")
def rows() -> list[dict[str, Any]]:
    """The samples as rows: some with HTML and some with text, as a crawl would have them."""
    return [
        {
            "id": path.stem,
            "url": f"https://news.example/{path.stem}",
            "html" if path.suffix == ".html" else "text": path.read_text(encoding="utf-8"),
        }
        for path in SAMPLES
    ]


@pytest.fixture(scope="session")
def records(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What the library makes of the rows, by id."""
    worker = cleaner.Cleaner()
    return {row["id"]: _record(worker, row) for row in rows}


def _record(worker: cleaner.Cleaner, row: dict[str, Any]) -> dict[str, Any]:
    form = "html" if "html" in row else "text"
    return worker.clean(row[form], row["url"], id=row["id"], form=form).to_record()


@pytest.fixture
def run_program(tmp_path: Path) -> Program:
    """Run a Python program in a folder of its own; it must succeed within `timeout` seconds."""

    def run(program: Path, *arguments: str, timeout: float = 300) -> None:
        argv = [sys.executable, str(program), *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        with subprocess.Popen(argv, cwd=tmp_path, env=environment, start_new_session=True, **streams) as process:
            try:
                said, errors = process.communicate(timeout=timeout)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # the processes it started too
                raise
        assert process.returncode == 0, said[-2000:] + errors[-6000:]

    return run
