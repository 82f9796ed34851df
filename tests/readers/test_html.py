"""HTML to page text: blocks, lines, cells, words; what the HTML said about each line."""

from __future__ import annotations

import json
import re
import time

import pytest

from cleaner.document import Document, Node
from cleaner.readers import read
from cleaner.readers.html import read_html

LONG = "The council met on Tuesday evening and heard every speaker before it voted on the plan for the harbour."


def page_text(markup: str) -> str:
    return read(markup, form="html", language="en", witness=False).text


def tags_around(node: Node) -> list[str]:
    """The tags from an element up to the root."""
    return [node.tag, *(tags_around(node.parent) if node.parent else ())]


def page(markup: str) -> Document:
    return read(markup, form="html", language="en", witness=False)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("<div>One<div>Two</div>Three</div>", "One\n\nTwo\n\nThree"),
        ("<p>One<br>Two<br><br>Three</p>", "One\nTwo\nThree"),
        ("<p>in<b>line</b> ta<i>gs</i> hold <em>words</em></p>", "inline tags hold words"),
        ("<ul><li>One</li><li>Two</li></ul><p>After</p>", "One\nTwo\n\nAfter"),
        ("<ul><li><p>One</p></li><li><p>Two</p></li></ul>", "One\nTwo"),
        ("<ul><li>One<ul><li>Inner</li></ul></li><li>Two</li></ul>", "One\nInner\nTwo"),
        ("<p>Before</p><ol><li>One</li></ol>", "Before\n\nOne"),
        (
            "<table><tr><th>Team</th><th>Points</th></tr><tr><td>North</td><td>3</td></tr></table>",
            "Team | Points\nNorth | 3",
        ),
        ("<table><tr><td><h1>Layout</h1><p>One</p><p>Two</p></td></tr></table>", "Layout\n\nOne\n\nTwo"),
        ("<pre>one\n  two</pre>", "one\ntwo"),
        ("<p>a&nbsp;b &amp; c</p>", "a\xa0b & c"),
        ("<p>Donau\xaddampf</p>", "Donaudampf"),
        ("<nav><a>Home</a><a>News</a></nav>", "Home News"),
        ("<p><a>fire</a><a>works</a></p>", "fireworks"),
        ("<p>One<script>x()</script><style>p{}</style></p><template><p>T</p></template>", "One"),
        ("<p>  spaced \n\t out </p>", "spaced out"),
        ("<div><button>Share</button><button>Save</button></div>", "Share\nSave"),
        ("<p>Only", "Only"),
        ("<body><p>One</p></body></html>\n<!-- cached -->\n<div>Two</div></body></html>", "One\n\nTwo"),
        ("<body><p>One</p></body></HTML><p>Two</p>", "One\n\nTwo"),
        ("", ""),
        ("<!-- nothing -->", ""),
        ("<p>a < b and c > d</p>", "a < b and c > d"),
    ],
)
def test_page_text(markup: str, text: str) -> None:
    assert page_text(markup) == text


def test_every_line_is_a_block_with_its_line_break() -> None:
    document = page("<h1>Head</h1><ul><li>One</li><li>Two</li></ul><p>End</p>")
    assert [document.slice(b.span) for b in document.blocks] == ["Head\n", "One\n", "Two\n", "End"]
    assert document.lines == ("Head", "One", "Two", "End")


def test_a_line_knows_its_element() -> None:
    document = page(
        '<main><article class="storyBody main-text" role="article">'
        '<p itemprop="articleBody">One</p><p>See <a>Two</a></p><p><a>Three</a></p></article></main>'
        '<div style="display: none">Four</div>'
    )
    one, see, three, four = document.blocks
    assert one.node is not None
    assert document.elements is not None
    assert document.elements.itemprops[one.node.number] == "articlebody"
    article = one.node.parent
    assert article is not None
    named = ("article", ("story", "body", "main", "text", "article"))
    assert document.elements.sorts[document.elements.sort[article.number]] == named
    assert article.tag == "article"
    assert tags_around(one.node) == ["p", "article", "main", "body", "html"]
    assert (see.link_share, three.link_share) == (0.5, 1.0)
    assert see.node is not None
    assert (see.node.tag, see.node.elements.shapes[see.node.number]) == ("p", 3)
    assert four.node is not None
    assert four.node.hidden
    assert not one.node.hidden


def test_facts_come_from_json_ld_and_meta() -> None:
    document = page(
        "<title>A vote - The Gazette</title><meta property='og:title' content='A vote'>"
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "author": {"name": "Site"}},'
        '{"@type": "NewsArticle", "headline": "A vote in the harbour", "author": [{"@type": "Person",'
        '"name": "Ana Ruiz"}, {"@type": "Organization", "name": "Gazette"}], "datePublished": "2024-05-02"}]}</script>'
        '<script type="application/ld+json">{broken</script><p>Text</p>'
    )
    assert document.meta["title"][0] == ("json-ld", "A vote in the harbour")
    assert document.meta["authors"] == (("json-ld", "Ana Ruiz"), ("json-ld:organization", "Gazette"))
    assert document.meta["date"] == (("json-ld", "2024-05-02"),)
    assert "A vote" not in document.text


def test_the_witness_follows_the_order_of_the_page() -> None:
    body = "".join(f"<p>{LONG} It was item {word}.</p>" for word in ("one", "two", "three", "four", "five"))
    document = read(
        f"<html><body><div class=teaser>{LONG} It was item two.</div><nav><a>Home</a></nav>"
        f"<article><h1>Harbour</h1>{body}</article><footer>All rights reserved</footer></body></html>",
        form="html",
        language="en",
    )
    assert document.witnessed is not None
    shares = dict(zip(document.lines, document.witnessed, strict=True))
    assert shares[f"{LONG} It was item three."] == 1.0
    assert document.witnessed[0] == 0.0
    assert shares["Home"] == 0.0


@pytest.mark.parametrize("depth", [300, 3_000, 20_000])
def test_deep_pages_are_read_and_what_is_left_out_is_said(depth: int) -> None:
    document = read("<p>top</p>" + "<div>" * depth + "<p>deep</p>", form="html", language="en")
    assert "top" in document.text
    assert ("deep" in document.text) == (depth < 1_000)
    assert document.truncated == (depth >= 1_000)


@pytest.mark.parametrize("tag", ["a", "pre", "li", "b"])
def test_an_element_left_out_for_its_depth_changes_nothing_behind_it(tag: str) -> None:
    deep = "<div>" * 998 + f"<{tag}>deep</{tag}>" + "</div>" * 998
    document = read(f"<body>{deep}<p>One\ntwo</p><p>three</p></body>", form="html", language="en")
    assert document.text == "One two\n\nthree"
    assert [block.link_share for block in document.blocks] == [0.0, 0.0]


def test_control_characters_and_surrogates_do_not_end_the_page() -> None:
    assert page_text("<p>one\x00two\ud800three</p><p>four</p>") == "one\ufffdtwo\ufffdthree\n\nfour"


STORY = "".join(f"<p class='x'>{sentence} The ferry will not sail before Thursday.</p>" for sentence in (
    "The slipway is under two feet of sand, and nobody knows whose sand it is.",
    "The harbour master said that the dredger moves less in a year than the storm did in one night.",
    "A second boat was found on the roof of the fish market, with the lights still on and the radio playing.",
    "The mayor read the notice aloud twice, because the wind took the first half of it out to sea.",
))  # fmt: skip
DATA = json.dumps({"props": {"title": "Ferry stays in port", "content": STORY}})


@pytest.mark.parametrize(
    "script",
    [
        DATA,
        DATA.replace("<", "\\u003c"),
        f"self.__next_f.push([1,{json.dumps(DATA)}])",
        f"self.__next_f.push([1,{json.dumps('24:T1b7b,' + STORY)}])",
        f'window.x = "\\"";window.data = {DATA}',
    ],
)
def test_a_story_that_stands_only_in_a_script_is_read(script: str) -> None:
    document = read_html(f"<title>Ferry</title><body><h1>Ferry</h1><script>{script}</script></body>", witness=False)
    assert len(document.lines) == 5
    assert document.lines[1].startswith("The slipway is under")
    assert document.lines[4].endswith("before Thursday.")
    assert document.warnings == ("the story was found in a script or a template of the page",)


def test_a_story_that_stands_only_in_a_template_is_read() -> None:
    document = read_html(f"<h1>Ferry</h1><template><div>{STORY}</div></template>", witness=False)
    assert len(document.lines) == 5
    assert read_html(f"{STORY}<template>{STORY}</template>", witness=False).warnings == ()


def test_a_shadow_tree_that_a_browser_shows_is_text() -> None:
    shown = f"<x-story><template shadowrootmode=open><h1>Ferry</h1>{STORY}</template></x-story>"
    assert len(read_html(shown, witness=False).lines) == 5


@pytest.mark.parametrize("opened", ["<a name=top>", "<a id='story'>", "<a>", "<a href='/ferry'>"])
@pytest.mark.parametrize("closed", ["", "</a>"])
def test_an_anchor_around_the_story_is_no_link(opened: str, closed: str) -> None:
    document = read_html(f"<h1>Ferry</h1>{opened}{STORY}{closed}", witness=False)
    assert [block.link_share for block in document.blocks] == [0.0] * 5


def test_anchors_and_templates_are_looked_at_in_one_pass() -> None:
    for opened in ("<a><i>", "<a name=x><div>", "<template>"):
        pages = [f"{opened * count}<p>{'x' * 500}" for count in (500, 5_000)]
        times = [min(_seconds(page) for _ in range(2)) for page in pages]
        assert times[1] < 60 * times[0] + 0.2


def _seconds(page: str) -> float:
    started = time.process_time()
    read_html(page, witness=False)
    return time.process_time() - started


def test_the_body_of_json_ld_is_read_where_the_page_shows_none() -> None:
    body = "\n".join(re.findall(r"(?<='>)[^<]+", STORY))
    facts = json.dumps({"@type": "NewsArticle", "articleBody": body})
    document = read_html(f'<script type="application/ld+json">{facts}</script><h1>Ferry</h1>', witness=False)
    assert document.lines == ("Ferry", body.replace("\n", " "))
    brief = json.dumps({"@type": "NewsArticle", "articleBody": body[:180]})
    document = read_html(f'<script type="application/ld+json">{brief}</script><h1>Ferry</h1>', witness=False)
    assert document.lines == ("Ferry", body[:180].replace("\n", " ").strip())
    shown = read_html(f'<script type="application/ld+json">{brief}</script><p>{body[:180]}</p>', witness=False)
    assert len(shown.lines) == 1


def test_a_script_is_not_read_where_the_page_shows_its_story() -> None:
    document = read_html(f"{STORY}<script>{DATA}</script>", witness=False)
    assert len(document.lines) == 4
    assert document.warnings == ()


def test_scripts_are_searched_in_one_pass() -> None:
    hostile = ['\\"' * 200_000, '"' + '\\"' * 200_000, "\\" * 400_000 + "<p>" * 3, '"<p <p <p ' * 40_000]
    for script in hostile:
        started = time.perf_counter()
        small = read_html(f"<script>{script[: len(script) // 10]}</script><p>x", witness=False)
        middle = time.perf_counter()
        large = read_html(f"<script>{script}</script><p>x", witness=False)
        assert time.perf_counter() - middle < 60 * (middle - started) + 0.5
        assert len(small.lines) <= len(large.lines) + 1


SENTENCE = "The café isn’t open, said the mayor — “not yet”. Größe, señor, Чай, 港."


@pytest.mark.parametrize("charset", ["latin-1", "cp1252"])
def test_a_page_decoded_in_the_wrong_charset_is_repaired(charset: str) -> None:
    meant = SENTENCE if charset == "latin-1" else SENTENCE.replace("”", "’").replace("Чай, 港", "ä")
    garbled = meant.encode().decode(charset)
    document = read_html(f"<title>{garbled}</title><p>{garbled}</p><p>{garbled}</p>", witness=False)
    assert "isn’t open, said the mayor — “not" in document.lines[0]
    assert "café" in document.meta["title"][0][1]
    assert document.warnings == ("repaired: decoded in the wrong charset",)


@pytest.mark.parametrize(
    "text", [SENTENCE, "Le café\xa0– «\xa0fermé\xa0» –, dit Andrée… À «bientôt»", "fiancé—a good word, rosé’s"]
)
def test_a_page_in_its_own_charset_is_left_alone(text: str) -> None:
    document = read_html(f"<p>{text}</p>", witness=False)
    assert document.lines == (text,)
    assert document.warnings == ()


def test_plain_text_is_never_repaired() -> None:
    garbled = SENTENCE.encode().decode("latin-1")
    assert read(garbled, form="text", language="en").text == garbled


BODY_ELEMENTS = ("article", "aside", "center", "div", "footer", "header", "main", "my-story", "nav", "p", "section")


@pytest.mark.parametrize(
    "head", ["<title>T</title>", "<head><title>T</title>", "<meta charset=utf-8>", "<script>1</script>"]
)
@pytest.mark.parametrize("tag", BODY_ELEMENTS)
@pytest.mark.parametrize("start", ["", "<!doctype html>", "<html>"])
def test_a_head_without_an_end_tag_ends_where_the_body_begins(start: str, head: str, tag: str) -> None:
    page = f"{start}{head}<{tag}>One<b>two</b></{tag}> three<p>Four</p><script>5</script><{tag}>Six</{tag}>"
    closed = page.replace(head, f"<html>{head}</head><body>").replace("<html><html>", "<html>")
    assert read_html(page, witness=False).text == read_html(closed, witness=False).text
    assert "Onetwo" in read_html(page, witness=False).text


def test_a_page_without_body_is_not_taken_for_its_head() -> None:
    page = "<!doctype html><title>Quay</title><meta charset=utf-8><nav>Home</nav><article><p>It opened.</p></article>"
    assert read(page, form="html", witness=False).text == "Home\n\nIt opened."
    page = "<head><title>Quay</title><noscript>Script</noscript></head><p>It opened.</p>"
    assert read(page, form="html", witness=False).text == "It opened."
