"""The reading view: margin, signs, wrapping, wide and right-to-left text, colours, what hostile text may not do."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cleaner import UsageError
from cleaner.kinds import KINDS
from cleaner.views.explain import explain_lines, explain_rows, translated_passages
from cleaner.views.summary import summary_lines
from cleaner.views.terminal import Painter, seen_on_both, text_width, wrap

SAMPLES = Path(__file__).parent.parent.parent / "samples"
MARKED_SAMPLES = sorted(SAMPLES.glob("expected/*.marked.txt"))
STORY = (
    "⟦navigation:Skip to Content⟧\n\n⟦byline:By Ana Ruiz⟧\n\n"
    "⟦+dateline:HARBOURTON (NW) —⟧ The harbour opened on Monday.⟦share: Share this⟧\n\n"
    "It had been closed for a year.\n\n⟦comments:3 Comments⟧\n⟦comments:Reply⟧\n"
)
Make = Callable[[str], dict[str, Any]]


def test_the_margin_names_kind_score_and_rule_and_the_sign_what_became_of_the_line(marked_record: Make) -> None:
    shown = list(explain_lines(marked_record(STORY)))
    assert shown == [
        "navigation 0.97      - Skip to Content",
        "en.navigation.sample",
        "byline 0.97          ^ By Ana Ruiz",
        "en.byline.sample",
        "dateline 0.97        ~ ⟦+dateline:HARBOURTON (NW) —⟧ The harbour opened on",
        "en.dateline.sample   ~ Monday. ⟦share:Share this⟧",
        "share 0.97",
        "en.share.sample",
        "                       It had been closed for a year.",
        "",
        "comments 0.97        - 3 Comments",
        "en.comments.sample",
        "comments 0.97        - Reply",
    ]


def test_only_shows_the_lines_of_the_kinds_and_counts_the_rest(marked_record: Make) -> None:
    shown = list(explain_lines(marked_record(STORY), only={"byline"}))
    assert shown == [
        "                      ⋮ 1 line",
        "byline 0.97          ^ By Ana Ruiz",
        "en.byline.sample",
        "                      ⋮ 4 lines",
    ]


def test_marks_shows_the_claims_that_lost(marked_record: Make) -> None:
    record = marked_record(STORY)
    start = record["text"].index("It had been")
    losing = {**record["marks"][0], "start": start, "end": start + 30, "kind": "related", "score": 0.31}
    record["marks"].append(losing)
    shown = "\n".join(explain_lines(record, marks=True))
    assert "    · related 0.31 en.navigation.sample “Skip to Co”" in shown
    assert "· related" not in "\n".join(explain_lines(record))


@pytest.mark.parametrize("path", MARKED_SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_row_is_wider_than_the_terminal(path: Path, width: int, marked_record: Make) -> None:
    record = marked_record(path.read_text(encoding="utf-8"))
    rows = [*explain_lines(record, width=width), *summary_lines(record, width=width)]
    assert max(map(text_width, rows)) <= width


@pytest.mark.parametrize("path", MARKED_SAMPLES, ids=lambda path: path.stem)
def test_every_character_of_the_page_is_shown(path: Path, marked_record: Make) -> None:
    record = marked_record(path.read_text(encoding="utf-8"))
    margin = max(len(f"en.{row['kind']}.sample") for row in [*record["removed"], *record["kept"]] or [{"kind": ""}])
    text_columns = (line[max(margin, 16) + 3 :] for line in explain_lines(record))
    shown = "".join("".join(text_columns).split())
    for bracket in ("⟦", "⟧", *(f"+{kind}:" for kind in KINDS), *(f"{kind}:" for kind in KINDS)):
        shown = shown.replace(bracket, "")
    assert sorted(shown) == sorted("".join(record["text"].split()))


def test_wide_and_combining_characters_are_measured_in_columns() -> None:
    assert text_width("a日本") == 5
    assert text_width("e\u0301a\u200b") == 2
    assert [text[a:b] for text in ["一二三，四五"] for a, b in wrap(text, 6)] == ["一二", "三，四", "五"]
    assert [text[a:b] for text in ["one two three"] for a, b in wrap(text, 8)] == ["one two", "three"]
    assert [text[a:b] for text in ["abcdefghij"] for a, b in wrap(text, 4)] == ["abcd", "efgh", "ij"]


def test_wrapping_is_linear_in_the_length_of_a_line() -> None:
    rows = wrap("wörd " * 200_000, 50)
    assert len(rows) == 20_000


def test_right_to_left_text_stands_last_in_its_row(marked_record: Make) -> None:
    arabic = "كتبت: سلمى الدهشان"
    (first, *_) = explain_lines(marked_record(f"⟦byline:{arabic}⟧\n\nنص المقال هنا.\n"))
    assert first == f"byline 0.97      ^ {arabic}"
    assert unicodedata.bidirectional(first[-1]) == "AL"


def test_colours_strike_what_left_and_leave_the_text_alone(marked_record: Make) -> None:
    coloured = "\n".join(explain_lines(marked_record(STORY), paint=Painter(True)))
    assert "\x1b[38;5;" in coloured
    struck = [part for part in coloured.split("\x1b[0m") if "\x1b[9m" in part or ";9m" in part]
    assert any(part.endswith("Skip to Content") for part in struck)
    assert not any("had been closed" in part for part in struck)
    assert not any("HARBOURTON" in part for part in struck)
    assert "⟦" not in coloured


def test_every_kinds_colour_can_be_read_on_black_and_on_white() -> None:
    def luminance(colour: tuple[int, int, int]) -> float:
        parts = [part / 255 for part in colour]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for kind in KINDS.values():
        light = luminance(seen_on_both(kind.colour))
        assert (light + 0.05) / 0.05 >= 4.4, kind.name
        assert 1.05 / (light + 0.05) >= 4.4, kind.name


def test_translated_passages_are_underlined_with_their_signs_below(marked_record: Make) -> None:
    record = marked_record(STORY)
    start = record["text"].index("It had been")
    record["translation"] = {
        "verdict": "likely",
        "probability": 0.97,
        "passages": [{"start": start, "end": start + 30, "probability": 0.98}],
        "signs": [{"start": start + 3, "end": start + 6, "sign": "slot", "evidence": "It [has] been"}],
        "reason": "",
    }
    plain = list(explain_lines(record))
    at = plain.index("translated 0.98      ≈ It had been closed for a year.")
    assert plain[at + 1] == "                       ≈ It [has] been  (slot)"
    coloured = "\n".join(explain_lines(record, paint=Painter(True)))
    assert "\x1b[4mIt " in coloured
    assert "\x1b[1m\x1b[4mhad\x1b[0m" in coloured


def test_hostile_text_cannot_steer_the_terminal(marked_record: Make) -> None:
    hostile = "⟦share:\x1b[2Jclear\x07 \x9b31m \u202eright\u2066 \ud800⟧\n\nBody\x1b]0;title\x07 text.\n"
    record = marked_record(hostile)
    record["removed"][0]["reason"]["rule"] = "en.\x1b[5mevil"
    shown = "\n".join([*explain_lines(record, marks=True), *summary_lines(record)])
    assert not {char for char in shown if char != "\n" and unicodedata.category(char) in ("Cc", "Cs")}
    assert not {"\u202e", "\u2066"} & set(shown)
    shown.encode("utf-8")


def test_rows_tile_the_page(marked_record: Make) -> None:
    record = marked_record(STORY)
    rows = list(explain_rows(record))
    assert "".join(row["text"] for row in rows) == record["text"]
    assert [row["kind"] for row in rows][:4] == ["navigation", None, "byline", None]
    assert [row["rule"] for row in explain_rows(record, only={"byline"})] == ["en.byline.sample"]


def test_a_record_without_its_text_says_how_to_get_one(marked_record: Make) -> None:
    record = marked_record(STORY)
    del record["text"]
    with pytest.raises(UsageError, match="--with-text"):
        list(explain_lines(record))


def test_the_summary_counts_by_kind_in_the_order_of_the_table(marked_record: Make) -> None:
    shown = list(summary_lines(marked_record(STORY)))
    assert "removed    comments 17 (2), navigation 16 (1), share 11 (1)" in [line.rstrip() for line in shown]
    assert any(line.startswith("lifted     byline") for line in shown)
    assert any(line.startswith("named      dateline") for line in shown)


def test_the_passages_of_a_run_that_stands_out_are_shown() -> None:
    passages = [{"start": at, "end": at + 9, "probability": p} for at, p in ((0, 0.2), (10, 0.8), (20, 0.7), (30, 0.8))]
    signs = [{"start": 10, "end": 29, "sign": "translated passages", "evidence": ""}]
    shown = translated_passages({"translation": {"verdict": "partly", "passages": passages, "signs": signs}})
    assert [passage["start"] for passage in shown] == [10, 20]
