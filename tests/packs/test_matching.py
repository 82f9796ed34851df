"""Look-up of phrases: offsets, places in the line, scripts, time."""

from __future__ import annotations

import time

import pytest

from cleaner.detectors import IndexedDocument
from cleaner.detectors.wording import WordingDetector
from cleaner.document import Block, Language, Mark, Span
from cleaner.phrases.matcher import count_words, hits, matcher
from cleaner.phrases.packs import find_rule
from cleaner.text.folding import fold_lines


def document(text: str, language: str = "en") -> IndexedDocument:
    blocks, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            blocks.append(Block(Span(at, at + len(line))))
        at += len(line)
    return IndexedDocument(text, tuple(blocks), Language(language, 1.0))


def marked(text: str, language: str = "en") -> list[tuple[str, str]]:
    """What rules claim, those never seen right on labelled pages too; one written to name lines claims nothing."""
    doc = document(text, language)
    claims = [mark for mark in WordingDetector()(doc) if (rule := find_rule(mark.reason.rule)) and not rule.names_only]
    return [(mark.kind, doc.slice(mark.span)) for mark in claims]


def kinds(line: str, language: str) -> set[str]:
    return {hit.rule.kind for hit in hits(line, language)}


@pytest.mark.parametrize(
    ("line", "language", "kind"),
    [
        ("ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", "el", "related"),
        ("GİRİŞ YAP", "tr", "navigation"),
        ("S’ABONNER", "fr", "paywall"),
        ("無断転載を禁じます", "ja", "legal"),
        ("相关新闻", "zh", "related"),
        ("무단 전재 및 재배포 금지", "ko", "legal"),
        ("اقرأ أيضاً", "ar", "related"),
        ("© 2024 Harbour Post", "xh", "legal"),
        ("Teilen", "und", "share"),
    ],
)
def test_scripts_and_capitals(line: str, language: str, kind: str) -> None:
    assert kind in kinds(line, language)


def test_offsets_are_those_of_the_line_as_given() -> None:
    line = "  İ 12 Comments  "
    assert all(0 <= hit.start < hit.end <= len(line) for hit in hits(line, "und"))
    hit = next(h for h in hits("  • Skip to Content ↓", "en") if h.rule.kind == "navigation")
    assert "  • Skip to Content ↓"[hit.start : hit.end] == "Skip to Content"


@pytest.mark.parametrize(
    "sentence",
    [
        "The newsletter Morning Tide has more subscribers than the paper ever had, its editor said.",
        "Regulators fined two firms because their sites set cookies before users could agree.",
        "Northern Wire has reached out to the company and its owner for comment.",
        "The minister's comments drew fire from readers, and the paper closed the comment section.",
        "He told the crowd to sign up for the city's newsletter, follow the news and share what they know.",
        "Subscriptions fell by a third, and the paywall that was to save the paper was taken down.",
        "She worked in advertising before she wrote about privacy policy and the terms of trade.",
    ],
)
def test_reporting_about_such_things_stays_whole(sentence: str) -> None:
    assert marked(sentence) == []


@pytest.mark.parametrize(
    ("line", "language", "credit"),
    [
        ("Fotó: nincs.", "hu", False), ("Photo: none.", "en", False), ("Fotó: Hart Lena / MTI", "hu", True),
        ("Foto: dpa", "de", True), ("Photo: Ana Ruiz.", "en", True),
    ],
)  # fmt: skip
def test_a_small_word_and_a_stop_behind_a_label_is_no_credit(line: str, language: str, credit: bool) -> None:
    assert (marked(line, language) == [("caption", line)]) is credit


@pytest.mark.parametrize(
    ("line", "language", "taken"),
    [
        ("Patinka", "lt", True),
        ("Patinka.", "lt", False),
        ("Ara mateix.", "ca", False),
        ("So pas.", "af", False),
        ("Pišite nam!", "sl", True),
        ("»Pišite nam!«", "sl", False),
        ("„Podijelite!“", "hr", False),
        ("Privacy Policy.", "en", True),
        ("All rights reserved.", "en", True),
        ("Vor 1 Std.", "de", True),
        ("Laen...", "et", True),
        ("Search.", "en", False),
    ],
)
def test_a_label_with_a_stop_is_an_answer(line: str, language: str, taken: bool) -> None:
    assert bool(marked(line, language)) is taken


def test_a_form_dumped_into_one_line_is_one_stretch() -> None:
    form = (
        "For free evening alerts sent straight to your inbox sign up to our evening emails "
        "Please enter a valid email address SIGN UP Read our privacy notice Thanks for signing up to the"
    )
    assert marked(f"date 2024-05-03 {form}") == [("signup", form)]


def test_one_weak_piece_claims_nothing() -> None:
    assert marked("The paper is delivered to your inbox or to your door, whichever you like best.") == []


def test_the_span_goes_and_the_sentence_stays() -> None:
    assert marked("The pier stays shut until May. READ MORE: Tunnel opens") == [("related", "READ MORE: Tunnel opens")]


def test_a_mark_says_which_rule_and_words() -> None:
    mark: Mark = next(iter(WordingDetector()(document("Sign up for our free daily newsletter"))))
    assert (mark.detector, mark.reason.rule) == ("wording", "en.signup.invitation")
    assert mark.reason.evidence.startswith("Sign up for our")


def test_the_detector_makes_its_tables_again_after_a_trip_to_another_process() -> None:
    import pickle

    detector = pickle.loads(pickle.dumps(WordingDetector()))
    assert list(detector(document("Skip to content")))


def test_words_of_scripts_without_spaces_count_half() -> None:
    assert count_words("港の橋は春まで") == 3
    assert count_words("three short words") == 3


@pytest.mark.parametrize("unit", ["sign up for our ", "read more: ", "aaaa ", "© 2024 ", "を禁無断転載", "... !! "])
def test_time_is_linear_in_the_length_of_a_line(unit: str) -> None:
    def seconds(line: str) -> float:
        best = 9.0
        for _ in range(7):
            start = time.process_time()
            hits(line, "ja")
            best = min(best, time.process_time() - start)
        return best

    hits("warm", "ja")
    short = unit * (1500 // len(unit))
    assert seconds(short * 10) < 10 * max(seconds(short), 2e-4) * 3


def test_many_lines_at_once_have_the_hits_of_each() -> None:
    lines = [
        "  » Read more: harbour reopens",
        "Share",
        "",
        "© 2024 Harbour Post",
        "Tunnel opens (Foto: dpa)",
        "12 Comments",
    ]
    found = dict(matcher("de").find_all(fold_lines(lines)))
    assert found == {number: hits(line, "de") for number, line in enumerate(lines) if hits(line, "de")}
    assert {0, 1, 3, 5} <= found.keys()
