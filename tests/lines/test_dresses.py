"""The generator of dresses: a story comes back from every dress; short texts keep label and kind with their line."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner.readers import read
from training.dresses import (  # fmt: skip
    TEXT_DRESSES,
    Row,
    cut_after,
    ink,
    rows_of,
    short_last_sentence,
    undress,
    with_box,
    wrap,
)
from training.endings import add_ending
from training.frames import make_box, make_head, make_tail, own_stories, shelf
from training.lines.data import HELD_OUT, fold_of
from training.lines.short import Story, make_short
from training.page_dresses import DISGUISES, DRESSES, HTML_DRESSES, disguise, make_page, random_dress, redress_page

LANGUAGES = ("ar", "de", "el", "en", "hi", "ja", "ko", "lv", "ru", "zh")
BOX = [("Mehr zum Hafen", 0, "related"), ("Die alte Mole wird gesperrt", 0, "related")]


def framed(language: str, rng: np.random.Generator) -> list[Row]:
    stories = list(own_stories(language).values())
    own = shelf(language)
    return [*make_head(own, "A headline", 15, rng), *rows_of(stories[0]), *make_tail(own, stories[1:], 15, rng)]


@pytest.mark.parametrize("dress", TEXT_DRESSES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_story_comes_back_from_every_dress(language: str, dress: str) -> None:
    rng = np.random.default_rng(3)
    rows = framed(language, rng)
    changed = TEXT_DRESSES[dress](rows, rng)
    assert undress(changed) == undress(rows)
    assert {kind for _, label, kind in changed if label == 1} == {""}


@pytest.mark.parametrize("dress", [name for name in TEXT_DRESSES if name != "paragraphs"])
def test_a_dress_changes_the_lines(dress: str) -> None:
    rng = np.random.default_rng(3)
    rows = framed("de", rng)
    assert [row[0] for row in TEXT_DRESSES[dress](rows, rng)] != [row[0] for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_box_leaves_the_story_and_stands_inside_it(language: str) -> None:
    rng = np.random.default_rng(4)
    story = rows_of(next(iter(own_stories(language).values())))
    for _ in range(20):
        boxed = with_box(BOX)(story, rng)
        assert undress(boxed) == undress(story)
        assert boxed[0][1] == boxed[-1][1] == 1
        assert [row for row in boxed if row[1] == 0] == BOX


def test_a_cut_story_is_a_beginning_of_it_and_keeps_what_stands_below() -> None:
    rng = np.random.default_rng(5)
    story = rows_of([f"Paragraph {number} of the story." for number in range(9)])
    lengths = set()
    for _ in range(40):
        cut = cut_after([*story, *BOX], rng)
        assert cut == [*story[: len(cut) - 2], *BOX]
        lengths.add(len(cut))
    assert len(lengths) > 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_last_sentence_stands_in_its_own_line(language: str) -> None:
    rng = np.random.default_rng(6)
    story = rows_of(next(iter(own_stories(language).values())))
    changed = short_last_sentence([*story, *BOX], rng)
    assert changed[-3][1] == 1
    assert len(changed[-3][0]) < 90
    assert undress(changed).startswith(undress(story))


def test_wrapped_lines_are_no_wider_than_asked_and_hold_all_words() -> None:
    text = " ".join(f"word{number}" for number in range(200))
    lines = wrap(text, 72)
    assert max(map(len, lines)) <= 72
    assert min(map(len, lines[:-1])) > 60
    assert " ".join(lines) == text
    assert wrap("港" * 100, 36) == ["港" * 36, "港" * 36, "港" * 28]


@pytest.mark.parametrize("dress", HTML_DRESSES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_in_every_dress_reads_as_its_rows(language: str, dress: str) -> None:
    rows = framed(language, np.random.default_rng(7))
    document = read(make_page(rows, DRESSES[dress]), form="html")
    read_lines = [ink(line) for line in document.lines if line.strip()]
    story = [ink(text) for text, label, _ in rows if label == 1]
    first = read_lines.index(story[0])
    assert read_lines[first : first + len(story)] == story


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_in_a_drawn_dress_reads_as_its_rows(language: str) -> None:
    rng = np.random.default_rng(7)
    rows = framed(language, rng)
    story = [ink(text) for text, label, _ in rows if label == 1]
    dresses = [random_dress(rng) for _ in range(20)]
    assert len(set(dresses)) == 20
    for dress in dresses:
        read_lines = [ink(line) for line in read(make_page(rows, dress), form="html").lines if line.strip()]
        first = read_lines.index(story[0])
        assert read_lines[first : first + len(story)] == story, dress


@pytest.mark.parametrize("dress", DISGUISES)
def test_a_page_in_another_dress_has_the_same_words(dress: str) -> None:
    page = make_page(framed("en", np.random.default_rng(8)), DRESSES["p"])
    one, other = (read(html, form="html").lines for html in (page, redress_page(page, dress)))
    assert ink("".join(one)) == ink("".join(other))


def test_a_page_in_disguise_has_the_same_words_and_repeats_for_a_seed() -> None:
    page = make_page(framed("en", np.random.default_rng(8)), DRESSES["section"])
    seen = {disguise(page, np.random.default_rng(seed)) for seed in range(20)}
    assert len(seen) > 10
    for seed in range(20):
        other = disguise(page, np.random.default_rng(seed))
        assert other in seen
        assert ink("".join(read(other, form="html").lines)) == ink("".join(read(page, form="html").lines))


@pytest.mark.parametrize("language", LANGUAGES)
def test_frames_and_endings_are_labelled(language: str) -> None:
    rng = np.random.default_rng(9)
    stories, own = list(own_stories(language).values()), shelf(language)
    for _ in range(30):
        frame = [
            *make_head(own, "A headline", 15, rng),
            *make_box(own, stories, rng),
            *make_tail(own, stories, 15, rng),
        ]
        assert all(text.strip() and label == 0 for text, label, _ in frame)
        assert all(label == 1 for _, label, _ in add_ending(rows_of(stories[0]), stories[0], language, rng))


def test_short_texts_hold_a_beginning_of_their_story_and_repeat_for_a_seed() -> None:
    lines = own_stories("en")["en/market_report"]
    story, others = Story("en/market_report", "en", 0, lines), list(own_stories("en").values())
    made = [make_short(story, others, np.random.default_rng(seed)) for seed in range(60)]
    assert made[:5] == [make_short(story, others, np.random.default_rng(seed)) for seed in range(5)]
    assert len({dump.lines for dump in made}) > 50
    for dump in made:
        assert len(dump.lines) == len(dump.labels) == len(dump.kinds)
        assert 1 in dump.labels
        assert all(kind == "" for label, kind in zip(dump.labels, dump.kinds, strict=True) if label == 1)
    assert {dump.labels[0] for dump in made} == {dump.labels[-1] for dump in made} == {0, 1}


def test_a_third_of_the_domains_is_held_out() -> None:
    folds = [fold_of(f"outlet{i}.example") for i in range(3000)]
    assert 900 < folds.count(HELD_OUT) < 1100
