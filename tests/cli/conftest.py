"""The command line run in this process; its workers are forked from one process that has loaded everything."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from clean_helpers import Clean, Ran
from click.testing import CliRunner

from cleaner.cli import main

if os.name == "posix":
    multiprocessing.set_forkserver_preload(["cleaner.batch.preload"])


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clean:
    """`cleaner clean ARGUMENTS...` in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path, input: str | bytes | None = None, jobs: int = 1) -> Ran:
        line: Sequence[str] = ["clean", "--no-translation", "-j", str(jobs), *map(str, arguments)]
        result = CliRunner().invoke(main, line, input=input, catch_exceptions=False)
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run
