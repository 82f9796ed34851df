"""The same story in every dress and place keeps its body: a sample of every class of `training.variants`.

All classes and languages, with figures: `python -m training.variants`.
"""

from __future__ import annotations

import pytest

from training.frames import own_stories
from training.variants import VARIANTS, Tally, measure

LANGUAGES = ("en", "de", "ru", "zh")
EACH = 4
MOST_LOST = {
    "page of questions, div": 0.05, "page of questions, flat": 0.06, "page of questions, dl": 0.05,
    "page of questions, headings": 0.05, "page of questions, entries": 0.08,
    "page of div, framed": 0.03, "page of br1": 0.03, "page of br1, wrapped": 0.05, "page of br, wrapped": 0.05,
    "box": 0.03, "bullets at the end, framed": 0.03, "timeline at the end, framed": 0.04,
}  # fmt: skip
"""The share of the body that a class may lose, where it is more than `LOST`. A page whose every line is a `<div>`, or
ends in one `<br>`, says nothing of what is a menu and what a short answer; a date that is alone is no timeline."""
LOST = 0.02


def tally(name: str, languages: tuple[str, ...], each: int) -> Tally:
    stories = {language: list(own_stories(language).values()) for language in languages}
    return measure([name], stories, each)[name]


@pytest.mark.parametrize("name", VARIANTS)
def test_the_story_stays(name: str) -> None:
    found = tally(name, LANGUAGES, EACH)
    assert found.body > 4_000
    assert found.lost <= MOST_LOST.get(name, LOST) * found.body


@pytest.mark.heavy
@pytest.mark.parametrize("name", VARIANTS)
def test_the_story_stays_in_ten_languages(name: str) -> None:
    found = tally(name, ("en", "de", "fr", "es", "ru", "zh", "ja", "ar", "pl", "el"), 12)
    assert found.lost <= MOST_LOST.get(name, LOST) * found.body


def test_a_variant_that_loses_its_story_would_be_seen() -> None:
    counted = Tally()
    counted.add([("A story.", 1, ""), ("A menu", 0, "navigation")], [0, 5])
    assert (counted.body, counted.lost, counted.boilerplate, counted.left, counted.shares) == (7, 7, 5, 5, [0.0])
