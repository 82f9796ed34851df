"""The readers' comments as a list of author, time and text, taken from the removed comment section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleaner.document import Comment, Document, Segment
from cleaner.newsroom.comment_lines import is_reader, read_comment_head
from cleaner.newsroom.dates import read_when
from cleaner.newsroom.word_lists import Words, words_for
from cleaner.text.folding import fold
from cleaner.text.line_shape import ends_like_sentence, is_prose

_LEAST = 20
"""Fewest characters of a comment that is a single short sentence."""
_LONGEST_HEAD = 60
"""Characters of a line with a name and a time."""
_HEADS = frozenset(("comments", "byline", "timestamp"))
"""Kinds of a removed line with name and time."""
_FORM = frozenset(("comments.head", "comments.rules"))
"""Rules for lines of a comment section that are not comments."""


class _Line(NamedTuple):
    """A line of a comment section: its role ("head", "name", "time", "text" or "end") and its text."""

    sort: str
    author: str = ""
    time: str = ""
    text: str = ""


def collect_comments(document: Document, segments: tuple[Segment, ...]) -> Iterator[Comment]:
    """The comments in page order, with author and time as written on the page, if the section has them.

    Counts, prompts and guidelines, which wording rules mark, are left out.
    """
    lines = list(_read_lines(document, segments))
    first = next((line.sort for line in lines if line.sort != "end"), "")
    heads = any(line.sort in ("head", "time") for line in lines)
    yield from _headed(lines) if heads and first != "text" else _footed(lines) if heads else _alone(lines)


def _read_lines(document: Document, segments: tuple[Segment, ...]) -> Iterator[_Line]:
    words = words_for(document.language.code)
    begun = False
    for segment in segments:
        mark = segment.mark
        if mark is None or mark.kind not in _HEADS or (mark.kind != "comments" and not begun):
            continue
        begun = True
        if mark.kind == "comments" and (mark.detector == "wording" or mark.reason.rule in _FORM):
            yield _Line("end")
        else:
            lines = map(str.strip, document.slice(segment.span).split("\n"))
            yield from (line for text in lines if text and (line := _read(text, words, mark.kind)))


def _read(text: str, words: Words, kind: str) -> _Line | None:
    """The role and text of a line of the section; None for a part of a form."""
    if len(text) <= _LONGEST_HEAD:
        if (when := read_when(fold(text), words)) is not None:
            return _Line("time", time=text) if when.rule in ("relative", "full", "date", "labelled") else None
        if (head := read_comment_head(text, words)) is not None:
            return _Line("head", *head)
    if kind == "comments" and (is_prose(text) or (len(text) >= _LEAST and ends_like_sentence(text))):
        return _Line("text", text=text)
    return _Line("name", author=text) if is_reader(text) and fold(text) not in words.comments else None


def _headed(lines: list[_Line]) -> Iterator[Comment]:
    """Comments whose name and time are above the text."""
    author = time = name = ""
    texts: list[str] = []
    for line in lines:
        if line.sort == "text":
            texts.append(line.text)
            continue
        if texts:
            yield Comment(author or None, time or None, "\n".join(texts))
            author, time, texts, name = "", "", [], ""
        if line.sort == "name":
            name = line.author
            author = author or (name if time else "")
        elif line.sort == "end":
            name = ""
        else:
            author, time = line.author or author or name, line.time or time
    if texts:
        yield Comment(author or None, time or None, "\n".join(texts))


def _footed(lines: list[_Line]) -> Iterator[Comment]:
    """Comments whose name and time are below the text."""
    name = ""
    texts: list[str] = []
    for line in lines:
        if line.sort == "text":
            texts.append(line.text)
            name = ""
        elif line.sort == "name":
            name = line.author
        elif line.sort in ("head", "time") and texts:
            yield Comment(line.author or name or None, line.time or None, "\n".join(texts))
            texts, name = [], ""
    if texts:
        yield Comment(None, None, "\n".join(texts))


def _alone(lines: list[_Line]) -> Iterator[Comment]:
    """Comments of a section without times: every line is one, with the name from the line above, if there is one."""
    name = ""
    for line in lines:
        if line.sort == "text":
            yield Comment(name or None, None, line.text)
        name = line.author if line.sort == "name" else ""
