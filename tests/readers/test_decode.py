"""Bytes to characters, and telling HTML from plain text."""

from __future__ import annotations

import pytest

from cleaner.readers import read
from cleaner.readers.decode import REPLACED, decode_html, decode_text
from cleaner.readers.source_format import looks_like_html


@pytest.mark.parametrize(
    ("source", "is_html"),
    [
        ("<p>Hello</p>", True),
        ("  <!DOCTYPE html><html><body>x", True),
        ("The rate fell below 3 % (x < y and y > z).\nNothing else.", False),
        ("He wrote <grins> and left.\n" * 3, False),
        ("Use <b>bold</b> with care, she said.", False),
        ("text <br> text <br> text <br> text <br>", True),
        ("", False),
        ("a <p> in a story about the web\n" + "Plain line of the story.\n" * 400, False),
    ],
)
def test_html_or_text(source: str, is_html: bool) -> None:
    assert looks_like_html(source) is is_html
    assert read(source, language="en", witness=False).is_html is is_html
    assert read(source.encode(), language="en", witness=False).is_html is is_html


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_byte_order_marks(encoding: str) -> None:
    text = "Größe und Maß"
    data = text.encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    assert decode_text(data).text.lstrip("\ufeff") == text


def test_text_in_another_encoding_is_guessed() -> None:
    text = "Город принял решение о новом мосте через реку. " * 20
    assert decode_text(text.encode("windows-1251")).text == text


def test_the_declaration_in_the_page_is_honoured() -> None:
    markup = '<meta charset="windows-1251"><p>Город принял решение</p>'
    assert "Город" in decode_html(markup.encode("windows-1251")).text


def test_a_wrong_declaration_is_found_out() -> None:
    markup = '<meta charset="utf-8"><p>' + "Город принял решение о новом мосте через реку. " * 20
    decoded = decode_html(markup.encode("windows-1251"))
    assert "Город" in decoded.text


def test_bad_bytes_give_a_warning_not_an_exception() -> None:
    decoded = decode_html(b"<meta charset=utf-8><p>" + b"plain words \xff ")
    assert decoded.warnings == (REPLACED,)
    assert "plain words" in decoded.text
