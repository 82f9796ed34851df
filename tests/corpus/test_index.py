"""The index file: the same whatever the order and the number of processes, merged or learnt at once."""

from __future__ import annotations

import pickle
import random
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.batch.learn import learn
from cleaner.cli import main
from cleaner.config import Config
from cleaner.corpus.build import build_index, merge_indexes
from cleaner.corpus.fingerprint import Fingerprint, pack_telling, take_fingerprint, unpack_telling
from cleaner.corpus.index import Index
from cleaner.errors import PackError, UsageError
from cleaner.pipeline import Cleaner

from .sites import Site

CLEANER = Cleaner(translation=False, language="en")


@pytest.fixture(scope="module")
def fingerprints() -> list[Fingerprint]:
    pages = [page for seed in (1, 2) for page in Site(seed).pages(12)]
    return [take_fingerprint(CLEANER.clean(p.text, url=p.url, id=f"{i:03}", form="text")) for i, p in enumerate(pages)]


def dump(path: Path) -> list[str]:
    """Everything the file holds."""
    file = sqlite3.connect(path)
    tables = ("sites", "documents", "derived", "lines", "bands", "terms")
    rows = [f"{table} {row!r}" for table in tables for row in file.execute(f"SELECT * FROM {table}")]
    file.close()
    return rows


def test_the_order_of_the_documents_does_not_matter(fingerprints: list[Fingerprint], tmp_path: Path) -> None:
    shuffled = random.Random(1).sample(fingerprints, len(fingerprints))
    assert build_index(fingerprints, tmp_path / "a.index") == len(fingerprints) == 24
    build_index(shuffled, tmp_path / "b.index")
    assert (tmp_path / "a.index").read_bytes() == (tmp_path / "b.index").read_bytes()


def test_merging_gives_what_learning_at_once_gives(fingerprints: list[Fingerprint], tmp_path: Path) -> None:
    build_index(fingerprints, tmp_path / "all.index")
    build_index(fingerprints[:15], tmp_path / "a.index")
    build_index(fingerprints[10:], tmp_path / "b.index")
    assert merge_indexes([tmp_path / "b.index", tmp_path / "a.index"], tmp_path / "merged.index") == 24
    assert dump(tmp_path / "merged.index") == dump(tmp_path / "all.index")


def test_a_fingerprint_comes_back_as_it_was(fingerprints: list[Fingerprint], tmp_path: Path) -> None:
    build_index(fingerprints, tmp_path / "a.index")
    found = Index(tmp_path / "a.index").find(fingerprints[3].digest)
    assert found is not None and found.number == 4
    again = unpack_telling(pack_telling(fingerprints[3].telling))
    assert again.spans == fingerprints[3].telling.spans
    for name in ("hashes", "flags", "starts", "lines"):
        assert (getattr(again, name) == getattr(fingerprints[3].telling, name)).all()


def test_an_index_travels_to_other_processes(fingerprints: list[Fingerprint], tmp_path: Path) -> None:
    build_index(fingerprints, tmp_path / "a.index")
    index = Index(tmp_path / "a.index")
    assert index.size == 24
    assert pickle.loads(pickle.dumps(index)).size == 24


def test_foreign_broken_and_old_files_are_clear_errors(fingerprints: list[Fingerprint], tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no index at all, but long enough to be read as one by somebody in a hurry" * 20)
    with pytest.raises(PackError, match="not an index"):
        assert Index(tmp_path / "text").size
    sqlite3.connect(tmp_path / "other").executescript("CREATE TABLE t (x);")
    with pytest.raises(PackError, match="some other SQLite file"):
        assert Index(tmp_path / "other").size
    build_index(fingerprints[:3], tmp_path / "old")
    sqlite3.connect(tmp_path / "old").executescript("PRAGMA user_version = 99;")
    with pytest.raises(PackError, match="version 99"):
        assert Index(tmp_path / "old").size
    build_index(fingerprints, tmp_path / "torn")
    whole = (tmp_path / "torn").read_bytes()
    (tmp_path / "torn").write_bytes(whole[: len(whole) // 3])
    with pytest.raises(PackError):
        assert Index(tmp_path / "torn").entry(20)
    with pytest.raises(PackError, match="no such index"):
        Index(tmp_path / "nowhere")


def test_learning_is_the_same_for_any_number_of_processes(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    for seed in (3, 4):
        (folder / f"site{seed}").mkdir(parents=True)
        for i, page in enumerate(Site(seed).pages(5)):
            (folder / f"site{seed}" / f"{i}.txt").write_text(page.text)
    config = Config(translation=False)
    assert learn([folder], tmp_path / "one.index", config, jobs=1).documents == 10
    assert learn([folder], tmp_path / "two.index", config, jobs=2).documents == 10
    assert (tmp_path / "one.index").read_bytes() == (tmp_path / "two.index").read_bytes()
    assert Index(tmp_path / "one.index").site_size("folder:site3") == 5


def test_the_command_says_what_it_learnt_and_what_it_could_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "One story, and not much of one."}\n{"nothing": 1}\n')
    out = str(tmp_path / "x.index")
    ran = CliRunner().invoke(main, ["learn", str(tmp_path / "a.jsonl"), "-o", out, "-j", "1"])
    assert ran.exit_code == 1
    assert "1 documents learnt, 1 could not be read" in ran.stderr
    assert "a.jsonl:2" in ran.stderr
    merged = CliRunner().invoke(main, ["learn", "--merge", out, out, "-o", str(tmp_path / "y.index")])
    assert merged.exit_code == 0
    foreign = CliRunner().invoke(main, ["learn", "--merge", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / "z.index")])
    assert foreign.exit_code == 2
    assert "not an index" in foreign.stderr
    assert not list(tmp_path.glob("*.partial"))


def test_standard_input_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="standard input"):
        learn(["-"], tmp_path / "x.index")


def test_a_document_that_lies_there_a_hundred_times_is_found_by_its_id_and_its_group_is_read_once(
    fingerprints: list[Fingerprint], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exact copies under one digest cost one row a look, and a group is read once however often it is shown."""
    copies = [replace(fingerprints[0], id=f"copy {number:03}") for number in range(100)]
    build_index([*copies, *fingerprints[1:]], tmp_path / "a.index")
    index = Index(tmp_path / "a.index")
    asked: list[tuple[str, int]] = []
    rows = Index.rows

    def counted(self: Index, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        found = rows(self, query, values)
        asked.append((query, len(found)))
        return found

    monkeypatch.setattr(Index, "rows", counted)
    entry = index.find(fingerprints[0].digest, "copy 077")
    assert entry is not None and entry.fingerprint.id == "copy 077"
    assert index.find(fingerprints[0].digest, "no such id") is not None
    assert max(count for _, count in asked) == 1
    asked.clear()
    assert {index.group(entry.group).size for _ in range(50)} == {100}
    assert len(asked) == 1


def test_a_folder_without_documents_replaces_no_index(fingerprints: list[Fingerprint], tmp_path: Path) -> None:
    index = tmp_path / "a.index"
    build_index(fingerprints, index)
    before = index.read_bytes()
    (tmp_path / "in").mkdir()
    ran = CliRunner().invoke(main, ["learn", str(tmp_path / "in"), "-o", str(index)])
    assert ran.exit_code == 3
    assert "nothing to learn from" in ran.stderr
    assert index.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.index"]
