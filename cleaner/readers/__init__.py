"""Readers: convert a source to a `Document`. The only stage that may change characters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, cast

from cleaner.document import Document
from cleaner.readers import decode
from cleaner.readers.plain_text import read_text
from cleaner.readers.source_format import NotText, check_text, looks_like_html, looks_like_markdown

if TYPE_CHECKING:
    from cleaner.config import Config
    from cleaner.readers.ftr_site_config import SiteRules

Format = Literal["html", "text", "markdown"]

__all__ = ["Format", "NotText", "form_of", "read"]


def form_of(told: Format | None, config: Config) -> Format | None:
    """The format of a document: HTML if it is declared as HTML, else the configured one, else the declared one."""
    return told if told == "html" or config.form is None else cast("Format", config.form)


def read(
    source: str | bytes,
    *,
    form: Format | None = None,
    url: str | None = None,
    language: str | None = None,
    witness: bool = True,
    content_type: str | None = None,
    site_rules: SiteRules | None = None,
) -> Document:
    """Make a document of a source.

    form: "html", "text" or "markdown"; None tells them apart by content.
    url, language: taken as given; a language of None is detected.
    witness: whether the document can ask trafilatura about itself (HTML only).
    content_type: the HTTP header of that name, where there was one; it may name the encoding of bytes.
    site_rules: rules of sites, for HTML whose address is known.

    Raises `NotText` for an image, an archive and the like.
    """
    warnings: tuple[str, ...] = ()
    if isinstance(source, bytes):
        form = form or ("html" if decode.looks_like_html_bytes(source) else None)
        source, warnings = decode.decode_html(source, content_type) if form == "html" else decode.decode_text(source)
    else:
        check_text(source)
        form = form or ("html" if looks_like_html(source) else None)
    if form is None:
        form = "markdown" if looks_like_markdown(source) else "text"
    if form == "html":
        from cleaner.readers.html import read_html

        source = source.removeprefix("\ufeff")
        document = read_html(source, url=url, language=language, witness=witness, site_rules=site_rules)
    elif form == "markdown":
        from cleaner.readers.markdown import read_markdown

        document = read_markdown(source, url=url, language=language)
    else:
        document = read_text(source, url=url, language=language)
    return replace(document, warnings=(*warnings, *document.warnings)) if warnings else document
