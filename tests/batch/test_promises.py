"""The promises of the contract that a run makes: safety, no network, any content, threads."""

from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import cleaner
from cleaner.batch.jobs import Row, encode_json, shown
from cleaner.batch.run import NothingToClean, Options, clean_files
from cleaner.batch.writers import write_output
from cleaner.config import Config
from cleaner.errors import UsageError

STORY = "Harbour reopens\n\nThe harbour of Velmora reopened on Monday after repairs, the port authority said.\n"
PAGE = f"<html><body><nav><a href=/>Home</a></nav><article><p>{STORY}</p></article></body></html>"
QUIET = Config(translation=False)

NO_NETWORK = """
import socket
class Blocked(socket.socket):
    def connect(self, address):
        if self.family != getattr(socket, "AF_UNIX", None):
            raise AssertionError(f"network: {address}")
        return super().connect(address)
    connect_ex = connect
def refuse(*_, **__):
    raise AssertionError("network: a name was looked up")
socket.socket = Blocked
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
"""


def test_promise_4_no_network(tmp_path: Path) -> None:
    """In this process and in the workers; multiprocessing itself talks through AF_UNIX."""
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK)
    linked = PAGE.replace("<body>", '<body><link rel=stylesheet href="http://x.example/a.css"><img src="//x.example">')
    (tmp_path / "in").mkdir()
    for number in range(3):
        (tmp_path / f"in/{number}.html").write_text(f'<!DOCTYPE html SYSTEM "http://x.example/a.dtd">{linked}')
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
    program = "import socket; socket.getaddrinfo.__name__ == 'refuse' or exit(9); from cleaner.cli import main; main()"
    command = [sys.executable, "-c", program, "clean", "in", "-o", "out.jsonl", "-j", "1", "--timeout", "300"]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 3


def test_promise_5_inputs_are_never_modified_and_nothing_else_is_written(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    names = ("../../up", "/abs", "..", "C:\\x", "a/b", "\x1b[2J", "x" * 999, "con")
    rows = [{"id": name, "text": STORY} for name in names]
    (tmp_path / "in/rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "in/a.html").write_text(PAGE)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "in").iterdir()}
    clean_files(Options([str(tmp_path / "in")], out=str(tmp_path / "sub/out"), jobs=1), QUIET)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "in").iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "sub"]
    made = [path for path in (tmp_path / "sub/out").rglob("*") if path.is_file()]
    assert len(made) == len(rows) + 2
    assert all(path.parent == tmp_path / "sub/out" and path.name.isprintable() for path in made)


def test_a_link_in_the_output_does_not_lead_out_of_it(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/sub").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="leads out"):
        write_output(str(tmp_path / "out"), "sub/a.txt", b"x")
    (tmp_path / "in/sub").mkdir(parents=True)
    (tmp_path / "in/sub/a.txt").write_text(STORY)
    summary = clean_files(Options([str(tmp_path / "in")], out=str(tmp_path / "out"), jobs=1), QUIET)
    assert summary.counts == {"error": 1}
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_linked_output_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a.txt").symlink_to(tmp_path / "precious")
    write_output(str(tmp_path / "out"), "a.txt", b"new")
    assert (tmp_path / "precious").read_text() == "precious"
    assert (tmp_path / "out/a.txt").read_text() == "new"


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8")
def test_names_that_are_no_utf_8_and_names_with_escapes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in (b"caf\xe9.txt", b"a\x1b[2Jb.txt", b"line\nbreak.txt", b"plain.txt"):
        Path(os.fsdecode(bytes(tmp_path / "in") + b"/" + name)).write_text(STORY)
    seen: list[Row] = []
    summary = clean_files(
        Options([str(tmp_path / "in")], out=str(tmp_path / "out"), jobs=1), QUIET, watch=lambda row, _: seen.append(row)
    )
    assert summary.counts == {"ok": 4}
    assert all(row.id.isprintable() and row.output and row.output.isprintable() for row in seen)
    manifest = (tmp_path / "out/manifest.jsonl").read_text(encoding="utf-8")
    assert len(manifest.splitlines()) == 4 and "\x1b" not in manifest


def test_nothing_to_clean_and_usage_errors_raise(tmp_path: Path) -> None:
    with pytest.raises(NothingToClean):
        clean_files(Options([str(tmp_path)]), QUIET)
    with pytest.raises(UsageError):
        clean_files(Options(["https://news.example/"]), QUIET)


def test_shown_neutralises_what_a_terminal_would_obey() -> None:
    assert shown("a\x1b[2J\u202eb\x9b\n") == "a\\x1b[2J\\u202eb\\x9b\\n"
    assert shown("Größe 東京.html") == "Größe 東京.html"
    assert shown(os.fsdecode(b"caf\xe9")) == "caf\\xe9"


class Terminal(io.BytesIO):
    """A standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("kind", [io.BytesIO, Terminal])
def test_a_terminal_is_not_steered_by_a_page(tmp_path: Path, kind: type[io.BytesIO]) -> None:
    (tmp_path / "a.txt").write_text("The harbour \x1b[2J reopened on Monday, \x9b31m the authority said.\n")
    stdout = kind()
    clean_files(Options([str(tmp_path / "a.txt")], jobs=1), QUIET, stdout=stdout)
    shown_text = stdout.getvalue().decode()
    assert ("\x1b" in shown_text) is (kind is io.BytesIO)
    assert "reopened on Monday" in shown_text


def test_json_is_utf_8_even_with_lone_surrogates() -> None:
    assert encode_json({"a": "é"}) == '{"a":"é"}'.encode()
    assert json.loads(encode_json({"a": "\ud800é"})) == {"a": "\ud800é"}


def test_a_torn_manifest_line_is_no_row() -> None:
    row = Row("a", "a", None, "ok", 1, None, 1, 1, 1, None, None, "", None, 0.0)
    assert Row.from_line(row.to_line()) == row
    for torn in (b"", b"{", row.to_line()[:40], b"[]", b'{"id": "a"}', row.to_line().replace(b'"ok"', b'"odd"')):
        assert Row.from_line(torn) is None


def test_a_cleaner_that_was_used_still_pickles() -> None:
    used = cleaner.Cleaner(QUIET)
    first = used.clean(STORY).to_record()
    assert pickle.loads(pickle.dumps(used)).clean(STORY).to_record() == first


@pytest.mark.parametrize("count", [40, pytest.param(2_000, marks=pytest.mark.heavy)])
def test_the_library_survives_eight_threads(count: int) -> None:
    """In a process of its own: what threads do to lxml would take this one with it."""
    program = f"""
import cleaner, json
from concurrent.futures import ThreadPoolExecutor
made = cleaner.Cleaner(translation=False)
pages = ['''{PAGE}'''.replace('Monday', f'day {{i}}') if i % 3 else '''{STORY}''' + str(i) for i in range({count})]
clean = lambda page: made.clean(page).to_record()
with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(clean, pages))
assert found == [clean(page) for page in pages]
print(len(found))
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (0, str(count)), ran.stderr


SHARED = Path(__file__).parent.parent.parent.parent / "shared/data/pages"
GIVEN = """
import cleaner, gzip, hashlib, json, sys
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
pages = []
for name in ("fundus", "wcxb", "postlight", "newspaper4k"):
    with gzip.open(f"{sys.argv[1]}/{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        pages += [html for line in lines if (html := json.loads(line)["html"])]
made = cleaner.Cleaner()
def clean(page):
    return hashlib.sha256(json.dumps(made.clean(page, form="html").to_record()).encode()).hexdigest()
with ThreadPoolExecutor(8) as pool:
    found = list(pool.map(clean, islice(cycle(pages), 2_000)))
alone = [clean(page) for page in pages[:2_000]]
assert found == list(islice(cycle(alone), 2_000))
print(len(found))
"""


@pytest.mark.heavy
def test_eight_threads_over_2000_given_pages() -> None:
    if not SHARED.is_dir():
        pytest.skip("needs ../shared")
    ran = subprocess.run([sys.executable, "-c", GIVEN, str(SHARED)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout.strip()) == (0, "2000"), ran.stderr


def test_threads_can_share_one_cleaner() -> None:
    made = cleaner.Cleaner(QUIET)
    with ThreadPoolExecutor(4) as pool:
        assert len({json.dumps(record) for record in pool.map(lambda _: made.clean(PAGE).to_record(), range(8))}) == 1


def test_a_run_loads_beforehand_and_leaves_the_start_method_undecided(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / f"{number}.txt").write_text(STORY, encoding="utf-8")
    program = """
import multiprocessing, sys
from cleaner.batch.run import Options, clean_files
from cleaner.config import Config
if __name__ == "__main__":
    summary = clean_files(Options([sys.argv[1]], out=sys.argv[1] + ".jsonl", jobs=1), Config(translation=False))
    from multiprocessing import forkserver
    print(summary.counts["ok"], multiprocessing.get_start_method(allow_none=True))
    print(*forkserver._forkserver._preload_modules)
"""
    script = tmp_path.parent / "run_beforehand.py"
    script.write_text(program, encoding="utf-8")
    ran = subprocess.run([sys.executable, script, tmp_path], capture_output=True, text=True, check=False)
    assert ran.stdout.split() == ["6", "None", "cleaner.batch.preload"], ran.stderr


def test_host_program_is_left_alone() -> None:
    """Promise 3: no global state of the host program is touched."""
    program = """
import logging, random, multiprocessing, signal, sys, locale, warnings
random.seed(5); before = random.getstate()
handlers, level, limit = list(logging.root.handlers), logging.root.level, sys.getrecursionlimit()
import langdetect
seed = langdetect.DetectorFactory.seed
import cleaner
cleaner.clean("<html><body><p>The harbour of Velmora reopened on Monday after repairs.</p></body></html>")
assert random.getstate() == before
assert (list(logging.root.handlers), logging.root.level, sys.getrecursionlimit()) == (handlers, level, limit)
assert langdetect.DetectorFactory.seed == seed
assert multiprocessing.get_start_method(allow_none=True) is None
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
