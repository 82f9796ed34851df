"""The shipped line model, on invented pages in several languages, and its bounds."""

from __future__ import annotations

import time

import pytest

from cleaner import Cleaner
from cleaner.classifier.line_classifier import TEXT_MODEL, LineClassifier, shipped_model
from cleaner.detectors import IndexedDocument
from cleaner.detectors.line_model import KIND_NAMES, mark_lines
from cleaner.document import Document, Mark
from cleaner.kinds import BODY
from cleaner.models import FOLDER
from cleaner.readers.html import read_html
from cleaner.readers.plain_text import read_text

PAGES = {
    "en": (
        ("Skip to content", "Home", "News", "Sport", "Weather", "Subscribe", "Log in"),
        (
            "The ferry between Port Elden and the island of Marrow sailed again on Monday, four years after the storm "
            "that had broken the quay.",
            "Passengers had waited since dawn, and many of them said that they had never given up hope of seeing it "
            "come back.",
            "“We were cut off from our own families,” said Ilse Marrant, who runs the bakery on the island.",
        ),
        ("Related stories", "Share on Facebook", "Sign up to our newsletter", "All rights reserved", "Privacy policy"),
    ),
    "de": (
        ("Zum Inhalt springen", "Startseite", "Politik", "Wirtschaft", "Sport", "Anmelden"),
        (
            "Die Fähre zwischen Elden und der Insel Marrow ist am Montag wieder gefahren, vier Jahre nach dem Sturm, "
            "der den Anleger zerstört hatte.",
            "Die Fahrgäste hatten seit dem Morgengrauen gewartet, und viele von ihnen sagten, sie hätten die Hoffnung "
            "nie aufgegeben.",
            "„Wir waren von unseren eigenen Familien abgeschnitten“, sagte Ilse Marrant, die auf der Insel die "
            "Bäckerei führt.",
        ),
        ("Mehr zum Thema", "Teilen", "Newsletter abonnieren", "Impressum", "Datenschutz", "AGB"),
    ),
}


def judge(document: Document) -> list[Mark]:
    """The marks of the shipped network by itself."""
    scores = LineClassifier().score(document).scores
    return list(mark_lines(IndexedDocument.of(document), scores, scores.body))


@pytest.mark.parametrize("language", PAGES)
def test_story_and_frame_are_told_apart(language: str) -> None:
    head, story, tail = PAGES[language]
    document = read_text("\n".join((*head, *story, *tail)), language=language)
    marks = [mark for mark in judge(document) if mark.score]  # without the names it offers besides
    said = ["story" if mark.kind == BODY else "frame" for mark in marks]
    assert said == ["frame"] * len(head) + ["story"] * len(story) + ["frame"] * len(tail)


HTML = """<html><head><title>Ferry returns to Port Elden</title></head><body>
<nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li>
<li><a href="/s">Sport</a></li></ul></nav>
<article><h1>Ferry returns to Port Elden</h1><div class="byline">By Ilse Marrant</div>
<div class="article-body"><p>{0}</p><p>{1}</p><p>{2}</p></div></article>
<aside class="related"><h3>Related stories</h3><a href="/1">Storm breaks the quay of Port Elden</a>
<a href="/2">Bakery of Marrow wins a prize</a></aside>
<footer class="footer"><a href="/p">Privacy policy</a><p>© 2031 The Elden Courier. All rights reserved.</p></footer>
</body></html>"""


@pytest.mark.parametrize("witness", [True, False])
@pytest.mark.parametrize("language", PAGES)
def test_pages_are_judged_by_their_html_too_with_and_without_the_witness(language: str, witness: bool) -> None:
    story = PAGES[language][1]
    document = read_html(HTML.format(*story), language=language, witness=witness)
    kept = [document.slice(mark.span).strip() for mark in judge(document) if mark.kind == BODY]
    assert kept == list(story)


def test_one_mark_a_line_with_a_known_kind_and_a_score() -> None:
    document = read_text("Home\n\nThe ferry sailed again on Monday, said the company.\n\n   \nShare", language="en")
    marks = judge(document)
    assert [mark.span for mark in marks] == [block.span for block in document.blocks]
    assert all(mark.kind in {*KIND_NAMES, BODY} and 0.5 <= mark.score <= 1 for mark in marks)
    assert all(mark.naming <= mark.score for mark in marks)


def test_an_empty_text_has_no_marks() -> None:
    assert Cleaner().clean(" \n \n", language="en").marks == ()


def test_the_model_is_small_and_quick_to_load() -> None:
    assert (FOLDER / TEXT_MODEL).stat().st_size <= 6_000_000
    shipped_model.cache_clear()
    begin = time.process_time()
    shipped_model(TEXT_MODEL)
    assert time.process_time() - begin < 0.5  # 0.06 s here; the bound leaves room for slow machines


def test_a_very_long_text_is_judged_in_pieces() -> None:
    document = read_text("Home\nNews\n" * 15_000, language="en")
    marks = judge(document)
    assert len(marks) == 30_000
    assert sum(mark.kind != BODY for mark in marks) > 29_000
