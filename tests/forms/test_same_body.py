"""The same body in every form: read back without its marks, each is the body, for whatever was removed of the page."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html
from shapes import PAGE, PLAIN, bare, cut, html_text, markdown_text, told, xml_text
from trafilatura.xml import TEI_SCHEMA

from cleaner import Cleaner
from cleaner.document import Document, Metadata
from cleaner.forms.written import Shown, html_page, tei_file, write_html, write_markdown, xml_file
from cleaner.readers import read

ROOT = Path(__file__).parents[2]
WORKER = Cleaner(translation=False, witness=False)
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
    assert markdown_text(write_markdown(body, Shown(links=False, images=False))) == told(body)


@EVERY
@given(DOCUMENTS, PLACES)
def test_markup_reads_back_as_the_body(document: Document, places: list[float]) -> None:
    body = cut(document, places)
    assert html_text(write_html(body)) == told(body)
    assert html_text(write_html(body, Shown(links=False, images=False))) == told(body)
    assert xml_text(xml_file(body, Metadata())) == told(body)
    assert xml_text(tei_file(body, Metadata())) == told(body)


@EVERY
@given(DOCUMENTS, PLACES)
def test_tables_written_as_lines_read_back_as_the_body(document: Document, places: list[float]) -> None:
    body, shown = cut(document, places), Shown(tables=False)
    assert markdown_text(write_markdown(body, shown)) == told(body, tables=False)
    assert html_text(write_html(body, shown)) == told(body, tables=False)
    assert xml_text(xml_file(body, Metadata(), shown)) == xml_text(tei_file(body, Metadata(), "", shown))
    assert "<table" not in write_html(body, shown)


@pytest.mark.parametrize(("language", "root"), [("ar", '<html lang="ar" dir="rtl">'), ("de", '<html lang="de">')])
def test_a_page_says_its_language_and_direction(language: str, root: str) -> None:
    document = read("<p>Der Hafen</p>", form="html", language=language, witness=False)
    assert root in html_page(cut(document, ()), Metadata())


@pytest.mark.parametrize("sample", sorted((ROOT / "samples/in").glob("*")), ids=lambda path: path.name)
def test_tei_is_valid(sample: Path) -> None:
    """By the grammar that trafilatura brings; it leaves out the tables of TEI."""
    result = WORKER.clean(sample.read_bytes(), url="https://q.example/n/1")
    root = etree.fromstring(result.write("tei", tables=False).encode())
    grammar = etree.DTD(TEI_SCHEMA)
    assert grammar.validate(root), grammar.error_log


@EVERY
@given(DOCUMENTS)
def test_html_has_no_attribute_and_no_address_but_safe_ones(document: Document) -> None:
    root = html.fragment_fromstring(write_html(cut(document, ())), create_parent="div")
    attributes = [(name, value) for element in root.iter() for name, value in element.items()]
    assert {name for name, _ in attributes} <= {"href", "src", "alt"}
    assert all(re.match("https?://", value) for name, value in attributes if name != "alt")
