"""No command writes over what it reads, in whatever way the two are one file; a refused command touches nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from clean_helpers import PAGE, STORY, Ran, write
from click.testing import CliRunner

from cleaner.cli import main


def run(*arguments: str) -> Ran:
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    return Ran(result.exit_code, result.stdout, result.stderr)


RECORDS = [
    "{}", "{}.partial", "{}.previous", "{}.previous.new", "{}.lock", "{}.packing.partial", "{}.manifest.jsonl",
    "{}.manifest.jsonl.partial", "{}.manifest.jsonl.previous", "{}.manifest.jsonl.previous.new",
]  # fmt: skip
WHOLE = ["{}", "{}.partial"]
FOLDER = ["{}/manifest.jsonl", "{}/manifest.jsonl.previous", "{}/manifest.jsonl.previous.new",
          "{}/.cleaner-partial/lock"]  # fmt: skip
CLEAN = ["clean", "--no-translation", "-j", "1"]


class Command(NamedTuple):
    """out: the output. writes: every file it makes, replaces or removes, as patterns of `out`. roles: what it reads."""

    line: list[str]
    out: str
    writes: list[str]
    roles: list[list[str]]


INPUT = ["{}"]
ROLES = [INPUT, ["x/other.txt", "--pack", "{}"], ["x/other.txt", "--config", "{}"], ["x/other.txt", "--index", "{}"]]
FOLDER_ROLES = [*ROLES, ["x/other.txt", "--site-rules", "{parent}"]]
COMMANDS = {
    "jsonl": Command([*CLEAN, "-o", "w/o.jsonl"], "w/o.jsonl", RECORDS, ROLES),
    "gz": Command([*CLEAN, "-o", "w/o.jsonl.gz"], "w/o.jsonl.gz", RECORDS, [INPUT]),
    "parquet": Command([*CLEAN, "-o", "w/o.parquet"], "w/o.parquet", RECORDS, [INPUT]),
    "resume": Command([*CLEAN, "--resume", "-o", "w/o.jsonl"], "w/o.jsonl", RECORDS, [INPUT]),
    "body": Command([*CLEAN, "-o", "w/o.txt"], "w/o.txt", WHOLE, [INPUT]),
    "folder": Command([*CLEAN, "-o", "w"], "w", FOLDER, ROLES),
    "documents": Command([*CLEAN, "-o", "w"], "w", ["{}/other.txt"], ROLES[1:]),
    "clean --report": Command([*CLEAN, "--report", "w/r.html"], "w/r.html", WHOLE, ROLES),
    "clean --learn": Command([*CLEAN, "--learn", "--index", "w/i.db"], "w/i.db", WHOLE, ROLES[:3]),
    "learn": Command(["learn", "-o", "w/i.db"], "w/i.db", WHOLE, [INPUT]),
    "learn --merge": Command(["learn", "--merge", "-o", "w/i.db"], "w/i.db", WHOLE, [INPUT]),
    "compare": Command(
        ["compare", "-o", "w/c.html"], "w/c.html", WHOLE, [["{}", "x/other.txt"], ["x/other.txt", "{}"]]
    ),
    "report": Command(["report", "-o", "w/r.html"], "w/r.html", WHOLE, [INPUT]),
    "export": Command(["export", "--to", "conll", "-o", "w/e.conll"], "w/e.conll", WHOLE, [INPUT]),
    "clean --comments-file": Command([*CLEAN, "--comments-file", "w/c.csv"], "w/c.csv", WHOLE, ROLES),
}


def same(path: Path) -> str:
    write(path, "")
    return str(path)


def absolute(path: Path) -> str:
    write(path, "")
    return str(path.absolute())


def other_spelling(path: Path) -> str:
    write(path, "")
    return f"w/../{path.parent}//./{path.name}"


def hard_link(path: Path) -> str:
    os.link(write(Path("x/input.txt"), ""), path)
    return "x/input.txt"


def output_is_a_link(path: Path) -> str:
    path.symlink_to(write(Path("x/input.txt"), "").absolute())
    return "x/input.txt"


def input_is_a_link(path: Path) -> str:
    Path("x/input.txt").symlink_to(write(path, "").absolute())
    return "x/input.txt"


def linked_folder(path: Path) -> str:
    write(path, "")
    Path("x/link").symlink_to(path.parent.absolute())
    return f"x/link/{path.name}"


WAYS = [same, absolute, other_spelling, hard_link, output_is_a_link, input_is_a_link, linked_folder]


def cases() -> Iterator[object]:
    for name, command in COMMANDS.items():
        for pattern, (number, role), way in product(command.writes, enumerate(command.roles), WAYS):
            yield pytest.param(command, pattern, role, way, id=f"{name}-{pattern}-{number}-{way.__name__}")


def snapshot(root: Path) -> dict[str, tuple[object, ...]]:
    """Everything below a folder: what it is, what it holds, and when it was changed; folders too."""
    found = {}
    for path in sorted([root, *root.rglob("*")]):
        at = path.lstat()
        held = str(path.readlink()) if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        found[str(path)] = (at.st_mode, at.st_ino, at.st_nlink, at.st_mtime_ns, held)
    return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(Path("x/other.txt"), STORY)
    Path("w").mkdir()
    return tmp_path


def refused(place: Path, *line: str, status: int = 2) -> str:
    """The message of a command that is wrong usage and touched nothing."""
    before = snapshot(place)
    ran = run(*line)
    assert snapshot(place) == before
    assert ran.status == status, ran
    assert ran.out == ""
    return ran.err.splitlines()[-1]


@pytest.mark.parametrize(("command", "pattern", "role", "way"), list(cases()))
def test_what_is_read_is_never_written(
    place: Path, command: Command, pattern: str, role: list[str], way: object
) -> None:
    written = Path(pattern.format(command.out))
    written.parent.mkdir(exist_ok=True)
    assert callable(way)
    named = way(written)
    message = refused(place, *command.line, *(word.format(named, parent=Path(named).parent) for word in role))
    assert written.name in message
    assert named in message
    assert "choose another output" in message


@pytest.mark.parametrize("name", COMMANDS)
def test_the_same_commands_run_where_nothing_collides(place: Path, name: str) -> None:
    command = COMMANDS[name]
    words = ["x/other.txt", "x/other.txt"] if name == "compare" else ["x/other.txt"]
    if name in ("learn --merge", "report", "export"):
        made = "x/i.db" if name == "learn --merge" else "x/r.jsonl"
        make = ["learn"] if name == "learn --merge" else [*CLEAN, "--with-text"]
        assert run(*make, "x/other.txt", "-o", made).status == 0
        words = [made]
    before = snapshot(place / "x")
    for _ in range(2):  # over its own earlier output, too
        ran = run(*command.line, *words)
        assert ran.status == 0, ran
    assert snapshot(place / "x") == before


FOLDER_FILES = [*FOLDER, "{}/.cleaner-partial", "{}/in.txt", "{}/IN.TXT", "{}/in.txt/r.html", "{}"]


@pytest.mark.parametrize("option", [["--report"], ["--learn", "--index"]], ids=["report", "index"])
@pytest.mark.parametrize(
    ("out", "other"),
    [("w/o.jsonl", pattern) for pattern in [*RECORDS, "{}/r.html"]]
    + [("w/o.txt", pattern) for pattern in WHOLE]
    + [("w", pattern) for pattern in FOLDER_FILES]
    + [("new", pattern) for pattern in FOLDER_FILES],
)
def test_two_outputs_are_never_one_file(place: Path, option: list[str], out: str, other: str) -> None:
    write(Path("x/in.txt"), STORY)
    named = other.format(out)
    status = 4 if Path(named).is_dir() else 2  # a folder in place of a file
    message = refused(place, *CLEAN, "x/in.txt", "-o", out, *option, named, status=status)
    assert named in message or named.rpartition("/")[0] in message


@pytest.mark.parametrize("spelling", ["w/../w/o.jsonl", "{}/w/o.jsonl", "link/o.jsonl", "w/O.JSONL"])
def test_two_outputs_are_one_file_in_any_spelling(place: Path, spelling: str) -> None:
    Path("link").symlink_to("w")
    assert "the same file" in refused(
        place, *CLEAN, "x/other.txt", "-o", "w/o.jsonl", "--report", spelling.format(place)
    )


COMMAND_LINES = {
    "clean -o": [*CLEAN, "x", "-o"],
    "clean --report": [*CLEAN, "x", "--report"],
    "clean --index": [*CLEAN, "x", "--learn", "--index"],
    "learn": ["learn", "x", "-o"],
    "merge": ["learn", "--merge", "x/other.txt", "-o"],
    "compare": ["compare", "x/other.txt", "x/other.txt", "-o"],
    "report": ["report", "x/other.txt", "-o"],
    "export": ["export", "x", "--to", "spacy", "-o"],
}


@pytest.mark.parametrize("name", COMMAND_LINES)
@pytest.mark.parametrize("out", ["", ".", "x", "x/new.html", "x/../x/sub/new.jsonl", "link/new.html", "w/linked.txt"])
def test_outputs_that_are_nothing_a_folder_or_in_an_input(place: Path, name: str, out: str) -> None:
    Path("link").symlink_to("x")
    write(Path("x/sub/a.txt"), STORY)
    Path("w/linked.txt").symlink_to("../x/linked.txt")  # leads to a new file in the input
    if name in ("compare", "merge", "report") and out not in ("", ".", "x", "w/linked.txt"):
        pytest.skip("their inputs are files")
    folder_for_a_file = out in (".", "x") and name != "clean -o"
    refused(place, *COMMAND_LINES[name], out, status=4 if folder_for_a_file else 2)


@pytest.mark.parametrize("name", [name for name in COMMAND_LINES if name != "clean -o"])
def test_a_folder_that_is_not_there_is_said_before_anything_is_done(place: Path, name: str) -> None:
    assert "no folder nowhere" in refused(place, *COMMAND_LINES[name], "nowhere/new.html")


def test_a_device_is_not_replaced(place: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes")
    os.mkfifo("w/pipe")
    for name in COMMAND_LINES:
        refused(place, *COMMAND_LINES[name], "w/pipe")


def test_a_report_is_never_written_over_records_of_its_folder(place: Path) -> None:
    assert run(*CLEAN, "x/other.txt", "-o", "w", "--format", "jsonl").status == 0
    for name in ("other.json", "manifest.jsonl"):
        assert name in refused(place, "report", "w", "-o", f"w/{name}")
    for _ in range(2):
        assert run("report", "w", "-o", "w/report.html").status == 0


@pytest.mark.parametrize("name", ["report", "compare"])
def test_standard_input_is_no_two_inputs(place: Path, name: str) -> None:
    assert "can be read once" in refused(place, name, "-", "-", "-o", "w/new.html")


@pytest.mark.skipif(os.name != "posix", reason="/dev/stdin")
def test_a_file_that_standard_input_comes_from_is_an_input(place: Path) -> None:
    import subprocess
    import sys

    write(Path("w/o.jsonl.partial"), PAGE)
    before = snapshot(place)
    line = [sys.executable, "-c", "from cleaner.cli import main; main()", "clean", "-j", "1", "-o", "w/o.jsonl"]
    with Path("w/o.jsonl.partial").open("rb") as stdin:
        ran = subprocess.run(line, stdin=stdin, capture_output=True, text=True, check=False)
    assert ran.returncode == 2, ran.stderr
    assert snapshot(place) == before
