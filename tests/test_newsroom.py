"""Promises of all newsroom detectors: they never raise, claim inside the text, name rules that exist, stay linear."""

from __future__ import annotations

import json
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.detectors import RULES as DETECTORS
from cleaner.detectors import IndexedDocument
from cleaner.document import Mark
from cleaner.errors import PackError
from cleaner.kinds import BODY, KINDS
from cleaner.newsroom import word_lists
from cleaner.newsroom.shape_rules import RULE, RULES
from cleaner.readers.plain_text import read_text
from cleaner.text.line_shape import anatomy

NAMES = tuple(detect.__name__.removeprefix("find_") for detect in DETECTORS)
PIECES = (
    "By ",
    "Von ",
    "Ana Ruiz",
    " and ",
    "Tom Okoro",
    "HONG KONG (CNN) — ",
    "Foto: ",
    "/dpa",
    "2023-03-17",
    "10:15",
    "Tags: ",
    "Comments",
    "Reply",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "\u3000",
    "記者",
    "【",
    "】",
    "新华社北京3月1日电",
    "(서울=연합뉴스) ",
    "©",
    "@",
    "| ",
    "· ",
    "The harbour of the town stayed closed on Monday after a storm broke the sea wall. ",
    "بقلم: ",
    "मार्च",
    "\x00",
    "\u200b",
    "Published",
    "3 hours ago",
    "(Reuters)",
    "Getty Images",
    "Home",
    " > ",
    ".",
    ",",
    ":",
    "-",
    "—",
)


def claims(text: str, language: str = "en") -> list[Mark]:
    document = IndexedDocument.of(read_text(text, language=language))
    return [mark for detector in DETECTORS for mark in detector(document)]


@given(
    st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=60),
    st.sampled_from(("en", "de", "zh", "und", "xx")),
)
@settings(max_examples=100, deadline=None)
def test_any_text_gives_claims_inside_it(pieces: list[str], language: str) -> None:
    text = "".join(pieces)
    for mark in claims(text, language):
        assert 0 <= mark.span.start < mark.span.end <= len(text)
        assert text[mark.span.start : mark.span.end].strip()
        assert mark.kind in KINDS and mark.reason.rule in RULE and 0.0 <= mark.score <= 1.0


@pytest.mark.parametrize(
    "piece", ["By Ana Ruiz, ", "( ", "HONG KONG — ", "a / ", "Foto: x ", "2023-03-17 ", "记者", "A. B. ", "— "]
)
def test_time_is_linear_in_the_length_of_a_line(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times
        best = []
        for attempt in range(3):
            document = IndexedDocument.of(
                read_text(text + str(attempt), language="en")
            )  # no two alike, so that nothing is remembered
            start = time.process_time()
            for detector in DETECTORS:
                list(detector(document))
            best.append(time.process_time() - start)
        return min(best)

    once = seconds(2_000)
    assert seconds(20_000) < 30 * max(once, 0.002)


def test_every_rule_names_a_kind_and_has_examples() -> None:
    assert len(RULE) == len(RULES)
    for rule in RULES:
        assert rule.kind in {*KINDS, BODY} and rule.meaning and rule.hits
        assert rule.id.partition(".")[0] in {*NAMES}
        assert 0.0 < rule.kind_score <= (1.0 if rule.names_only else rule.score) <= 1.0
        assert (rule.score == 0.0) is rule.names_only


def test_there_are_words_for_at_least_24_languages() -> None:
    assert len(word_lists.languages()) >= 24
    for code in word_lists.languages():
        words = word_lists.words_for(code)
        assert words.months and words.by_label and words.comments


def test_a_missing_table_is_named() -> None:

    with pytest.raises(PackError, match=r"none\.toml"):
        word_lists._load(word_lists.FOLDER / "none.toml")


def test_a_pack_may_bring_the_words_of_its_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = tomllib.loads((word_lists.FOLDER / "en.toml").read_text(encoding="utf-8"))
    words = {key: [] for key in known if key not in ("code", "name")} | {"by": ["tidd"], "guideline": [["a"], ["b"]]}
    rows = [f"{key} = {json.dumps(value)}" for key, value in words.items()]
    head = 'language = "xx"\nname = "Tidal"\n\n[words]\n'
    (tmp_path / "xx.toml").write_text(head + "\n".join(rows), encoding="utf-8")
    monkeypatch.setattr(word_lists, "PACKS", tmp_path)
    for cache in (word_lists._codes, word_lists._merged, word_lists._load):
        cache.cache_clear()
    try:
        assert word_lists.languages()["xx"] == "Tidal"
        assert word_lists.words_for("xx").by.opening("tidd ana ruiz") == "tidd"
    finally:
        for cache in (word_lists._codes, word_lists._merged, word_lists._load):
            cache.cache_clear()


def test_a_paragraph_broken_at_its_links_is_one() -> None:
    broken = [
        "The harbour of the town of",
        "Santa Marta",
        "stayed closed on Monday, said",
        "the mayor",
        ", who had called for it.",
    ]
    menu = ["Home", "News", "Sport"]
    parts = anatomy([*menu, *broken, *menu])
    assert (parts.start, parts.end) == (3, 8)
    assert anatomy([*menu, *broken[:-1], *menu]).end == 0, "no sentence ends"
    assert anatomy(["apples", "pears", "plums", "a dozen eggs", "flour", "half a pound of butter"]).end == 0
