"""Deciding again from a record gives what cleaning again would have given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import BODY, KINDS, Cleaner, Config, Document, Mark, Reason, Span, UsageError, Verdict
from cleaner.document import Passage, Segment, Sign, Translation
from cleaner.redecide import STALE, read_page, redecide

SAMPLES = Path(__file__).parent.parent.parent / "samples"
SOURCES = sorted(SAMPLES.glob("in/*"))
each_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
KIND_NAMES = [*KINDS, BODY]


def claim_lines(document: Document) -> list[Mark]:
    """Claims that depend on the document alone: a kind and a score for every line, and for the start of every third."""
    marks = []
    for number, block in enumerate(document.blocks):
        kind = KIND_NAMES[number % len(KIND_NAMES)]
        score = (number * 37 % 100) / 101
        lifted = (("authors", document.lines[number][:20]),) if kind == "byline" else ()
        marks.append(Mark(block.span, kind, score, "hand", Reason(f"hand.{kind}"), lifted))
        if number % 3 == 0:
            opening = Span(block.span.start, min(block.span.start + 6, block.span.end))
            marks.append(Mark(opening, "dateline", 0.9, "hand", Reason("hand.opening"), kind_score=0.8))
    return marks


def judge(document: Document, segments: tuple[Segment, ...]) -> Translation:
    """A verdict with a passage and a sign."""
    end = min(40, len(document.text))
    return Translation(
        Verdict.LIKELY, 0.97, (Passage(Span(0, end), 0.98),), (Sign(Span(0, end), "slot", f"{len(segments)}"),), ""
    )


def clean(path: Path, config: Config | None = None) -> dict[str, Any]:
    cleaner = Cleaner(config or Config(witness=False), detectors=[claim_lines], assessor=judge)
    return cleaner.clean(path.read_bytes(), id=path.stem).to_record(with_text=True, with_marks=True)


@each_source
@pytest.mark.parametrize(
    "choices",
    [{}, {"keep": {"byline", "caption"}}, {"remove": {"dateline"}}, {"threshold": 0.7}, {"threshold": 0.0}],
    ids=["as it was", "keep byline and caption", "remove dateline", "threshold 0.7", "threshold 0"],
)
def test_deciding_again_is_cleaning_again(path: Path, choices: dict[str, Any]) -> None:
    record = json.loads(json.dumps(clean(path)))
    again = redecide(record, path.read_bytes(), Config(**choices)).to_record(with_text=True, with_marks=True)
    cleaned = json.loads(json.dumps(clean(path, Config(witness=False, **choices))))
    for field in ("body", "removed", "kept", "metadata", "status", "marks", "language", "digest", "url", "id"):
        assert json.loads(json.dumps(again[field])) == cleaned[field], field
    assert again["translation"] == record["translation"]
    assert (STALE in again["warnings"]) is (again["body"] != record["body"])


@each_source
def test_the_page_text_will_do_for_the_page(path: Path) -> None:
    record = clean(path)
    assert redecide(record, record["text"]).body == record["body"]


@given(st.text(alphabet="ab<>/p &;\n\u2028é", max_size=60))
def test_the_page_of_any_record_is_found_again(source: str) -> None:
    record = Cleaner(Config(witness=False), detectors=[claim_lines], assessor=judge).clean(source).to_record()
    assert read_page(record, source).text is not None


def test_no_translation_stays_none() -> None:
    record = clean(SOURCES[0]) | {"translation": None}
    assert redecide(record, SOURCES[0].read_bytes()).translation is None


def test_without_claims_of_another_page_or_of_a_failed_document_it_refuses() -> None:
    record = clean(SOURCES[0])
    with pytest.raises(UsageError, match="digest"):
        redecide(record, "another page")
    with pytest.raises(UsageError, match="status 'timeout'"):
        redecide({**record, "digest": None, "status": "timeout"}, SOURCES[0].read_bytes())
    del record["marks"]
    with pytest.raises(UsageError, match="--marks"):
        redecide(record, SOURCES[0].read_bytes())
