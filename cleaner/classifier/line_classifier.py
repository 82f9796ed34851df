"""The line classifier: for every line the probability that it is article body, and of each kind of boilerplate.

A network judges a line by its words, its shape and the lines around it; it knows no site. Pages have a network of their
own that also sees the structure of the HTML. For plain text the stacking weighs the network's scores by the marks of
rules (`cleaner.classifier.stacking`). Trained by `training/lines`; the cards are in `cleaner/models`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from cleaner.classifier.boosted_trees import Trees
from cleaner.classifier.context_features import PROSE_UNITS
from cleaner.classifier.features import Floats, Measures, add_witness, measure_lines, measure_page
from cleaner.classifier.network import LineNet, LineScores, join_scores
from cleaner.classifier.stacking import TextMeasures, weigh_lines
from cleaner.document import Block, Document, Mark, Node
from cleaner.models import FOLDER, model_digests
from cleaner.models.arrays import load_arrays
from cleaner.text.line_shape import QUESTIONS, ends_like_sentence, is_prose, is_unpunctuated

TEXT_MODEL, PAGE_MODEL, STACKING = "lines_text.npz", "lines_html.npz", "stacking.npz"
MAX_LINES = 20_000
"""Lines judged together; a longer text is judged in pieces, so that memory stays bounded."""

MOST_DOUBT = 0.08
"""The share of the article in doubt (`doubt`) above which the witness is asked: on 36 % of labelled pages. Out of fold
that costs F1 0.0003 on fundus and on wcxb against always asking (never asking costs 0.003 and 0.0035), and two exact
pages of 125, eleven of 670."""


DOUBTED = 0.4
"""How probably a line of prose of a page must be article, at the least, to stay unless a rule takes it. On pages that
the network was not fitted on body lost falls from .0066 to .0038 (79 English news pages), from .0241 to .0220 (90 in
five languages) and from .0426 to .0414 (40); F1 changes by -.0024, -.0026 and +.0006. Stories in `<div>` keep .984
instead of .975, in `<br><br>` .981 instead of .976."""


UNREAD = 0.85
"""How surely a paragraph of a script that the network was not shown is article: no labelled page says."""

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


MOST_SURE_OF_SECTION = 0.97
"""How surely a line that is marked as of a comment section is article, at the most: less than the rules of sections."""


@dataclass(frozen=True, slots=True, eq=False)
class FirstScores:
    """The scores of the network by itself, and what the stacking needs; None where nothing is weighed."""

    scores: LineScores
    text: TextMeasures | None = None


class LineClassifier:
    """The classifier with the shipped models, loaded at their first use, or with models of the caller's own.

    text_net judges by the text alone; page_net, where a document was read from HTML, by its structure too. trees are
    the stacking of plain texts; a text_net of the caller's own is weighed by trees of the caller's own or not at all.
    """

    def __init__(
        self, text_net: LineNet | None = None, page_net: LineNet | None = None, trees: Trees | None = None
    ) -> None:
        self._text_net = text_net
        self._page_net = page_net
        self._trees = trees

    def score(self, document: Document) -> FirstScores:
        """The scores of the network by itself for every line of a document."""
        lines = document.lines
        if document.is_html and len(lines) <= MAX_LINES and has_page_model(self._page_net):
            return FirstScores(score_page(self._page_net or shipped_model(PAGE_MODEL), document))
        net = self._text_net or shipped_model(TEXT_MODEL)
        pieces = [measure_lines(lines[at : at + MAX_LINES]) for at in range(0, max(len(lines), 1), MAX_LINES)]
        scores = join_scores([net.score(piece) for piece in pieces])
        if document.is_html or self.trees is None:
            return FirstScores(scores)
        return FirstScores(scores, join_measures(pieces))

    def weigh(self, document: Document, first: FirstScores, marks: Sequence[Mark]) -> LineScores:
        """The scores weighed by the marks of rules; as they are for HTML and without trees."""
        if first.text is None or self.trees is None:
            return first.scores
        return yield_sections(document, weigh_lines(document, first.scores, first.text, marks, self.trees), marks)

    @property
    def trees(self) -> Trees | None:
        """The stacking in use, None where a network of the caller's own has the last word."""
        return self._trees or (shipped_trees() if self._text_net is None else None)


SHIPPED = LineClassifier()
"""The classifier with the models of the package."""


def yield_sections(document: Document, scores: LineScores, marks: Sequence[Mark]) -> LineScores:
    """The scores of a text, what is marked as a comment section left to that mark.

    A thread is known by all of its lines, of which 292 of 298 labelled ones were boilerplate; one alone reads like a
    story, and the network gives a reader's opinion below the story .99.
    """
    body = scores.body.copy()
    starts = [block.span.start for block in document.blocks]
    for mark in marks:
        if mark.detector == "comments":
            first, last = bisect_left(starts, mark.span.start), bisect_left(starts, mark.span.end)
            body[first:last] = np.minimum(body[first:last], MOST_SURE_OF_SECTION)
    return LineScores(body, scores.kinds)


def join_measures(pieces: Sequence[Measures]) -> TextMeasures:
    """The measures of consecutive pieces of a text as one."""
    units = np.concatenate([piece.units for piece in pieces])
    begins = np.cumsum([0, *(len(piece.units) for piece in pieces)])
    hashes = np.concatenate([piece.content[0] for piece in pieces])
    return TextMeasures(
        units, (hashes, np.concatenate([piece.content[1] + at for piece, at in zip(pieces, begins, strict=False)]))
    )


def score_page(net: LineNet, document: Document) -> LineScores:
    """Judge a page without the witness, and once more with it where the first judgement leaves too much in doubt."""
    measures = measure_page(document)
    bags = net.average_tokens(measures)
    scores = net.score(measures, bags)
    if doubt(scores.body, measures.units) > MOST_DOUBT and (witnessed := document.witnessed) is not None:
        scores = net.score(add_witness(measures, document, witnessed), bags)
    told = hold_prose(scores, document.lines, measures.units)
    held = hold_siblings(document.blocks, told, measures.units)
    return hold_lists(document, held, measures.units, told.body)


def hold_prose(scores: LineScores, lines: Sequence[str], units: Floats) -> LineScores:
    """The scores of a page, a line of prose that the network only doubts left to the rules.

    units: the length of each line in word equivalents. Of Thai, Lao, Khmer and Burmese the network was shown one page:
    it gives whole stories in `<div>` .00, so that any paragraph of them is taken for article.
    """
    body = scores.body.copy()
    body[(units >= PROSE_UNITS) & (body < 0.5) & (body >= DOUBTED)] = 0.5
    unread = np.array([is_unpunctuated(line) and is_prose(line) for line in lines], bool)
    body[unread] = np.maximum(body[unread], UNREAD)
    return LineScores(body, scores.kinds)


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
    `<dl>` of sentences, or of questions and answers, beside the paragraphs of the story is part of it. alone: the probability of body, before siblings
    were held.
    """
    body = scores.body.copy()
    story = np.flatnonzero((body >= 0.5) & (units >= PROSE_UNITS))
    parents = {_parent(document.blocks[index]) for index in story.tolist()}
    for members, own in _find_lists(document.blocks, body):
        size = float(units[members].sum())
        share = float((units[members] * alone[members]).sum()) / max(size, 1.0)
        large = len(members) >= FEWEST_ALIKE and size >= LEAST_ALIKE
        if large and share >= MOSTLY:
            body[_held(members, body, alone, own, share)] = 0.5
        elif (large and not parents and share >= ONLY_STORY) or _explains(document, members, parents):
            body[members] = np.maximum(body[members], 0.5 * _says_sentences(document, members))
    return LineScores(body, scores.kinds)


def _held(members: Lines, body: Floats, alone: Floats, own: bool, share: float) -> Lines:
    """Which of siblings stay: those between the first and the last that the network keeps, the others by its doubt."""
    kept = members[body[members] >= 0.5]
    first, last = (kept[0], kept[-1]) if len(kept) else (members[-1], members[0])
    below = (members > first) & (own & ((members < last) | (share >= NEARLY_ALL)))
    return members[(body[members] < 0.5) & (below | (alone[members] >= LEAST_LAST))]


def _find_lists(blocks: Sequence[Block], body: Floats) -> list[tuple[Lines, bool]]:
    """Lines without links that are siblings, list by list, where one of them at least is not taken for article; and
    whether they are siblings by their own element."""
    count = Counter(block.node.number for block in blocks if block.node is not None)
    lists: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        node = block.node
        if node is None or block.link_share > MOST_LINKED:
            continue
        parent = _parent(block)
        if count[node.number] >= FEWEST_ALIKE:
            lists["", "", node.number].append(index)
        elif node.tag in _DEFINITIONS:
            lists["dl", "", parent].append(index)
        else:
            lists[node.tag, "", parent].append(index)
            if parent >= 0:
                above = Node(node.elements, parent)
                lists[node.tag, above.tag, node.elements.parents[parent]].append(index)
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
    return any(above.number in parents for above in islice(node.ancestors(), 1, 1 + steps))


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


def doubt(body: Floats, units: Floats) -> float:
    """The share of the article's words expected to be judged wrongly, kept or lost, by calibrated probabilities.

    units: the length of each line. Above 1.0 where hardly anything is taken for article.
    """
    return float((units * np.minimum(body, 1 - body)).sum() / max(float((units * body).sum()), 1.0))


def has_page_model(net: LineNet | None) -> bool:
    """Whether pages have a model of their own: one given, or one in the package."""
    return net is not None or PAGE_MODEL in model_digests()


@lru_cache(maxsize=2)
def shipped_model(name: str) -> LineNet:
    """A model of the package by file name. Raises ValueError where its digest is not the one listed."""
    return LineNet.load(FOLDER / name, model_digests()[name])


@lru_cache(maxsize=1)
def shipped_trees() -> Trees | None:
    """The trees of the package, None before they were fitted. Raises ValueError where their digest is another one."""
    digest = model_digests().get(STACKING)
    return Trees(load_arrays(FOLDER / STACKING, digest)) if digest else None
