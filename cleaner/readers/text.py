"""Plain text to a document: the decoded input as it is, cut into its lines."""

from __future__ import annotations

import re

from cleaner.language import detect_language
from cleaner.model import Block, Document, Language, Span

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]*(?:\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]|\Z)")


def read_text(text: str, *, url: str | None = None, language: str | None = None) -> Document:
    """A document whose page text is `text`, unchanged. `language` is taken over unchecked; None detects it."""
    blocks = tuple(Block(span) for span in split_lines(text))
    lines = tuple(text[b.span.start : b.span.end].strip() for b in blocks)
    return Document(text, blocks, known_language(language, lines), url=url)


def split_lines(text: str) -> list[Span]:
    """The lines that are not blank, each with its line break."""
    spans = (Span(*m.span()) for m in _LINE.finditer(text))
    return [span for span in spans if text[span.start : span.end].strip()]


def known_language(code: str | None, lines: tuple[str, ...]) -> Language:
    """The language the caller named, else the one detected."""
    return Language(code.lower(), 1.0) if code else detect_language(lines)
