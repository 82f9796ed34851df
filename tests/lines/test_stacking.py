"""The stacking of plain texts: trees by hand, marks told line by line, and what becomes of the classifier's scores."""

from __future__ import annotations

import numpy as np
import pytest

from cleaner import Cleaner
from cleaner.classifier.boosted_trees import Trees
from cleaner.classifier.line_classifier import TEXT_MODEL, LineClassifier, shipped_model
from cleaner.classifier.stacking import ROWS, gather_marks, measure_distances, measure_marks, share_words
from cleaner.classifier.weights import Weights
from cleaner.config import Config
from cleaner.detectors import IndexedDocument
from cleaner.detectors.line_model import NAME, mark_lines
from cleaner.document import Document, Mark, Reason, Span
from cleaner.kinds import BODY, KINDS
from cleaner.readers.html import read_html
from cleaner.readers.plain_text import read_text
from cleaner.redecide import redecide

STORY = "The ferry between Port Elden and the island sailed again on Monday, four years after the storm.\n"
COLUMNS = 137
BYLINE = tuple(KINDS).index("byline")


def make_trees(column: int, border: float, below: float, above: float) -> Trees:
    """One tree of two levels that asks the same question twice; its second level never holds."""
    return Trees({
        "column": np.array([[column, column]]),
        "border": np.array([[border, np.inf]]),
        "leaf": np.array([[below, above, 99.0, 99.0]]),
        "bias": np.array(0.5),
        "heard": np.array(["wording"]),
    })  # fmt: skip


def test_a_tree_gives_each_line_the_leaf_its_answers_lead_to() -> None:
    columns = np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 3.0]], np.float32)
    odds = np.array([-3.0, -3.0, 1.0]) + 0.5
    assert make_trees(1, 2.0, -3.0, 1.0).log_odds(columns) == pytest.approx(odds, abs=1e-6)


def test_a_long_text_is_judged_in_pieces_as_if_in_one() -> None:
    columns = np.arange(10_000, dtype=np.float32)[None]
    odds = make_trees(0, 9_000, -2.5, 1.5).log_odds(columns)
    assert len(odds) == 10_000
    assert (odds > 0).sum() == 999


def mark(document: Document, stretch: str, kind: str, score: float, detector: str = "wording") -> Mark:
    start = document.text.index(stretch)
    return Mark(Span(start, start + len(stretch)), kind, score, detector, Reason("a.rule"))


def test_claims_are_about_whole_lines_parts_of_lines_and_the_article() -> None:
    document = read_text("  By Ilse Marrant  \nA story (Reuters)\nA last line\n", language="en")
    marks = [
        mark(document, "By Ilse Marrant", "byline", 0.9),
        mark(document, "By Ilse Marrant", "byline", 0.7),
        mark(document, "(Reuters)", "byline", 0.8),
        mark(document, "A last line", BODY, 0.6),
    ]
    claims = gather_marks(document, marks)
    assert claims.kinds[BYLINE] == pytest.approx([0.9, 0, 0])
    assert claims.parts == pytest.approx([0, 0.8, 0])
    assert claims.article == pytest.approx([0, 0, 0.6])


def test_a_name_that_takes_nothing_is_told_apart_from_a_claim() -> None:
    document = read_text("Share this\nA story\nSubscribe\n", language="en")
    named = mark(document, "Share this", "share", 0.0)._replace(kind_score=0.96)
    claims = gather_marks(document, [named, mark(document, "Subscribe", "signup", 0.9)])
    assert claims.named == pytest.approx([0.96, 0, 0])
    assert claims.kinds.max(axis=0) == pytest.approx([0, 0, 0.9])


def test_a_claim_over_several_lines_is_one_about_each() -> None:
    document = read_text("One line\n\nTwo lines\nThree lines\nFour lines\n", language="en")
    claims = gather_marks(document, [mark(document, "line\n\nTwo lines\nThree lines", "byline", 0.9)])
    assert claims.kinds[BYLINE] == pytest.approx([0, 0.9, 0.9, 0])
    assert claims.parts == pytest.approx([0.9, 0, 0, 0])


@pytest.mark.parametrize("lines", [1, 2, 3, 40])
def test_every_line_is_measured_alike_in_texts_of_any_length(lines: int) -> None:
    document = read_text(STORY * lines, language="en")
    first = LineClassifier().score(document)
    assert first.text is not None
    columns = measure_marks(gather_marks(document, []), first.scores.body, first.text)
    assert columns.shape == (COLUMNS, lines)
    assert np.isfinite(columns).all()


def test_words_shared_with_the_story_are_counted_once_a_line_and_not_with_itself() -> None:
    hashes = np.array([1, 1, 2, 1, 3, 2], np.uint32)
    lines = np.array([0, 0, 0, 1, 1, 2])
    once, twice, count = share_words((hashes, lines), np.array([True, True, False]))
    assert once == pytest.approx([0.5, 0.5, 1.0])
    assert twice == pytest.approx([0, 0, 0])
    assert count == pytest.approx(np.log1p([2, 2, 1]))


def test_distances_to_marks_above_and_below_and_marks_since_the_story_began() -> None:
    kinds = np.zeros((len(KINDS), 6), np.float32)
    kinds[BYLINE, [0, 3]] = 0.9
    kinds[BYLINE, 4] = 0.2  # too low to count
    named = np.array([0, 0, 0, 0, 0, 0.8], np.float32)
    rows = measure_distances(kinds, named, story=1)
    assert rows.shape == (ROWS, 6)
    above, below, count = rows.reshape(3, len(KINDS) + 1, 6)
    assert above[BYLINE].tolist() == [300, 1, 2, 3, 1, 2]
    assert below[BYLINE].tolist() == [3, 2, 1, 300, 300, 300]
    assert count[BYLINE].tolist() == [0, 0, 0, 1, 1, 1]
    assert below[-1].tolist() == [3, 2, 1, 2, 1, 300]  # of any kind, those that only name among them
    assert count[-1].tolist() == [0, 0, 0, 1, 1, 2]
    assert (above[0] == 300).all() and (count[0] == 0).all()


def surely(kind: str) -> Trees:
    """Trees that take a line claimed as `kind` for boilerplate, all others for article."""
    first = 7  # the columns before those of the kinds
    return make_trees(first + tuple(KINDS).index(kind), 0.5, 3.0, -3.0)


def judge(document: Document, trees: Trees, marks: list[Mark]) -> dict[str, Mark]:
    """The classifier's mark on each line after the stacking."""
    classifier = LineClassifier(shipped_model(TEXT_MODEL), trees=trees)
    first = classifier.score(document)
    scores = classifier.weigh(document, first, marks, Weights(1, 1, 1))
    made = mark_lines(IndexedDocument.of(document), scores, first.scores.body)
    return {document.slice(one.span).strip(): one for one in made if one.detector == NAME and one.score}


def test_what_others_claim_changes_what_the_line_model_says() -> None:
    document = read_text(STORY * 2 + "A line that somebody claims.\n" + STORY, language="en")
    claimed = mark(document, "A line that somebody claims.", "signup", 0.9)
    assert judge(document, surely("signup"), [])["A line that somebody claims."].kind == BODY
    said = judge(document, surely("signup"), [claimed])
    assert said["A line that somebody claims."].kind != BODY
    assert said[STORY.strip()].kind == BODY
    assert "by itself" in said["A line that somebody claims."].reason.evidence


def test_a_detector_the_trees_do_not_know_has_its_say_in_resolve_alone() -> None:
    document = read_text(STORY * 2 + "A line that somebody claims.\n" + STORY, language="en")
    claimed = mark(document, "A line that somebody claims.", "signup", 0.9, detector="my_own")
    assert judge(document, surely("signup"), [claimed])["A line that somebody claims."].kind == BODY


def trusting() -> Trees:
    """Trees that take every line for article."""
    return make_trees(0, 99.0, 2.0, 2.0)


@pytest.mark.parametrize("score", [0.6, 0.978, 0.999])
def test_a_mark_the_trees_heard_does_not_take_a_line_they_keep(score: float) -> None:
    line = "A line that somebody claims in the midst of a story, said the company."
    document = read_text(STORY * 2 + line + "\n" + STORY, language="en")
    claimed = mark(document, line, "signup", score)
    classifier = LineClassifier(shipped_model(TEXT_MODEL), trees=trusting())
    made = Cleaner(Config(translation=False), detectors=[lambda _: [claimed]], classifier=classifier)
    assert line in made.clean_document(document).body


def test_a_mark_the_trees_did_not_hear_takes_a_line_they_keep() -> None:
    line = "A line that somebody claims in the midst of a story, said the company."
    document = read_text(STORY * 2 + line + "\n" + STORY, language="en")
    claimed = mark(document, line, "signup", 1.0, detector="my_own")
    classifier = LineClassifier(shipped_model(TEXT_MODEL), trees=trusting())
    made = Cleaner(Config(translation=False), detectors=[lambda _: [claimed]], classifier=classifier)
    assert line not in made.clean_document(document).body


def doubting(kind: str) -> Trees:
    """Trees that see 0.4 of the article in a line claimed as `kind`, and much in all others."""
    return make_trees(7 + tuple(KINDS).index(kind), 0.5, 3.0, -0.9)


def test_a_line_the_trees_alone_doubt_is_left_to_the_rules_in_a_text_that_is_mostly_story() -> None:
    line = "A line that somebody claims in the midst of a story, said the company."
    document = read_text(STORY * 2 + line + "\n" + STORY, language="en")
    said = judge(document, doubting("signup"), [mark(document, line, "signup", 0.9)])
    assert (said[line].kind, said[line].score) == (BODY, 0.5)


def test_in_a_text_that_is_mostly_something_else_their_doubt_is_enough() -> None:
    line = "A line that somebody claims"  # short: a long one the network is sure of stays anyway
    document = read_text(line + "\n" + STORY * 2 + line.upper(), language="en")
    claims = [mark(document, stretch.strip(), "signup", 0.9) for stretch in (line, STORY * 2, line.upper())]
    assert judge(document, doubting("signup"), claims)[line].kind != BODY


def test_the_marks_of_rules_stand_as_they_were() -> None:
    document = read_text(STORY * 3, language="en")
    claimed = mark(document, STORY.strip(), "signup", 0.4)
    classifier = LineClassifier(shipped_model(TEXT_MODEL), trees=surely("signup"))
    result = Cleaner(Config(translation=False), detectors=[lambda _: [claimed]], classifier=classifier)
    assert claimed in result.clean_document(document).marks


def test_a_text_judged_by_a_net_without_trees_is_not_weighed() -> None:
    document, classifier = read_text(STORY * 3, language="en"), LineClassifier(shipped_model(TEXT_MODEL))
    first = classifier.score(document)
    assert classifier.weigh(document, first, [mark(document, STORY.strip(), "signup", 0.9)]) is first.scores


def test_the_marks_of_rules_change_nothing_in_the_scores_of_a_page() -> None:
    document, classifier = read_html(f"<p>{STORY}</p><p>{STORY}</p>", language="en"), LineClassifier()
    first = classifier.score(document)
    claimed = [mark(document, STORY.strip(), "signup", 0.9)]
    assert (classifier.weigh(document, first, claimed).body == classifier.weigh(document, first, []).body).all()


def test_a_decision_from_a_record_takes_the_claims_as_they_are_stored() -> None:
    page = "Home\nNews\nBy Ilse Marrant\n" + STORY * 4 + "Sign up to our newsletter\nShare\n"
    result = Cleaner(Config(translation=False)).clean(page)
    assert any("by itself" in one.reason.evidence for one in result.marks)
    again = redecide(result.to_record(with_marks=True), page)
    assert again.body == result.body
    assert [(one.start, one.end, one.kind) for one in again.removed] == [
        (one.start, one.end, one.kind) for one in result.removed
    ]
