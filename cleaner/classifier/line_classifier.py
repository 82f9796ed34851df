"""The line classifier: for every line the probability of being article body, and a probability for each kind.

A network uses the words and the shape of a line and the lines around it; no feature depends on a site. HTML pages have
a network of their own with features of the HTML elements. For plain text, stacking combines the scores of the network
with the marks of rules (`cleaner.classifier.stacking`). Trained by `training/lines`; model cards: `cleaner/models`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from cleaner.classifier.boosted_trees import Trees
from cleaner.classifier.context_features import PROSE_UNITS
from cleaner.classifier.features import Floats, Measures, add_witness, measure_lines, measure_page
from cleaner.classifier.network import LineNet, LineScores, join_scores
from cleaner.classifier.siblings import MOST_LINKED, hold_lists, hold_siblings
from cleaner.classifier.stacking import TextMeasures, weigh_lines
from cleaner.classifier.subheadings import hold_subheadings
from cleaner.classifier.table_rows import hold_tables
from cleaner.classifier.weights import BALANCED, Weights, weigh_body
from cleaner.document import Document, Mark
from cleaner.models import FOLDER, model_digests
from cleaner.models.arrays import load_arrays
from cleaner.text.line_shape import UNSPACED_LETTER, is_prose, is_unpunctuated

TEXT_MODEL, PAGE_MODEL, STACKING = "lines_text.npz", "lines_html.npz", "stacking.npz"
MAX_LINES = 20_000
"""Lines judged together; a longer text is judged in pieces, so that memory stays bounded."""

_PROSE_ALONE = 5.0
"""The weight of body on a page up to which only prose is weighed. Out of fold on 779 pages, prose at 8 and all lines at
8 / 5 lose .0084 of the body and leave .101 of the boilerplate; prose alone at 8 .0096 and .098, at 13 .0090 and
.107."""
MOST_DOUBT = 0.08
"""The share of the article in doubt (`doubt`) above which trafilatura is run: on 34 % of 578 pages, and on 72 % of the
153 of dragnet, on which no page network was fitted. There F1 is 0.9689, at 0.3 0.9674, without trafilatura 0.9628. At
0.3, 884 pages and texts of invented stories lose two more lines and keep 44 more of the frame."""


UNREAD, MOST_READ = 0.85, 0.5
"""How surely a paragraph of a script that the network was not shown is article, and the share of their words that it
takes for article below which all of them are: on the one labelled page in Thai it takes .68, the rest are appeals."""

OWN = "own_wording"
MOST_BESIDE_OWN = 0.5
"""Highest body score of a line that a rule of the caller marks: the network scores an advertisement that reads like a
story 1.00."""


@dataclass(frozen=True, slots=True, eq=False)
class FirstScores:
    """The scores of the network alone, and the data that `LineClassifier.weigh` needs.

    text: of a plain text; None if stacking does not apply. units: the length of each line of a page.
    """

    scores: LineScores
    text: TextMeasures | None = None
    units: Floats | None = None


class LineClassifier:
    """The classifier with the shipped models, loaded at first use, or with models of the caller.

    text_net uses the text alone; page_net, for documents read from HTML, the structure as well. trees: the stacking for
    plain text. Scores of a caller's text_net are combined by the caller's trees, or not at all.
    """

    def __init__(
        self, text_net: LineNet | None = None, page_net: LineNet | None = None, trees: Trees | None = None
    ) -> None:
        self._text_net = text_net
        self._page_net = page_net
        self._trees = trees

    def score(self, document: Document) -> FirstScores:
        """The scores of the network alone for every line of a document."""
        lines = document.lines
        if document.is_html and len(lines) <= MAX_LINES and has_page_model(self._page_net):
            return score_page(self._page_net or shipped_model(PAGE_MODEL), document)
        net = self._text_net or shipped_model(TEXT_MODEL)
        pieces = [measure_lines(lines[at : at + MAX_LINES]) for at in range(0, max(len(lines), 1), MAX_LINES)]
        scores = join_scores([net.score(piece) for piece in pieces])
        if document.is_html or self.trees is None:
            return FirstScores(scores)
        return FirstScores(scores, join_measures(pieces))

    def weigh(
        self, document: Document, first: FirstScores, marks: Sequence[Mark], weights: Weights = BALANCED
    ) -> LineScores:
        """The scores that decide: a line with a score of .5 or more is kept.

        For text, stacking combines them with the marks of rules and applies `weights`; for HTML pages only `weights`
        apply. The scores of a caller's network without trees are returned unchanged.
        """
        if first.units is not None:
            weighed = weigh_page(document, first.scores, first.units, weights.page)
            return yield_to_own(document, weighed, marks)
        if first.text is None or self.trees is None:
            return first.scores
        weighed = weigh_lines(document, first.scores, first.text, marks, self.trees, weights)
        return yield_to_own(document, weighed, marks)

    @property
    def trees(self) -> Trees | None:
        """The stacking in use, None for a caller's network without trees."""
        return self._trees or (shipped_trees() if self._text_net is None else None)


SHIPPED = LineClassifier()
"""The classifier with the models of the package."""


def yield_to_own(document: Document, scores: LineScores, marks: Sequence[Mark]) -> LineScores:
    """Limit the body score to `MOST_BESIDE_OWN` on lines that rules of the caller mark."""
    body = scores.body.copy()
    starts = [block.span.start for block in document.blocks]
    for mark in marks:
        if mark.detector == OWN and mark.score:
            first = max(bisect_right(starts, mark.span.start) - 1, 0)
            last = bisect_left(starts, mark.span.end)
            body[first:last] = np.minimum(body[first:last], MOST_BESIDE_OWN)
    return replace(scores, body=body)


def join_measures(pieces: Sequence[Measures]) -> TextMeasures:
    """The features of consecutive pieces of a text as one."""
    units = np.concatenate([piece.units for piece in pieces])
    begins = np.cumsum([0, *(len(piece.units) for piece in pieces)])
    hashes = np.concatenate([piece.content[0] for piece in pieces])
    return TextMeasures(
        units, (hashes, np.concatenate([piece.content[1] + at for piece, at in zip(pieces, begins, strict=False)]))
    )


def score_page(net: LineNet, document: Document) -> FirstScores:
    """Score a page without the trafilatura check, and again with it if the first scores are too uncertain."""
    measures = measure_page(document)
    bags = net.average_tokens(measures)
    scores = net.score(measures, bags)
    if doubt(scores.body, measures.units) > MOST_DOUBT and (witnessed := document.witnessed) is not None:
        scores = net.score(add_witness(measures, document, witnessed), bags)
    return FirstScores(scores, units=measures.units)


def weigh_page(document: Document, scores: LineScores, units: Floats, weight: float) -> LineScores:
    """The scores of a page with prose lines of body counted `weight` times, after the `hold_` functions.

    A line that stays because of the weight gets .5, so that rules can remove it. The part of a weight above
    `_PROSE_ALONE` applies to all lines, and against rules too.
    """
    alone = hold_unread(scores, document, units)
    odds = (np.log(np.clip(alone.body, 1e-7, 1)) - np.log(np.clip(1 - alone.body, 1e-7, 1))).astype(np.float64)
    beyond = weigh_body(odds, max(weight / _PROSE_ALONE, 1.0))
    weighed = np.where(units >= PROSE_UNITS, weigh_body(odds, weight), beyond)
    kept = np.where(weighed >= 0.5, np.maximum(beyond, np.float32(0.5)), weighed)
    held = LineScores(kept, scores.kinds, even=scores.body)
    held = hold_lists(document, hold_siblings(document, held, units), units, alone.body)
    held = hold_tables(document, held, units)
    return hold_subheadings(document, held, units)


def hold_unread(scores: LineScores, document: Document, units: Floats) -> LineScores:
    """The scores of a page, with paragraphs raised to body if they are in a script missing from the training data.

    units: the length of each line in word equivalents. The training data has one page in Thai, Lao, Khmer or Burmese,
    and the network scores whole stories in `<div>` .00. If it keeps less than `MOST_READ` of such paragraphs, all are
    raised.
    """
    if document.text.isascii() or UNSPACED_LETTER.search(document.text) is None:
        return scores
    body = scores.body.copy()
    rows = zip(document.blocks, document.lines, strict=True)
    unread = np.array(
        [block.link_share <= MOST_LINKED and is_unpunctuated(line) and is_prose(line) for block, line in rows], bool
    )
    if units[unread & (body >= 0.5)].sum() < MOST_READ * units[unread].sum():
        body[unread] = np.maximum(body[unread], UNREAD)
    return replace(scores, body=body)


def doubt(body: Floats, units: Floats) -> float:
    """The share of the article's words that are expected to be decided wrongly, by calibrated probabilities.

    units: the length of each line. The value exceeds 1.0 if almost nothing is scored as article.
    """
    return float((units * np.minimum(body, 1 - body)).sum() / max(float((units * body).sum()), 1.0))


def has_page_model(net: LineNet | None) -> bool:
    """Whether there is a model for HTML pages: the given one, or one in the package."""
    return net is not None or PAGE_MODEL in model_digests()


@lru_cache(maxsize=2)
def shipped_model(name: str) -> LineNet:
    """A model of the package by file name. Raises ValueError if its digest is not the listed one."""
    return LineNet.load(FOLDER / name, model_digests()[name])


@lru_cache(maxsize=1)
def shipped_trees() -> Trees | None:
    """The trees of the package, None if there are none. Raises ValueError if the digest is not the listed one."""
    digest = model_digests().get(STACKING)
    return Trees(load_arrays(FOLDER / STACKING, digest)) if digest else None
