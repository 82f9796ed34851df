"""The same body in every form: read back without its marks, each is the body, for whatever was removed of the page."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from shapes import PAGE, PLAIN, bare, cut, html_text, markdown_text, told, xml_text

from cleaner.document import Document, Metadata
from cleaner.forms.written import tei_file, write_html, write_markdown, xml_file
from cleaner.readers import read

PLACES = st.lists(st.floats(0, 1), max_size=4)
EVERY = settings(deadline=None, max_examples=80)


def page(markup: str) -> Document:
    return read(f"<body>{markup}</body>", form="html", url="https://q.example/n/1", witness=False)


def text(plain: str) -> Document:
    return read(plain, form="text")


DOCUMENTS = PAGE.map(page) | PLAIN.map(text)


@EVERY
@given(DOCUMENTS, PLACES)
def test_blocks_hold_the_body(document: Document, places: list[float]) -> None:
    body = cut(document, places)
    spans = [(shape.block.start, shape.block.end) for shape in body.shapes]
    assert spans == sorted(spans)
    assert all(start < end for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert bare("\n".join(body.text[start:end] for start, end in spans)) == bare(body.text)


@EVERY
@given(DOCUMENTS, PLACES)
def test_markdown_reads_back_as_the_body(document: Document, places: list[float]) -> None:
    body = cut(document, places)
    assert markdown_text(write_markdown(body)) == told(body)
    assert markdown_text(write_markdown(body, links=False, images=False)) == told(body)


@EVERY
@given(DOCUMENTS, PLACES)
def test_markup_reads_back_as_the_body(document: Document, places: list[float]) -> None:
    body = cut(document, places)
    assert html_text(write_html(body)) == told(body)
    assert html_text(write_html(body, links=False, images=False)) == told(body)
    assert xml_text(xml_file(body, Metadata())) == told(body)
    assert xml_text(tei_file(body, Metadata())) == told(body)


@EVERY
@given(DOCUMENTS)
def test_html_has_no_attribute_and_no_address_but_safe_ones(document: Document) -> None:
    root = html.fragment_fromstring(write_html(cut(document, ())), create_parent="div")
    attributes = [(name, value) for element in root.iter() for name, value in element.items()]
    assert {name for name, _ in attributes} <= {"href", "src", "alt"}
    assert all(re.match("https?://", value) for name, value in attributes if name != "alt")
