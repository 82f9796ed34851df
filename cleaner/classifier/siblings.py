"""Lines of a page that stand in its structure as siblings stay together: paragraphs of a story, answers, definitions.

The network judges line by line and doubts the short ones; what stands in one element, or in elements with the same tag
in one element, was mostly written by one hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.classifier.context_features import PROSE_UNITS
from cleaner.classifier.features import Floats
from cleaner.classifier.network import LineScores
from cleaner.document import Block, Document
from cleaner.text.line_shape import QUESTIONS, ends_like_sentence

LEAST_LAST, MOST_LINKED = 0.1, 0.3
"""How probably a line behind the last paragraph must be article to stay as one of its siblings, at the least, and the
share of it in links, at the most. On 685 labelled pages body lost falls from .0081 to .0075, boilerplate left rises
from .0578 to .0591; stories in `<div>` between menus keep .983 instead of .960, in `<br>` .998 instead of .975."""


FEWEST_ALIKE, LEAST_ALIKE = 3, 40.0
"""Lines and word equivalents of a list of siblings, at the least, that are judged together."""
MOSTLY, NEARLY_ALL = 0.5, 0.6
"""The share of the words of siblings taken for article from which they stay together, and from which the first and the
last of them stay whatever the network says of them alone. On 669 labelled pages 37 more lines of body stay and 53 lines
of boilerplate."""
ONLY_STORY, LEAST_SENTENCES = 0.25, 0.5
"""The same share where no line of the page is a story, and the share of their lines that end like sentences."""
LEAST_ASKED = 0.25
"""The share of lines that are questions in a list of questions and answers beside the story. Lists of sentences that
are none are mostly comments of readers: 59 lines of boilerplate and 1 of body on the same pages."""
_ASKED = (*QUESTIONS, ";")
"""What ends a question, in Greek too."""
_DEFINITIONS = ("dt", "dd")
Lines = NDArray[np.int64]


def hold_siblings(blocks: Sequence[Block], scores: LineScores, units: Floats) -> LineScores:
    """The scores of a page, a line that stands among the paragraphs of the story as one of them left to the rules.

    That is a line without links, of the same element as the closest paragraph above and below it or of one beside it
    with the same tag; behind the last paragraph the network must give it `LEAST_LAST`.
    """
    body = scores.body.copy()
    story = np.flatnonzero((body >= 0.5) & (units >= PROSE_UNITS))
    for index in np.flatnonzero(body < 0.5).tolist() if len(story) else ():
        at = int(np.searchsorted(story, index))
        near = [blocks[place] for place in story[max(at - 1, 0) : at + 1].tolist()]
        sure = 0 < at < len(story) or (at == len(story) and body[index] >= LEAST_LAST)
        if sure and blocks[index].link_share <= MOST_LINKED and all(_are_alike(blocks[index], one) for one in near):
            body[index] = 0.5
    return LineScores(body, scores.kinds)


def hold_lists(document: Document, scores: LineScores, units: Floats, alone: Floats) -> LineScores:
    """The scores of a page, siblings without links that are mostly article left to the rules together.

    Siblings are lines of one element, of elements with the same tag in one element, and of such in the same one step
    above: `<div><div>question</div><div>answer</div></div>`. Where no line is a story, those that read like one are; a
    `<dl>` of sentences, or of questions and answers, beside the paragraphs of the story is part of it.

    alone: the probability of body, before siblings were held.
    """
    body = scores.body.copy()
    story = np.flatnonzero((body >= 0.5) & (units >= PROSE_UNITS))
    parents = {_parent(document.blocks[index]) for index in story.tolist()}
    for members, own in _find_lists(document.blocks, body):
        size = float(units[members].sum())
        share = float((units[members] * alone[members]).sum()) / max(size, 1.0)
        large = len(members) >= FEWEST_ALIKE and size >= LEAST_ALIKE
        if large and share >= MOSTLY:
            body[_held(members, body, alone, units, own and share >= NEARLY_ALL, own)] = 0.5
        elif (large and not parents and share >= ONLY_STORY) or _explains(document, members, parents):
            body[members] = np.maximum(body[members], 0.5 * _says_sentences(document, members))
    return LineScores(body, scores.kinds)


def _held(members: Lines, body: Floats, alone: Floats, units: Floats, sure: bool, own: bool) -> Lines:
    """Which of siblings stay: those between the first and the last that the network keeps, the others by its doubt.

    sure: nearly all of them are article. So those below stay, too; above stay paragraphs alone, for dates and names
    stand there.
    """
    kept = members[body[members] >= 0.5]
    first, last = (kept[0], kept[-1]) if len(kept) else (members[-1], members[0])
    inside = own & (members > first) & (members < last)
    beyond = sure & ((members > last) | (units[members] >= PROSE_UNITS))
    held: Lines = members[(body[members] < 0.5) & (inside | beyond | (alone[members] >= LEAST_LAST))]
    return held


def _find_lists(blocks: Sequence[Block], body: Floats) -> list[tuple[Lines, bool]]:
    """Lines without links that are siblings, list by list, where one of them at least is not taken for article; and
    whether they are siblings by their own element."""
    count = Counter(block.node.number for block in blocks if block.node is not None)
    lists: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        node = block.node
        if node is None or block.link_share > MOST_LINKED:
            continue
        elements, number = node.elements, node.number
        parent, tag = elements.parents[number], elements.sorts[elements.sort[number]][0]
        if count[number] >= FEWEST_ALIKE:
            lists["", "", number].append(index)
        elif tag in _DEFINITIONS:
            lists["dl", "", parent].append(index)
        else:
            lists[tag, "", parent].append(index)
            if parent >= 0:
                lists[tag, elements.sorts[elements.sort[parent]][0], elements.parents[parent]].append(index)
    found = ((np.array(members), not above) for (_, above, _), members in lists.items())
    return [(members, own) for members, own in found if (body[members] < 0.5).any()]


def _parent(block: Block) -> int:
    """The number of the element around the one a line stands in, -1 for none."""
    return -1 if block.node is None else block.node.elements.parents[block.node.number]


def _explains(document: Document, members: Lines, parents: set[int]) -> bool:
    """Whether lines are a `<dl>`, or questions with their answers, that stands beside the paragraphs of the story."""
    node = document.blocks[int(members[0])].node
    if node is None:
        return False
    asked = sum(document.lines[index].endswith(_ASKED) for index in members.tolist())
    if node.tag in _DEFINITIONS:
        steps = 2
    elif max(FEWEST_ALIKE, len(members) * LEAST_ASKED) <= asked < len(members):
        steps = 3
    else:
        return False
    above = node.number
    for _ in range(steps):
        above = node.elements.parents[above] if above >= 0 else above
        if above >= 0 and above in parents:
            return True
    return False


def _says_sentences(document: Document, members: Lines) -> bool:
    """Whether lines read like a story: half of them, the terms of a `<dl>` aside, end like sentences."""
    blocks = ((document.blocks[index], document.lines[index]) for index in members.tolist())
    lines = [line for block, line in blocks if block.node is None or block.node.tag != "dt"]
    return sum(map(ends_like_sentence, lines)) >= max(LEAST_SENTENCES * len(lines), 1)


def _are_alike(one: Block, other: Block) -> bool:
    """Whether two blocks stand in one element, or in two with the same tag and parent."""
    if one.node is None or other.node is None:
        return False
    if one.node.number == other.node.number:
        return True
    return one.node.tag == other.node.tag and one.node.parent == other.node.parent
