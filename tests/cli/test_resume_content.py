"""`--resume` gives every document its own result, where size, time and name of two inputs are the same too."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from clean_helpers import PAGE, STORY, Clean, read_records, write

NOON = 1_767_268_800
OUTS = ["out.jsonl", "out.jsonl.gz", "out.parquet"]


def same_stamp(path: Path, content: str) -> Path:
    """A file whose time is that of all others."""
    write(path, content)
    os.utime(path, (NOON, NOON))
    return path


def page(day: str) -> str:
    """Pages of one size."""
    assert len(day) == 6
    return PAGE.replace("Monday", day)


def bodies(root: Path, out: str) -> list[str]:
    """The days of the records, in order: "Monday" became another word of six letters in each page."""
    if out.endswith(".parquet"):
        import pyarrow.parquet

        return [days(body) for body in pyarrow.parquet.read_table(root / out).column("body").to_pylist()]
    if out.endswith(".gz"):
        import gzip

        return [days(json.loads(line)["body"]) for line in gzip.decompress((root / out).read_bytes()).splitlines()]
    return [days(record["body"]) for record in read_records(root / out)]


def days(body: str) -> str:
    return body.partition("reopened on ")[2][:6]


def leave_trail(root: Path, out: str) -> None:
    """Make of a finished Parquet run what a kill before the end leaves; other files are taken up as they are."""
    if out.endswith(".parquet"):
        (root / f"{out}.manifest.jsonl").rename(root / f"{out}.manifest.jsonl.partial")
        (root / "journal.jsonl").rename(root / f"{out}.partial")
        (root / out).unlink()


def run(clean: Clean, out: str, *inputs: str, resume: bool = False) -> str:
    """A run to `out`; for Parquet the journal is kept beside it. What was said on standard error."""
    if out.endswith(".parquet"):
        pytest.importorskip("pyarrow")
        if not resume:
            assert clean(*inputs, "-o", "journal.jsonl").status == 0
    ran = clean(*inputs, "-o", out, *(["--resume"] if resume else []))
    assert ran.status == 0, ran.err
    return ran.err


@pytest.mark.parametrize("out", OUTS)
def test_two_inputs_with_one_name_size_and_time(clean: Clean, tmp_path: Path, out: str) -> None:
    same_stamp(tmp_path / "A/index.html", page("Friday"))
    same_stamp(tmp_path / "B/index.html", page("Sunday"))
    run(clean, out, "A", "B")
    assert bodies(tmp_path, out) == ["Friday", "Sunday"]
    leave_trail(tmp_path, out)
    assert "(2 of them done before)" in run(clean, out, "A", "B", resume=True)
    assert bodies(tmp_path, out) == ["Friday", "Sunday"]


@pytest.mark.parametrize("out", OUTS)
def test_inputs_that_change_their_order(clean: Clean, tmp_path: Path, out: str) -> None:
    same_stamp(tmp_path / "A/index.html", page("Friday"))
    same_stamp(tmp_path / "B/index.html", page("Sunday"))
    run(clean, out, "A", "B")
    leave_trail(tmp_path, out)
    assert "(2 of them done before)" in run(clean, out, "B", "A", resume=True)
    assert bodies(tmp_path, out) == ["Sunday", "Friday"]


@pytest.mark.parametrize("out", OUTS)
def test_a_file_replaced_by_another_of_its_size_and_time(clean: Clean, tmp_path: Path, out: str) -> None:
    same_stamp(tmp_path / "A/a.html", page("Friday"))
    same_stamp(tmp_path / "A/b.html", page("Sunday"))
    run(clean, out, "A")
    leave_trail(tmp_path, out)
    same_stamp(tmp_path / "A/b.html", page("August"))
    assert "(1 of them done before)" in run(clean, out, "A", resume=True)
    assert bodies(tmp_path, out) == ["Friday", "August"]


@pytest.mark.parametrize("out", OUTS)
def test_rows_that_change_places(clean: Clean, tmp_path: Path, out: str) -> None:
    rows = [json.dumps({"text": STORY.replace("Monday", day)}) + "\n" for day in ("Friday", "Sunday", "August")]
    same_stamp(tmp_path / "r.jsonl", "".join(rows))
    run(clean, out, "r.jsonl")
    leave_trail(tmp_path, out)
    same_stamp(tmp_path / "r.jsonl", "".join([rows[0], rows[2], rows[1]]))
    assert "(1 of them done before)" in run(clean, out, "r.jsonl", resume=True)
    assert bodies(tmp_path, out) == ["Friday", "August", "Sunday"]


def test_a_folder_of_bodies_taken_up_with_another_input(clean: Clean, tmp_path: Path) -> None:
    same_stamp(tmp_path / "A/index.html", page("Friday"))
    same_stamp(tmp_path / "B/index.html", page("Sunday"))
    clean("A", "-o", "out")
    assert "done before" not in clean("B", "-o", "out", "--resume").err
    assert days((tmp_path / "out/index.txt").read_text()) == "Sunday"
    same_stamp(tmp_path / "B/index.html", page("August"))
    assert "done before" not in clean("B", "-o", "out", "--resume").err
    assert days((tmp_path / "out/index.txt").read_text()) == "August"
    assert "(1 of them done before)" in clean("B", "-o", "out", "--resume").err


def test_names_that_are_shown_alike(clean: Clean, tmp_path: Path) -> None:
    same_stamp(tmp_path / "in/a\nb.html", page("Friday"))
    same_stamp(tmp_path / "in/a\\nb.html", page("Sunday"))
    clean("in", "-o", "out.jsonl")
    assert "(2 of them done before)" in clean("in", "-o", "out.jsonl", "--resume").err
    assert bodies(tmp_path, "out.jsonl") == ["Friday", "Sunday"]


def test_a_link_that_leads_elsewhere_now(clean: Clean, tmp_path: Path) -> None:
    same_stamp(tmp_path / "A/index.html", page("Friday"))
    same_stamp(tmp_path / "B/index.html", page("Sunday"))
    (tmp_path / "now").symlink_to("A")
    clean("now", "-o", "out.jsonl")
    (tmp_path / "now").unlink()
    (tmp_path / "now").symlink_to("B")
    assert "done before" not in clean("now", "-o", "out.jsonl", "--resume").err
    assert bodies(tmp_path, "out.jsonl") == ["Sunday"]


def test_rows_of_an_older_version_are_not_used_again(clean: Clean, tmp_path: Path) -> None:
    same_stamp(tmp_path / "in/a.html", page("Friday"))
    clean("in", "-o", "out.jsonl")
    manifest = tmp_path / "out.jsonl.manifest.jsonl"
    rows = read_records(manifest)
    manifest.write_text("".join(json.dumps({k: v for k, v in row.items() if k != "key"}) + "\n" for row in rows))
    ran = clean("in", "-o", "out.jsonl", "--resume")
    assert ran.status == 0
    assert "done before" not in ran.err
    assert bodies(tmp_path, "out.jsonl") == ["Friday"]


@pytest.mark.parametrize(
    "forged", [{"output_size": "9"}, {"output_size": -1}, {"source": None}, {"key": 5}, {"run": []}, {"output": 3}]
)
def test_a_manifest_with_other_types_is_not_used_and_ends_nothing(
    clean: Clean, tmp_path: Path, forged: dict[str, object]
) -> None:
    same_stamp(tmp_path / "in/a.html", page("Friday"))
    clean("in", "-o", "out.jsonl")
    manifest = tmp_path / "out.jsonl.manifest.jsonl"
    manifest.write_text("".join(json.dumps(row | forged) + "\n" for row in read_records(manifest)))
    ran = clean("in", "-o", "out.jsonl", "--resume")
    assert ran.status == 0
    assert "done before" not in ran.err
    assert bodies(tmp_path, "out.jsonl") == ["Friday"]
