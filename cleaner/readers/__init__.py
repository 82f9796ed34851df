"""Readers: a source to a `Document`. The only place where characters may change."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from cleaner.document import Document
from cleaner.readers import decode
from cleaner.readers.plain_text import read_text

if TYPE_CHECKING:
    from cleaner.readers.ftr_site_config import SiteRules

Format = Literal["html", "text"]


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

    form: "html" or "text"; None tells them apart by content.
    url, language: taken as given; a language of None is detected.
    witness: whether the document can ask trafilatura about itself (HTML only).
    content_type: the HTTP header of that name, where there was one; it may name the encoding of bytes.
    site_rules: rules of sites, for HTML whose address is known.
    """
    if isinstance(source, bytes):
        form = form or ("html" if decode.looks_like_html_bytes(source) else "text")
        source, warning = decode.decode_html(source, content_type) if form == "html" else decode.decode_text(source)
    else:
        form = form or ("html" if decode.looks_like_html(source) else "text")
        warning = ""
    if form == "html":
        from cleaner.readers.html import read_html

        document = read_html(source, url=url, language=language, witness=witness, site_rules=site_rules)
    else:
        document = read_text(source, url=url, language=language)
    return replace(document, warnings=(warning, *document.warnings)) if warning else document
