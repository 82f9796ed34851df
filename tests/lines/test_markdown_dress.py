"""A page as Markdown is judged as its lines without marks are; of our own stories in frames no line goes."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

import cleaner
from cleaner.kinds import Fate
from cleaner.readers import read
from training.dresses import Row, ink, markdown, rows_of
from training.frames import make_head, make_tail, own_stories, shelf
from training.markdown import STYLES, join_bare, join_marked, to_markdown
from training.page_dresses import DRESSES, make_page

CLEANER = cleaner.Cleaner(translation=False)
LANGUAGES = ("ar", "de", "el", "en", "es", "hi", "ja", "ko", "pl", "ru", "zh")


def framed(language: str, seed: int) -> list[Row]:
    """A story with what stands above and below it."""
    rng = np.random.default_rng(seed)
    names = list(own_stories(language).values())
    story, others = names[seed % len(names)], [*names[: seed % len(names)], *names[seed % len(names) + 1 :]]
    own = shelf(language)
    return [*make_head(own, "Storm closes harbour", 15, rng), *rows_of(story), *make_tail(own, others, 15, rng)]


def kept(result: cleaner.Result) -> Counter[str]:
    """The lines that stay, without marks and white space."""
    judged = result.judged
    flags = bytearray(len(judged.text))
    for (start, end), fate, _ in judged.segments:
        if fate is Fate.KEEP:
            flags[start:end] = b"\x01" * (end - start)
    document = judged.document
    return Counter(
        ink(line)
        for (span, _, _), line in zip(document.blocks, document.lines, strict=True)
        if all(flags[span.start : span.start + len(line)])
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_in_markdown_stays_whole_and_no_more_of_its_frame(language: str) -> None:
    left = {"text": 0, "markdown": 0}
    for seed in range(2):
        rows = framed(language, seed)
        dressed = markdown(rows, np.random.default_rng(seed))
        body = Counter(ink(text) for text, label, _ in rows if label == 1)
        plain = kept(CLEANER.clean("\n\n".join(text for text, _, _ in rows), form="text", language=language))
        marked = kept(CLEANER.clean("\n\n".join(text for text, _, _ in dressed), form="markdown", language=language))
        assert (body - marked) - (body - plain) == Counter()
        left["text"] += (plain - body).total()
        left["markdown"] += (marked - body).total()
    assert left["markdown"] <= left["text"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_judged_is_the_page_without_marks(language: str, style: str) -> None:
    pairs = to_markdown(make_page(framed(language, 1), DRESSES["p"]), style)
    marked = read(join_marked(pairs), form="markdown").judged().lines
    bare = read(join_bare(pairs), form="text").lines
    assert [" ".join(line.split()) for line in marked] == [" ".join(line.split()) for line in bare]


def test_a_converted_page_says_what_the_page_says() -> None:
    """Title, authors, date and body out of html2text's, crawl4ai's and trafilatura's Markdown of one page."""
    story = "".join(f"<p>{line}</p>" for line in own_stories("en")["en/market_report"])
    page = (
        "<html><body><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li><li>Sport</li></ul>"
        "<h1>Fish prices rise at the market of Velmora</h1><p>By <a href='/authors/ana-ruiz'>Ana Ruiz</a></p>"
        f"<p>March 17, 2024</p><img src='a.jpg' alt='Crates on the quay'>{story}"
        "<h3>Related stories</h3><ul><li><a href='/1'>Swans close motorway for a morning</a></li></ul></body></html>"
    )
    bodies = set()
    for style in STYLES:
        result = CLEANER.clean(join_marked(to_markdown(page, style)))
        assert result.metadata.title == "Fish prices rise at the market of Velmora"
        assert (result.metadata.authors, result.metadata.date) == (("Ana Ruiz",), "2024-03-17")
        bodies.add(ink(result.judged.body))
    assert bodies == {ink("".join(own_stories("en")["en/market_report"]))}
