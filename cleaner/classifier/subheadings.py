"""Keeps a subheading of a page where the other headings of its kind are kept.

The network scores a heading by its words. One or two words say little: on pages of dated entries a heading is "17.10".
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from cleaner.classifier.features import Floats
from cleaner.classifier.network import LineScores
from cleaner.classifier.siblings import LEAST_LAST, MOST_LINKED, find_story
from cleaner.document import Block, Document

_TAGS = frozenset(("h2", "h3", "h4", "h5", "h6"))


def hold_subheadings(document: Document, scores: LineScores, units: Floats) -> LineScores:
    """The scores of a page, with subheadings of the story raised to .5, so that only rules remove them.

    Such a heading is directly above a paragraph of the story and has few links. At least half of the other headings
    with its tag and parent are kept. If there are none, all other headings with its tag and its parent's tag are kept,
    and above the first paragraph of the story the heading needs a score of `LEAST_LAST`. On 779 labelled pages 31 lines
    of body stay and 4 of boilerplate.
    """
    blocks, body = document.blocks, scores.body.copy()
    story = set(find_story(body, units).tolist())
    first = min(story, default=len(blocks))
    headings = [index for index, block in enumerate(blocks) if block.node is not None and block.node.tag in _TAGS]
    all_of, kept = Counter[tuple[str, int | str]](), Counter[tuple[str, int | str]]()
    for index in headings:
        groups = _groups(blocks[index])
        all_of.update(groups)
        if scores.body[index] >= 0.5:
            kept.update(groups)
    for index in headings:
        if body[index] >= 0.5 or blocks[index].link_share > MOST_LINKED or index + 1 not in story:
            continue
        own, alike = _groups(blocks[index])
        with_own = 2 * kept[own] >= all_of[own] - 1 > 0
        others_kept = all_of[own] == 1 < all_of[alike] == kept[alike] + 1
        if with_own or (others_kept and (first < index or body[index] >= LEAST_LAST)):
            body[index] = 0.5
    return replace(scores, body=body)


def _groups(block: Block) -> tuple[tuple[str, int | str], tuple[str, int | str]]:
    """The headings that a heading is compared to: by its tag and parent, and by its tag and the tag of its parent."""
    assert block.node is not None
    elements, parent = block.node.elements, block.node.elements.parents[block.node.number]
    return (block.node.tag, parent), (block.node.tag, elements.sorts[elements.sort[parent]][0] if parent >= 0 else "")
