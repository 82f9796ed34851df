"""To annotation tools and back: no offset moves, and what a person changed there is decided so here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, UsageError
from cleaner.cli import main
from cleaner.corrections.file import Correction, read_corrections
from cleaner.forms.record import digest_text
from cleaner.kinds import BODY, KINDS
from cleaner.views.export import FORMATS, export_records, label_studio_interface, labelled_spans

TEXT = (
    "Skip to content\n\nVELMORA — The harbour opened again on Monday after a year of work, the authority said.\n\n"
    "Two ferries left before noon, and the first container ship is expected on Thursday.\n\nShare this story\nPrint\n"
)


def record_of(text: str, edges: list[int], kinds: list[str]) -> dict[str, Any]:
    cuts = sorted({min(edge, len(text)) for edge in edges})
    pairs = zip(cuts[::2], cuts[1::2], kinds, strict=False)
    removed = [{"start": a, "end": b, "kind": kind} for a, b, kind in pairs]
    return {
        "id": "a.html",
        "url": "https://tidings.example/a",
        "text": text,
        "length": len(text),
        "digest": digest_text(text),
        "removed": removed,
        "kept": [],
    }


def annotate(exported: str, form: str) -> str:
    """What the tool gives back where a person takes everything as it is."""
    rows = json.loads(exported) if form in ("label-studio", "argilla") else []
    for row in rows:
        if form == "label-studio":
            (prediction,) = row.pop("predictions")
            made = {"result": prediction["result"], "completed_by": {"email": "ana"}, "updated_at": "2026-05-04"}
            row["annotations"] = [{"result": [], "was_cancelled": True}, made]
        else:
            row["responses"] = {"kinds": [{"value": row["suggestions"]["kinds"]["value"], "user_id": "ana"}]}
    return json.dumps(rows) if rows else exported


def there_and_back(record: dict[str, Any], form: str, path: Path) -> Correction:
    path.write_bytes(annotate("".join(export_records([record], form)), form).encode("utf-8", "replace"))
    (found,) = read_corrections(path)
    return found


@pytest.mark.parametrize("form", FORMATS)
@given(
    text=st.text("ab-# \n\t\u00a0\x1c\u2028é🎣中", min_size=1, max_size=60).filter(str.strip),
    edges=st.lists(st.integers(0, 60), max_size=10),
    kinds=st.lists(st.sampled_from([*KINDS]), min_size=5, max_size=5),
)
def test_every_offset_comes_back(
    form: str, text: str, edges: list[int], kinds: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    if form == "argilla":
        text = text.replace("🎣", "x")
    record = record_of(text, edges, kinds)
    row = there_and_back(record, form, tmp_path_factory.mktemp("a") / "file")
    told = {place: said.kind for said in row.said for place in range(*said.span) if not text[place].isspace()}
    meant = dict.fromkeys((place for place, char in enumerate(text) if not char.isspace()), BODY)
    for span in record["removed"]:
        meant |= {place: span["kind"] for place in range(span["start"], span["end"]) if place in meant}
    assert told == meant
    assert row.digest == record["digest"]
    named = [(said.span.start, said.span.end, said.kind) for said in row.said if said.kind != BODY]
    assert named == [tuple(span) for span in labelled_spans(record)]


@pytest.mark.parametrize("form", FORMATS)
def test_what_was_decided_is_decided_again(form: str, tmp_path: Path) -> None:
    before = Cleaner(translation=False, language="en").clean(TEXT, id="a.txt")
    path = tmp_path / "file"
    row = there_and_back(before.to_record(with_text=True), form, path)
    after = Cleaner(translation=False, language="en", corrections=path).clean(TEXT)
    assert after.body == before.body and before.removed
    assert row.who == ("ana" if form in ("label-studio", "argilla") else "")


def test_an_annotation_wins_and_predictions_alone_say_nothing(tmp_path: Path) -> None:
    record = Cleaner(translation=False, language="en").clean(TEXT, id="a.txt").to_record(with_text=True)
    path = tmp_path / "tasks.json"
    path.write_text("".join(export_records([record], "label-studio")), encoding="utf-8")
    with pytest.raises(UsageError, match="nobody annotated"):
        list(read_corrections(path))
    (task,) = json.loads(path.read_text())
    start = TEXT.index("Two ferries")
    value = {"start": start, "end": start + 11, "text": "Two ferries", "labels": ["caption"]}
    task["annotations"] = [{"result": [{"type": "labels", "value": value}, {"type": "choices", "value": {}}]}]
    path.write_text(json.dumps([task]), encoding="utf-8")
    body = Cleaner(translation=False, language="en", corrections=path).clean(TEXT).body
    assert "Two ferries" not in body and body.startswith("Skip to content") and "Share this story" in body


def test_places_that_were_counted_as_javascript_does_are_found_by_their_words(tmp_path: Path) -> None:
    text, path = "🎣🎣 Share this\nThe port opened.\n", tmp_path / "tasks.json"
    for start, words, fits in ((5, "Share\\nthis", False), (5, "Share this", True), (3, "Share this", True)):
        value = {"start": start, "end": start + 10, "text": words, "labels": ["share"]}
        task = {"data": {"text": text}, "annotations": [{"result": [{"type": "labels", "value": value}]}]}
        path.write_text(json.dumps([task]), encoding="utf-8")
        if fits:
            (row,) = read_corrections(path)
            assert [(one.span.start, one.span.end) for one in row.said if one.kind == "share"] == [(3, 13)]
        else:
            with pytest.raises(UsageError, match="item 1: span 5 to 15"):
                list(read_corrections(path))


def test_argilla_gets_no_text_whose_places_it_counts_otherwise(tmp_path: Path) -> None:
    assert json.loads("".join(export_records([record_of("A 🎣", [], [])], "argilla"))) == []
    path = tmp_path / "records.json"
    rows = [{"fields": {"text": "A 🎣"}, "responses": {"kinds": [{"value": []}]}}]
    path.write_text(json.dumps(rows), encoding="utf-8")
    with pytest.raises(UsageError, match="correct it in the report"):
        list(read_corrections(path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1]", "item 1: neither a task"),
        ('[{"data": {}, "annotations": [{"result": [{"type": "labels", "value": {}}]}]}]', "KeyError"),
        ('[{"data": {"text": "a"}, "annotations": 5}]', "TypeError"),
        ("-DOCSTART- -X- O O\n\na -X- _ O\n", "line 1: the third column"),
        ("-DOCSTART- -X- " + "0" * 64 + " O\n\nword O\n", "line 3: write four columns"),
        ('{"text": "abc", "tokens": [], "spans": {"sc": [{"start": 0, "end": 1, "label": "x"}]}}', "unknown kind"),
        ('{"text": "abc", "tokens": [], "ents": [{"start": 0}]}', "not as spaCy writes it"),
    ],
)
def test_what_is_no_annotation_is_refused_with_its_place(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        list(read_corrections(path))


@pytest.mark.parametrize("form", FORMATS)
def test_the_command_writes_a_file_that_teach_reads(form: str, tmp_path: Path) -> None:
    record = Cleaner(translation=False, language="en").clean(TEXT, id="a.txt").to_record(with_text=True)
    records, out, xml = tmp_path / "run.jsonl", tmp_path / "out", tmp_path / "labels.xml"
    records.write_text(json.dumps(record) + "\n", encoding="utf-8")
    run = ["export", str(records), "--to", form, "-o", str(out), "--interface", str(xml)]
    done = CliRunner().invoke(main, run)
    assert done.exit_code == 0, done.output
    out.write_bytes(annotate(out.read_text(encoding="utf-8"), form).encode())
    (tmp_path / "page.txt").write_text(TEXT, encoding="utf-8")
    taught = CliRunner().invoke(
        main, ["teach", str(out), "-o", str(tmp_path / "r"), "--check", str(tmp_path / "page.txt")]
    )
    assert "from 1 corrected pages of 1" in taught.output
    del record["text"]
    records.write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert CliRunner().invoke(main, run).exit_code == 2
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.endswith(".partial")) == []


def test_the_interface_of_label_studio_has_every_kind() -> None:
    root = ElementTree.fromstring(label_studio_interface())
    assert [label.get("value") for label in root.iter("Label")] == [BODY, *KINDS]
