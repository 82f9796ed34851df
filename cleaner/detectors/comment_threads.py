"""The thread below the heading of a comment section: repeated sequences of name, time and text.

The repeated element is a time ("2 hours ago"), a name with its time ("Tom B. · 2 hours ago"), a name with a verb ("dan
said,") or a word such as "Reply". If there is none, names and texts must alternate as often as the count in the heading
says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from cleaner.detectors.line_index import LineIndex
from cleaner.newsroom.comment_lines import is_reader, read_comment_head, read_signature
from cleaner.newsroom.dates import read_when
from cleaner.newsroom.word_lists import Words, common
from cleaner.text.folding import DIGIT
from cleaner.text.line_shape import ends_like_sentence
from cleaner.text.scripts import FIRST_EAST

EDGE = "0123456789 \t\xa0\u3000()[]{}<>:;,.!?¿¡…·•|/\\#*+-–—―\"'“”„«»↓↑→▼▾⌄（）【】：。、，"
GAP, COUNTED_GAP = 14, 40
"""Lines between two times of a thread, at most: a long comment; and where the heading counts more comments."""
MOST_BEFORE = 2
"""Paragraphs above the first time or name of a thread whose heading counts no comments, at most. Three or more are a
part of the story that is headed "Comment": of three such headings on labelled texts one was."""
LONGEST_BEAT = 60
FEWEST_SIGNED, LEAST_NAMES, SIGNED_GAP = 4, 0.6, 25
"""Signatures that make a thread without a heading, the share of them that are of different readers, and the lines
between two of them, at most."""
LEAST_ABOVE = 3
"""Paragraphs above a heading that names the story, at the least: everything below it is comments."""
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
    count = _count(page, head)
    beats: list[int] = []
    replies = 0
    for index in range(head + 1, stop):
        kind = beat(page.lines[index], page.folded[index], page.words)
        if index - (beats[-1] if beats else head) > (COUNTED_GAP if len(beats) < count else GAP):
            break
        if kind and not beats and not count and sum(page.parts.prose[head + 1 : index]) > MOST_BEFORE:
            break
        if kind:
            beats.append(index)
            replies += kind == "reply"
    if len(beats) < 2:
        return _take_turns(page, head, stop, count) or _all_below(page, head, count)
    last = beats[-1]
    if not replies and last + 1 < stop and _is_text(page, last + 1):
        last += 1  # times stand above the texts
    texts = sum(_is_text(page, index) for index in range(head + 1, last + 1))
    enough = texts * 3 >= len(beats) if not replies else texts >= 1
    return range(head + 1, last + 1) if enough and texts else range(0)


class _Signature(NamedTuple):
    """A line with the name of a reader, and whether the text of the comment follows in it."""

    line: int
    name: str
    follows: bool


def find_signed(page: LineIndex) -> range:
    """The lines of a thread without a heading: a name with the day and the hour, a text, again and again.

    Such signatures of one reporter are a live blog, those without the hour teasers. Signatures that begin with "by" or
    end in "Reply" stand below their texts, others above.
    """
    run: list[_Signature] = []
    for one in _read_signatures(page):
        if run and one.line - run[-1].line > SIGNED_GAP and not _is_signed(page, run):
            run = []
        elif run and one.line - run[-1].line > SIGNED_GAP:
            break
        run.append(one)
    if not _is_signed(page, run):
        return range(0)
    first, last = run[0].line, run[-1].line
    if _stands_below(page, run[0]):
        return range(first - 1, last + 1)
    below = not run[-1].follows and last + 1 < len(page.lines) and _is_text(page, last + 1)
    return range(first, last + 1 + below)


def _read_signatures(page: LineIndex) -> Iterator[_Signature]:
    """The signatures below the first paragraph."""
    for index in range(page.parts.start + 1, len(page.lines)):
        line = page.lines[index]
        if page.look.signs[index] & DIGIT and ":" in line and (found := read_signature(line, page.words)):
            yield _Signature(index, found[0], found[2])


def _is_signed(page: LineIndex, run: list[_Signature]) -> bool:
    """Whether signatures are of enough readers, and texts stand between them or in their lines."""
    if len(run) < FEWEST_SIGNED or len({one.name for one in run}) < LEAST_NAMES * len(run):
        return False
    told = sum(
        above.follows or any(_is_text(page, index) for index in range(above.line + 1, below.line))
        for above, below in pairwise(run)
    )
    return 2 * told >= len(run)


def _stands_below(page: LineIndex, one: _Signature) -> bool:
    """Whether a signature stands below its text."""
    folded = page.folded[one.line]
    bare = folded.lstrip(EDGE)
    linked = folded[-1] == "#" or folded.strip(EDGE).rpartition(" ")[2] in page.words.reply
    return not one.follows and (linked or bool(page.words.by.opening(bare)))


def _names_story(page: LineIndex, head: int) -> bool:
    """Whether a heading counts comments and names their story: "13 Responses to “Ferry pier closes”"."""
    line = page.folded[head]
    bare = line.strip(EDGE)
    phrase = page.words.comments.opening(bare)
    counted = any(map(str.isdigit, line[: len(line) - len(line.lstrip(EDGE))]))
    return counted and phrase.endswith(common().comments_on) and len(bare) > len(phrase)


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


def _all_below(page: LineIndex, head: int, count: int) -> range:
    """The lines below a heading that names the story, to the last text: extractors drop names and times."""
    if count < LEAST_COUNTED or not _names_story(page, head) or page.parts.paragraphs(head) < LEAST_ABOVE:
        return range(0)
    below = range(head + 1, len(page.lines))
    return range(head + 1, max((i for i in below if _is_text(page, i)), default=head) + 1)


def _is_name(page: LineIndex, index: int) -> bool:
    """Whether a line is short enough to name a reader, and a text stands below it."""
    line, below = page.lines[index], page.lines[index + 1]
    return is_reader(line) and page.whens[index] is None and (len(below) >= LEAST_TEXT or _is_text(page, index + 1))


def _is_text(page: LineIndex, index: int) -> bool:
    """Whether a line of a thread is somebody's opinion: it ends like a sentence, however short."""
    line = page.lines[index]
    return page.parts.prose[index] or (ends_like_sentence(line) and (line.count(" ") >= 2 or line[0] >= FIRST_EAST))


def beat(line: str, folded: str, words: Words) -> str:
    """What comes again in a thread: "time", "name" (with or without a time), or "reply"; "" for other lines."""
    if len(folded) > LONGEST_BEAT:
        return "name" if ":" in folded and read_signature(line, words) else ""
    if folded.strip(EDGE) in words.reply:
        return "reply"
    when = read_when(folded, words)
    if when is not None:
        return "time" if when.rule in ("relative", "full", "date") else ""
    return "name" if read_comment_head(line, words) else ""
