"""`cleaner clean --report`: the page comes with the run, the outputs stay what they are without it."""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cleaner.cli import main

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "in"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder of three samples and one file that cannot be read as what it says it is."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("wire-story.txt", "broadcaster-dump.txt", "html-full-news-page.html"):
        shutil.copy(SAMPLES / name, folder)
    (folder / "broken.txt.gz").write_bytes(b"\x1f\x8b no gzip")
    return folder


def clean(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["clean", "--no-translation", "--no-witness", *map(str, arguments)])


def unpacked(report: Path, id: str) -> Any:
    found = re.search(rf'id="{id}">([A-Za-z0-9+/=]*)</script>', report.read_text(encoding="utf-8"))
    assert found
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("out", ["out", "out.jsonl"])
def test_the_report_shows_the_run_and_changes_no_output(tmp_path: Path, pages: Path, out: str, jobs: str) -> None:
    report = tmp_path / "report.html"
    result = clean(pages, "-o", tmp_path / "with" / out, "--report", report, "-j", jobs)
    assert result.exit_code == 1, result.output
    assert clean(pages, "-o", tmp_path / "without" / out, "-j", jobs).exit_code == 1
    rows = unpacked(report, "data")["rows"]
    assert [(row[0], row[4]) for row in rows] == [
        ("broadcaster-dump.txt", "ok"),
        ("broken.txt.gz", "error"),
        ("html-full-news-page.html", "ok"),
        ("wire-story.txt", "ok"),
    ]
    assert all(view["lines"] for view, row in zip(unpacked(report, "b0"), rows, strict=True) if row[4] == "ok")
    written = {path.name: path.read_bytes() for path in (tmp_path / "with").rglob("*") if path.is_file()}
    expected = {path.name: path.read_bytes() for path in (tmp_path / "without").rglob("*") if path.is_file()}
    assert written.keys() == expected.keys()
    assert all(written[name] == expected[name] for name in written if "manifest" not in name)


def test_an_input_is_never_written_over(tmp_path: Path, pages: Path) -> None:
    for report in (pages / "html-full-news-page.html", pages / "report.html"):
        result = clean(pages, "-o", tmp_path / "out", "--report", report)
        assert result.exit_code == 2
        assert "never written" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_report_that_cannot_be_written_is_said_before_anything_is(tmp_path: Path, pages: Path) -> None:
    result = clean(pages, "-o", tmp_path / "out", "--report", tmp_path / "nowhere" / "report.html")
    assert result.exit_code == 2
    assert "nowhere" in result.stderr


def test_a_resumed_run_says_how_to_make_its_report(tmp_path: Path, pages: Path) -> None:
    result = clean(pages, "-o", tmp_path / "out", "--resume", "--report", tmp_path / "report.html")
    assert result.exit_code == 2
    assert "cleaner report" in result.stderr
