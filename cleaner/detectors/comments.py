"""The comment section, by its shape: heading or count, rules of conduct, and the thread of names, times and texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from cleaner.detectors.comment_threads import EDGE, find_signed, find_thread
from cleaner.detectors.indexed_document import IndexedDocument, make_mark
from cleaner.detectors.line_index import LineIndex
from cleaner.document import Mark
from cleaner.newsroom.word_lists import Words, common
from cleaner.text.line_shape import Anatomy
from cleaner.text.literals import Literals
from cleaner.text.scripts import cjk_letter

LONGEST_HEAD, LONGEST_TITLED = 60, 160
"""Characters of a heading, and of one with the headline of the story."""
NEAR = 8
"""Lines from the heading within which the rules of the comments stand."""
SHORTEST = 4
"""Lines a thread has at least, to make a heading of a line that stands inside what looks like the story."""
SIGN = 300
"""Characters of a line that speaks of comments, at most."""
ABOVE, BELOW = 6, 40
"""Lines before and after such a line in which the learned model may call something a comment."""

_WORD = re.compile(r"[^\W\d_]+")


def find_comments(document: IndexedDocument) -> Iterator[Mark]:
    """Mark the headings ("12 Comments", "Jump to comments ↓"), the rules and the threads of a comment section."""
    page = document.index
    words, parts, folded = page.words, page.parts, page.folded
    heads = [index for index, line in enumerate(folded) if _is_head(line, words)]
    stops = [*heads[1:], len(folded)]
    threads = {head: find_thread(page, head, stop) for head, stop in zip(heads, stops, strict=False)}
    heads = [
        head
        for head in heads
        if _stands_apart(folded[head], head, parts)
        or len(threads[head]) >= SHORTEST
        or any(_is_rule(line, words) for line in folded[head + 1 : head + 3])
    ]
    rules = [index for index in _around(heads, len(folded)) if _is_rule(folded[index], words)]
    taken = {**dict.fromkeys(heads, "comments.head"), **dict.fromkeys(rules, "comments.rules")}
    for head in heads:
        if head >= parts.start:  # a button "add a comment" above the story heads none: dates there are the story's
            taken |= {index: "comments.thread" for index in threads[head] if index not in taken}
    for index in find_signed(page) if not any(rule == "comments.thread" for rule in taken.values()) else ():
        taken.setdefault(index, "comments.thread")
    for index in _refrain(document.lines, parts):
        taken.setdefault(index, "comments.refrain")
    for index in sorted(taken):
        yield make_mark(document, index, taken[index])


def comment_section(document: IndexedDocument) -> tuple[range, ...]:
    """Where a comment section can be: around the lines that speak of comments or of answering one.

    No comments stand elsewhere, whatever their words look like.
    """
    page = document.index
    words, speaking = page.words, _find_speaking(page)
    signs = (
        index
        for index, line in enumerate(page.folded)
        if (len(line) <= LONGEST_HEAD and (line.strip(EDGE) in words.reply or _is_head(line, words)))
        or (index in speaking and len(line) <= SIGN and _is_rule(line, words))
    )
    return tuple(range(index - ABOVE, index + BELOW) for index in signs)


def _find_speaking(page: LineIndex) -> set[int]:
    """The lines that hold a word without which none speaks of behaving in comments: a look at the words of every line
    took a millisecond."""
    begins = page.look.begins
    found = _subjects(page.words).find(page.look.text)
    return {bisect_right(begins, start) - 1 for _, start, _ in found}


@lru_cache(maxsize=32)
def _subjects(words: Words) -> Literals:
    return Literals(sorted({word for what, _ in words.guideline for word in what}))


def _is_head(folded: str, words: Words) -> bool:
    """ "Comments", "12 Comments", "13 Responses to Ferry pier closes"."""
    if len(folded) > LONGEST_TITLED or (len(folded) > LONGEST_HEAD and folded[0] not in EDGE):
        return False
    bare = folded.strip(EDGE)
    if bare in words.comments:
        return len(folded) <= LONGEST_HEAD
    return any(map(str.isdigit, folded[: len(folded) - len(folded.lstrip(EDGE))])) and words.comments.opening(
        bare
    ).endswith(common().comments_on)


def _refrain(lines: tuple[str, ...], parts: Anatomy) -> Iterator[int]:
    """A thread without a heading at the end of a text: name, the same short line, a text, again and again."""
    last = lines[-40:]
    first = len(lines) - len(last)
    counts = Counter([line for line in last if len(line) <= 25])
    for line, count in counts.most_common(3):
        if count < 3:
            return
        places = [first + i for i, other in enumerate(last) if other == line]
        texts = [p for p in places if p + 1 < len(lines) and p > 0 and parts.prose[p + 1] and len(lines[p - 1]) <= 30]
        steps = {after - before for before, after in pairwise(texts)}
        if len(texts) == count and steps <= {3, 4} and texts[-1] >= len(lines) - 4:
            yield from range(texts[0] - 1, len(lines))
            return


def _stands_apart(folded: str, index: int, parts: Anatomy) -> bool:
    """Whether a heading stands where it can be one: outside the story, and with more than one word above it,
    for "Kommentar" above a headline is the name of a genre."""
    bare = folded.strip(EDGE)
    counted = any(map(str.isdigit, folded))
    if parts.start < index < parts.end - 1:
        return counted
    return counted or " " in bare or len(bare) > 12 or index >= parts.end - 1


def _around(heads: list[int], size: int) -> Iterator[int]:
    near = {place for head in heads for place in range(max(0, head - 2), min(size, head + NEAR + 1))}
    yield from sorted(near.difference(heads))


@lru_cache(maxsize=64)
def _is_eastern(words: frozenset[str]) -> bool:
    """Whether one of a list's words is of a script without spaces."""
    return any(cjk_letter().match(word) for word in words)


def _is_rule(folded: str, words: Words) -> bool:
    """Whether a line speaks of comments and of behaving in them."""
    if len(folded) < 15:
        return False
    said = set(_WORD.findall(folded))
    for what, how in words.guideline:
        if _is_eastern(what):
            spoken, told = any(w in folded for w in what), sum(w in folded for w in how)
        else:
            spoken, told = not said.isdisjoint(what), len(said & how)
        if spoken and told:
            return True
    return False
