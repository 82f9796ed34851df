"""The diff: `patch` makes the body of the page text."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import replay
from cleaner.forms.record import digest_text
from cleaner.views.diff import explain_diff, kept_places

SAMPLES = Path(__file__).parent.parent.parent / "samples"
Make = Callable[[str], dict[str, Any]]


def apply_diff(text: str, diff: list[str]) -> str:
    """The text after a unified diff, the strict way: every line of context must fit."""
    old, new, at = text.removesuffix("\n").split("\n"), [], 0
    for line in diff[2:]:
        if line.startswith("@@ -"):
            start, size = (int(part) for part in line[4:].split(" ")[0].split(","))
            begin = start - 1 if size else start
            new += old[at:begin]
            at = begin
        elif line.startswith("+"):
            new.append(line[1:])
        else:
            assert old[at] == line[1:]
            new += [line[1:]] if line.startswith(" ") else []
            at += 1
    return "\n".join(new + old[at:])


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("expected/*.marked.txt")), ids=lambda path: path.stem)
def test_the_diff_makes_the_body_of_the_page(path: Path, marked_record: Make) -> None:
    record = marked_record(path.read_text(encoding="utf-8"))
    assert apply_diff(record["text"], list(explain_diff(record))) == record["body"]


@given(st.text(alphabet="ab \n\r\u2028日", max_size=40), st.lists(st.integers(0, 40), max_size=8))
def test_the_diff_makes_the_body_of_any_page(text: str, edges: list[int]) -> None:
    bounds = sorted(min(edge, len(text)) for edge in edges)
    removed = [{"start": a, "end": b} for a, b in zip(bounds[::2], bounds[1::2], strict=False)]
    record = {"id": "any", "text": text, "removed": removed, "digest": digest_text(text)}
    body = replay(record, text)
    kept = kept_places(text, removed)
    assert "".join(char for char, stays in zip(text, kept, strict=True) if stays) == body
    diff = list(explain_diff(record))
    assert (apply_diff(text, diff) if diff else text.removesuffix("\n")) == body


def test_one_line_gone_and_one_cut(marked_record: Make) -> None:
    record = marked_record("⟦share:Share⟧\n\nOne.⟦related: Read more⟧\n\nTwo.\n")
    assert list(explain_diff(record)) == [
        "--- page",
        "+++ body",
        "@@ -1,5 +1,3 @@",
        "-Share",
        "-",
        "-One. Read more",
        "+One.",
        " ",
        " Two.",
    ]


def test_nothing_removed_gives_no_diff(marked_record: Make) -> None:
    assert list(explain_diff(marked_record("One.\n\nTwo.\n"))) == []


@pytest.mark.skipif(not shutil.which("patch"), reason="needs the program patch")
def test_patch_agrees(tmp_path: Path, marked_record: Make) -> None:
    record = marked_record((SAMPLES / "expected" / "broadcaster-dump.marked.txt").read_text(encoding="utf-8"))
    page = tmp_path / "page.txt"
    page.write_text(record["text"], encoding="utf-8")
    diff = "\n".join(explain_diff(record)) + "\n"
    subprocess.run(["patch", str(page)], input=diff.encode(), check=True, capture_output=True)
    assert page.read_text(encoding="utf-8").strip() == record["body"]
