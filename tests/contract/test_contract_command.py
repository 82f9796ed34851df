"""The command line, as the contract words it."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner

from cleaner.cli import main

STORY = """Harbour of Velmora reopens after eight weeks

The harbour of Velmora reopened on Monday after eight weeks of repairs, the port authority said in a statement.

Two ferries left before noon, and the first container ship is expected on Thursday, harbour master Ines Calloway said.
"""
PARAGRAPHS = "".join(f"<p>{line.strip()}</p>" for line in STORY.split("\n\n"))
PAGE = f"<html><body><nav><a href=/>Home</a></nav><article>{PARAGRAPHS}</article></body></html>"
PROGRAM = [sys.executable, "-c", "from cleaner.cli import main; main()"]

OPTIONS = (
    "-o --format -j --timeout --keep --remove --language --html-field --text-field --with-text --marks --config -q -v"
    " --threshold --comments --no-witness --no-translation --pack --index --learn --unique --resume --max-failures"
    " --report"
).split()
ROW_OF_MANIFEST = {"id", "status", "input_size", "output_size", "input_digest", "output_digest", "seconds"}


class Ran(NamedTuple):
    status: int
    out: str
    err: str


def run(*arguments: str | Path, input: str | bytes | None = None) -> Ran:
    line = ["clean", "--no-translation", "-j", "1", *map(str, arguments)]
    result = CliRunner().invoke(main, line, input=input, catch_exceptions=False)
    return Ran(result.exit_code, result.stdout, result.stderr)


def ids(out: str) -> list[str]:
    return [json.loads(line)["id"] for line in out.splitlines()]


def test_every_command_and_option_of_the_contract_is_there() -> None:
    commands = set(main.list_commands(click.Context(main)))
    assert commands >= {"clean", "explain", "learn", "compare", "report", "replay", "kinds", "languages", "rule"}
    command = main.get_command(click.Context(main), "clean")
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(OPTIONS) <= known
    assert CliRunner().invoke(main, ["--version"]).exit_code == 0
    (jobs,) = [p for p in command.params if "-j" in p.opts]
    assert jobs.default == 0


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
@pytest.mark.parametrize("ending", [".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".jsonl"])
def test_every_ending_is_read(tmp_path: Path, ending: str, packing: str) -> None:
    """HTML by `.html .htm .xhtml`, plain text by `.txt .text .md`, rows by `.jsonl`; each also packed."""
    source = json.dumps({"id": "row", "text": STORY}) if ending == ".jsonl" else PAGE if "htm" in ending else STORY
    data = source.encode()
    if packing == ".gz":
        data = gzip.compress(data)
    elif packing == ".zst":
        data = pytest.importorskip("zstandard").compress(data)
    (tmp_path / f"a{ending}{packing}").write_bytes(data)
    ran = run(tmp_path, "--format", "jsonl")
    (record,) = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.status, record["status"]) == (0, "ok")
    assert "reopened on Monday" in record["body"]
    assert "<p>" not in record["body"]


def test_inputs_come_in_order_and_folders_sorted_and_recursive(tmp_path: Path) -> None:
    """Ids are paths relative to the INPUT; the inputs keep the order they were given in."""
    for name in ("z/b.txt", "z/a/c.txt", "z/a.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(STORY)
    assert ids(run(tmp_path / "z", tmp_path / "a.txt").out) == ["a/c.txt", "a.txt", "b.txt", "a.txt"]


def test_ids_of_rows(tmp_path: Path) -> None:
    """Any JSON scalar as a string, else FILE:LINE; nothing and null are no scalar to be called by."""
    lines = [{"id": id} for id in ("a", 7, 1.5, True, None, [1], {"a": 1})] + [{}]
    (tmp_path / "r.jsonl").write_text("".join(json.dumps(line | {"text": STORY}) + "\n" for line in lines))
    found = ids(run(tmp_path / "r.jsonl").out)
    assert found == ["a", "7", "1.5", "true", "r.jsonl:5", "r.jsonl:6", "r.jsonl:7", "r.jsonl:8"]


def test_a_line_that_is_not_json_names_its_number_and_the_run_goes_on(tmp_path: Path) -> None:
    row = json.dumps({"text": STORY})
    (tmp_path / "r.jsonl").write_text(f"{row}\n{{broken\n\n{row}\n")
    ran = run(tmp_path / "r.jsonl")
    records = [json.loads(line) for line in ran.out.splitlines()]
    assert [record["status"] for record in records] == ["ok", "error", "ok"]
    assert [record["id"] for record in records] == ["r.jsonl:1", "r.jsonl:2", "r.jsonl:4"]
    assert "r.jsonl:2" in records[1]["warnings"][0]


def test_a_row_of_the_manifest_has_id_status_sizes_digests_seconds(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.html").write_text(PAGE)
    assert run(tmp_path / "in", "-o", tmp_path / "out").status == 0
    assert run(tmp_path / "in", "-o", tmp_path / "out.jsonl").status == 0
    for manifest in (tmp_path / "out/manifest.jsonl", tmp_path / "out.jsonl.manifest.jsonl"):
        (row,) = [json.loads(line) for line in manifest.read_text().splitlines()]
        assert set(row) >= ROW_OF_MANIFEST
        assert row["input_size"] == len(PAGE)
        assert row["output_size"] > 0 and row["seconds"] > 0


@pytest.mark.parametrize("names", [("a.html", "a.txt"), ("A.txt", "a.txt")])
def test_two_inputs_for_one_output_stop_before_anything_is_written(tmp_path: Path, names: tuple[str, ...]) -> None:
    (tmp_path / "in").mkdir()
    for name in names:
        (tmp_path / "in" / name).write_text(STORY)
    assert run(tmp_path / "in", "-o", tmp_path / "out").status == 2
    assert not (tmp_path / "out").exists()


def test_records_grow_in_a_partial_file_with_its_manifest(tmp_path: Path) -> None:
    """Written to FILE.partial with its manifest and renamed at the end: a run that gave up leaves no FILE."""
    (tmp_path / "r.jsonl").write_text(json.dumps({"text": STORY}) + "\nbroken\nbroken\n")
    out = tmp_path / "out.jsonl"
    assert run(tmp_path / "r.jsonl", "-o", out, "--max-failures", "1").status == 1
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("out") and not p.name.endswith("lock")) == [
        "out.jsonl.manifest.jsonl.partial", "out.jsonl.partial",
    ]  # fmt: skip
    assert run(tmp_path / "r.jsonl", "-o", out).status == 1
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("out")) == [
        "out.jsonl", "out.jsonl.manifest.jsonl",
    ]  # fmt: skip


def test_results_on_standard_output_all_else_on_standard_error(tmp_path: Path) -> None:
    """One document gives its body, several their records; no bar where there is no terminal."""
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text(STORY)
    one, two = run(tmp_path / "a.txt"), run(tmp_path / "a.txt", tmp_path / "b.txt")
    assert one.out.strip() in STORY and "Two ferries" in one.out
    assert ids(two.out) == ["a.txt", "b.txt"]
    for ran in (one, two):
        assert "ok" in ran.err and "\r" not in ran.err
    assert run(tmp_path / "a.txt", "-q").err == ""


@pytest.mark.skipif(os.name != "posix", reason="a terminal")
def test_a_progress_bar_on_a_terminal_only(tmp_path: Path) -> None:
    import pty

    (tmp_path / "in").mkdir()
    for number in range(6):
        (tmp_path / f"in/{number}.txt").write_text(STORY)
    parent, child = pty.openpty()
    command = [*PROGRAM, "clean", "in", "-o", "out", "-j", "1", "--no-translation"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=child, stdout=subprocess.DEVNULL)
    os.close(child)
    seen = b""
    while True:
        try:
            piece = os.read(parent, 4096)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        seen += piece
    os.close(parent)
    assert process.wait() == 0
    assert b"cleaning" in seen and b"6 documents" in seen


def test_exit_statuses(tmp_path: Path) -> None:
    """0 all done, 1 some documents failed, 2 wrong usage or configuration, 3 nothing usable found."""
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "bad.jsonl").write_text("broken\n")
    (tmp_path / "bad.toml").write_text("treshold = 1\n")
    (tmp_path / "nothing").mkdir()
    assert run(tmp_path / "a.txt").status == 0
    assert run(tmp_path / "bad.jsonl").status == 1
    assert run(tmp_path / "a.txt", "--threshold", "7").status == 2
    assert run(tmp_path / "a.txt", "--config", tmp_path / "bad.toml").status == 2
    assert run(tmp_path / "a.txt", "-o", tmp_path / "x.jsonl", "--format", "text").status == 2
    assert run("https://news.example/a.html").status == 2
    assert run(tmp_path / "nothing").status == 3
