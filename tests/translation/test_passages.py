"""Passages: what was kept, cut at paragraph ends into stretches that can be judged."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cleaner.document import Segment, Span
from cleaner.kinds import Fate
from cleaner.readers import read
from cleaner.translation.passages import LEAST, MOST, find_passages

SENTENCE = "The harbour board met on Tuesday to hear from the fishermen of the northern quay."


def passages(text, language="en", removed=()):
    document = read(text, form="text", language=language)
    cuts = sorted(removed)
    segments, at = [], 0
    for start, end in cuts:
        segments += [Segment(Span(at, start), Fate.KEEP), Segment(Span(start, end), Fate.REMOVE)]
        at = end
    segments.append(Segment(Span(at, len(text)), Fate.KEEP))
    return document, find_passages(document, [s for s in segments if s.span.start < s.span.end])


def sentences(count):
    return " ".join([SENTENCE] * count)


def test_a_paragraph_of_40_to_120_words_is_a_passage_of_its_own():
    text = f"{sentences(3)}\n\n{sentences(8)}\n\n{sentences(4)}"
    document, found = passages(text)
    assert [document.slice(p.span) for p in found] == text.split("\n\n")


def test_shorter_neighbours_are_joined_and_end_at_paragraph_ends():
    text = "\n".join([SENTENCE] * 6)
    document, found = passages(text)
    assert [p.words for p in found] == [45.0, 45.0]
    assert document.slice(found[0].span) == "\n".join([SENTENCE] * 3)


def test_a_short_paragraph_beside_a_long_one_stays_alone():
    document, found = passages(f"{SENTENCE}\n{sentences(4)}\n{SENTENCE}")
    assert [document.slice(p.span) for p in found] == [SENTENCE, sentences(4), SENTENCE]


def test_longer_ones_are_split_at_sentences():
    document, found = passages(sentences(20))
    assert len(found) == 3
    assert all(LEAST <= p.words <= MOST for p in found)
    assert all(document.slice(p.span).endswith(".") and document.slice(p.span).startswith("The") for p in found)


def test_a_sentence_longer_than_a_passage_is_not_broken():
    text = "rain and wind and " * 50 + "night."
    _, found = passages(text)
    assert [p.words for p in found] == [201.0]


def test_what_was_removed_is_in_no_passage_and_joins_nothing():
    text = f"{SENTENCE}\nSign up for our letter\n{SENTENCE}"
    start = text.index("Sign")
    document, found = passages(text, removed=[(start, start + 23)])
    assert [document.slice(p.span) for p in found] == [SENTENCE, SENTENCE]


def test_a_cut_inside_a_line_leaves_one_paragraph():
    text = f"{sentences(3)} ADVERT {SENTENCE}"
    start = text.index("ADVERT")
    document, found = passages(text, removed=[(start, start + 7)])
    assert len(found) == 1
    assert "ADVERT" not in found[0].text(document)
    assert document.text[found[0].place(found[0].text(document).rindex("quay"))] == "q"


def test_chinese_and_japanese_are_measured_in_characters():
    _, chinese = passages("港口委员会星期二开会听取渔民意见。" * 10, language="zh")
    assert [p.words for p in chinese] == [100.0]
    _, japanese = passages("港の委員会は火曜日に漁師の意見を聞いた。" * 10, language="ja")
    assert [round(p.words) for p in japanese] == [87]


def test_lists_tables_and_timetables_are_not_running_sentences():
    table = "\n".join(f"{h:02d}:15 Quay {h} | {h + 1:02d}:40 | platform {h}" for h in range(6, 20))
    _, found = passages(table)
    assert not any(p.running for p in found)
    assert all(p.running for p in passages(sentences(12))[1])


@given(st.lists(st.tuples(st.integers(0, 220), st.booleans()), max_size=12))
def test_passages_are_in_order_do_not_overlap_and_hold_all_kept_text(plan):
    lines = [" ".join([("word" if i % 9 else "end.") for i in range(count)]) for count, _ in plan]
    text = "\n".join(lines)
    removed, at = [], 0
    for line, (_, gone) in zip(lines, plan, strict=True):
        if gone and line:
            removed.append((at, at + len(line)))
        at += len(line) + 1
    document, found = passages(text, removed=removed)
    spans = [p.span for p in found]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    kept = [line for line, (_, gone) in zip(lines, plan, strict=True) if not gone]
    assert "".join("".join(p.text(document).split()) for p in found) == "".join("".join(kept).split())
    words = [p.words for p in found]
    for line in kept:
        if LEAST <= len(line.split()) <= MOST:
            assert len(line.split()) in words


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=400))
def test_any_text_gives_passages(text):
    _, found = passages(text)
    assert all(p.text and p.span.start < p.span.end for p in found)
