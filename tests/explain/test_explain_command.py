"""`cleaner explain` from the outside."""

from __future__ import annotations

import gzip
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cleaner.cli import main

SAMPLES = Path(__file__).parent.parent.parent / "samples"
PAGE = str(SAMPLES / "in" / "html-full-news-page.html")
TEXT = str(SAMPLES / "in" / "broadcaster-dump.txt")


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, ["explain", "--no-translation", *arguments], input=stdin)


@pytest.mark.parametrize("path", [PAGE, TEXT])
def test_rows_tile_the_page_text(path: str) -> None:
    result = run(path, "--format", "jsonl")
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["start"] for row in rows[1:]] == [row["end"] for row in rows[:-1]]
    assert {row["fate"] for row in rows} <= {"keep", "remove", "lift"}
    assert any(row["kind"] == "navigation" and row["rule"] for row in rows)


def test_the_view_ends_with_a_summary() -> None:
    result = run(TEXT, "--width", "80")
    assert "Skip to Content" in result.stdout
    assert "\nstatus     ok, language en" in result.stdout
    assert "\x1b" not in result.stdout


def test_standard_input_is_read() -> None:
    result = run("--diff", stdin="Skip to content\n\nThe harbour opened on Monday after a year of work.\n")
    assert result.stdout.splitlines()[:4] == ["--- page", "+++ body", "@@ -1,3 +1,1 @@", "-Skip to content"]


def test_a_compressed_page_is_read(tmp_path: Path) -> None:
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(Path(PAGE).read_bytes()))
    assert run(str(packed), "--format", "jsonl").stdout == run(PAGE, "--format", "jsonl").stdout
    packed.write_bytes(b"\x1f\x8b no gzip")
    assert "page.html.gz" in run(str(packed)).stderr


def test_choices_change_what_goes(tmp_path: Path) -> None:
    assert "-Skip to Content" in run(TEXT, "--diff").stdout
    assert "-Skip to Content" not in run(TEXT, "--diff", "--keep", "navigation").stdout
    choices = tmp_path / "cleaner.toml"
    choices.write_text('keep = ["navigation"]\n', encoding="utf-8")
    assert "-Skip to Content" not in run(TEXT, "--diff", "--config", str(choices)).stdout
    assert "-Skip to Content" in run(TEXT, "--diff", "--config", str(choices), "--remove", "navigation").stdout
    assert "-Skip to Content" not in run(TEXT, "--diff", "--threshold", "1").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.txt"], "missing.txt"),
        ([TEXT, "--keep", "navigaton"], "did you mean 'navigation'"),
        ([TEXT, "--only", "nothing"], "is not one of"),
        ([TEXT, "--diff", "--format", "jsonl"], "--diff"),
        ([TEXT, "--diff", "--only", "share"], "--only"),
        ([TEXT, "--threshold", "2"], "2"),
    ],
)
def test_misuse_exits_with_2_and_says_why(arguments: list[str], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    ("environment", "arguments", "coloured"),
    [({}, [], True), ({"NO_COLOR": "1"}, [], False), ({}, ["--color", "never"], False)],
)
def test_colours_on_a_terminal_only_without_no_color(
    environment: dict[str, str], arguments: list[str], coloured: bool
) -> None:
    given = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    command = [sys.executable, "-c", "from cleaner.cli import main; main()", "explain", "--no-translation"]
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [*command, *arguments, TEXT], stdout=inner, env={**given, "TERM": "xterm-256color", **environment}
    )
    os.close(inner)
    shown = bytearray()
    try:
        while piece := os.read(outer, 65536):
            shown += piece
    except OSError:
        pass  # Linux ends a terminal's output with EIO
    assert process.wait() == 0
    os.close(outer)
    assert (b"\x1b[" in shown) is coloured
    assert b"Skip to Content" in shown


def test_colours_can_be_forced_into_a_pipe() -> None:
    assert "\x1b[" in run(TEXT, "--color", "always").stdout
