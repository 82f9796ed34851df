"""Links, emphasis, images and tables of a page: where they stand in its text, which is the same without them."""

from __future__ import annotations

import pickle
import re
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.document import Document
from cleaner.readers import read
from cleaner.readers.limits import MAX_INLINES

WORD = st.text("abc.|é中\xad\u200b(", min_size=1, max_size=5)
SPACE = st.sampled_from(["", " ", "  ", "\n", "\t "])
TAGS = {"a": "a", "b": "strong", "em": "em", "s": "del", "kbd": "code", "sub": "sub"}
Run = tuple[str, str]


def plain(text: str) -> str:
    """Text without the signs that a line does not keep."""
    return " ".join(text.replace("\xad", "").split())


def run(inner: str, tag: str, before: str, after: str) -> str:
    link = ' href="/x?a=1&amp;b=2"' if tag == "a" else ""
    return f"<{tag}{link}>{before}{inner}{after}</{tag}>"


LEAF = st.builds(lambda word, space: escape(word) + space, WORD, SPACE)
FORMED = st.recursive(
    LEAF,
    lambda inner: (
        st.builds(run, inner, st.sampled_from(sorted(set(TAGS) - {"a"})), SPACE, SPACE)
        | st.lists(inner, min_size=1, max_size=3).map("".join)
    ),
    max_leaves=8,
)
LINK = st.builds(run, FORMED, st.just("a"), SPACE, SPACE)
PARAGRAPH = st.lists(FORMED | LINK, min_size=1, max_size=5).map("".join)


def inline_texts(document: Document) -> list[tuple[str, str]]:
    return sorted((inline.tag, plain(document.slice(inline.span))) for inline in document.inlines)


def told(markup: str) -> list[tuple[str, str]]:
    """The same from the markup, by tags alone."""
    found, opened = [], []
    for piece in re.split(r"(<[^>]+>)", markup):
        if piece.startswith("</"):
            tag, parts = opened.pop()
            found.append((TAGS[tag], "".join(parts)))
        elif piece.startswith("<"):
            opened.append((re.findall(r"\w+", piece)[0], []))
        else:
            for _, parts in opened:
                parts.append(piece.replace("&amp;", "&"))
    return sorted((tag, plain(text)) for tag, text in found if plain(text))


@settings(deadline=None)
@given(st.lists(PARAGRAPH, min_size=1, max_size=4))
def test_an_inline_is_the_text_of_its_element(paragraphs: list[str]) -> None:
    markup = "".join(f"<p>start {paragraph} end</p>" for paragraph in paragraphs)
    document = read(f"<body>{markup}</body>", form="html", witness=False)
    assert inline_texts(document) == told(markup.replace("<p>", "").replace("</p>", ""))


@settings(deadline=None)
@given(st.lists(PARAGRAPH, min_size=1, max_size=4))
def test_the_text_of_a_page_is_the_same_without_the_elements_of_form(paragraphs: list[str]) -> None:
    markup = "<br>".join(paragraphs)
    bare = re.sub(r"</?(?:b|em|s|kbd|sub)>", "", markup)
    formed = read(f"<p>{markup}</p>", form="html", witness=False)
    assert formed.text == read(f"<p>{bare}</p>", form="html", witness=False).text
    assert all(0 <= start <= end <= len(formed.text) for (start, end), *_ in formed.inlines)


def inlines(markup: str) -> list[tuple[str, str, str, str]]:
    document = read(markup, form="html", witness=False)
    return [(one.tag, document.slice(one.span), one.target, one.alt) for one in document.inlines]


def test_a_link_around_blocks_is_one_stretch() -> None:
    found = inlines('<a href="/t"><h3>Head</h3><p>Teaser <br>here</p></a><p>More</p>')
    assert found == [("a", "Head\n\nTeaser\nhere", "/t", "")]


def test_links_that_lead_nowhere_are_none() -> None:
    assert inlines('<p><a>a</a> <a href="#b">b</a> <a href=" JavaScript:x()">c</a> <a href=""><b></b></a></p>') == []


def test_an_image_is_a_place_and_one_for_counting_is_none() -> None:
    page = (
        '<p>One.</p><figure><img src="data:image/gif;base64,R0" data-src="b.png" alt="The\n quay"></figure><p>Two.</p>'
        '<img src="/count.gif" width="1"><img src="data:image/gif;base64,R0"><img srcset="/s.jpg 1x, /l.jpg 2x">'
    )
    document = read(page, form="html", witness=False)
    assert [(one.span.start, one.target, one.alt) for one in document.inlines] == [
        (document.text.index("Two"), "b.png", "The quay"),
        (len(document.text), "/s.jpg", ""),
    ]


def test_a_table_of_data_is_a_stretch_and_one_for_the_layout_is_none() -> None:
    data = "<table><tr><th>Year<th>Ships<tr><td>2022<td>120</table>"
    layout = "<table><tr><td><h2>Head</h2><td><p>Text</table>"
    assert inlines(f"<p>a</p>{data}{layout}<p>b</p>") == [("table", "Year | Ships\n2022 | 120", "", "")]


def test_no_more_inlines_are_noted_than_the_most() -> None:
    document = read("<p>" + "<b>x</b> " * (MAX_INLINES + 10), form="html", witness=False)
    assert len(document.inlines) == MAX_INLINES
    assert document.text.count("x") == MAX_INLINES + 10


def test_inlines_are_made_when_a_written_form_asks_and_hold_nothing_of_the_tree() -> None:
    result = Cleaner(witness=False).clean('<h1>Pier</h1><p>The <a href="/t">talks</a> <b>went</b> on.</p>' * 9)
    result.to_record()
    inlines = result.document.inlines
    assert set(vars(inlines)) == {"_noted", "has_table"}
    assert pickle.loads(pickle.dumps(vars(inlines))) == vars(inlines)  # which no element of lxml survives
    kept = pickle.loads(pickle.dumps(result)).document.inlines
    assert type(kept) is tuple
    assert kept == inlines
    assert [one.tag for one in inlines] == ["a", "strong"] * 9
