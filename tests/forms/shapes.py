"""Pages and texts full of signs that Markdown and HTML would misread, and what reads an output back to text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import pairwise

from hypothesis import strategies as st
from lxml import etree, html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cleaner.document import Document, Segment, Span
from cleaner.forms.blocks import Body
from cleaner.kinds import Fate

SIGNS = r"""* ** _ __ ` `` ``` ~ ~~ [ ] [x] ](u) ]: ! \ | < <b> <!-- > & &amp; # ## - + -- --- === 1. 2) : "q" (p) €5 http://a.b"""
WORDS = st.sampled_from(
    [*SIGNS.split(), "boat", "harbour", "é", "中文", "“x”", "a_b", "snake_case_", "don't", "हिन्दी", "4", "\xa0"]
)
SPACE = st.sampled_from([" ", " ", " ", "", "  "])
TEXT = st.lists(st.tuples(WORDS, SPACE).map("".join), min_size=1, max_size=7).map("".join)
LEAF = TEXT.map(lambda text: escape(text, quote=False))
TAGS = st.sampled_from("em strong b i s sub code span".split())
FORMED = st.recursive(
    LEAF,
    lambda inner: (
        st.builds("<{0}>{1}</{0}>".format, TAGS, inner) | st.lists(inner, min_size=1, max_size=3).map("".join)
    ),
    max_leaves=6,
)
ADDRESS = st.sampled_from(
    ["/a?b=1&amp;c=(2)", "https://x.example/a b", "javascript:x()", "java\nscript:x()", "b*c*_d_", "#"]
)
LINK = st.builds('<a href="{}">{}</a>'.format, ADDRESS, FORMED)
IMAGE = st.builds('<img src="{}" alt="a ] *b* &quot;">'.format, ADDRESS)
LINE = st.lists(FORMED | LINK | IMAGE, min_size=1, max_size=4).map("".join)
BROKEN = st.lists(LINE, min_size=1, max_size=3).map("<br>".join)
CELL = LINE.map(lambda line: f"<td>{line}</td>")
ROW = st.lists(CELL, min_size=2, max_size=3).map(lambda cells: f"<tr>{''.join(cells)}</tr>")
BLOCK = st.recursive(
    st.builds("<p>{}</p>".format, BROKEN)
    | st.builds("<h3>{}</h3>".format, BROKEN)
    | st.builds("<pre>{}</pre>".format, st.lists(LEAF, min_size=1, max_size=3).map("\n".join))
    | st.lists(ROW, min_size=2, max_size=3).map(lambda rows: f"<table>{''.join(rows)}</table>")
    | st.builds("<figure>{}<figcaption>{}</figcaption></figure>".format, IMAGE, LINE),
    lambda inner: (
        st.builds("<blockquote>{}</blockquote>".format, st.lists(inner, min_size=1, max_size=2).map("".join))
        | st.builds(
            "<{0}>{1}</{0}>".format,
            st.sampled_from(["ul", "ol"]),
            st.lists(
                st.builds("<li>{}{}</li>".format, BROKEN | st.just(""), inner | st.just("")), min_size=1, max_size=3
            ).map("".join),
        )
    ),
    max_leaves=4,
)
PAGE = st.lists(BLOCK, min_size=1, max_size=5).map("".join)
PLAIN = st.lists(TEXT | st.just(""), min_size=1, max_size=8).map("\n".join)


def cut(document: Document, places: Sequence[float]) -> Body:
    """A body of a document of which every second stretch between some places, shares of its length, is removed."""
    size = len(document.text)
    edges = sorted({0, size, *(int(share * size) for share in places)})
    segments = []
    for number, (start, end) in enumerate(pairwise(edges)):
        segments.append(Segment(Span(start, end), Fate.REMOVE if number % 2 else Fate.KEEP))
    return Body(document, tuple(segments))


def told(body: Body, *, tables: bool = True) -> str:
    """What every form must say: the body, each block by itself, the cells of tables without the signs between them."""
    texts = []
    for shape in body.shapes:
        text = "\n".join(body.text[start:end] for start, end in shape.lines)
        texts.append(
            re.sub(r" \|(?= |$)", "\n", text, flags=re.MULTILINE) if tables and shape.block.type == "table" else text
        )
    return bare("\n".join(texts))


def bare(text: str) -> str:
    return " ".join(text.split())


def markdown_text(markdown: str) -> str:
    """What a reader of CommonMark sees."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown)
    return bare("\n".join(map(_token_text, tokens)))


def _token_text(token: Token) -> str:
    if token.type in ("fence", "code_block"):
        return token.content
    return "".join(
        "\n" if "break" in child.type else "" if child.type == "image" else child.content
        for child in token.children or ()
    )


def html_text(markup: str) -> str:
    root = html.fragment_fromstring(markup, create_parent="div")
    return _tree_text(root, frozenset("p h1 h2 h3 h4 h5 h6 ul ol li pre blockquote br table tr td div".split()))


def xml_text(markup: str) -> str:
    root = etree.fromstring(markup.encode())
    main = root.find("main") if root.tag == "doc" else root.find(".//{*}div")
    return _tree_text(main, frozenset("p head ab list item quote code lb table row cell div main".split()) - {"code"})


def _tree_text(root: etree._Element, blocks: frozenset[str]) -> str:
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if etree.QName(element).localname in blocks:
            pieces.append("\n")
        pieces.append((element.text if event == "start" else element.tail if element is not root else "") or "")
    return bare("".join(pieces))
