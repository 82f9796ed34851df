"""Plain text to a document: the decoded input, unchanged, split into lines. A wrapped paragraph is one line."""

from __future__ import annotations

import re

from cleaner.document import Block, Document, Language, Span
from cleaner.readers.limits import MAX_CHARS, MAX_LINES
from cleaner.readers.wrapped import join_wrapped
from cleaner.text.language import detect_language

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]*(?:\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]|\Z)")


def read_text(text: str, *, url: str | None = None, language: str | None = None) -> Document:
    """A document whose page text is `text`, unchanged. `language` is taken over unchecked; None detects it."""
    text, spans, lines, warnings = cut_to_limits(text)
    blocks, lines = join_wrapped(text, [Block(span) for span in spans], lines)
    language_found = known_language(language, lines)
    document = Document(text, blocks, language_found, url=url, warnings=warnings, truncated=bool(warnings))
    return document.with_lines(lines)


def cut_to_limits(text: str) -> tuple[str, list[Span], tuple[str, ...], tuple[str, ...]]:
    """The text that is read, its lines that are not blank as spans and bare, and a warning for each limit that cut."""
    warnings = [f"cut at {MAX_CHARS:,} characters"] if len(text) > MAX_CHARS else []
    text = text[:MAX_CHARS]
    spans, lines = cut_lines(text)
    if len(spans) > MAX_LINES:
        warnings.append(f"cut after {MAX_LINES:,} lines")
        spans, lines = spans[:MAX_LINES], lines[:MAX_LINES]
        text = text[: spans[-1].end]
    return text, spans, lines, tuple(warnings)


def split_lines(text: str) -> list[Span]:
    """The lines that are not blank, each with its line break."""
    return cut_lines(text)[0]


def cut_lines(text: str) -> tuple[list[Span], tuple[str, ...]]:
    """The same, and their text without white space at its ends."""
    spans: list[Span] = []
    lines: list[str] = []
    at = 0
    for line in lines_with_ends(text):
        end = at + len(line)
        if bare := line.strip():
            spans.append(Span(at, end))
            lines.append(bare)
        at = end
    return spans, tuple(lines)


def lines_with_ends(text: str) -> list[str]:
    """All lines, each with its line break."""
    return _LINE.findall(text) if _has_separators(text) else text.splitlines(keepends=True)


def _has_separators(text: str) -> bool:
    """Whether a text has one of the signs that end a line for Python and for nobody else."""
    return "\x1c" in text or "\x1d" in text or "\x1e" in text


def known_language(code: str | None, lines: tuple[str, ...]) -> Language:
    """The language the caller named, else the one detected."""
    return Language(code.lower(), 1.0) if code else detect_language(lines)
