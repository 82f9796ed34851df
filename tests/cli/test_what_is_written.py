"""Filters, lean records and the file of comments: what is not written is counted, and nothing is lost silently."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from clean_helpers import STORY, Clean, read_records, tree, write

from cleaner.batch.filters import Filters
from cleaner.batch.read_records import read_records as read_back
from cleaner.errors import UsageError
from cleaner.views.schema import json_schema

GERMAN = """Hafen von Velmora nach acht Wochen wieder offen

Der Hafen von Velmora ist am Montag nach acht Wochen wieder geöffnet worden, teilte die Behörde mit.

Zwei Fähren legten am Vormittag ab, und das erste Frachtschiff wird am Donnerstag erwartet, sagte die Hafenmeisterin.
"""
COMMENTS = """
Comments (2)

Tom B.
2 hours ago
Finally, my boat has been waiting for this for eight weeks.
Reply

Lena K.
1 hour ago
Great news for the town and for the ferries.
Reply
"""


def record(**given: Any) -> dict[str, Any]:
    facts = {"status": "ok", "code": "en", "date": "2024-03-17", "verdict": "likely"} | given
    translation = {"verdict": facts["verdict"]} if facts["verdict"] else None
    return {
        "status": facts["status"],
        "language": {"code": facts["code"]},
        "metadata": {"date": facts["date"]},
        "translation": translation,
    }


@pytest.mark.parametrize(
    ("choices", "given", "option"),
    [
        ({}, {"date": None, "verdict": None}, None),
        ({"languages": ("en", "de")}, {}, None),
        ({"languages": ("zh",)}, {"code": "zh-Hans"}, None),
        ({"languages": ("zh-CN",)}, {"code": "zh"}, None),
        ({"languages": ("zh-CN",)}, {"code": "zh-TW"}, "--only-language"),
        ({"languages": ("nb",)}, {"code": "no"}, None),
        ({"languages": ("iw",)}, {"code": "he"}, None),
        ({"languages": ("de",)}, {}, "--only-language"),
        ({"languages": ("de",)}, {"status": "timeout", "code": "und"}, None),
        ({"since": "2024"}, {}, None),
        ({"since": "2024-03-17", "until": "2024-03-17"}, {}, None),
        ({"since": "2024-03-18"}, {}, "--since"),
        ({"since": "2024"}, {"date": None}, "--since"),
        ({"until": "2024-03"}, {}, None),
        ({"until": "2024-02"}, {}, "--until"),
        ({"until": "2030"}, {"date": None}, "--until"),
        ({"verdicts": ("likely", "declared")}, {}, None),
        ({"verdicts": ("declared",)}, {}, "--only-verdict"),
        ({"verdicts": ("likely",)}, {"verdict": None}, "--only-verdict"),
    ],
)
def test_what_a_filter_leaves_out(choices: dict[str, Any], given: dict[str, Any], option: str | None) -> None:
    left_out = Filters(**choices).leave_out(record(**given))
    assert (left_out.option if left_out else None) == option


@pytest.mark.parametrize(
    "choices",
    [
        {"since": "17.3.2024"}, {"until": "2024-13"}, {"since": "2024-05", "until": "2024-04-30"},
        {"languages": ("german",)}, {"verdicts": ("sure",)},
    ],
)  # fmt: skip
def test_a_filter_that_is_none_is_wrong_usage(choices: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Filters(**choices)


@pytest.mark.parametrize("out", ["out", "out.jsonl"])
def test_what_is_not_written_is_counted_and_in_the_manifest(clean: Clean, tmp_path: Path, out: str) -> None:
    write(tmp_path / "in/en.txt", STORY)
    write(tmp_path / "in/de.txt", GERMAN)
    write(tmp_path / "in/broken.html.gz", b"no gzip")
    ran = clean("in", "-o", out, "--only-language", "de")
    assert ran.status == 1
    assert "2 ok" in ran.err and "not written: 1 by --only-language" in ran.err
    manifest = read_records(tmp_path / (f"{out}/manifest.jsonl" if out == "out" else f"{out}.manifest.jsonl"))
    assert {row["id"]: row["left_out"] for row in manifest} == {
        "broken.html.gz": None, "de.txt": None, "en.txt": "--only-language",
    }  # fmt: skip
    assert (
        next(row["cause"] for row in manifest if row["left_out"]) == "left out by --only-language: its language is en"
    )
    if out == "out":
        assert tree(tmp_path / "out") == ["de.txt", "manifest.jsonl"]
    else:
        assert [row["id"] for row in read_records(tmp_path / out)] == ["broken.html.gz", "de.txt"]
    again = clean("in", "-o", out, "--only-language", "de", "--resume")
    assert "(2 of them done before)" in again.err and "not written: 1 by" in again.err
    assert clean("in", "-o", out).status == 1  # without the filter nothing of it is left out
    written = tree(tmp_path / "out") if out == "out" else [row["id"] for row in read_records(tmp_path / out)]
    assert "en.txt" in written


def test_one_document_that_is_left_out_leaves_no_file(clean: Clean, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    ran = clean("a.txt", "-o", "b.txt", "--since", "2024")
    assert (ran.status, tree(tmp_path)) == (0, ["a.txt"])
    assert "not written: 1 by --since" in ran.err


def test_lean_records_are_as_their_schema_says(clean: Clean, tmp_path: Path) -> None:
    lines = "".join(json.dumps(row) + "\n" for row in ({"id": 1, "text": STORY, "n": 5}, {"id": 2, "text": 7}))
    write(tmp_path / "rows.jsonl", lines)
    ran = clean("rows.jsonl", "--lean")
    full = clean("rows.jsonl").records
    good, bad = ran.records
    schema = json_schema("lean")
    assert set(good) == set(schema["properties"]) and set(bad) == set(schema["required"])
    assert (good["body"], good["title"], good["input"]) == (full[0]["body"], full[0]["metadata"]["title"], {"n": 5})
    assert (good["status"], good["cause"], good["verdict"]) == ("ok", None, None)
    assert (bad["status"], bad["body"], bad["cause"]) == ("error", "", full[1]["warnings"][0])


@pytest.mark.parametrize("out", ["lean.jsonl", "lean.parquet"])
def test_lean_records_in_files(clean: Clean, tmp_path: Path, out: str) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    write(tmp_path / "rows.jsonl", json.dumps({"id": 1, "text": STORY, "n": 5}) + "\n")
    assert clean("rows.jsonl", "--lean", "-o", out).status == 0
    if out.endswith("jsonl"):
        (row,) = read_records(tmp_path / out)
    else:
        (row,) = pq.read_table(tmp_path / out).to_pylist()
        row["input"] = json.loads(row["input"])
    assert (row["id"], row["language"], row["input"]) == ("1", "en", {"n": 5})
    assert "reopened on Monday" in row["body"]
    with pytest.raises(UsageError, match="lean record; make the records without --lean"):
        list(read_back(tmp_path / out))


@pytest.mark.parametrize("name", ["c.jsonl", "c.csv"])
def test_comments_are_a_file_of_their_own(clean: Clean, tmp_path: Path, name: str) -> None:
    write(tmp_path / "in/a.txt", STORY + COMMENTS)
    write(tmp_path / "in/b.txt", STORY)
    assert clean("in", "-o", "out", "--comments-file", name).status == 0
    if name.endswith(".csv"):
        with (tmp_path / name).open(newline="", encoding="utf-8") as file:
            rows = [row | {"number": int(row["number"])} for row in csv.DictReader(file)]
    else:
        rows = read_records(tmp_path / name)
    assert [(row["id"], row["number"], row["author"], row["time"]) for row in rows] == [
        ("a.txt", 1, "Tom B.", "2 hours ago"), ("a.txt", 2, "Lena K.", "1 hour ago"),
    ]  # fmt: skip
    assert "my boat" in rows[0]["text"]
    assert tree(tmp_path / "out") == ["a.txt", "b.txt", "manifest.jsonl"]
    kept = clean("in", "--format", "jsonl", "--comments-file", name).records
    assert all("comments" not in row for row in kept)
    both = clean("in", "--format", "jsonl", "--comments-file", name, "--comments").records
    assert [len(row["comments"]) for row in both] == [2, 0]


@pytest.mark.parametrize("path", ["c.txt", "in/c.jsonl", "no/c.jsonl", ""])
def test_a_file_of_comments_that_cannot_be_is_wrong_usage(clean: Clean, tmp_path: Path, path: str) -> None:
    write(tmp_path / "in/a.txt", STORY)
    assert clean("in", "--comments-file", path).status == 2
    assert tree(tmp_path) == ["in/a.txt"]
