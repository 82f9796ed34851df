"""Parses the line above or below a reader's comment: "Tom B. · 2 hours ago", "by Ana on 3 May 2024", "dan said,"."""

from __future__ import annotations

import re

from cleaner.newsroom.author_line_parser import without_time
from cleaner.newsroom.word_lists import Words, common
from cleaner.text.folding import fold
from cleaner.text.line_shape import ends_like_sentence

LONGEST_NAME, MOST_WORDS = 30, 4
"""Characters and words of a reader's name."""
_INITIAL = re.compile(r"\s[^\W\d_]\.\Z")


def is_reader(line: str) -> bool:
    """Whether a line alone can be a reader's name: short, with letters, and not the end of a sentence."""
    short = len(line) <= LONGEST_NAME and line.count(" ") < MOST_WORDS and any(map(str.isalpha, line))
    return short and (not ends_like_sentence(line) or _INITIAL.search(line) is not None)


def read_comment_head(line: str, words: Words) -> tuple[str, str] | None:
    """The reader's name and the time as written, "" where there is none; None where a line is no such head."""
    front, dated, _ = without_time(line.rstrip(" .:"), words)
    time = line.rstrip(" .:")[len(front) :].strip(" \t\xa0,;:·•|–—-@()") if dated else ""
    front = front.strip(" \t\xa0,;:·•|–—-@()")
    last = front.rpartition(" ")[2]
    says = fold(last) in common().saying and (dated or line.rstrip()[-1] in ",:")
    if says:
        front = front[: -len(last)].rstrip() or last
    elif not dated:
        return None
    prefix = words.by.opening(fold(front))
    name = front[len(prefix) :].strip(" :") if prefix else front
    return (name, time) if 0 < len(name) <= LONGEST_NAME and name.count(" ") < MOST_WORDS else None
