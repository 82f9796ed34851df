"""Files are whole or not there: short writes, lost bytes, removed folders, links where the run writes."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner.atomic_files import NewFile, write_all, write_whole
from cleaner.batch.options import Options
from cleaner.batch.run import Summary, clean_files
from cleaner.config import Config
from cleaner.corpus.build import build_index
from cleaner.corpus.fingerprint import take_fingerprint
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from cleaner.report import write_report

QUIET = Config(translation=False)
STORY = "The harbour of Velmora reopened on Monday after eight weeks of repairs, the port authority said.\n"
OUTS = ["out", "out.jsonl", "out.jsonl.gz", "out.parquet", "out.txt"]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make_input(count: int = 6) -> None:
    Path("in").mkdir()
    for number in range(count):
        Path(f"in/{number}.txt").write_text(STORY.replace("eight", str(number)))


def run(out: str, **choices: Any) -> Summary:
    if out.endswith("parquet"):
        pytest.importorskip("pyarrow")
    inputs = ["in/0.txt"] if out.endswith(".txt") else ["in"]
    watch = choices.pop("watch", None)
    return clean_files(Options(inputs, out=out, jobs=1, **choices), QUIET, watch=watch)


def contents(out: str) -> dict[str, Any]:
    """What a run left, the manifest without its times."""
    files = [
        path for path in (Path(out).rglob("*") if Path(out).is_dir() else Path().glob(out + "*")) if path.is_file()
    ]
    return {
        str(path): [json.loads(line) | {"seconds": 0} for line in path.read_bytes().splitlines()]
        if path.name.endswith("manifest.jsonl")
        else path.read_bytes()
        for path in sorted(files)
    }


class Stingy(io.FileIO):
    """A file that takes at most seven bytes at a time, as a full disk or a signal makes one do."""

    def write(self, data: Any) -> int:
        return super().write(bytes(data[:7]))


def open_stingy(path: Path, mode: str = "r", buffering: int = -1, **rest: Any) -> Any:
    """`Path.open` that gives stingy files where they are unbuffered."""
    return Stingy(path, mode.replace("b", "")) if buffering == 0 else io.open(path, mode, buffering, **rest)  # noqa: UP020


@pytest.mark.parametrize("out", OUTS)
def test_a_file_that_takes_a_part_is_given_the_rest(monkeypatch: pytest.MonkeyPatch, out: str) -> None:
    make_input()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "open", open_stingy)
        run(out)
    found = contents(out)
    assert found
    shutil.rmtree(out) if Path(out).is_dir() else [path.unlink() for path in Path().glob(out + "*")]
    run(out)
    assert contents(out) == found


def test_a_file_that_takes_nothing_is_an_error() -> None:
    class Full(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, _: Any) -> None:
            return None

    with pytest.raises(OSError, match="no more"):
        write_all(Full(), b"x")


@pytest.fixture
def limited() -> Iterator[Callable[[int], None]]:
    """Files of this process can grow to a limit: a write across it is short, the next one fails, as on a full disk."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_disk_that_is_full_leaves_nothing_torn_under_the_last_name(limited: Callable[[int], None]) -> None:
    Path("a").write_bytes(b"before")
    limited(1000)
    file = NewFile(Path("grows"))
    file.write(b"x" * 900)
    with pytest.raises(OSError, match="grows") as caught:
        file.write(b"y" * 900)
    assert (caught.value.errno, caught.value.filename) == (errno.EFBIG, "grows")
    file.close()
    assert Path("grows").stat().st_size == 1000
    with pytest.raises(OSError, match=r"a\.partial"):
        write_whole("a", b"y" * 9000)
    with pytest.raises(OSError, match=r"r\.html"):
        write_report([], "r.html")
    fingerprint = take_fingerprint(Cleaner(QUIET).clean(STORY, id="a"))
    with pytest.raises(OSError, match="index cannot be written") as caught:
        build_index([fingerprint], "index")
    assert caught.value.filename == "index"
    assert Path("a").read_bytes() == b"before"
    assert sorted(path.name for path in Path().iterdir()) == ["a", "grows"]


@pytest.mark.parametrize("out", ["out.jsonl", "out.jsonl.gz", "out.parquet"])
@pytest.mark.parametrize("cut", [1, 10_000_000])
def test_a_run_that_lost_bytes_does_not_take_its_name(out: str, cut: int) -> None:
    make_input()
    run(out)
    finished = contents(out)
    partial = Path(out + ".partial")

    def lose(*_: object) -> None:
        os.truncate(partial, max(0, partial.stat().st_size - cut))

    with pytest.raises(OSError, match="bytes") as caught:
        run(out, watch=lose)
    assert caught.value.filename == str(partial)
    assert partial.exists()
    assert {name: data for name, data in contents(out).items() if name in finished} == finished
    assert not Path(out + ".lock").exists()
    assert run(out, resume=True).documents == 6
    assert contents(out) == finished


@pytest.mark.parametrize("out", ["deep/out", "deep/out.jsonl", "deep/out.jsonl.gz"])
@pytest.mark.parametrize("when", [1, 3, 6])
@pytest.mark.parametrize("how", ["removed", "moved", "replaced"])
def test_a_folder_that_goes_away_during_the_run_is_an_error(out: str, when: int, how: str) -> None:
    make_input()
    seen: list[object] = []

    def take_away(*row: object) -> None:
        seen.append(row)
        if len(seen) == when:
            shutil.rmtree("deep") if how == "removed" else Path("deep").rename("moved")
            if how == "replaced":
                shutil.copytree("moved", "deep")

    with pytest.raises(OSError, match=r"removed|No such file") as caught:
        run(out, watch=take_away)
    assert "deep" in str(caught.value.filename)
    assert Path("deep").exists() == (how == "replaced")
    assert how != "removed" or len(seen) == when


def written_names(out: str) -> list[str]:
    """Every file that a run to an output makes, replaces or removes, seen by the interpreter's own audit."""
    program = """if True:
        import os, sys
        seen = set()
        def audit(event, args):
            if event == "open" and args[0] is not None and (args[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                seen.add(os.fspath(args[0]) if not isinstance(args[0], int) else "")
            elif event in ("os.rename", "os.remove", "os.link", "os.symlink", "os.truncate"):
                seen.update(os.fspath(arg) for arg in args[:2] if isinstance(arg, (str, os.PathLike)))
        from cleaner.batch.options import Options
        from cleaner.batch.run import clean_files
        from cleaner.config import Config
        import cleaner.batch.writers, cleaner.batch.parquet_table
        sys.addaudithook(audit)
        out = sys.argv[1]
        for resume, most in ((False, 1), (True, 1), (True, None), (True, None), (False, None)):
            options = Options(["in", "bad.jsonl"], out=out, jobs=1, resume=resume, max_failures=most)
            clean_files(options, Config(translation=False))
        here = os.getcwd()
        for path in seen:
            path = os.path.abspath(path)
            if path.startswith(here + os.sep):
                print(os.path.relpath(path, here))
    """
    command = [sys.executable, "-c", program, out]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()


@pytest.mark.parametrize("out", ["out", "out.jsonl", "out.jsonl.gz", "out.parquet"])
def test_the_list_of_files_is_what_a_run_writes(out: str) -> None:
    from cleaner.batch.output_target import choose_target
    from cleaner.batch.places import files_of_target

    if out.endswith("parquet"):
        pytest.importorskip("pyarrow")
    make_input()
    Path("bad.jsonl").write_text("broken\nbroken\n")
    if out == "out":
        Path(out).mkdir()
    listed = {str(path) for path in files_of_target(choose_target(out, None, several=True))}
    found = {
        name for name in written_names(out) if not name.startswith("out/.cleaner-partial/") or name.endswith("lock")
    }
    assert len(found) > 2
    assert found <= listed


LINKS = [
    ("out.jsonl", ["", ".partial", ".previous", ".lock", ".manifest.jsonl", ".manifest.jsonl.partial",
                   ".manifest.jsonl.previous", ".previous.new", ".manifest.jsonl.previous.new"]),
    ("out.jsonl.gz", ["", ".partial", ".packing.partial"]),
    ("out.parquet", ["", ".partial", ".packing.partial"]),
    ("out.txt", ["", ".partial"]),
    ("out", ["/manifest.jsonl", "/manifest.jsonl.previous", "/manifest.jsonl.previous.new", "/.cleaner-partial/lock",
             "/.cleaner-partial/123", "/0.txt", "/.cleaner-partial", "/sub", "/.cleaner-partial/keep"]),
]  # fmt: skip


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("target", ["precious", "folder", "absent"])
@pytest.mark.parametrize(("out", "name"), [(out, out + name) for out, names in LINKS for name in names])
@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_nothing_outside_is_changed_through_a_link(
    out: str, name: str, target: str, link: Callable[[Any, Any], None], resume: bool
) -> None:
    if (link is os.link and target != "precious") or (name == out and target == "folder"):
        return  # there are no hard links to folders; a linked folder that is named as the output is one
    make_input()
    Path("in/sub").mkdir()
    Path("in/sub/a.txt").write_text(STORY)
    Path("outside/folder").mkdir(parents=True)
    for path in ("outside/precious", "outside/folder/keep.txt", "outside/folder/123"):
        Path(path).write_text("{}\n")
    Path(name).parent.mkdir(exist_ok=True, parents=True)
    link(Path("outside", target).absolute(), name)
    before = {path: (path.lstat().st_ino, path.is_file() and path.read_bytes()) for path in Path("outside").rglob("*")}
    try:
        summary = run(out, resume=resume)
    except UsageError as refused:
        assert name in str(refused)
        assert os.path.lexists(name)
    else:
        assert summary.documents == (1 if out.endswith(".txt") else 7)
        assert summary.failures == (name == "out/sub")
        assert name in ("out/sub", "out/.cleaner-partial/keep") or not Path(name).is_symlink()
    after = {path: (path.lstat().st_ino, path.is_file() and path.read_bytes()) for path in Path("outside").rglob("*")}
    assert after == before


def test_a_foreign_file_in_the_folder_for_partials_stays() -> None:
    make_input()
    for name in ("keep.txt", "123", "lock", "sub/x"):
        path = Path("out/.cleaner-partial", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    run("out")
    left = sorted(str(path.relative_to("out/.cleaner-partial")) for path in Path("out/.cleaner-partial").rglob("*"))
    assert left == ["keep.txt", "sub", "sub/x"]


@pytest.mark.parametrize("name", [".cleaner-partial", ".Cleaner-Partial"])
def test_an_input_tree_with_the_name_of_the_partials_is_not_lost(name: str) -> None:
    for path in (f"in/{name}/a.txt", f"in/{name}/sub/b.txt", f"in/sub/{name}/c.txt", "in/d.txt"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(STORY)
    assert run("out").counts == {"ok": 4}
    rows = [json.loads(line) for line in Path("out/manifest.jsonl").read_bytes().splitlines()]
    assert all(Path("out", row["output"]).read_text() for row in rows)
    assert len(list(Path("out").rglob("*.txt"))) == 4
    assert run("out", resume=True).resumed == 4


@pytest.mark.skipif(sys.platform != "linux" or not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a disk")
@pytest.mark.parametrize("out", ["out.jsonl", "folder"])
def test_a_disk_that_is_full_for_a_moment(tmp_path: Path, out: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2000k", "none", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no tmpfs can be mounted here")
    try:
        texts = [
            "".join(STORY.replace("eight", f"{n} or {i}") for i in range(200)) + f"Number {n}.\n" for n in range(12)
        ]
        rows = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
        Path("in").mkdir()
        Path("in/r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        filler = disk / "filler"
        filler.write_bytes(b"x" * 1_900_000)
        with pytest.raises(OSError, match="No space") as caught:
            summary = run(str(disk / out), with_text=True)
            assert summary.failures, "the disk was never full"
            raise OSError(errno.ENOSPC, "No space", str(disk / out))  # a folder's documents say it in their rows
        assert str(disk) in str(caught.value.filename)
        filler.unlink()
        assert run(str(disk / out), with_text=True, resume=True).documents == 12
        if out == "out.jsonl":
            lines = (disk / out).read_bytes().splitlines()
            assert [json.loads(line)["id"] for line in lines] == [row["id"] for row in rows]
        else:
            texts = [(disk / out / f"{row['id']}.txt").read_text() for row in rows]
            assert all(f"Number {number}." in text for number, text in enumerate(texts))
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
