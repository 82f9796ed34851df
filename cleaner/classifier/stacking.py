"""Stacking for plain text: boosted trees combine the scores of the network with the marks of all detectors.

The network sees only the lines of a text. The trees see its scores for a line and the lines around it, the marks of all
other detectors, and the position of the story if all of these are right (stacked generalisation, Wolpert 1992). Their
score replaces that of the network; the marks of rules are unchanged, and `resolve` decides. Figures on held-out sites:
`cleaner/models/stacking.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.classifier.boosted_trees import Trees
from cleaner.classifier.context_features import PROSE_UNITS
from cleaner.classifier.features import Floats
from cleaner.classifier.network import LineScores
from cleaner.classifier.weights import Weights, prefer_body
from cleaner.document import Document, Mark
from cleaner.kinds import KINDS
from cleaner.text.char_arrays import Tokens, find_changes, group_equal

_NEAR = (1, 2, 3, -1, -2, -3)
_LOOKED_AT = 5
"""Rows, the first ones, that are shown of the lines near each line as well."""
_WINDOWS = (5, 15)
_MOST_UNITS = 80.0
ROWS = 3 * (len(KINDS) + 1)
"""Rows of the result of `measure_distances`: three for each kind and three for all kinds together."""
_FAR, _MOST = 300, 40
"""The largest distance in lines, also used where there is no mark; the largest number of marked lines."""
_MARKED, _NAMED = 0.3, 0.5
"""The lowest score of a mark that removes, and of one that only names a kind, that is counted."""
_NUMBER = {name: number for number, name in enumerate(KINDS)}
_OVERRULED = 0.25
"""How much of the article the trees must see in a line, at the least, to leave it to the rules where the network took
it for article and the text is mostly story: of such lines of news with less 37 of 55 were boilerplate, of those from
there to 0.5 93 of 162, and last lines of our own stories among the others. In the text of a whole page the doubt is
enough: it takes `html2text` and `inscriptis` dumps from F1 0.938 and 0.952 to 0.942 and 0.954 (news), from 0.916 and
0.926 to 0.919 and 0.928 (blogs)."""
_OVERRULES = 0.87
"""How sure the weighed trees must be of the article to keep a line against the marks they heard. With .8 the body lost
in short texts out of fold falls from .0030 to .0028, and .0015 more of their boilerplate stays, "Read more: ..." lines
in the story among it; without it .0060 is lost."""
_BY_OTHER_LINES = frozenset({"comments", "standfirsts"})
"""The detectors whose lines are not kept against marks, however sure network and trees are: they know a section by all
of its lines, a copy by the line it copies. Of 298 labelled lines of threads 292 were boilerplate; the network scores a
reader's opinion below the story .99."""
_SURE_ALONE, _HELD = 0.85, 0.95
"""How surely the network must take a line of prose for article so that the trees cannot turn it, and how sure a rule
must be then to take it: a phrase in a paragraph is no sign of the whole. Of one Greek page that kept .96 more of the
body; elsewhere out of fold nothing changes by more than .001. A story about copyright keeps its last line by it."""
_MOST_SURE = 0.97
"""How surely the trees alone keep a line, at the most: they lean to the article, and a surer rule must be able to take
it, such as one of the caller's own."""
_NOWHERE = -9.0
"""What a line beyond the first and the last is measured as."""


@dataclass(frozen=True, slots=True, eq=False)
class TextMeasures:
    """The features that stacking needs of a plain text: line lengths in word equivalents, and content words."""

    units: Floats
    words: Tokens


@dataclass(frozen=True, slots=True, eq=False)
class LineMarks:
    """The marks of the other detectors by line: the highest score of each kind on the whole line (a row per kind), of
    any kind on a part of it, and of body; and the best kind score of label-only rules.
    """

    kinds: Floats
    parts: Floats
    article: Floats
    named: Floats


def gather_marks(document: Document, marks: Sequence[Mark]) -> LineMarks:
    """The marks by line. A mark covers the whole line if it covers all of it except white space."""
    size = len(document.blocks)
    by_line = LineMarks(*(np.zeros(shape, np.float32) for shape in ((len(KINDS), size), size, size, size)))
    if not marks:
        return by_line
    begin, end = np.array([block.span for block in document.blocks]).T
    start, stop = np.array([mark.span for mark in marks]).T
    first = np.maximum(np.searchsorted(begin, start, side="right") - 1, 0)
    count = np.maximum(np.searchsorted(begin, stop, side="left") - first, 1)
    which = np.repeat(np.arange(len(marks)), count)
    line = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + first[which]
    held = np.minimum(stop[which], end[line]) - np.maximum(start[which], begin[line])
    ink = np.array([len(text) for text in document.lines])[line]
    kind = np.array([_NUMBER.get(mark.kind, -1) for mark in marks])[which]
    score = np.array([mark.score for mark in marks], np.float32)[which]
    whole, part = held >= ink, (held > 0) & (held < ink)
    for target, chosen in ((by_line.article, whole & (kind < 0)), (by_line.parts, part & (kind >= 0))):
        np.maximum.at(target, line[chosen], score[chosen])
    chosen = whole & (kind >= 0)
    np.maximum.at(by_line.kinds, (kind[chosen], line[chosen]), score[chosen])
    naming = np.array([0.0 if mark.score else mark.naming for mark in marks], np.float32)[which]
    only = chosen & (score == 0)
    np.maximum.at(by_line.named, line[only], naming[only])
    return by_line


def measure_marks(marks: LineMarks, body: Floats, text: TextMeasures) -> Floats:
    """The features of the trees: a row for each feature, a column for each line.

    marks: marks of the detectors that the trees were fitted with, which the model file names. Other marks, such as
    those of an index or of the caller's own detectors, compete only in `resolve`. body: the network's probability of
    body, by line.
    """
    units = text.units
    surest = marks.kinds.max(axis=0)
    stays, goes = np.where(body >= 0.5, body, 0), np.where(body < 0.5, 1 - body, 0)
    kept = np.maximum(marks.article, stays) >= np.maximum(surest, goes)
    odds = np.log(np.clip(body, 1e-4, 1)) - np.log(np.clip(1 - body, 1e-4, 1))
    long = np.log1p(units)
    rows = [odds, long, surest, kept, marks.named, marks.article, marks.parts, *marks.kinds]
    story = np.flatnonzero(kept & (units >= PROSE_UNITS / 2) & (body > 0.6))
    first, last = (int(story[0]), int(story[-1])) if len(story) else (0, len(body) - 1)
    rows += _find_place(body, units, kept, first, last)
    rows += _average_near(body, units)
    rows += share_words(text.words, kept)
    near = len(rows) + _LOOKED_AT * len(_NEAR)
    out = np.empty((near + ROWS, len(body)), np.float32)
    for number, row in enumerate(rows):
        out[number] = row
    _look_near(out[:_LOOKED_AT], out[len(rows) : near])
    out[near:] = measure_distances(marks.kinds, marks.named, first)
    return out


def _find_place(
    body: Floats, units: Floats, kept: NDArray[np.bool_], first: int, last: int
) -> list[NDArray[np.generic]]:
    """The position of a line in the text, in the story (its first and last line), and in its run of kept or removed
    lines.
    """
    size, index = len(body), np.arange(len(body))
    weight = np.minimum(units, _MOST_UNITS)
    mass = np.cumsum(weight * kept)
    total = max(float(mass[-1]), 1.0)
    run = np.cumsum(find_changes(kept)) - 1
    doubt = float((weight * np.minimum(body, 1 - body)).sum() / max(float((weight * body).sum()), 1.0))
    everywhere = (np.log1p(size), np.log1p(total), float((weight * body).sum() / max(float(weight.sum()), 1.0)), doubt)
    above: NDArray[np.int64] = np.cumsum(kept) - kept
    return [
        index, size - 1 - index, index - first, last - index, above, kept.sum() - above - kept,
        mass / total, np.log1p(total - mass),
        np.log1p(np.bincount(run))[run], np.log1p(np.bincount(run, weight))[run],
        *(np.full(size, value, np.float32) for value in everywhere),
    ]  # fmt: skip


def _average_near(body: Floats, units: Floats) -> list[NDArray[np.generic]]:
    """The share of the words above and below a line that is scored as article, in windows of lines."""
    weight = np.minimum(units, _MOST_UNITS)
    words, article = np.append(0.0, np.cumsum(weight)), np.append(0.0, np.cumsum(weight * body))
    index = np.arange(len(body))
    out = []
    for window in _WINDOWS:
        top, bottom = np.maximum(index - window, 0), np.minimum(index + window + 1, len(body))
        out.append((article[index] - article[top]) / np.maximum(words[index] - words[top], 1))
        out.append((article[bottom] - article[index + 1]) / np.maximum(words[bottom] - words[index + 1], 1))
    return out


def share_words(words: Tokens, kept: NDArray[np.bool_]) -> list[NDArray[np.generic]]:
    """The shares of a line's words that one, and more than one, other kept line contains; and their number."""
    hashes, lines = words
    size, same = len(kept), group_equal(hashes)
    word, line = same.of[same.order], lines[same.order]
    once = find_changes(word) | find_changes(line)  # of each line, each word
    word, line = word[once], line[once]
    others = np.bincount(word, kept[line], minlength=1)[word] - kept[line]
    count = np.bincount(line, minlength=size)
    shares = [np.bincount(line, others > least, minlength=size) / np.maximum(count, 1) for least in (0, 1)]
    return [*shares, np.log1p(count)]


def _look_near(rows: Floats, out: Floats) -> None:
    """Copy the rows of the lines near each line into `out`, one offset of `_NEAR` after another."""
    count, size = rows.shape
    padded = np.full((count, size + 2 * max(_NEAR)), _NOWHERE, np.float32)
    padded[:, max(_NEAR) : max(_NEAR) + size] = rows
    for number, step in enumerate(_NEAR):
        begin = max(_NEAR) - step
        out[number * count : (number + 1) * count] = padded[:, begin : begin + size]


def measure_distances(kinds: Floats, named: Floats, story: int) -> NDArray[np.int64]:
    """For each kind, and for all kinds together: lines since the last marked line above, lines until the next one
    below, and the number of marked lines from the first line of the story up to this one.

    What follows a story repeats a pattern: a heading of related stories and their titles, or a name, a date and a
    comment. A line between two such marks can read like the story, but it is close to both.

    kinds: the highest score of the marks of each kind (a row per kind), by line. named: the highest score of marks
    that only name a kind. story: the index of the first line of the story. The result has `ROWS` rows.
    """
    marked = kinds >= _MARKED
    some = marked.any(axis=0) | (named >= _NAMED)
    marked = np.concatenate([marked, some[None]])
    counted = marked.copy()
    counted[:, :story] = False
    number = np.minimum(np.cumsum(counted, axis=1), _MOST)
    return np.concatenate([_count_since(marked), _count_since(marked[:, ::-1])[:, ::-1], number])


def _count_since(marked: NDArray[np.bool_]) -> NDArray[np.int64]:
    """For each row and line: the lines since the last marked line before it."""
    index = np.arange(marked.shape[1])
    last = np.full(marked.shape, -_FAR, np.int64)
    last[:, 1:] = np.where(marked[:, :-1], index[:-1], -_FAR)
    since: NDArray[np.int64] = np.minimum(index - np.maximum.accumulate(last, axis=1), _FAR)
    return since


def weigh_lines(
    document: Document, scores: LineScores, text: TextMeasures, marks: Sequence[Mark], trees: Trees, weights: Weights
) -> LineScores:
    """The probabilities of body after stacking; the kinds are those of the network.

    weights: how many times a lost line of body costs as much as a line of boilerplate that stays.

    A line that the trees keep gets the higher of their unweighted probability (at least .5) and the network's. If its
    weighted score is `_OVERRULES` or more, it also gets at least the highest score of the marks against it, except in
    comment sections. Such a mark therefore counts only once, in the trees, and not again in `resolve`: of the lines
    that rules removed against the trees before, 636 were body and 219 boilerplate (975 labelled texts). A line that
    only the trees would remove, in a text that is mostly story, is left to the rules.
    """
    alone = scores.body
    heard = [mark for mark in marks if trees.heard is None or mark.detector in trees.heard]
    by_line = gather_marks(document, heard)
    odds = trees.log_odds(measure_marks(by_line, alone, text))
    plain, again = prefer_body(odds, text.units, weights)
    stays = again >= 0.5
    kept = np.maximum(np.clip(plain, 0.5, _MOST_SURE), alone)
    if document.elements is None:  # the structure of Markdown makes rules surer than they were in the trees' fitting
        surest = np.nextafter(by_line.kinds.max(axis=0), np.float32(2))  # not below the score, which has more digits
        kept = np.where(again >= _OVERRULES, np.maximum(kept, surest), kept)
    body = np.where(stays, kept, again)
    if text.units[stays].sum() >= text.units.sum() / 2:
        body[(alone >= 0.5) & ~stays & (again >= _OVERRULED)] = 0.5
    held = (alone >= _SURE_ALONE) & (text.units >= PROSE_UNITS)
    body[held] = np.maximum(body[held], _HELD)
    known = gather_marks(document, [mark for mark in heard if mark.detector in _BY_OTHER_LINES]).kinds.any(axis=0)
    body[known] = np.minimum(body[known], _MOST_SURE)
    return LineScores(body, scores.kinds, plain)
