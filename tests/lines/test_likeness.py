"""Likeness to what the page says of itself, against the same told with regular expressions and sets."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.classifier.title_similarity import measure_likeness
from cleaner.document import Block, Document, Language, Span

WORDS = st.lists(st.sampled_from("Ferry ferry quay's Elden 12 İnsel ΌΣΟΣ 日本 𝒳y _a - , é".split()), max_size=9)
TEXTS = st.lists(WORDS.map(" ".join), max_size=6)


def make_document(lines: list[str], **meta: list[str]) -> Document:
    blocks, at = [], 0
    for line in lines:
        blocks.append(Block(Span(at, at + len(line) + 1)))
        at += len(line) + 1
    told = {field: tuple(("made up", value) for value in values) for field, values in meta.items()}
    return Document("".join(line + "\n" for line in lines), tuple(blocks), Language("en", 1.0), is_html=True, meta=told)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def best_overlap(line: list[str], told: list[str]) -> tuple[float, float]:
    own, best = set(line[:60]), (0.0, 0.0)
    for words in [set(words_of(value)) for value in told if words_of(value)][:3]:
        if both := len(own & words):
            best = max(best, (both / len(own), both / len(words)))
    return best


def share_of_runs(line: list[str], body: list[str]) -> float:
    runs = {tuple(body[i : i + 3]) for i in range(len(body) - 2)}
    if not runs or not line:
        return 0.0
    own = [tuple(line[i : i + 3]) for i in range(len(line) - 2)]
    return sum(run in runs for run in own) / len(own) if own else 0.5


@settings(deadline=None)  # the first call makes a table of all characters
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_it_tells_what_sets_of_words_tell(
    lines: list[str], titles: list[str], told: list[str], body: list[str]
) -> None:
    document = make_document(lines, title=titles, description=told, body=body)
    columns = np.array(measure_likeness(document)).reshape(6, len(document.lines))
    story = words_of(" ".join(body[:2]))
    for line, column in zip(map(words_of, document.lines), columns.T, strict=True):
        expected = (
            *best_overlap(line, titles),
            *best_overlap(line, told),
            share_of_runs(line, story),
            np.log1p(len(story)),
        )
        assert np.allclose(column, expected, atol=1e-6)


def test_only_the_first_words_of_a_line_are_compared_with_the_title() -> None:
    document = make_document(["ferry " + "and so on it went " * 12 + "quay", "quay " * 70], title=["Ferry quay"])
    of_title = measure_likeness(document)[1]
    assert of_title.tolist() == [0.5, 0.5]
