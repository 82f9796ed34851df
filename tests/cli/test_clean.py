"""`cleaner clean`: what goes in, where it comes out, and with which exit status."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from clean_helpers import BODY, PAGE, STORY, Clean, read_records, tree, write

from cleaner.batch import run

FIELDS = {
    "schema", "id", "url", "status", "language", "metadata", "body", "body_blocks", "word_count",
    "reading_minutes", "quality", "removed", "kept", "length",
    "digest",
    "translation", "related", "warnings", "versions",
}  # fmt: skip


def rows(*items: object) -> str:
    """JSONL; a string stands for itself, so that a line can be broken."""
    return "".join((item if isinstance(item, str) else json.dumps(item)) + "\n" for item in items)


# -- one document


def test_one_document_gives_its_body(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    ran = clean("a.txt")
    assert (ran.status, ran.out) == (0, BODY)
    assert "1 document" in ran.err


def test_a_dash_is_standard_output(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    assert clean("a.txt", "-o", "-").out == BODY
    (record,) = clean("a.txt", "-o", "-", "--format", "jsonl").records
    assert record["id"] == "a.txt"
    assert tree(tmp_path) == ["a.txt"]


def test_one_document_as_a_record(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "a.html", PAGE)
    (record,) = clean("a.html", "--format", "jsonl", "-q").records
    assert set(record) == FIELDS
    assert (record["id"], record["status"]) == ("a.html", "ok")
    assert "reopened on Monday" in record["body"]


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input_of_text_and_html(clean: Clean, packed: bool) -> None:
    for source in (STORY, PAGE):
        data = gzip.compress(source.encode()) if packed else source.encode()
        ran = clean(input=data)
        assert ran.status == 0
        assert "The harbour of Velmora reopened on Monday" in ran.out
        assert "<p>" not in ran.out


def test_standard_input_of_rows(clean: Clean) -> None:
    ran = clean("-", input=rows({"id": 7, "text": STORY}, {"html": PAGE}))
    assert [r["id"] for r in ran.records] == ["7", "-:2"]


def test_standard_input_to_a_folder(clean: Clean, tmp_path: Path) -> None:
    assert clean("-o", "out", input=rows({"id": "a", "text": STORY}, {"text": STORY})).status == 0
    assert [name for name in tree(tmp_path / "out") if name.startswith("a")] == ["a.txt"]
    assert clean("-o", "one", input=STORY).status == 0
    assert tree(tmp_path / "one") == ["manifest.jsonl", "stdin.txt"]


def test_empty_input_is_a_row(clean: Clean) -> None:
    ran = clean("--format", "jsonl", input=b"")
    assert ran.status == 0
    assert [r["status"] for r in ran.records] == ["empty"]


def test_body_in_a_file(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    assert clean("a.txt", "-o", "b.txt").status == 0
    assert (tmp_path / "b.txt").read_text() == BODY


def test_several_documents_give_records(clean: Clean, tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "sub/c.htm"):
        write(tmp_path / "in" / name, STORY)
    assert [r["id"] for r in clean("in").records] == ["a.md", "b.txt", "sub/c.htm"]
    assert clean("in", "--format", "text").status == 2


# -- folders


def test_folder_is_mirrored(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "in/a.html", PAGE)
    write(tmp_path / "in/sub/deep/b.text", STORY)
    write(tmp_path / "in/sub/c.md.gz", gzip.compress(STORY.encode()))
    write(tmp_path / "in/rows.jsonl", rows({"id": "x/../../y", "text": STORY}, {"id": "plain", "html": PAGE}))
    write(tmp_path / "in/picture.png", b"\x89PNG")
    ran = clean("in", "-o", "out")
    assert ran.status == 0
    names = tree(tmp_path / "out")
    assert [n for n in names if not n.startswith("x")] == [
        "a.txt", "manifest.jsonl", "plain.txt", "sub/c.txt", "sub/deep/b.txt",
    ]  # fmt: skip
    assert len(names) == 6
    assert (tmp_path / "out/sub/c.txt").read_text() == BODY
    manifest = read_records(tmp_path / "out/manifest.jsonl")
    assert [row["id"] for row in manifest] == ["a.html", "x/../../y", "plain", "sub/c.md.gz", "sub/deep/b.text"]
    assert {row["output"] for row in manifest} == set(names) - {"manifest.jsonl"}
    assert all(row["status"] == "ok" and row["seconds"] > 0 for row in manifest)


def test_folder_of_records(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "in/a/b.html", PAGE)
    assert clean("in", "-o", "out", "--format", "jsonl").status == 0
    assert json.loads((tmp_path / "out/a/b.json").read_text())["id"] == "a/b.html"


def test_links_in_a_folder_are_not_followed(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "secret/s.txt", STORY)
    write(tmp_path / "in/a.txt", STORY)
    (tmp_path / "in/file.txt").symlink_to(tmp_path / "secret/s.txt")
    (tmp_path / "in/folder").symlink_to(tmp_path / "secret")
    assert clean("in", "-o", "out").status == 0
    assert tree(tmp_path / "out") == ["a.txt", "manifest.jsonl"]


@pytest.mark.parametrize(
    ("files", "arguments"),
    [
        (["in/a.html", "in/a.txt"], ["in"]),
        (["in/A.txt", "in/a.txt"], ["in"]),
        (["one/a.txt", "two/a.html"], ["one", "two"]),
        (["in/a.txt.txt", "in/a.html", "in/a.txt/b.txt"], ["in"]),
    ],
)
def test_name_clash_stops_before_anything_is_written(
    clean: Clean, tmp_path: Path, files: list[str], arguments: list[str]
) -> None:
    for name in files:
        write(tmp_path / name, STORY)
    ran = clean(*arguments, "-o", "out")
    assert ran.status == 2
    assert "would write" in ran.err
    assert not (tmp_path / "out").exists()


def test_rows_with_one_id_clash_in_a_folder_but_not_in_a_file(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "r.jsonl", rows({"id": "a", "text": STORY}, {"id": "a", "text": STORY}))
    assert clean("r.jsonl", "-o", "out").status == 2
    assert not (tmp_path / "out").exists()
    assert clean("r.jsonl", "-o", "out.jsonl").status == 0
    assert [r["id"] for r in read_records(tmp_path / "out.jsonl")] == ["a", "a"]


@pytest.mark.parametrize("out", ["in", "in/out", "in/sub/../out", "in/out.jsonl", "link/out", "."])
def test_output_in_the_input_is_refused(clean: Clean, tmp_path: Path, out: str) -> None:
    write(tmp_path / "in/sub/a.html", PAGE)
    (tmp_path / "link").symlink_to(tmp_path / "in")
    before = tree(tmp_path)
    ran = clean("in", "-o", out)
    assert ran.status == 2
    assert "inside" in ran.err
    assert tree(tmp_path) == before


def test_input_file_is_not_overwritten(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    write(tmp_path / "r.jsonl", rows({"text": STORY}))
    assert clean("a.txt", "-o", "a.txt").status == 2
    assert clean("r.jsonl", "-o", "r.jsonl").status == 2
    assert clean("a.txt", "-o", ".").status == 2
    assert (tmp_path / "a.txt").read_text() == STORY


# -- files of records


@pytest.mark.parametrize("ending", ["jsonl", "jsonl.gz"])
def test_file_of_records(clean: Clean, tmp_path: Path, ending: str) -> None:
    write(tmp_path / "in/a.html", PAGE)
    write(tmp_path / "in/b.txt", STORY)
    assert clean("in", "-o", f"made/out.{ending}").status == 0
    data = (tmp_path / f"made/out.{ending}").read_bytes()
    data = gzip.decompress(data) if ending.endswith("gz") else data
    assert [json.loads(line)["id"] for line in data.splitlines()] == ["a.html", "b.txt"]
    assert not [name for name in tree(tmp_path) if "partial" in name]


@pytest.mark.parametrize(
    ("out", "form"),
    [("x.jsonl", "text"), ("x.jsonl.gz", "text"), ("x.txt", "jsonl"), ("x.tsv", None), ("x.json", "jsonl")],
)
def test_conflicting_format_is_wrong_usage(clean: Clean, tmp_path: Path, out: str, form: str | None) -> None:
    write(tmp_path / "a.txt", STORY)
    assert clean("a.txt", "-o", out, *(["--format", form] if form else [])).status == 2
    assert tree(tmp_path) == ["a.txt"]


# -- rows


def test_row_fields(clean: Clean) -> None:
    ran = clean("-", "--format", "jsonl", input=rows(
        {"id": 7, "text": STORY, "url": "https://news.example/h", "language": "fr", "crawled": {"at": [1, None]}},
        {"html": PAGE, "text": STORY, "id": True},
        {"text": "a < b <p> c", "id": 1.5},
    ))  # fmt: skip
    first, second, third = ran.records
    assert (first["id"], first["url"], first["language"]["code"]) == ("7", "https://news.example/h", "fr")
    assert first["input"] == {"crawled": {"at": [1, None]}}
    assert second["id"] == "true"
    assert second["input"] == {"text": STORY}
    assert "Harbour" in second["body"] and "<p>" not in second["body"]
    assert (third["id"], third["length"]) == ("1.5", 11)


def test_row_language_wins_over_the_option(clean: Clean) -> None:
    ran = clean("-", "--language", "de", input=rows({"text": STORY, "language": "fr"}, {"text": STORY}))
    assert [r["language"]["code"] for r in ran.records] == ["fr", "de"]


def test_named_columns(clean: Clean) -> None:
    lines = rows({"page": PAGE}, {"plain": STORY, "text": "x"})
    ran = clean("-", "--html-field", "page", "--text-field", "plain", input=lines)
    assert [r["status"] for r in ran.records] == ["ok", "ok"]
    assert ran.records[1]["input"] == {"text": "x"}


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ('{"id": "x", "text": ', "line"),
        ("[1, 2]", "not a JSON object"),
        ({"id": "x", "title": "no document"}, "neither 'html' nor 'text'"),
        ({"id": "x", "html": 5}, "'html' is not a string"),
        ("[" * 100_000, "not JSON"),
        ('{"text": ' + "9" * 5000 + "}", "'text' is not a string"),
    ],
)
def test_bad_row_is_an_error_record(clean: Clean, row: object, cause: str) -> None:
    ran = clean("-", input=rows({"text": STORY}, row, {"text": STORY}))
    assert ran.status == 1
    assert [r["status"] for r in ran.records] == ["ok", "error", "ok"]
    bad = ran.records[1]
    assert set(bad) >= FIELDS
    assert cause in bad["warnings"][0] or cause == "line"
    assert ":2" in bad["warnings"][0]
    assert (bad["body"], bad["removed"], bad["kept"]) == ("", [], [])
    assert (bad["length"], bad["digest"], bad["translation"]) == (None, None, None)
    assert "-:2" in ran.err


# -- what goes wrong


def test_broken_gzip_is_a_row(clean: Clean, tmp_path: Path) -> None:
    whole = gzip.compress(PAGE.encode())
    write(tmp_path / "in/a.html.gz", whole[: len(whole) // 2])
    write(tmp_path / "in/b.html.gz", b"not gzip")
    write(tmp_path / "in/c.html.gz", whole)
    lines = gzip.compress(rows(*({"text": STORY + str(i) * 5000} for i in range(50))).encode())
    write(tmp_path / "in/d.jsonl.gz", lines[: len(lines) - 20])
    ran = clean("in", "-o", "out.jsonl")
    assert ran.status == 1
    records = read_records(tmp_path / "out.jsonl")
    assert [r["status"] for r in records[:3]] == ["error", "error", "ok"]
    assert records[-1]["status"] == "error"
    assert "after line" in records[-1]["warnings"][0]
    assert all("gzip" in r["warnings"][0] for r in records if r["status"] == "error")


def test_unreadable_file_is_a_row(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt", STORY)
    write(tmp_path / "in/b.txt", STORY).chmod(0)
    ran = clean("in", "-o", "out.jsonl")
    expected = 0 if os.geteuid() == 0 else 1  # root reads everything
    assert ran.status == expected
    assert len(read_records(tmp_path / "out.jsonl")) == 2


def test_vanished_file_is_a_row(clean: Clean, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in/a.txt", STORY)
    gone = write(tmp_path / "in/b.txt", STORY)
    monkeypatch.chdir(tmp_path)
    found = list(run.walk_inputs(["in"]))
    gone.unlink()
    monkeypatch.setattr(run, "walk_inputs", lambda *_: iter(found))
    ran = clean("in")
    assert ran.status == 1
    assert [r["status"] for r in ran.records] == ["ok", "error"]
    assert "No such file" in ran.records[1]["warnings"][0]


@pytest.mark.parametrize("argument", ["https://news.example/a.html", "http://x.example", "ftp://x.example/a.txt"])
def test_addresses_are_refused(clean: Clean, argument: str) -> None:
    ran = clean(argument)
    assert ran.status == 2
    assert "downloaded" in ran.err


def test_a_share_of_body_lost_that_no_weight_reaches_is_wrong_usage(clean: Clean, tmp_path: Path) -> None:
    ran = clean(write(tmp_path / "a.txt", STORY), "-o", tmp_path / "out.jsonl", "--max-body-loss", "0.0001")
    assert (ran.status, ran.out) == (2, "")
    assert "max_body_loss 0.0001 cannot be promised" in ran.err
    assert tree(tmp_path) == ["a.txt"]


def test_missing_input_is_wrong_usage(clean: Clean) -> None:
    assert clean("nowhere").status == 2


@pytest.mark.parametrize("out", [[], ["-o", "out"], ["-o", "out.jsonl"]])
def test_nothing_to_clean(clean: Clean, tmp_path: Path, out: list[str]) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in/picture.png", b"\x89PNG")
    assert clean("in", *out).status == 3
    assert tree(tmp_path) == ["in/picture.png"]


# -- choices


def test_with_text_and_marks(clean: Clean) -> None:
    (record,) = clean("--format", "jsonl", "--with-text", "--marks", input=STORY).records
    assert record["text"] == STORY
    assert isinstance(record["marks"], list)


def test_config_file_and_options_over_it(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "cleaner.toml", 'language = "fr"\nkeep = ["byline"]\n')
    ran = clean("--config", "cleaner.toml", "--format", "jsonl", input=STORY)
    assert ran.records[0]["language"]["code"] == "fr"
    ran = clean("--config", "cleaner.toml", "--language", "de", "--remove", "byline", "--format", "jsonl", input=STORY)
    assert (ran.status, ran.records[0]["language"]["code"]) == (0, "de")


@pytest.mark.parametrize(
    "arguments",
    [["--keep", "bylin"], ["--keep", "byline", "--remove", "byline"], ["--threshold", "2"], ["--config", "none.toml"],
     ["-j", "-1"], ["--timeout", "0"], ["--format", "docx"], ["--config", "bad.toml"]],
)  # fmt: skip
def test_wrong_usage(clean: Clean, tmp_path: Path, arguments: list[str]) -> None:
    write(tmp_path / "bad.toml", "treshold = 0.5\n")
    ran = clean(*arguments, input=STORY)
    assert (ran.status, ran.out) == (2, "")
    assert "Error" in ran.err


def test_quiet_and_verbose(clean: Clean) -> None:
    assert clean("-q", input=STORY).err == ""
    assert "-: ok" in clean("-v", input=STORY).err


# -- workers


def test_same_output_for_any_number_of_workers(clean: Clean, tmp_path: Path) -> None:
    for number in range(14):
        write(tmp_path / f"in/{number % 3}/{number}.txt", f"{STORY}\nNumber {number} of them.\n")
        write(tmp_path / f"in/{number % 3}/{number}.p.html", PAGE.replace("Monday", f"day {number}"))
    for jobs in (1, 2):
        assert clean("in", "-o", f"out{jobs}.jsonl", jobs=jobs).status == 0
        assert clean("in", "-o", f"out{jobs}", jobs=jobs).status == 0
    assert (tmp_path / "out1.jsonl").read_bytes() == (tmp_path / "out2.jsonl").read_bytes()
    assert tree(tmp_path / "out1") == tree(tmp_path / "out2")
    for name in tree(tmp_path / "out1"):
        one, two = ((tmp_path / folder / name) for folder in ("out1", "out2"))
        if name == "manifest.jsonl":
            left, right = ([r | {"seconds": 0} for r in read_records(path)] for path in (one, two))
            assert left == right
        else:
            assert one.read_bytes() == two.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_interrupt_ends_with_130(tmp_path: Path) -> None:
    write(tmp_path / "in/rows.jsonl", rows(*({"id": i, "text": STORY * 3} for i in range(20_000))))
    program = "from cleaner.cli import main; main()"
    command = [sys.executable, "-c", program, "clean", "in", "-o", "out.jsonl", "-j", "1"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, start_new_session=True)
    partial = tmp_path / "out.jsonl.partial"
    deadline = time.monotonic() + 60
    while not (partial.exists() and partial.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"interrupted after" in err
    assert b"Traceback" not in err
    assert not (tmp_path / "out.jsonl").exists()
