"""The witness is asked where the line model is unsure, and nowhere else; what it says does not depend on when."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lxml.html import HtmlElement
from numpy.typing import NDArray

from cleaner import Cleaner
from cleaner.classifier.features import Measures
from cleaner.classifier.network import Bags, LineNet, LineScores
from cleaner.detectors.line_model import MOST_DOUBT, LineModelDetector, doubt
from cleaner.document import Document
from cleaner.readers import html, read
from cleaner.readers.ftr_site_config import SiteRules

LONG = "The harbour of Tallwick opened again on Monday after a year of work on the quay, said the mayor. " * 3
PAGE = (
    "<html><head><title>Harbour opens</title></head><body><nav><a href=/>Home</a></nav>"
    f"<div class=promo>Win a boat</div><article><h1>Harbour opens</h1>"
    f"<p>{LONG}</p><p>{LONG} It was the third.</p></article></body></html>"
)


class FixedNet(LineNet):
    """Says what it is told to say, and something else of the first line once the witness was asked."""

    def __init__(self, body: float) -> None:
        self.body = body

    def average_tokens(self, measures: Measures) -> Bags:  # noqa: ARG002 - it reads no words
        return []

    def score(self, measures: Measures, bags: Bags | None = None) -> LineScores:  # noqa: ARG002
        body = np.full(len(measures.dense), self.body, np.float32)
        asked: NDArray[np.float32] = measures.dense[:, -5]
        return LineScores(np.where(asked == 1, np.float32(0.9), body), np.full((len(body), 16), 1 / 16, np.float32))


def read_page(**choices: bool) -> Document:
    return read(PAGE, form="html", language="en", **choices)


@pytest.mark.parametrize(("body", "asked"), [(0.6, True), (0.99, False)])
def test_it_is_asked_only_where_the_model_is_unsure(body: float, asked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    questions: list[int] = []

    def ask(_root: HtmlElement, lines: tuple[str, ...]) -> list[float]:
        questions.append(len(lines))
        return [1.0] * len(lines)

    monkeypatch.setattr(html, "ask_witness", ask)
    document = read_page()
    assert questions == []
    scores = LineModelDetector(page_net=FixedNet(body)).score(document)
    assert questions == ([len(document.lines)] if asked else [])
    assert scores.body.tolist() == pytest.approx([0.9 if asked else body] * len(document.lines))


def test_it_is_never_asked_where_the_caller_does_not_want_it() -> None:
    document = read_page(witness=False)
    assert document.ask is None
    assert document.witnessed is None
    scores = LineModelDetector(page_net=FixedNet(0.6)).score(document)
    assert scores.body.tolist() == pytest.approx([0.6] * len(document.lines))


def test_doubt_is_the_share_of_the_article_expected_to_be_wrong() -> None:
    units = np.array([10, 30, 60], np.float32)
    assert doubt(np.array([0, 1, 1], np.float32), units) == 0
    assert doubt(np.array([0.1, 0.9, 1], np.float32), units) == pytest.approx((1 + 3) / (1 + 27 + 60))
    assert doubt(np.array([0.4, 0.4, 0.4], np.float32), units) == pytest.approx(1)
    assert doubt(np.array([0, 0, 0], np.float32), units) == 0
    assert doubt(np.zeros(0, np.float32), units[:0]) == 0
    assert 0 < MOST_DOUBT < 1


def test_a_page_without_lines_asks_nobody() -> None:
    assert read("<html><body><img src=a></body></html>", form="html").ask is None


def test_neither_results_nor_pickles_hold_the_tree_of_a_page() -> None:
    document = read_page()
    result = Cleaner(translation=False).clean_document(document)
    assert document.ask is not None
    assert result.document.ask is None
    assert result.document == document
    assert pickle.loads(pickle.dumps(result)).to_record() == result.to_record()
    travelled = pickle.loads(pickle.dumps(document))
    assert travelled.lines == document.lines
    assert travelled.ask is None
    assert travelled.witnessed is None


def test_a_settled_document_keeps_what_the_witness_said() -> None:
    document = read_page()
    assert document.settle().witnessed is None
    assert document.witnessed is not None
    assert document.settle().witnessed == document.witnessed
    assert replace(document, warnings=("changed",)).witnessed == document.witnessed


def test_it_says_the_same_however_often_and_from_whatever_thread_it_is_asked() -> None:
    documents = [read_page() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        said = set(pool.map(lambda document: document.witnessed, documents))
    assert len(said) == 1
    (first,) = said
    assert documents[0].ask is not None
    assert documents[0].ask() == documents[0].ask() == first
    assert first is not None
    assert max(first) == 1.0


def test_rules_of_sites_do_not_change_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "tallwick.example.txt").write_text("strip: //article/p\ntitle: //h1\n", encoding="utf-8")
    url = "https://tallwick.example/harbour"
    plain = read(PAGE, form="html", url=url)
    ruled = read(PAGE, form="html", url=url, site_rules=SiteRules(tmp_path))
    assert len(ruled.stripped) == 2
    assert ruled.witnessed == plain.witnessed


def test_a_document_can_be_cleaned_again() -> None:
    document = read_page()
    cleaner = Cleaner(translation=False)
    first, second = cleaner.clean_document(document), cleaner.clean_document(document)
    assert first == second
    assert first.to_record() == cleaner.clean(PAGE, language="en", form="html").to_record()
