"""datatrove: real executors over files, and the step by itself."""

from __future__ import annotations

import gzip
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleaner import Config
from cleaner.batch.learn import learn
from cleaner.batch.options import Options
from cleaner.batch.read_records import read_records
from cleaner.batch.run import clean_files

from .conftest import ROOT, Program

pytest.importorskip("datatrove")
pytest.importorskip("orjson")

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from cleaner.integrations.datatrove import CleanStep, LearnStep, MergeStep, WarcPages

TROVE = Path(__file__).with_name("trove.py")
FILES = 4
MENU = "<html><body>" + "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(30)) + "</body></html>"


def write_source(folder: Path, rows: list[dict[str, Any]], form: str, copies: int = 1) -> list[str]:
    """The rows of one form as `FILES` JSONL files; their ids."""
    folder.mkdir()
    chosen = [row | {"id": f"{row['id']}-{copy}"} for copy in range(copies) for row in rows if form in row]
    for number in range(FILES):
        lines = (json.dumps(row) + "\n" for row in chosen[number::FILES])
        (folder / f"part-{number}.jsonl").write_text("".join(lines), encoding="utf-8")
    return [row["id"] for row in chosen]


def written(folder: Path) -> Iterator[dict[str, Any]]:
    """What a writer of datatrove wrote."""
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        yield from map(json.loads, (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines())


def as_record(row: dict[str, Any]) -> dict[str, Any]:
    """The record of `cleaner clean` out of a document as datatrove writes it: it leaves out what is empty."""
    given = {name: value for name, value in row["metadata"].items() if name not in ("file_path", "input")}
    return given | {"id": row["id"], "body": row.get("text", "")}


def by_command(source: Path, out: Path, **choices: Any) -> dict[str, dict[str, Any]]:
    """What `cleaner clean` makes of the same files."""
    clean_files(Options((str(source),), out=str(out), jobs=1), Config(**choices))
    records = {record["id"]: record for record in read_records(out)}
    assert all(record.pop("input") == {} for record in records.values())
    return records


def job(**choices: Any) -> str:
    return json.dumps({name: str(value) if isinstance(value, Path) else value for name, value in choices.items()})


@pytest.mark.parametrize("form", ["html", "text"])
def test_two_workers_give_what_the_command_gives(
    form: str, rows: list[dict[str, Any]], tmp_path: Path, run_program: Program
) -> None:
    ids = write_source(tmp_path / "in", rows, form)
    run_program(TROVE, job(source=tmp_path / "in", out=tmp_path / "out", form=form))
    found = list(written(tmp_path / "out" / "clean"))
    assert sorted(row["id"] for row in found) == sorted(ids)
    wanted = by_command(tmp_path / "in", tmp_path / "wanted.jsonl")
    assert {row["id"]: as_record(row) for row in found} == wanted
    stats = json.loads((tmp_path / "out" / "logs" / "stats.json").read_text(encoding="utf-8"))
    counted = next(step["stats"] for step in stats if "Clean" in step["name"])
    assert _total(counted["total"]) == _total(counted["documents"]) == len(ids)
    for status in {record["status"] for record in wanted.values()}:
        assert _total(counted[f"status/{status}"]) == sum(r["status"] == status for r in wanted.values())


def _total(stat: Any) -> int:
    return int(stat["total"] if isinstance(stat, dict) else stat)


def test_two_executors_share_a_folder(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    ids = write_source(tmp_path / "in", rows, "text")
    choices = {"source": tmp_path / "in", "out": tmp_path / "out", "form": "text", "tasks": FILES, "local": 2}
    with _started(job(**choices, first=0)) as one, _started(job(**choices, first=2)) as other:
        assert (one.wait(240), other.wait(240)) == (0, 0)
    found = list(written(tmp_path / "out" / "clean"))
    assert sorted(row["id"] for row in found) == sorted(ids)
    assert {row["id"]: as_record(row) for row in found} == by_command(tmp_path / "in", tmp_path / "wanted.jsonl")


def test_killed_and_started_again_no_document_is_lost_or_doubled(
    rows: list[dict[str, Any]], tmp_path: Path, run_program: Program
) -> None:
    ids = write_source(tmp_path / "in", [*rows, {"id": "menu", "html": MENU}], "html", copies=3)
    choices = {"source": tmp_path / "in", "out": tmp_path / "out", "form": "html", "tasks": FILES, "exclude": True}
    done = tmp_path / "out" / "logs" / "completions"
    with _started(job(**choices, slow=0.3, config={"translation": False})) as running:
        _wait_until(lambda: done.is_dir() and any(done.iterdir()), running)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait(60)
    assert 0 < len(list(done.iterdir())) < FILES, "it was to be killed half way"
    run_program(TROVE, job(**choices, config={"translation": False}))
    excluded = list(written(tmp_path / "out" / "excluded"))
    assert sorted(row["id"] for row in excluded) == ["menu-0", "menu-1", "menu-2"]
    rows_out = [*written(tmp_path / "out" / "clean"), *excluded]
    assert sorted(row["id"] for row in rows_out) == sorted(ids)
    wanted = by_command(tmp_path / "in", tmp_path / "wanted.jsonl", translation=False)
    assert {row["id"]: as_record(row) for row in rows_out} == wanted


def _started(argument: str) -> subprocess.Popen[bytes]:
    """The program, at work, with a process group of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, str(TROVE), argument],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _wait_until(ready: Any, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 240
    while not ready():
        assert running.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
        time.sleep(0.05)


STORY = "Skip to content\n\nBy Ana Ruiz\n\nThe harbour opened again on Monday after a year of work, the council said.\n"


def run_step(step: CleanStep, *documents: Document) -> list[Document]:
    return list(step.run(iter(documents)))


def test_a_step_pickles() -> None:
    step = pickle.loads(pickle.dumps(CleanStep(Config(keep={"byline"}), form="text", timeout=None)))
    (document,) = run_step(step, Document(STORY, "a"))
    assert document.text.startswith("By Ana Ruiz")


def test_the_record_goes_into_the_metadata_and_nothing_of_the_users_is_lost() -> None:
    metadata = {"url": "https://news.example/a", "language": "en", "status": 200, "crawl": "2023-40", "input": "feed"}
    (document,) = run_step(CleanStep(Config(translation=False), timeout=None), Document(STORY, "a", metadata=metadata))
    assert document.text == "The harbour opened again on Monday after a year of work, the council said."
    got = document.metadata
    assert (got["url"], got["status"], got["crawl"]) == ("https://news.example/a", "ok", "2023-40")
    assert got["language"]["code"] == "en"
    assert got["metadata"]["authors"] == ["Ana Ruiz"]
    assert [span["kind"] for span in got["removed"]] == ["navigation", "byline"]
    assert got["input"] == {"language": "en", "status": 200, "input": "feed"}


def test_the_page_may_stand_in_the_metadata() -> None:
    document = Document("unused", "a", metadata={"raw": STORY.encode()})
    step = CleanStep(Config(translation=False), field="raw", form="text", timeout=None)
    (cleaned, missing) = run_step(step, document, Document("text", "b"))
    assert cleaned.text.startswith("The harbour")
    assert "raw" not in cleaned.metadata
    assert (missing.text, missing.metadata["status"]) == ("", "error")
    assert missing.metadata["warnings"] == ["b: no page in 'raw'"]


def test_a_lone_surrogate_can_be_written(tmp_path: Path) -> None:
    writer = JsonlWriter(str(tmp_path), compression=None)
    step = CleanStep(Config(translation=False), form="text", timeout=None)
    document = Document(f"\ud800 {STORY}", "a", metadata={"url": "https://news.example/\udfff"})
    list(writer.run(step.run(iter([document]))))
    (row,) = written(tmp_path)
    assert "harbour" in row["text"]


def test_what_is_no_article_goes_to_the_exclusion_writer(tmp_path: Path) -> None:
    writer = JsonlWriter(str(tmp_path), compression=None)
    step = CleanStep(Config(translation=False), exclusion_writer=writer, timeout=None)
    pages = Document(STORY, "story"), Document(MENU, "menu"), Document(" ", "blank"), Document("", "none")
    assert [document.id for document in run_step(step, *pages)] == ["story"]
    assert {row["id"]: row["metadata"]["status"] for row in written(tmp_path)} == {
        "menu": "not_article",
        "blank": "empty",
        "none": "empty",
    }
    assert (step.stats["forwarded"].total, step.stats["dropped"].total) == (1, 3)
    passed = run_step(CleanStep(Config(translation=False), timeout=None), Document(MENU, "menu"), Document("", "none"))
    assert [document.metadata["status"] for document in passed] == ["not_article", "empty"]


@pytest.mark.parametrize("field", ["text", "raw"])
def test_with_a_deadline_the_documents_come_as_without(rows: list[dict[str, Any]], field: str) -> None:
    def documents() -> list[Document]:
        texts = [row["text"] for row in rows if "text" in row]
        return [Document(text, str(n), metadata={"raw": text} if n % 3 else {}) for n, text in enumerate(texts)]

    plain = run_step(CleanStep(Config(translation=False), field=field, timeout=None), *documents())
    beside = run_step(CleanStep(Config(translation=False), field=field, timeout=120), *documents())
    assert beside == plain


@pytest.mark.heavy  # the deadline holds for the loading of the models too, and each document is tried twice
def test_a_document_past_its_deadline_is_passed_on_with_its_status() -> None:
    long = "The harbour opened again on Monday, the council of Velmora said in a note. " * 250_000
    found = run_step(CleanStep(timeout=15, form="text"), Document(long, "long"), Document("A short one.", "short"))
    assert [document.id for document in found] == ["long", "short"]
    assert (found[0].text, found[0].metadata["status"]) == ("", "timeout")
    assert (found[1].text, found[1].metadata["status"]) == ("A short one.", "ok")


@pytest.mark.heavy
def test_on_ray_the_records_are_those_of_the_command(
    rows: list[dict[str, Any]], tmp_path: Path, run_program: Program
) -> None:
    pytest.importorskip("ray")
    ids = write_source(tmp_path / "in", rows, "text")
    run_program(TROVE, job(source=tmp_path / "in", out=tmp_path / "out", form="text", engine="ray"), timeout=400)
    found = list(written(tmp_path / "out" / "clean"))
    assert sorted(row["id"] for row in found) == sorted(ids)
    assert {row["id"]: as_record(row) for row in found} == by_command(tmp_path / "in", tmp_path / "wanted.jsonl")


def test_an_index_is_learnt_over_tasks_merged_and_used_by_all(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    furniture = "The Velmora Courier thanks its readers\n\n{}\n\nRead on paper at the kiosk by the pier"
    texts = [row | {"text": furniture.format(row["text"])} for row in rows if "text" in row]
    for row in texts:
        row["url"] = f"https://courier.example/{row['id']}"
    write_source(tmp_path / "in", texts, "text", copies=2)
    index = str(tmp_path / "all.index")
    logs = str(tmp_path / "logs")

    def read() -> JsonlReader:
        return JsonlReader(str(tmp_path / "in"))

    learning = LocalPipelineExecutor(
        [read(), LearnStep(str(tmp_path / "parts"), form="text")], tasks=FILES, workers=1, logging_dir=f"{logs}/learn"
    )
    merging = LocalPipelineExecutor(
        [MergeStep(str(tmp_path / "parts"), index)], depends=learning, workers=1, logging_dir=f"{logs}/merge"
    )
    cleaning = LocalPipelineExecutor(
        [read(), CleanStep(Config(index=index), form="text"), JsonlWriter(str(tmp_path / "clean"))],
        tasks=FILES,
        workers=1,
        depends=merging,
        logging_dir=f"{logs}/clean",
    )
    cleaning.run()
    learn([tmp_path / "in"], tmp_path / "wanted.index", jobs=1)
    assert Path(index).read_bytes() == (tmp_path / "wanted.index").read_bytes()
    wanted = by_command(tmp_path / "in", tmp_path / "wanted.jsonl", index=str(tmp_path / "wanted.index"))
    found = {row["id"]: as_record(row) for row in written(tmp_path / "clean")}
    assert found == wanted
    assert any(span["detector"] == "repeated" for record in found.values() for span in record["removed"])


def test_lean_metadata_has_no_spans() -> None:
    (document,) = run_step(CleanStep(Config(translation=False), lean=True, timeout=None), Document(STORY, "a"))
    assert document.text == "The harbour opened again on Monday after a year of work, the council said."
    assert document.metadata == {
        "url": None, "title": None, "authors": ["Ana Ruiz"], "date": None, "language": "en", "status": "ok",
        "verdict": None, "cause": None,
    }  # fmt: skip


SCRIPT_FIRST = b"""
<script>(function () { window.dataLayer = window.dataLayer || []; })();</script>
<html><body><article><p>The harbour of Velmora reopened on Monday, the council said.</p></article></body></html>"""


def warc_of(*pages: tuple[str, bytes]) -> bytes:
    """A WARC file of HTML responses: the content type of each and its body."""
    records = b""
    for number, (kind, body) in enumerate(pages, 1):
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        records += (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Date: 2024-01-01T00:00:00Z\r\nWARC-Target-URI: https://q.example/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(head + body)}\r\n\r\n"
        ).encode() + head + body + b"\r\n\r\n"  # fmt: skip
    return records


@pytest.mark.parametrize("packed", [False, True])
def test_warc_pages_are_those_of_the_command(tmp_path: Path, packed: bool) -> None:
    pytest.importorskip("fastwarc")
    russian = "<html><body><p>Гавань снова открылась в понедельник, сообщила администрация.</p></body></html>"
    data = warc_of(
        ("text/html", SCRIPT_FIRST),
        ("text/html; charset=windows-1251", russian.encode("cp1251")),
        ("image/png", b"\x89PNG"),
        ("text/html", b"\x89PNG\r\n\x1a\n\0\0\0"),
    )
    name = "crawl.warc.gz" if packed else "crawl.warc"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(gzip.compress(data) if packed else data)
    reader = WarcPages(str(tmp_path / "in"))
    documents = list(reader.run(None))
    assert [(document.id, document.metadata["url"]) for document in documents] == [
        ("urn:uuid:1", "https://q.example/1"), ("urn:uuid:2", "https://q.example/2"),
    ]  # fmt: skip
    assert documents[1].text == russian
    assert reader.stats["broken WARC records"].total == 1
    assert reader.stats["WARC records that are no HTML page"].total == 1
    bodies = [document.text for document in run_step(CleanStep(Config(translation=False), timeout=None), *documents)]
    clean_files(Options((str(tmp_path / "in"),), out=str(tmp_path / "o.jsonl"), jobs=1), Config(translation=False))
    assert bodies == [record["body"] for record in read_records(tmp_path / "o.jsonl") if record["status"] != "error"]
    assert "reopened on Monday" in bodies[0]


def test_why_not_with_the_reader_of_datatrove(tmp_path: Path) -> None:
    """It asks libmagic what a page is; when this fails, docs/engines.md may be right no more."""
    for library in ("warcio", "magic", "cchardet"):
        pytest.importorskip(library)
    from datatrove.pipeline.readers import WarcReader

    (tmp_path / "crawl.warc").write_bytes(warc_of(("text/html", SCRIPT_FIRST)))
    assert list(WarcReader(str(tmp_path)).run(None)) == []
