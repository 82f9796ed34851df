"""Copies, rewritten copies and independent reports: told apart, with the sentences that show it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleaner.cli import main
from cleaner.corpus.build import build_index
from cleaner.corpus.direction import Side, judge_direction
from cleaner.corpus.evidence import respelt
from cleaner.corpus.fingerprint import take_fingerprint
from cleaner.corpus.index import Index
from cleaner.corpus.relate import Relator
from cleaner.corpus.rewrite import Comparison, compare
from cleaner.corpus.sentences import tell
from cleaner.document import Relation, Translation, Verdict
from cleaner.pipeline import Cleaner
from cleaner.result import Result

STORIES = Path(__file__).parent / "data" / "stories"
GROUPS = sorted(path.name for path in STORIES.iterdir() if path.is_dir())
TELLINGS = ("original", "agency", "rewritten", "independent")
CLEANER = Cleaner(translation=False)


def clean(group: str, name: str) -> Result:
    text = (STORIES / group / f"{name}.txt").read_text(encoding="utf-8")
    return CLEANER.clean(text, id=f"{group}/{name}", language=group[:2], form="text")


@pytest.fixture(scope="module")
def results() -> dict[str, Result]:
    found = [clean(group, name) for group in GROUPS for name in TELLINGS]
    return {result.id: result for result in found}


@pytest.fixture(scope="module")
def index(results: dict[str, Result], tmp_path_factory: pytest.TempPathFactory) -> Index:
    path = tmp_path_factory.mktemp("stories") / "stories.index"
    build_index((take_fingerprint(result) for result in results.values()), path)
    return Index(path)


def relations(index: Index, result: Result) -> dict[str, Relation]:
    return {relation.id: relation for relation in Relator(index).relations(result)}


def compared(results: dict[str, Result], a: str, b: str) -> Comparison:
    left, right = results[a], results[b]
    return compare(tell(left.document, left.segments), tell(right.document, right.segments))


def test_there_are_twelve_groups_of_four() -> None:
    assert len(GROUPS) == 12
    assert all((STORIES / group / f"{name}.txt").is_file() for group in GROUPS for name in TELLINGS)


@pytest.mark.parametrize("group", GROUPS)
def test_each_telling_is_what_it_is(group: str, results: dict[str, Result], index: Index) -> None:
    found = relations(index, results[f"{group}/original"])
    assert found[f"{group}/agency"].relation == "near-duplicate"
    assert found[f"{group}/rewritten"].relation in ("rewritten-from", "rewritten-as")
    assert found[f"{group}/rewritten"].score >= 0.9
    independent = found.get(f"{group}/independent")
    assert independent is None or independent.relation == "same-story"
    assert {name.partition("/")[0] for name in found} == {group}


@pytest.mark.parametrize("group", GROUPS)
def test_two_documents_say_the_same_of_each_other(group: str, results: dict[str, Result], index: Index) -> None:
    mirrored = {"rewritten-from": "rewritten-as", "rewritten-as": "rewritten-from"}
    here = relations(index, results[f"{group}/original"])[f"{group}/rewritten"]
    there = relations(index, results[f"{group}/rewritten"])[f"{group}/original"]
    assert there.relation == mirrored[here.relation]
    assert there.score == here.score


def test_the_evidence_shows_the_sentences(results: dict[str, Result], index: Index) -> None:
    result = results["en-ferry/rewritten"]
    evidence = relations(index, result)["en-ferry/original"].evidence
    assert evidence["aligned"] >= 0.8
    assert evidence["order"] == 1.0
    assert evidence["quotations"]["reworded"] >= 2
    assert evidence["quotations"]["reworded"] == evidence["quotations"]["compared"]
    for pair in evidence["pairs"]:
        assert result.text[pair["start"] : pair["end"]] == pair["text"]
        assert "other_text" not in pair  # the index holds fingerprints, and this one names no file


def test_a_document_that_can_be_read_again_is_quoted(results: dict[str, Result], tmp_path: Path) -> None:
    path = STORIES / "en-dam" / "original.txt"
    original = CLEANER.clean(path.read_text(encoding="utf-8"), id="original", language="en", form="text")
    build_index([take_fingerprint(original, path=str(path))], tmp_path / "x.index")
    evidence = Relator(Index(tmp_path / "x.index")).relations(results["en-dam/rewritten"])[0].evidence
    assert evidence["pairs"][0]["other_text"].startswith("Engineers began lowering the water")
    assert ("Tol Bridge", "Tolbridge") in evidence["respelt"]


def test_the_answers_do_not_depend_on_the_order_of_learning(
    results: dict[str, Result], index: Index, tmp_path: Path
) -> None:
    shuffled = random.Random(2).sample(list(results.values()), len(results))
    build_index(map(take_fingerprint, shuffled), tmp_path / "x.index")
    other = Index(tmp_path / "x.index")
    for result in results.values():
        assert Relator(other).relations(result) == Relator(index).relations(result)


def test_an_exact_copy_under_another_id_is_a_duplicate(results: dict[str, Result], index: Index) -> None:
    copy = CLEANER.clean(results["en-tram/original"].text, id="elsewhere", language="en", form="text")
    found = relations(index, copy)
    assert found["en-tram/original"].relation == "duplicate"
    assert found["en-tram/original"].evidence["fullest"] == "en-tram/original"
    assert found["en-tram/agency"].relation == "near-duplicate"


def test_a_copy_is_told_by_date_by_translation_and_by_length(results: dict[str, Result]) -> None:
    found = compared(results, "en-flood/rewritten", "en-flood/original")
    unknown = judge_direction(found, Side("", None), Side("", None))
    assert unknown.copy == "unknown"
    assert judge_direction(found, Side("2024-03-02", None), Side("2024-03-01", None)).copy == "left"
    assert judge_direction(found, Side("", 0.1), Side("", 0.9)).copy == "right"
    assert judge_direction(found, Side("", 0.5), Side("", 0.5)).copy == "unknown"


def test_the_verdict_of_the_copy_is_raised_and_that_of_the_original_is_not(
    results: dict[str, Result], tmp_path: Path
) -> None:
    from dataclasses import replace

    before = Translation(Verdict.UNLIKELY, 0.1)
    copy = replace(results["en-ferry/rewritten"], translation=replace(before, probability=0.4))
    original = replace(results["en-ferry/original"], translation=before)
    build_index(map(take_fingerprint, (copy, original)), tmp_path / "x.index")
    relate = Relator(Index(tmp_path / "x.index"))
    raised = relate(copy)
    assert raised.translation is not None and raised.translation.verdict is Verdict.LIKELY
    assert "en-ferry/original" in raised.translation.reason
    kept = relate(original)
    assert kept.related[0].relation == "rewritten-as"
    assert kept.translation == before


def test_a_text_of_a_few_words_is_related_to_nothing(index: Index) -> None:
    assert Relator(index).relations(CLEANER.clean("The bridge fell on Saturday.", form="text")) == []
    assert Relator(index).relations(CLEANER.clean("", form="text")) == []


def test_names_split_in_two_are_found() -> None:
    assert list(respelt("Byte Dance said so.", "ByteDance said so.")) == [("Byte Dance", "ByteDance")]
    assert not list(respelt("The U.S. said so.", "The US said so."))


def test_compare_shows_two_documents_side_by_side(tmp_path: Path) -> None:
    files = [str(STORIES / "en-dam" / f"{name}.txt") for name in ("rewritten", "original")]
    ran = CliRunner().invoke(main, ["compare", *files, "--language", "en", "--width", "100"])
    assert ran.exit_code == 0
    assert "rewritten" in ran.stdout.splitlines()[-1]
    assert "[level at]" in ran.stdout
    assert max(map(len, ran.stdout.splitlines()[:-1])) <= 100
    page = tmp_path / "page.html"
    assert CliRunner().invoke(main, ["compare", *files, "--language", "en", "-o", str(page)]).exit_code == 0
    assert "<mark>level at</mark>" in page.read_text(encoding="utf-8")
    missing = CliRunner().invoke(main, ["compare", files[0], str(tmp_path / "nothing.txt")])
    assert missing.exit_code == 2
