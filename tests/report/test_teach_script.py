"""Corrections made in the report: the script's own functions, run by Node, against the record and `--corrections`."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from runs import HOSTILE, make_record, sample_records

from cleaner import Cleaner
from cleaner.kinds import BODY, KINDS, Fate
from cleaner.report.documents import make_view

NODE = shutil.which("node")
HERE = Path(__file__).parent
SCRIPT = HERE.parent.parent / "cleaner" / "report" / "page" / "teach.js"
FATES = {kind.name: str(kind.fate) for kind in KINDS.values()}

pytestmark = pytest.mark.skipif(NODE is None, reason="needs Node: apt-get install nodejs")


def run(record: dict[str, Any], said: list[dict[str, Any]]) -> dict[str, Any]:
    """What the script makes of what was said about a record."""
    view = json.loads(json.dumps(make_view(record)))
    documents = {record["digest"]: {"id": record["id"], "url": None, "when": "2026-05-04", "said": said}}
    job = {"said": said, "view": view, "fates": FATES, "documents": documents, "who": "ana"}
    command = [str(NODE), str(HERE / "teach_script.mjs"), str(SCRIPT)]
    done = subprocess.run(command, input=json.dumps(job).encode(), capture_output=True, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def say_at_random(text: str, chance: random.Random) -> list[dict[str, Any]]:
    said = []
    for _ in range(6):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.randrange(1, 120))
        said.append({"start": start, "end": end, "kind": chance.choice([*KINDS, BODY, BODY]), "text": text[start:end]})
    return said


RECORDS = [*sample_records()[:12], make_record("⟦share:Share 🎣 it⟧\n\nBody 🎣🎣 of 𝒯allwick.\n", "wide")]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_what_is_downloaded_is_decided_as_it_was_shown(record: dict[str, Any], tmp_path: Path) -> None:
    text = record["text"]
    said = say_at_random(text, random.Random(record["id"]))
    made = run(record, said)
    latest: dict[int, str] = {}
    for one in said:
        latest |= dict.fromkeys(range(one["start"], one["end"]), one["kind"])
    assert {place: span["kind"] for span in made["spans"] for place in range(span["start"], span["end"])} == latest
    assert all(text[span["start"] : span["end"]] == span["text"] for span in made["spans"])
    view, path = made["view"], tmp_path / "corrections.jsonl"
    for _, runs in view["lines"]:
        for words, mark, *_, start in runs:
            assert text[start : start + len(words)] == words
            kinds = {latest.get(place) for place in range(start, start + len(words))}
            assert len(kinds) == 1
            if kinds != {None}:
                assert view["marks"][mark][:2] == [*kinds, FATES.get(next(iter(kinds)), "keep")]  # type: ignore[arg-type]
    assert "".join(run[0] for _, runs in view["lines"] for run in runs) == "".join(
        run[0] for _, runs in make_view(record)["lines"] for run in runs
    )
    path.write_text(made["file"], encoding="utf-8")
    result = Cleaner(corrections=path, translation=False).clean(text, form="text")
    for segment in result.segments:
        for place in range(*segment.span):
            if place in latest and not text[place].isspace():
                kind = latest[place]
                assert segment.fate is (Fate.KEEP if kind == BODY else KINDS[kind].fate)


def test_hostile_text_comes_back_as_it_was() -> None:
    record = make_record(f"Body {HOSTILE[:60]} text.\n", "hostile")
    said = [{"start": 0, "end": 20, "kind": BODY, "text": record["text"][:20]}]
    (row,) = map(json.loads, run(record, said)["file"].splitlines())
    assert row["spans"] == said and row["digest"] == record["digest"] and row["who"] == "ana"


def test_nothing_said_is_nothing_to_download() -> None:
    assert run(RECORDS[0], [])["file"] == ""
