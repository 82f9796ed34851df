"""Stories that look like boilerplate and are none: not one line of them may go.

`tests/whole/<language>/<name>.txt` is body only: newsletters, paywalls and cookies as the subject, live
blogs, tables, poems, recipes, interviews with one-line answers, letters, stories whose last line is short.
`tests/whole_html/<language>/<name>.html` is the same as a page whose only other line is its h1; the body
to come out stands beside it in a file ending in `.txt`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner

HERE = Path(__file__).parent
STORIES = sorted((HERE / "whole").glob("*/*.txt"))
PAGES = sorted((HERE / "whole_html").glob("*/*.html"))
ENGLISH_AT_LEAST = 24
EACH_AT_LEAST = 4
LANGUAGES = (
    "af", "ar", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "lv", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sv", "sw", "tr", "uk", "vi", "zh",
)  # fmt: skip


def story_id(path: Path) -> str:
    """How a test of a story is called: "de/gedicht"."""
    return f"{path.parent.name}/{path.stem}"


def lines_touched(story: str, body: str) -> list[str]:
    """The lines of a story that do not stand whole in the body, in order; white space at the ends aside."""
    left = [line.strip() for line in body.splitlines() if line.strip()]
    touched: list[str] = []
    for line in (line.strip() for line in story.splitlines() if line.strip()):
        if line in left:
            del left[: left.index(line) + 1]
        else:
            touched.append(line)
    return touched


def removal_notes(result: cleaner.Result) -> list[str]:
    """What was taken and why, for the message of a failing test."""
    rows = result.to_record()["removed"]
    return [f"{row['kind']} by {row['reason']['rule']}: {row['text']!r}" for row in rows]


def test_lines_touched_sees_a_missing_and_a_cut_line() -> None:
    assert lines_touched("One.\n\nTwo.\nTwo.\nThree.", "One.\nTwo.\nThree") == ["Two.", "Three."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_stories(language: str) -> None:
    count = sum(path.parent.name == language for path in STORIES)
    assert count >= (ENGLISH_AT_LEAST if language == "en" else EACH_AT_LEAST)


@pytest.mark.parametrize("path", STORIES, ids=story_id)
def test_story_stays_whole(path: Path) -> None:
    story = path.read_text(encoding="utf-8")
    result = cleaner.clean(story)
    assert lines_touched(story, result.body) == [], removal_notes(result)
    assert result.body == story.strip()


@pytest.mark.parametrize("path", PAGES, ids=story_id)
def test_page_stays_whole(path: Path) -> None:
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").strip()
    result = cleaner.clean(path.read_text(encoding="utf-8"))
    assert lines_touched(expected, result.body) == [], removal_notes(result)
    assert result.body == expected
