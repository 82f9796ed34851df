"""The documents of samples/: each is a sample to try the program on and a golden test.

A folder holds `source.txt` or `source.html`, the clean body in `expected.txt`, what the record must say in
`metadata.json` (only the fields the page itself tells), and what must go: for text `marked.txt`, the source
with every removed or lifted stretch bracketed in place, `⟦byline:By Ana Ruiz⟧` (`⟦+dateline:...⟧`: named, but
kept); for HTML `removed.json`, the same stretches in page order. White space around a removed stretch may go
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
FOLDERS = sorted(folder for folder in SAMPLES.iterdir() if folder.is_dir())
TEXTS = [folder for folder in FOLDERS if (folder / "marked.txt").exists()]
MARKED = re.compile(r"⟦(\+?)([a-z]+):([^⟦⟧]*)⟧")

each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
each_text = pytest.mark.parametrize("folder", TEXTS, ids=lambda folder: folder.name)


def source_of(folder: Path) -> str:
    """The document as it was scraped."""
    return next(folder.glob("source.*")).read_text(encoding="utf-8")


@cache
def cleaned(folder: Path) -> cleaner.Result:
    """What the program makes of a sample; cleaned once for all tests."""
    return cleaner.clean(source_of(folder))


def marked_spans(marked: str) -> list[tuple[bool, str, str]]:
    """(kept, kind, text) of each bracketed stretch, in order."""
    return [(plus == "+", kind, text) for plus, kind, text in MARKED.findall(marked)]


def expected_spans(folder: Path) -> list[tuple[str, str]]:
    """(kind, text) of each stretch that must leave the body, in page order."""
    if (folder / "marked.txt").exists():
        spans = marked_spans((folder / "marked.txt").read_text(encoding="utf-8"))
        return [(kind, text) for kept, kind, text in spans if not kept]
    rows = json.loads((folder / "removed.json").read_text(encoding="utf-8"))
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
    assert len(FOLDERS) >= 16
    for folder in FOLDERS:
        names = {path.name for path in folder.iterdir()}
        assert {"expected.txt", "metadata.json"} <= names, folder.name
        forms = [{"source.txt", "marked.txt"} <= names, {"source.html", "removed.json"} <= names]
        assert sum(forms) == 1, folder.name


@each_text
def test_marked_copy_is_the_source(folder: Path) -> None:
    marked = (folder / "marked.txt").read_text(encoding="utf-8")
    assert MARKED.sub(lambda found: found[3], marked) == source_of(folder)


@each_folder
def test_every_kind_is_a_kind(folder: Path) -> None:
    assert {kind for kind, _ in expected_spans(folder)} <= set(KINDS)


@each_folder
def test_what_must_go_and_what_must_stay_make_up_the_page(folder: Path) -> None:
    """The expectations themselves: cutting `removed` out of the page text, in order, leaves `expected.txt`."""
    page, kept, position = visible(cleaned(folder).text), "", 0
    for kind, text in expected_spans(folder):
        found = page.find(visible(text), position)
        assert found >= 0, (kind, text)
        kept += page[position:found]
        position = found + len(visible(text))
    expected = visible((folder / "expected.txt").read_text(encoding="utf-8"))
    assert kept + page[position:] == expected


@each_folder
def test_body(folder: Path) -> None:
    expected = (folder / "expected.txt").read_text(encoding="utf-8").strip()
    assert cleaned(folder).body == expected


@each_folder
def test_removed_kinds(folder: Path) -> None:
    removed = cleaned(folder).removed
    assert runs_of_kind((span.kind, span.text) for span in removed) == runs_of_kind(expected_spans(folder))


@each_folder
def test_removed_offsets_point_at_their_text(folder: Path) -> None:
    result = cleaned(folder)
    for span in result.removed:
        assert result.text[span.start : span.end] == span.text


@each_text
def test_named_spans_are_kept(folder: Path) -> None:
    spans = marked_spans((folder / "marked.txt").read_text(encoding="utf-8"))
    wanted = {(kind, text) for kept, kind, text in spans if kept and kind in ("dateline", "correction")}
    kept_spans = cleaned(folder).to_record()["kept"]
    assert wanted <= {(span["kind"], span["text"].strip()) for span in kept_spans}


@each_folder
def test_metadata(folder: Path) -> None:
    wanted = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    found = cleaned(folder).to_record()["metadata"]
    assert {field: found[field] for field in wanted} == wanted
