"""A story wrapped at a fixed width keeps its first line: a line that goes on in lower case is no headline."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner
from training.dresses import WIDTHS, wrap

STORIES = sorted(
    path
    for code in ("da", "de", "en", "es", "fr", "it", "nl", "pt", "ru", "sv", "tr", "uk")
    for path in (Path(__file__).parent / "whole" / code).glob("*.txt")
)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_first_line_stays(path: Path) -> None:
    paragraphs = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    cleaner = Cleaner(translation=False, language=path.parent.name)
    for width in WIDTHS:
        lines = [wrap(paragraph, width) for paragraph in paragraphs]
        body = cleaner.clean("\n\n".join("\n".join(paragraph) for paragraph in lines), form="text").body
        assert body.startswith(lines[0][0].strip()), width
