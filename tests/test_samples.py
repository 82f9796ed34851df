"""The documents of samples/: each is a sample to try the program on and a golden test.

`samples/in` holds the sources; `samples/expected` the clean body as `NAME.txt`, what the record must say in
`NAME.metadata.json` (only the fields the page itself tells), and what must go: for text `NAME.marked.txt`, the source
with every removed or lifted stretch bracketed in place, `⟦byline:By Ana Ruiz⟧` (`⟦+dateline:...⟧`: named, but
kept); for HTML `NAME.removed.json`, the same stretches in page order. White space around a removed stretch may go
with it, so stretches are compared as a kind per character that is not white space.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

import cleaner
from cleaner.kinds import KINDS

SAMPLES = Path(__file__).parent.parent / "samples"
SOURCES = sorted((SAMPLES / "in").iterdir())
TEXTS = [source for source in SOURCES if source.suffix == ".txt"]
MARKED = re.compile(r"⟦(\+?)([a-z]+):([^⟦⟧]*)⟧")

each_sample = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
each_text = pytest.mark.parametrize("source", TEXTS, ids=lambda source: source.stem)


def source_of(source: Path) -> str:
    """The document as it was scraped."""
    return source.read_text(encoding="utf-8")


def expectation(source: Path, ending: str) -> Path:
    """The file that says what must come of a sample."""
    return SAMPLES / "expected" / f"{source.stem}.{ending}"


@cache
def cleaned(source: Path) -> cleaner.Result:
    """What the program makes of a sample; cleaned once for all tests."""
    return cleaner.clean(source_of(source))


def marked_spans(marked: str) -> list[tuple[bool, str, str]]:
    """(kept, kind, text) of each bracketed stretch, in order."""
    return [(plus == "+", kind, text) for plus, kind, text in MARKED.findall(marked)]


def expected_spans(source: Path) -> list[tuple[str, str]]:
    """(kind, text) of each stretch that must leave the body, in page order."""
    if expectation(source, "marked.txt").exists():
        spans = marked_spans(expectation(source, "marked.txt").read_text(encoding="utf-8"))
        return [(kind, text) for kept, kind, text in spans if not kept]
    rows = json.loads(expectation(source, "removed.json").read_text(encoding="utf-8"))
    return [(row["kind"], row["text"]) for row in rows]


def visible(text: str) -> str:
    """The characters that are not white space, nor the bar a table's cells are joined by."""
    return "".join(text.replace("|", "").split())


def runs_of_kind(spans: Iterable[tuple[str, str]]) -> list[str]:
    """Neighbouring spans of one kind joined, as "kind: text" without white space: kinds per character."""
    runs: list[tuple[str, str]] = []
    for kind, text in spans:
        if runs and runs[-1][0] == kind:
            runs[-1] = (kind, runs[-1][1] + visible(text))
        elif visible(text):
            runs.append((kind, visible(text)))
    return [f"{kind}: {text}" for kind, text in runs]


def test_there_are_samples_in_enough_languages() -> None:
    assert len(SOURCES) >= 16
    for source in SOURCES:
        how = "marked.txt" if source in TEXTS else "removed.json"
        missing = [ending for ending in ("txt", "metadata.json", how) if not expectation(source, ending).exists()]
        assert not missing, source.name


@each_text
def test_marked_copy_is_the_source(source: Path) -> None:
    marked = expectation(source, "marked.txt").read_text(encoding="utf-8")
    assert MARKED.sub(lambda found: found[3], marked) == source_of(source)


@each_sample
def test_every_kind_is_a_kind(source: Path) -> None:
    assert {kind for kind, _ in expected_spans(source)} <= set(KINDS)


@each_sample
def test_what_must_go_and_what_must_stay_make_up_the_page(source: Path) -> None:
    """The expectations themselves: cutting `removed` out of the page text, in order, leaves `expected.txt`."""
    page, kept, position = visible(cleaned(source).text), "", 0
    for kind, text in expected_spans(source):
        found = page.find(visible(text), position)
        assert found >= 0, (kind, text)
        kept += page[position:found]
        position = found + len(visible(text))
    expected = visible(expectation(source, "txt").read_text(encoding="utf-8"))
    assert kept + page[position:] == expected


@each_sample
def test_body(source: Path) -> None:
    expected = expectation(source, "txt").read_text(encoding="utf-8").strip()
    assert cleaned(source).body == expected


@each_sample
def test_removed_kinds(source: Path) -> None:
    removed = cleaned(source).removed
    assert runs_of_kind((span.kind, span.text) for span in removed) == runs_of_kind(expected_spans(source))


@each_sample
def test_removed_offsets_point_at_their_text(source: Path) -> None:
    result = cleaned(source)
    for span in result.removed:
        assert result.text[span.start : span.end] == span.text


@each_text
def test_named_spans_are_kept(source: Path) -> None:
    spans = marked_spans(expectation(source, "marked.txt").read_text(encoding="utf-8"))
    wanted = {(kind, text) for kept, kind, text in spans if kept and kind in ("dateline", "correction")}
    kept_spans = cleaned(source).to_record()["kept"]
    assert wanted <= {(span["kind"], span["text"].strip()) for span in kept_spans}


@each_sample
def test_metadata(source: Path) -> None:
    wanted = json.loads(expectation(source, "metadata.json").read_text(encoding="utf-8"))
    found = cleaned(source).to_record()["metadata"]
    assert {field: found[field] for field in wanted} == wanted
