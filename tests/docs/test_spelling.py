"""The documentation, the docstrings and the messages have no common misspelling."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
READ = [
    *ROOT.glob("*.md"),
    *(page for folder in ("docs", "examples", "samples", "cleaner/models") for page in (ROOT / folder).glob("*.md")),
    *(module for folder in ("cleaner", "examples") for module in (ROOT / folder).rglob("*.py")),
]


def misspelt(*files: Path) -> str:
    """What codespell finds, with the words of pyproject.toml ignored."""
    command = [sys.executable, "-m", "codespell_lib", *map(str, files)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


def test_nothing_is_misspelt() -> None:
    assert misspelt(*READ) == ""


def test_a_misspelling_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("The harbour was seperate.\n", encoding="utf-8")
    assert "separate" in misspelt(page)
