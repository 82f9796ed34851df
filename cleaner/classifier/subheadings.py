"""Keeps a subheading of a page where the other headings of its kind are kept.

The network scores a heading of one or two words by what it says, and pages of entries have headings such as "17.10".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from cleaner.classifier.context_features import PROSE_UNITS
from cleaner.classifier.features import Floats
from cleaner.classifier.network import LineScores
from cleaner.classifier.siblings import LEAST_LAST, MOST_LINKED
from cleaner.document import Block

_TAGS = frozenset(("h2", "h3", "h4", "h5", "h6"))


def hold_subheadings(blocks: Sequence[Block], scores: LineScores, units: Floats) -> LineScores:
    """The scores of a page, with subheadings of the story raised to .5, so that only rules remove them.

    Such a heading stands directly above a paragraph of the story and has few links. At least half of the other
    headings with its tag and parent are kept, or, if there are none, all with its tag whose parents have one tag; the
    first heading needs a score of `LEAST_LAST` then. On 779 labelled pages 31 lines of body stay and 4 of boilerplate.
    """
    body = scores.body.copy()
    story = [bool(score >= 0.5 and size >= PROSE_UNITS) for score, size in zip(scores.body, units, strict=True)]
    headings = [index for index, block in enumerate(blocks) if block.node is not None and block.node.tag in _TAGS]
    all_of, kept = Counter[tuple[str, int | str]](), Counter[tuple[str, int | str]]()
    for index in headings:
        groups = _groups(blocks[index])
        all_of.update(groups)
        if scores.body[index] >= 0.5:
            kept.update(groups)
    for index in headings:
        if body[index] >= 0.5 or blocks[index].link_share > MOST_LINKED or not any(story[index + 1 : index + 2]):
            continue
        own, alike = _groups(blocks[index])
        among = 2 * kept[own] >= all_of[own] - 1 > 0
        like = all_of[own] == 1 < all_of[alike] == kept[alike] + 1 and (any(story[:index]) or body[index] >= LEAST_LAST)
        if among or like:
            body[index] = 0.5
    return replace(scores, body=body)


def _groups(block: Block) -> tuple[tuple[str, int | str], tuple[str, int | str]]:
    """The headings that a heading is compared to: by its tag and parent, and by its tag and the tag of its parent."""
    assert block.node is not None
    elements, parent = block.node.elements, block.node.elements.parents[block.node.number]
    return (block.node.tag, parent), (block.node.tag, elements.sorts[elements.sort[parent]][0] if parent >= 0 else "")
