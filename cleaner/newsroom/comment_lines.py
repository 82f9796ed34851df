"""Reads the line above or below a reader's comment: "Tom B. · 2 hours ago", "by Ana on 3 May 2024", "dan said,"."""

from __future__ import annotations

import re

from cleaner.newsroom.author_line_parser import without_time
from cleaner.newsroom.dates import read_when
from cleaner.newsroom.word_lists import Words, common
from cleaner.text.folding import fold
from cleaner.text.line_shape import ends_like_sentence

LONGEST_NAME, MOST_WORDS = 30, 4
"""Characters and words of a reader's name."""
LONGEST_HEAD = 100
"""Characters of a head with a name, a day and an hour."""
_AROUND = " \t\xa0,;:·•|–—-@()_"
_NUMBERED = re.compile(r"\A\s*(?:[*+•]\s+)?(?:#?\d{1,4}[.)]?\s+(?=\D))?_?")
"""The number or bullet of a comment in its list."""
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m(?![^\W_])\.?)?(?!\d)", re.IGNORECASE)
_ASIDE = re.compile(r"(?<=\S)\s?\([^()]{1,40}\)?\Z")
"""What readers add to their names: "Karen (in Obersill)"."""
_BUTTON = re.compile(r"(?<=[\s.])([^\W\d_]+)\Z")
_INITIAL = re.compile(r"\s[^\W\d_]\.\Z")


def is_reader(line: str) -> bool:
    """Whether a line alone can be a reader's name: short, with letters, and not the end of a sentence."""
    short = len(line) <= LONGEST_NAME and line.count(" ") < MOST_WORDS and any(map(str.isalpha, line))
    return short and (not ends_like_sentence(line) or _INITIAL.search(line) is not None)


def read_comment_head(line: str, words: Words) -> tuple[str, str] | None:
    """The reader's name and the time as written, "" where there is none; None where a line is no such head.

    The number of the comment and the buttons behind it are left out: "3. Tom B. on May 3, 2024 at 8:23 am. Reply #".
    """
    line = _strip_buttons(_NUMBERED.sub("", line), words)
    if not line:
        return None
    front, dated, _ = without_time(line, words)
    time = line[len(front) :].strip(_AROUND) if dated else ""
    front = front.strip(_AROUND)
    last = front.rpartition(" ")[2]
    says = fold(last) in common().saying and (dated or line[-1] in ",:")
    if says:
        front = front[: -len(last)].rstrip() or last
    elif not dated:
        return _read_dated_first(line, words)
    prefix = words.by.opening(fold(front))
    name = _ASIDE.sub("", front[len(prefix) :].strip(" :") if prefix else front)
    return (name, time) if _can_name(name) and fold(name) not in words.published else None


def read_signature(line: str, words: Words) -> tuple[str, str, bool] | None:
    """The name and the time of a head that names the day and the hour, and whether the text of its comment follows."""
    clock = _CLOCK.search(line, 0, LONGEST_HEAD)
    if clock is None:
        return None
    for head, follows in ((line, False), (line[: clock.end()], True)):
        found = read_comment_head(head, words) if len(head) <= LONGEST_HEAD else None
        when = read_when(fold(found[1]), words) if found is not None else None
        if found is not None and when is not None and when.end and when.rule in ("full", "labelled"):
            return (*found, follows)
    return None


def _read_dated_first(line: str, words: Words) -> tuple[str, str] | None:
    """ "Fri, 2024-05-03 15:17 — Tom B.", "on 3 May 2024 at 8:23 am 4 Tom B.": the time before the name."""
    clock = _CLOCK.search(line)
    if clock is None:
        return None
    time, name = line[: clock.end()].strip(_AROUND), _NUMBERED.sub("", line[clock.end() :].strip(_AROUND))
    when = read_when(fold(time), words)
    return (name, time) if when is not None and when.end and _can_name(name) and is_reader(name) else None


def _strip_buttons(line: str, words: Words) -> str:
    """A line without the links at its end: "Reply", "#", "(not verified)"."""
    while (bare := line.rstrip(" .#»·|_")) and (last := _BUTTON.search(bare)) and fold(last[1]) in words.reply:
        line = bare[: last.start()]
    return bare.removesuffix(" (not verified)") + (":" if line.rstrip().endswith(":") and bare[-1:] != ":" else "")


def _can_name(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME and name.count(" ") < MOST_WORDS
