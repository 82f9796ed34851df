"""The thread below the heading of a comment section: repeated sequences of name, time and text.

What comes again is a time ("2 hours ago"), a name with its time ("Tom B. · 2 hours ago"), a name that says something
("dan said,") or a word such as "Reply". Where nothing does, names and texts take turns as often as the heading counts.
"""

from __future__ import annotations

import re

from cleaner.detectors.line_index import LineIndex
from cleaner.newsroom.comment_lines import is_reader, read_comment_head
from cleaner.newsroom.dates import read_when
from cleaner.newsroom.word_lists import Words
from cleaner.text.line_shape import ends_like_sentence

EDGE = "0123456789 \t\xa0\u3000()[]{}<>:;,.!?¿¡…·•|/\\#*+-–—―\"'“”„«»↓↑→▼▾⌄（）【】：。、，"
GAP, COUNTED_GAP = 14, 40
"""Lines between two times of a thread, at most: a long comment; and where the heading counts more comments."""
LONGEST_BEAT = 60
LEAST_COUNTED = 3
"""Comments a heading must count for names alone to make the thread."""
FEWEST, MOST = 0.6, 1.3
"""Names a thread has, as a share of what its heading counts."""
LEAST_TEXT = 40
"""Characters of a line that is somebody's text though it does not end like a sentence."""
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,]?\d{3})?(?![\d.,])")


def find_thread(page: LineIndex, head: int, stop: int) -> range:
    """The lines from a heading to the last comment above `stop`; empty where none follow.

    Headlines of other stories stand between times, too, but they are no sentences.
    """
    lines, prose = page.lines, page.parts.prose
    count = _count(page, head)
    beats: list[int] = []
    replies = 0
    for index in range(head + 1, stop):
        kind = beat(lines[index], page.folded[index], page.words)
        if index - (beats[-1] if beats else head) > (COUNTED_GAP if len(beats) < count else GAP):
            break
        if kind:
            beats.append(index)
            replies += kind == "reply"
    if len(beats) < 2:
        return _take_turns(page, head, stop, count)
    last = beats[-1]
    if not replies and last + 1 < stop and _is_text(lines[last + 1], prose[last + 1]):
        last += 1  # times stand above the texts
    texts = sum(_is_text(lines[index], prose[index]) for index in range(head + 1, last + 1))
    enough = texts * 3 >= len(beats) if not replies else texts >= 1
    return range(head + 1, last + 1) if enough and texts else range(0)


def _count(page: LineIndex, head: int) -> int:
    """How many comments a heading counts, or a number alone above it; 0 where none does."""
    line = page.folded[head]
    if not any(map(str.isdigit, line)) and head and not page.folded[head - 1].strip(EDGE):
        line = page.folded[head - 1]
    number = _NUMBER.search(line)
    return int(re.sub(r"[.,]", "", number.group())) if number else 0


def _take_turns(page: LineIndex, head: int, stop: int, count: int) -> range:
    """A thread without times: a name, a text, a name, a text, about as often as the heading counts."""
    if count < LEAST_COUNTED:
        return range(0)
    names: list[int] = []
    for index in range(head + 1, stop - 1):
        if index - (names[-1] if names else head) > COUNTED_GAP or len(names) > MOST * count:
            break
        if _is_name(page, index):
            names.append(index)
    if not FEWEST * count <= len(names) <= MOST * count:
        return range(0)
    return range(head + 1, names[-1] + 2)


def _is_name(page: LineIndex, index: int) -> bool:
    """Whether a line is short enough to name a reader, and a text stands below it."""
    line, below = page.lines[index], page.lines[index + 1]
    return (
        is_reader(line)
        and page.whens[index] is None
        and (len(below) >= LEAST_TEXT or _is_text(below, page.parts.prose[index + 1]))
    )


def _is_text(line: str, prose: bool) -> bool:
    """Whether a line of a thread is somebody's opinion: it ends like a sentence, however short."""
    return prose or (ends_like_sentence(line) and (line.count(" ") >= 2 or line[0] > "\u2e80"))


def beat(line: str, folded: str, words: Words) -> str:
    """What comes again in a thread: "time", "name" (with or without a time), or "reply"; "" for other lines."""
    if len(folded) > LONGEST_BEAT:
        return ""
    if folded.strip(EDGE) in words.reply:
        return "reply"
    when = read_when(folded, words)
    if when is not None:
        return "time" if when.rule in ("relative", "full", "date") else ""
    return "name" if read_comment_head(line, words) else ""
