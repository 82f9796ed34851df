"""The line classifier: for every line the probability that it is article body, and of each kind of boilerplate.

A network judges a line by its words, its shape and the lines around it; it knows no site. Pages have a network of their
own that also sees the structure of the HTML. For plain text the stacking weighs the network's scores by the marks of
rules (`cleaner.classifier.stacking`). Trained by `training/lines`; the cards are in `cleaner/models`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cleaner.classifier.boosted_trees import Trees
from cleaner.classifier.context_features import PROSE_UNITS
from cleaner.classifier.features import Floats, Measures, add_witness, measure_lines, measure_page
from cleaner.classifier.network import LineNet, LineScores, join_scores
from cleaner.classifier.stacking import TextMeasures, weigh_lines
from cleaner.classifier.table_rows import hold_tables
from cleaner.document import Block, Document, Mark
from cleaner.models import FOLDER, model_digests
from cleaner.models.arrays import load_arrays

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


LEAST_LAST, MOST_LINKED = 0.1, 0.3
"""How probably a line behind the last paragraph must be article to stay as one of its siblings, at the least, and the
share of it in links, at the most. On 685 labelled pages body lost falls from .0081 to .0075, boilerplate left rises
from .0578 to .0591; stories in `<div>` between menus keep .983 instead of .960, in `<br>` .998 instead of .975."""


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
        return weigh_lines(document, first.scores, first.text, marks, self.trees)

    @property
    def trees(self) -> Trees | None:
        """The stacking in use, None where a network of the caller's own has the last word."""
        return self._trees or (shipped_trees() if self._text_net is None else None)


SHIPPED = LineClassifier()
"""The classifier with the models of the package."""


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
    held = hold_siblings(document.blocks, hold_prose(scores, measures.units), measures.units)
    return hold_tables(document.blocks, held, measures.units)


def hold_prose(scores: LineScores, units: Floats) -> LineScores:
    """The scores of a page, a line of prose that the network only doubts left to the rules.

    units: the length of each line in word equivalents.
    """
    body = scores.body.copy()
    body[(units >= PROSE_UNITS) & (body < 0.5) & (body >= DOUBTED)] = 0.5
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
