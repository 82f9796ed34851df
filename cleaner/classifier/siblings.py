"""Keeps lines of a page that are siblings in its structure together: paragraphs of a story, answers, definitions.

The network scores each line separately and is unsure of short ones. Lines in one element, or in elements with the same
tag and parent, usually belong together.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cleaner.classifier.context_features import PROSE_UNITS
from cleaner.classifier.features import Floats
from cleaner.classifier.network import LineScores
from cleaner.document import Block, Document
from cleaner.text.line_shape import QUESTIONS, ends_like_sentence

LEAST_LAST, MOST_LINKED = 0.1, 0.3
"""Lowest body score of a line below the last paragraph that stays as its sibling, and highest share of the line in
links. On 685 labelled pages body lost falls from .0081 to .0075, boilerplate left rises
from .0578 to .0591; stories in `<div>` between menus keep .983 instead of .960, in `<br>` .998 instead of .975."""
FEWEST_ALIKE, LEAST_ALIKE = 3, 40.0
"""Fewest lines and word equivalents of a list of siblings that is decided together."""
MOSTLY, NEARLY_ALL = 0.5, 0.6
"""The expected share of article among the words of siblings from which they stay together, and from which the first and
the last of them stay whatever their own score. On 669 labelled pages 37 more lines of body stay and 53 lines
of boilerplate."""
ONLY_STORY, LEAST_SENTENCES = 0.25, 0.5
"""The same share if no line of the page is a story, and the lowest share of their lines that end like sentences."""
LEAST_ASKED = 0.25
"""Lowest share of questions among the lines of a list of questions and answers next to the story. Other lists of
sentences are mostly comments of readers: 59 lines of boilerplate and 1 of body on the same pages."""
_QUESTION_ENDS = (*QUESTIONS, ";")
"""Characters that end a question, including the Greek one."""
_DEFINITIONS = ("dt", "dd")
Lines = NDArray[np.int64]


def find_story(body: Floats, units: Floats) -> Lines:
    """The indexes of the paragraphs of the story: lines of prose that are kept."""
    return np.flatnonzero((body >= 0.5) & (units >= PROSE_UNITS))


def hold_siblings(document: Document, scores: LineScores, units: Floats) -> LineScores:
    """The scores of a page, with lines that are siblings of the story's paragraphs raised to .5, so that only rules
    remove them.

    Such a line has few links and is in the same element as the closest paragraph above and below it, or in one with the
    same tag and parent, or in a list between the two. Below the last paragraph the network must score it `LEAST_LAST`
    or more.
    """
    blocks, body = document.blocks, scores.body.copy()
    story = find_story(body, units).tolist()
    for index in np.flatnonzero(body < 0.5).tolist() if story else ():
        block = blocks[index]
        at = bisect_left(story, index)
        between = 0 < at < len(story)
        if block.link_share > MOST_LINKED or not (between or (at == len(story) and body[index] >= LEAST_LAST)):
            continue
        near = [blocks[i] for i in story[at - 1 : at + 1]]
        if all(_are_alike(block, other) for other in near) or (between and _is_listed_between(block, near)):
            body[index] = 0.5
    return replace(scores, body=body)


def hold_lists(document: Document, scores: LineScores, units: Floats, alone: Floats) -> LineScores:
    """The scores of a page, with lists of siblings raised to .5 if most of the list is article; only rules remove them.

    Siblings are lines of one element, of elements with the same tag and parent, and of such elements whose parents
    have the same tag and parent: `<div><div>question</div><div>answer</div></div>`. If no line of the page is a story,
    siblings that read like one are. A `<dl>` of sentences, or of questions and answers, next to the story is part of
    it.

    alone: the probability of body before siblings were raised.
    """
    body = scores.body.copy()
    parents = {_parent(document.blocks[index]) for index in find_story(body, units).tolist()}
    for members, own in _find_lists(document, body):
        if _is_beside_story(document, members, parents) and _reads_like_story(document, members):
            body[members] = np.maximum(body[members], 0.5)
            continue
        size = float(units[members].sum())
        large = len(members) >= FEWEST_ALIKE and size >= LEAST_ALIKE
        share = float((units[members] * alone[members]).sum()) / max(size, 1.0) if large else 0.0
        if large and share >= MOSTLY:
            body[_choose_raised(members, body, alone, units, own and share >= NEARLY_ALL, own)] = 0.5
        elif large and not parents and share >= ONLY_STORY and _reads_like_story(document, members):
            body[members] = np.maximum(body[members], 0.5)
    return replace(scores, body=body)


def _choose_raised(members: Lines, body: Floats, alone: Floats, units: Floats, sure: bool, own: bool) -> Lines:
    """The siblings to raise: those between the first and the last kept one, and others that the network scores high
    enough.

    sure: nearly all of the siblings are article. Then those below the last are raised as well; above the first only
    paragraphs, because dates and names are there.
    """
    kept = members[body[members] >= 0.5]
    first, last = (kept[0], kept[-1]) if len(kept) else (members[-1], members[0])
    inside = own & (members > first) & (members < last)
    beyond = sure & ((members > last) | (units[members] >= PROSE_UNITS))
    held: Lines = members[(body[members] < 0.5) & (inside | beyond | (alone[members] >= LEAST_LAST))]
    return held


def _find_lists(document: Document, body: Floats) -> list[tuple[Lines, bool]]:
    """Lists of sibling lines without links, of which at least one is not scored as article; and whether the lines of a
    list are in the same element or in elements with the same parent. Lists too short to be decided together are left
    out, but for definitions.
    """
    elements, blocks = document.elements, document.blocks
    if elements is None:
        return []
    numbers = [block.node.number if block.node is not None else -1 for block in blocks]
    tags, sort, parents = [tag for tag, _ in elements.sorts], elements.sort, elements.parents
    count = Counter(numbers)
    lists: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    for index, (number, block) in enumerate(zip(numbers, blocks, strict=True)):
        if number < 0 or block.link_share > MOST_LINKED:
            continue
        parent, tag = parents[number], tags[sort[number]]
        if count[number] >= FEWEST_ALIKE:
            lists["", "", number].append(index)
        elif tag in _DEFINITIONS:
            lists["dl", "", parent].append(index)
        else:
            lists[tag, "", parent].append(index)
            if parent >= 0:
                lists[tag, tags[sort[parent]], parents[parent]].append(index)
    low = (body < 0.5).tolist()
    return [
        (np.array(members), not above)
        for (tag, above, _), members in lists.items()
        if (len(members) >= FEWEST_ALIKE or tag in ("", "dl")) and any(map(low.__getitem__, members))
    ]


def _parent(block: Block) -> int:
    """The number of the parent of a line's element, -1 if there is none."""
    return -1 if block.node is None else block.node.elements.parents[block.node.number]


def _is_beside_story(document: Document, members: Lines, parents: set[int]) -> bool:
    """Whether the lines are a `<dl>`, or questions with answers, next to the paragraphs of the story."""
    node = document.blocks[int(members[0])].node
    if node is None:
        return False
    steps = 2
    if node.tag not in _DEFINITIONS:
        asked = sum(document.lines[index].endswith(_QUESTION_ENDS) for index in members.tolist())
        if not max(FEWEST_ALIKE, len(members) * LEAST_ASKED) <= asked < len(members):
            return False
        steps = 3
    above = node.number
    for _ in range(steps):
        above = node.elements.parents[above] if above >= 0 else above
        if above >= 0 and above in parents:
            return True
    return False


def _reads_like_story(document: Document, members: Lines) -> bool:
    """Whether lines read like a story: half of them, without the terms of a `<dl>`, end like sentences."""
    blocks = ((document.blocks[index], document.lines[index]) for index in members.tolist())
    lines = [line for block, line in blocks if block.node is None or block.node.tag != "dt"]
    return sum(map(ends_like_sentence, lines)) >= max(LEAST_SENTENCES * len(lines), 1)


def _is_listed_between(block: Block, near: Sequence[Block]) -> bool:
    """Whether a line is an entry of a list that has the same parent as both paragraphs next to it."""
    if block.node is None or block.node.tag != "li" or (listing := _parent(block)) < 0:
        return False
    around = block.node.elements.parents[listing]
    return all(_parent(other) == around for other in near)


def _are_alike(one: Block, other: Block) -> bool:
    """Whether two blocks are in one element, or in two with the same tag and parent."""
    if one.node is None or other.node is None:
        return False
    elements, number, near = one.node.elements, one.node.number, other.node.number
    if number == near:
        return True
    return elements.parents[number] == elements.parents[near] and one.node.tag == other.node.tag
