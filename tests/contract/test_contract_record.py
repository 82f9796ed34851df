"""The record, field by field."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import cleaner
from cleaner.cli import main
from cleaner.document import Status, Verdict
from cleaner.readers import limits

ROOT = Path(__file__).parent.parent.parent
SAMPLES = sorted((ROOT / "samples" / "in").iterdir())
FIELDS = (
    "schema", "id", "url", "status", "language", "metadata", "body", "body_blocks", "word_count",
    "reading_minutes", "quality", "removed", "kept", "length",
    "digest", "translation", "related", "warnings", "versions",
)  # fmt: skip
METADATA = {
    "title", "authors", "contributors", "agencies", "date", "site", "section", "canonical_url", "dateline", "sources",
    "published", "modified", "description", "image", "tags", "type", "access", "license", "declared_language",
    "author_urls", "source_agency", "alternates",
}  # fmt: skip
RELATIONS = (
    *("duplicate", "near-duplicate", "rewritten-from"),
    "translated-from",  # the relations of translations are not in the contract yet
    "rewritten-as",
    *("translated-as", "translation"),
    "same-story",
)
STORY = "Harbour reopens\n\nThe harbour of Velmora reopened on Monday after repairs, the port authority said.\n"

TRAPS = """
import os, time
import cleaner.batch.worker as work
real = work.Worker.clean
def clean(self, job, data, cut):
    if b"hang here" in data:
        time.sleep(600)
    if b"die here" in data:
        os._exit(9)
    if b"fail here" in data:
        raise ZeroDivisionError("of ours")
    return real(self, job, data, cut)
work.Worker.clean = clean
"""


def records_of(*arguments: str) -> list[dict[str, object]]:
    ran = CliRunner().invoke(main, ["clean", "-j", "1", "-q", "--format", "jsonl", *arguments])
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_the_record_is_the_same_from_the_library_and_the_command() -> None:
    """One JSON object per document, the same from both; every record has every field, in its order."""
    (record,) = records_of(str(SAMPLES[0]))
    source = SAMPLES[0].read_bytes()
    form = "html" if SAMPLES[0].suffix == ".html" else "text"
    mine = cleaner.Cleaner().clean(source, id=SAMPLES[0].name, form=form).to_record()  # type: ignore[arg-type]
    assert json.dumps(mine) == json.dumps(record)
    assert tuple(record) == FIELDS
    assert set(mine["metadata"]) == METADATA
    assert set(mine["versions"]) >= {"cleaner", "trafilatura", "models"}
    assert mine["schema"] == 1


@pytest.mark.skipif(os.name != "posix", reason="processes")
def test_timeout_crash_and_error_are_records_with_every_field(tmp_path: Path) -> None:
    """Failed: body and spans empty, `length`, `digest`, `translation` null, the cause first in `warnings`.

    The documents beside the failed ones are done, and the run says with 1 that some failed.
    """
    (tmp_path / "sitecustomize.py").write_text(TRAPS)
    (tmp_path / "in").mkdir()
    for number, text in enumerate(["fine", "hang here", "fine too", "die here", "fail here", "fine as well"]):
        (tmp_path / f"in/{number}.txt").write_text(f"{text}\n\n{STORY}")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, sys.path)])}
    program = "import sitecustomize; from cleaner.cli import main; main()"
    command = [sys.executable, "-c", program, "clean", "in", "-o", "out.jsonl", "-j", "2", "--timeout", "8"]
    ran = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stderr
    records = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [record["id"] for record in records] == [f"{i}.txt" for i in range(6)]
    assert [record["status"] for record in records] == ["ok", "timeout", "ok", "crashed", "error", "ok"]
    causes = ("no result within 8 s", "exit status 9", "internal error: ZeroDivisionError")
    for record, cause in zip((r for r in records if r["status"] != "ok"), causes, strict=True):
        assert tuple(record) == FIELDS
        assert (record["body"], record["removed"], record["kept"], record["related"]) == ("", [], [], [])
        assert (record["length"], record["digest"], record["translation"]) == (None, None, None)
        assert cause in record["warnings"][0]
        assert f"{record['id']}: {record['status']}" in ran.stderr


def test_the_states_are_those_of_the_contract() -> None:
    assert " ".join(Status) == "ok empty not_article truncated timeout crashed error"
    assert {str(status) for status in Status if status.failed} == {"timeout", "crashed", "error"}
    verdicts = {"declared", "likely", "possible", "partly", "unlikely", "insufficient"}
    assert {str(verdict) for verdict in Verdict} == verdicts


def test_truncated_wins_over_not_article_and_carries_the_best_body() -> None:
    """The worst status where several apply."""
    deep = "<p>The ferry left.</p>" + "<div>" * (limits.MAX_DEPTH + 50) + "<p>deep</p>"
    result = cleaner.Cleaner(translation=False).clean(f"<html><body>{deep}", form="html")
    assert result.status is Status.TRUNCATED
    assert "ferry" in result.body


def test_not_article_carries_what_there_is() -> None:
    """A page of links keeps its best body, and is not failed."""
    links = "".join(f"<li><a href=/{i}>Section {i}</a></li>" for i in range(40))
    result = cleaner.Cleaner(translation=False).clean(f"<html><body><nav><ul>{links}</ul></nav></body></html>")
    assert result.status is Status.NOT_ARTICLE
    assert not result.status.failed
    assert result.to_record()["digest"]


def test_fates_are_told_apart() -> None:
    """`removed` holds what left the body, `kept` the named spans that stay; `marks` every claim on request."""
    source = (ROOT / "samples/in/wire-story.txt").read_bytes()
    record = cleaner.Cleaner().clean(source).to_record(with_marks=True)
    assert {span["fate"] for span in record["removed"]} == {"remove", "lift"}
    assert {span["fate"] for span in record["kept"]} == {"keep"}
    assert "dateline" in {span["kind"] for span in record["kept"]}
    assert len(record["marks"]) >= len(record["removed"]) + len(record["kept"])


def test_translation_is_on_by_default_and_abstains_with_null() -> None:
    assert cleaner.Config().translation
    told = cleaner.clean("The ferry left.").to_record()["translation"]
    assert (told["verdict"], told["probability"]) == ("insufficient", None)
    assert cleaner.Cleaner(translation=False).clean("The ferry left.").to_record()["translation"] is None
    (record,) = records_of("--no-translation", str(SAMPLES[0]))
    assert record["translation"] is None


def test_relations_are_those_of_the_contract() -> None:
    from cleaner.corpus import relate

    assert relate._ORDER == RELATIONS


def test_columns_that_are_not_used_pass_through_unchanged(tmp_path: Path) -> None:
    extra = {"n": 1.50, "big": 12345678901234567890, "nested": {"a": [None, True, "é🛳"]}, "status": "mine", "body": ""}
    (tmp_path / "r.jsonl").write_text(json.dumps({"text": STORY, **extra}) + "\n")
    (record,) = records_of("--no-translation", str(tmp_path / "r.jsonl"))
    assert record["input"] == extra
    assert record["status"] == "ok"


def test_a_changed_record_changes_no_other() -> None:
    first, again = cleaner.clean(STORY).to_record(), cleaner.clean(STORY).to_record()
    first["versions"]["models"].clear()
    first["versions"]["cleaner"] = "changed"
    assert cleaner.clean(STORY).to_record() == again
    assert again["versions"]["models"]
