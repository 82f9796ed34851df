"""The examples of the documentation are run.

    ```console   `$ ` lines are commands (`> ` lines belong to the one above), run in order in one folder per page;
                 what follows a command is what it says
    ```pycon     a Python session, as doctest has it
    ```toml ```json   must be valid

`...` stands for anything, as in doctest. A command shown without output must only succeed.
"""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "README.md"]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
CHECKER = doctest.OutputChecker()
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Step(NamedTuple):
    command: str
    said: str


def blocks(page: Path, language: str) -> list[str]:
    return [body for name, body in FENCE.findall(page.read_text(encoding="utf-8")) if name == language]


def steps(block: str) -> Iterator[Step]:
    """The commands of a console block, each with what it is shown to say."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *rest = part.split("\n")
        while rest and rest[0].startswith("> "):
            command += "\n" + rest.pop(0)[2:]
        yield Step(command, "\n".join(rest))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the samples and what a command of the documentation finds around it."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    for name in ("docs", "tests", "training", "benchmarks", "cleaner"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@each_page
def test_commands_do_what_the_page_shows(page: Path, desk: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "COLUMNS": "80", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    for block in blocks(page, "console"):
        for step in steps(block):
            done = subprocess.run(
                ["bash", "-c", step.command],
                cwd=desk,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=300,
                check=False,
            )
            shown = done.stdout.decode("utf-8")
            if not step.said:
                assert done.returncode == 0, f"{step.command}\n{shown}"
            else:
                assert CHECKER.check_output(step.said, shown, FLAGS), (
                    f"{step.command}\nshown:\n{step.said}\ngot:\n{shown}"
                )


@each_page
def test_sessions_do_what_the_page_shows(page: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    names: dict[str, object] = {}
    for block in blocks(page, "pycon"):
        session = doctest.DocTestParser().get_doctest(block, names, page.name, str(page), 0)
        said: list[str] = []
        runner = doctest.DocTestRunner(optionflags=FLAGS)
        runner.run(session, out=said.append, clear_globs=False)
        assert runner.failures == 0, "".join(said)
        names = session.globs


@each_page
def test_data_is_valid(page: Path) -> None:
    for block in blocks(page, "toml"):
        assert tomllib.loads(block)
    for block in blocks(page, "json"):
        assert json.loads(block)


def test_the_documentation_has_examples() -> None:
    assert sum(len(blocks(page, "console")) + len(blocks(page, "pycon")) for page in PAGES) >= 12
