"""`cleaner clean` with an index: given, learnt on the way, and used to write one of each group."""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cleaner.cli import main
from cleaner.config import Config
from cleaner.corpus.build import build_index
from cleaner.corpus.fingerprint import take_fingerprint
from cleaner.pipeline import Cleaner

from .sites import Site

STORIES = Path(__file__).parent / "data" / "stories"
OPTIONS = ("-q", "--language", "en", "--no-translation")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four tellings of one story and a story of its own."""
    path = tmp_path_factory.mktemp("stories")
    for name in ("original", "agency", "rewritten", "independent"):
        (path / f"{name}.txt").write_bytes((STORIES / "en-flood" / f"{name}.txt").read_bytes())
    (path / "other.txt").write_bytes((STORIES / "en-chess" / "original.txt").read_bytes())
    return path


def run(*arguments: str | Path) -> str:
    ran = CliRunner().invoke(main, ["clean", *map(str, arguments), *OPTIONS])
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def records(text: str) -> dict[str, dict[str, Any]]:
    return {record["id"]: record for record in map(json.loads, text.splitlines())}


def test_learnt_on_the_way_and_the_same_for_any_number_of_processes(folder: Path) -> None:
    one = run(folder, "--learn", "-j", "1")
    assert one == run(folder, "--learn", "-j", "2")
    related = {id: {r["id"]: r["relation"] for r in record["related"]} for id, record in records(one).items()}
    assert related["agency.txt"]["original.txt"] == "near-duplicate"
    assert related["rewritten.txt"]["original.txt"].startswith("rewritten")
    assert related["independent.txt"].get("original.txt", "same-story") == "same-story"
    assert related["other.txt"] == {}


def test_one_of_each_group_is_written(folder: Path, tmp_path: Path) -> None:
    run(folder, "--learn", "--unique", "-j", "1", "-o", tmp_path / "out")
    written = sorted(path.name for path in (tmp_path / "out").glob("*.txt"))
    assert written == ["independent.txt", "original.txt", "other.txt", "rewritten.txt"]
    rows = {row["id"]: row for row in map(json.loads, (tmp_path / "out" / "manifest.jsonl").read_text().splitlines())}
    assert rows["agency.txt"]["output"] is None
    assert rows["agency.txt"]["cause"] == "left out by --unique: original.txt"
    assert [id for id, row in rows.items() if row["left_out"]] == ["agency.txt"]
    run(folder, "--learn", "--unique", "-j", "1", "-o", tmp_path / "out.jsonl")
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 4


def test_a_missing_or_foreign_index_is_wrong_usage(folder: Path, tmp_path: Path) -> None:
    for index in (tmp_path / "nowhere.index", folder / "other.txt"):
        ran = CliRunner().invoke(main, ["clean", str(folder), "--index", str(index), *OPTIONS])
        assert ran.exit_code == 2
        assert str(index) in ran.stderr
    ran = CliRunner().invoke(main, ["clean", str(folder), "--unique", *OPTIONS])
    assert ran.exit_code == 2
    assert "--learn" in ran.stderr


def test_repeated_lines_of_a_site_leave_the_body(tmp_path: Path) -> None:
    pages = Site(77).pages(30)
    plain = Cleaner(detectors=(), classifier=None, translation=False)
    build_index(
        (take_fingerprint(plain.clean(p.text, url=p.url, id=p.url, language="en", form="text")) for p in pages),
        tmp_path / "site.index",
    )
    cleaner = pickle.loads(pickle.dumps(Cleaner(Config(index=str(tmp_path / "site.index"), translation=False))))
    result = cleaner.clean(pages[0].text, url=pages[0].url, language="en", form="text")
    claimed = {result.text[m.span.start : m.span.end].strip() for m in result.marks if m.detector == "repeated"}
    assert len(claimed) > 10
    assert not claimed & {line.text for line in pages[0].lines if line.body}
    assert all("documents of the site" in m.reason.evidence for m in result.marks if m.detector == "repeated")


@pytest.mark.parametrize("edited", [False, True])
def test_a_folder_of_copies_of_one_story_keeps_it(tmp_path: Path, edited: bool) -> None:
    """Nothing tells boilerplate from a story that is all there is: twelve copies, alike or each with a line of its own,
    count once, stay whole, and are named as copies."""
    story = (STORIES / "en-flood" / "original.txt").read_text(encoding="utf-8")
    (tmp_path / "in").mkdir()
    for number in range(12):
        own = f"\nThe waters at gauge {'abcdefghijkl'[number]} fell by the evening, the town said.\n" if edited else ""
        (tmp_path / f"in/{number:02}.txt").write_text(story + own, encoding="utf-8")
    alone = records(run(tmp_path / "in", "-j", "1"))
    found = records(run(tmp_path / "in", "--learn", "-j", "1"))
    for id, record in found.items():
        assert record["body"] == alone[id]["body"]
        assert {r["relation"] for r in record["related"]} == {"near-duplicate" if edited else "duplicate"}
        assert len(record["related"]) > 5
