"""A person's word about a document wins over every mark, in every form, through the record and again from it."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cleaner import Cleaner, UsageError
from cleaner.cli import main
from cleaner.corrections.file import load_corrections
from cleaner.document import Document
from cleaner.forms.record import digest_text, replay
from cleaner.kinds import BODY, KINDS
from cleaner.readers import Format, read
from cleaner.redecide import redecide

TEXT = (
    "Skip to content\nHarbour opens again\nBy Ines Calloway\n\n"
    "VELMORA (Tide Wire) — The harbour of Velmora opened again on Monday after a year of work, the authority said.\n\n"
    "Two ferries left before noon, and the first container ship is expected on Thursday.\n\n"
    "Share this story\nSign up for our newsletter\n"
)
MARKDOWN = (
    "[Skip to content](#a)\n\n# Harbour opens again\n\n![A crane](crane.jpg)\n\nThe harbour of **Velmora** opened"
    " again on Monday after a [year of work](w.html), the authority said.\n\n* Two ferries left before noon.\n"
    "* A third is expected.\n\n![Ship](ship.jpg)\n\nSign up for our newsletter\n"
)
HTML = (
    "<html><body><nav><a href='/'>Skip to content</a></nav><h1>Harbour opens again</h1><p>By Ines Calloway</p>"
    "<p>The harbour of Velmora opened again on Monday after a year of work, the authority said.</p>"
    "<p>Two ferries left before noon,<br>and the first container ship is expected on Thursday.</p>"
    "<p>Sign up for our newsletter</p></body></html>"
)
SOURCES: list[tuple[Format, str]] = [("text", TEXT), ("markdown", MARKDOWN), ("html", HTML)]


def row_of(text: str, *said: tuple[str, str], **more: Any) -> dict[str, Any]:
    """A correction that calls stretches of a text by kinds."""
    places = [(text.index(words), words, kind) for words, kind in said]
    spans = [{"start": at, "end": at + len(words), "kind": kind, "text": words} for at, words, kind in places]
    return {"digest": digest_text(text), "spans": spans, "who": "ana", "when": "2026-05-04", **more}


def write(path: Path, *rows: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def random_row(document: Document, chance: random.Random) -> dict[str, Any]:
    """Stretches at random places of a text, lines and pieces and several lines, of random kinds."""
    edges = sorted(chance.sample(range(len(document.text) + 1), 8))
    lines = [edge for block in document.blocks for edge in block.span]
    edges = sorted({chance.choice(lines) if chance.random() < 0.5 else edge for edge in edges})
    pairs = zip(edges[::2], edges[1::2], strict=False)
    spans = [{"start": a, "end": b, "kind": chance.choice([*KINDS, *[BODY] * 12])} for a, b in pairs]
    return {"digest": digest_text(document.text), "spans": spans}


@pytest.mark.parametrize(("form", "source"), SOURCES)
def test_what_was_said_is_decided_and_nothing_else_is_lost(form: Format, source: str, tmp_path: Path) -> None:
    document = read(source, form=form, language="en")
    text = document.text
    for seed in range(25):
        row = random_row(document, random.Random(f"{form} {seed}"))
        path = write(tmp_path / "c.jsonl", row)
        cleaner = Cleaner(corrections=path, language="en", translation=False)
        result = cleaner.clean(source, form=form)
        assert "".join(text[s.span.start : s.span.end] for s in result.segments) == text
        record = result.to_record(with_marks=True)
        assert replay(record, text) == result.body
        assert redecide(record, text if form != "html" else source).body == result.body
        plain = Cleaner(language="en", translation=False).clean(source, form=form).to_record(with_marks=True)
        again = redecide(plain, text if form != "html" else source, cleaner.config)
        assert again.body == result.body
        assert [(s.span, s.fate) for s in again.segments] == [(s.span, s.fate) for s in result.segments]
        for span in row["spans"]:
            for place in range(span["start"], span["end"]):
                segment = next(s for s in result.segments if s.span.start <= place < s.span.end)
                if form == "markdown" or text[place].isspace():
                    continue  # the marks of Markdown belong to the words beside them
                decided = BODY if segment.mark is None else segment.mark.kind
                assert decided == span["kind"], (seed, text[place:][:30], span)


def test_body_and_kinds_win_and_the_record_says_who_said_so(tmp_path: Path) -> None:
    row = row_of(TEXT, ("Sign up for our newsletter", BODY), ("and the first container ship is expected", "advert"))
    result = Cleaner(corrections=write(tmp_path / "c.jsonl", row)).clean(TEXT, form="text")
    assert result.body.endswith("Two ferries left before noon, on Thursday.\n\nSign up for our newsletter")
    reasons = {span["text"].strip(): span["reason"] for span in result.to_record()["removed"]}
    said = {"rule": "corrections.given", "evidence": "ana, 2026-05-04"}
    assert reasons["and the first container ship is expected"] == said
    shown = CliRunner().invoke(main, ["rule", "corrections.given"])
    assert shown.exit_code == 0 and "a person said so" in shown.output


def test_a_picture_of_markdown_stays_where_a_person_says_so(tmp_path: Path) -> None:
    row = row_of(MARKDOWN, ("![A crane](crane.jpg)", BODY), ("![Ship](ship.jpg)", "advert"))
    result = Cleaner(corrections=write(tmp_path / "c.jsonl", row)).clean(MARKDOWN, form="markdown")
    assert "crane.jpg" in result.body
    ship = next(removed for removed in result.removed if "ship.jpg" in removed.text)
    assert (ship.kind, ship.reason.rule) == ("advert", "corrections.given")
    again = redecide(result.to_record(with_marks=True), MARKDOWN)
    assert again.body == result.body


def test_of_two_rows_about_one_document_the_later_counts(tmp_path: Path) -> None:
    first, second = row_of(TEXT, ("Share this story", BODY)), row_of(TEXT, ("Harbour opens again", BODY))
    body = Cleaner(corrections=write(tmp_path / "c.jsonl", first, second)).clean(TEXT, form="text").body
    assert body.startswith("Harbour opens again") and "Share" not in body


def test_the_summary_counts_what_was_used_and_what_was_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    path = write(tmp_path / "c.jsonl", row_of(TEXT, ("Share this story", BODY)), row_of("gone", ("gone", BODY)))
    done = CliRunner().invoke(main, ["clean", str(tmp_path / "a.txt"), "--corrections", path])
    assert done.exit_code == 0, done.output
    assert "Share this story" in done.stdout
    assert "; 1 decided as corrected (1 of other texts not used)" in done.stderr


def test_a_span_outside_of_its_text_is_an_error_that_names_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    row = {"digest": digest_text(TEXT), "spans": [{"start": 3, "end": 9_000, "kind": BODY}]}
    path = write(tmp_path / "c.jsonl", row_of("other", ("other", BODY)), row)
    with pytest.raises(UsageError, match=r"c\.jsonl, line 2: span 3 to 9000 is outside"):
        Cleaner(corrections=path).clean(TEXT, form="text")
    done = CliRunner().invoke(
        main, ["clean", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--corrections", path]
    )
    assert done.exit_code == 1
    assert "c.jsonl, line 2: span 3 to 9000 is outside" in done.stderr


GOOD = row_of(TEXT, ("Share", BODY))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[" * 9_000, "not JSON"),
        ("[]", "no correction"),
        (json.dumps(GOOD | {"digest": "ab"}), "digest must be"),
        (json.dumps(GOOD | {"who": 5}), "who must be a text"),
        (json.dumps(GOOD | {"text": "another"}), "digest is not that of the text"),
        (json.dumps(GOOD | {"spans": [{"start": -1, "end": 3, "kind": BODY}]}), "whole numbers"),
        (json.dumps(GOOD | {"spans": [{"start": True, "end": 3, "kind": BODY}]}), "whole numbers"),
        (json.dumps(GOOD | {"spans": [{"start": 0, "end": 3, "kind": "headlin"}]}), "did you mean 'headline'"),
        (json.dumps(GOOD | {"spans": [GOOD["spans"][0], GOOD["spans"][0]]}), "overlap"),
    ],
)
def test_a_line_that_is_no_correction_is_named_before_anything_runs(line: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(f"{json.dumps(GOOD)}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 3") as caught:
        load_corrections(path)
    assert says in str(caught.value)
    done = CliRunner().invoke(main, ["clean", "-", "--corrections", str(path)], input=TEXT)
    assert done.exit_code == 2 and "line 3" in done.stderr and done.stdout == ""
