"""The hostile set: no exception, no hang, no lost row. A hundredth of its size; all of it with `-m heavy`."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from make_hostile import hostile_documents

import cleaner

SMALL = [(name, data) for name, data in hostile_documents(0.01) if ".jsonl" not in name and not name.endswith(".gz")]
CLEANER = cleaner.Cleaner(translation=False)
NOT_TEXT = ("random-bytes.html", "random-bytes.txt", "controls.txt")
PROGRAM = [sys.executable, "-c", "from cleaner.cli import main; main()", "clean"]


def form_of(name: str) -> str:
    return "html" if name.endswith("html") else "text"


@pytest.mark.parametrize(("name", "data"), SMALL, ids=[name for name, _ in SMALL])
def test_any_content_gives_a_result_that_replays(name: str, data: bytes) -> None:
    result = CLEANER.clean(data, form=form_of(name))  # type: ignore[arg-type]
    assert "".join(result.document.slice(s.span) for s in result.segments) == result.text
    if name in NOT_TEXT:
        assert result.warnings == ("not text: full of control characters",)
        return
    assert not result.status.failed, result.warnings
    record = result.to_record()
    assert cleaner.replay(record, result.text) == record["body"]
    assert json.loads(json.dumps(record)) == record


@pytest.mark.parametrize("name", ["bom-utf-16-le.html", "bom-utf-32-be.html", "wrong-charset.html", "nul.html"])
def test_the_text_is_read_whatever_the_encoding(name: str) -> None:
    text = CLEANER.clean(dict(SMALL)[name]).text
    assert "harbour" in text and "Velmora" in text


def test_entities_are_not_expanded_and_files_not_read() -> None:
    assert len(CLEANER.clean(dict(SMALL)["entity-bomb.html"]).text) < 10_000
    host = Path("/etc/hostname")
    name = host.read_text().strip() if host.exists() else "no such host"
    assert name not in CLEANER.clean(dict(SMALL)["external-entity.html"]).text


def seconds(data: bytes, form: str) -> float:
    """Processor time of cleaning, the best of two."""
    used = []
    for _ in range(2):
        start = time.process_time()
        CLEANER.clean(data, form=form)  # type: ignore[arg-type]
        used.append(time.process_time() - start)
    return min(used)


PATTERNS = sorted({name.rpartition("-")[0] for name, _ in SMALL if name.startswith("pattern-")})


@pytest.mark.heavy
@pytest.mark.parametrize("name", PATTERNS)
def test_time_grows_with_the_length_of_a_line_and_not_with_its_square(name: str) -> None:
    """Ten times the line takes at most thirty times as long; a square would take a hundred."""
    full = dict(hostile_documents(1.0))
    once, ten = (seconds(full[f"{name}-{times}x.txt"], "text") for times in (1, 10))
    assert ten < 30 * max(once, 0.01)


def run_set(folder: Path, scale: float, *, timeout: float) -> list[dict[str, object]]:
    """The set through the command line with two workers; the rows of the manifest."""
    subprocess.run([sys.executable, Path(__file__).parent / "make_hostile.py", folder / "in", str(scale)], check=True)
    arguments = ["in", "-o", "out.jsonl", "-j", "2", "--timeout", str(timeout), "-q", "--no-translation"]
    ran = subprocess.run([*PROGRAM, *arguments], cwd=folder, capture_output=True, check=False, text=True)
    assert ran.returncode == 1, ran.stderr
    assert ran.stderr == ""
    records = [json.loads(line) for line in (folder / "out.jsonl").read_bytes().splitlines()]
    rows = [json.loads(line) for line in (folder / "out.jsonl.manifest.jsonl").read_bytes().splitlines()]
    assert [record["status"] for record in records] == [row["status"] for row in rows]
    documents = {str(row["source"]).partition(":")[0] for row in rows}
    assert documents == {path.name for path in (folder / "in").iterdir()}
    return rows


def test_no_row_is_lost(tmp_path: Path) -> None:
    rows = run_set(tmp_path, 0.002, timeout=20)
    failed = {row["source"]: row["cause"] for row in rows if row["status"] in ("error", "timeout", "crashed")}
    assert [cause for cause in failed.values() if "internal" in str(cause)] == []
    assert [row["source"] for row in rows if row["status"] in ("timeout", "crashed")] == []


@pytest.mark.heavy
def test_the_whole_set_at_full_size(tmp_path: Path) -> None:
    start = time.monotonic()
    rows = run_set(tmp_path, 1.0, timeout=30)
    slowest = max(float(str(row["seconds"])) for row in rows)
    assert slowest < 31, "past the deadline"
    internal = [row["cause"] for row in rows if "internal" in str(row["cause"])]
    assert internal == [], internal
    print(f"{len(rows)} rows in {time.monotonic() - start:.0f} s, slowest {slowest:.1f} s")
