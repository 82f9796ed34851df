"""The line classifier: for every line the probability that it is article body, and of each kind of boilerplate.

A network judges a line by its words, its shape and the lines around it; it knows no site. Pages have a network of their
own that also sees the structure of the HTML. For plain text the stacking weighs the network's scores by the marks of
rules (`cleaner.classifier.stacking`). Trained by `training/lines`; the cards are in `cleaner/models`.
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
from cleaner.classifier.table_rows import hold_tables
from cleaner.classifier.weights import BALANCED, Weights, weigh_body
from cleaner.document import Document, Mark
from cleaner.models import FOLDER, model_digests
from cleaner.models.arrays import load_arrays
from cleaner.text.line_shape import UNSPACED_LETTER, is_prose, is_unpunctuated

TEXT_MODEL, PAGE_MODEL, STACKING = "lines_text.npz", "lines_html.npz", "stacking.npz"
MAX_LINES = 20_000
"""Lines judged together; a longer text is judged in pieces, so that memory stays bounded."""

MOST_DOUBT = 0.08
"""The share of the article in doubt (`doubt`) above which the witness is asked: on 36 % of labelled pages. Out of fold
that costs F1 0.0003 on fundus and on wcxb against always asking (never asking costs 0.003 and 0.0035), and two exact
pages of 125, eleven of 670."""


UNREAD, MOST_READ = 0.85, 0.5
"""How surely a paragraph of a script that the network was not shown is article, and the share of their words that it
takes for article below which all of them are: on the one labelled page in Thai it takes .68, the rest are appeals."""

OWN = "own_wording"
MOST_SURE_BESIDE = {"comments": 0.97, OWN: 0.5}
"""How surely a line that a detector marks is article, at the most: less than the marks of sections and of own rules."""


@dataclass(frozen=True, slots=True, eq=False)
class FirstScores:
    """The scores of the network by itself, and what weighing them needs.

    text: of a plain text; None where the stacking has no say. units: the length of each line of a page.
    """

    scores: LineScores
    text: TextMeasures | None = None
    units: Floats | None = None


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
        """The scores that decide: .5 is where a line is as well kept as removed.

        Those of a text are weighed by the marks of rules and by `weights`, those of a page by `weights` alone; those
        of a network of the caller's own without trees are as they are.
        """
        if first.units is not None:
            weighed = weigh_page(document, first.scores, first.units, weights.page)
            own = [mark for mark in marks if mark.detector == OWN]
            return replace(yield_to_marks(document, weighed, own), even=first.scores.body)
        if first.text is None or self.trees is None:
            return first.scores
        weighed = weigh_lines(document, first.scores, first.text, marks, self.trees, weights)
        return replace(yield_to_marks(document, weighed, marks), even=weighed.even)

    @property
    def trees(self) -> Trees | None:
        """The stacking in use, None where a network of the caller's own has the last word."""
        return self._trees or (shipped_trees() if self._text_net is None else None)


SHIPPED = LineClassifier()
"""The classifier with the models of the package."""


def yield_to_marks(document: Document, scores: LineScores, marks: Sequence[Mark]) -> LineScores:
    """The scores, body at most `MOST_SURE_BESIDE` on the lines that a detector named there marks.

    A comment thread is known by all of its lines, of which 292 of 298 labelled ones were boilerplate; one alone reads
    like a story, and the network gives a reader's opinion below the story .99. Rules of the caller's own are to win
    against the classifier, which gives an advertisement in the voice of the story 1.00.
    """
    body = scores.body.copy()
    starts = [block.span.start for block in document.blocks]
    for mark in marks:
        if (most := MOST_SURE_BESIDE.get(mark.detector)) is not None and mark.score:
            first = max(bisect_right(starts, mark.span.start) - 1, 0)
            last = bisect_left(starts, mark.span.end)
            body[first:last] = np.minimum(body[first:last], most)
    return LineScores(body, scores.kinds)


def join_measures(pieces: Sequence[Measures]) -> TextMeasures:
    """The measures of consecutive pieces of a text as one."""
    units = np.concatenate([piece.units for piece in pieces])
    begins = np.cumsum([0, *(len(piece.units) for piece in pieces)])
    hashes = np.concatenate([piece.content[0] for piece in pieces])
    return TextMeasures(
        units, (hashes, np.concatenate([piece.content[1] + at for piece, at in zip(pieces, begins, strict=False)]))
    )


def score_page(net: LineNet, document: Document) -> FirstScores:
    """Judge a page without the witness, and once more with it where the first judgement leaves too much in doubt."""
    measures = measure_page(document)
    bags = net.average_tokens(measures)
    scores = net.score(measures, bags)
    if doubt(scores.body, measures.units) > MOST_DOUBT and (witnessed := document.witnessed) is not None:
        scores = net.score(add_witness(measures, document, witnessed), bags)
    return FirstScores(scores, units=measures.units)


def weigh_page(document: Document, scores: LineScores, units: Floats, weight: float) -> LineScores:
    """The scores of a page with the body of prose counted `weight` times; see the `hold_` functions.

    A line that stays by its weight gets .5, so that rules can take it. What a weight has beyond the balanced one counts
    for all lines, and against the rules.
    """
    alone = hold_unread(scores, document, units)
    odds = (np.log(np.clip(alone.body, 1e-7, 1)) - np.log(np.clip(1 - alone.body, 1e-7, 1))).astype(np.float64)
    beyond = weigh_body(odds, max(weight / BALANCED.page, 1.0))
    weighed = np.where(units >= PROSE_UNITS, weigh_body(odds, weight), beyond)
    held = LineScores(np.where(weighed >= 0.5, np.maximum(beyond, np.float32(0.5)), weighed), scores.kinds)
    held = hold_lists(document, hold_siblings(document.blocks, held, units), units, alone.body)
    return hold_tables(document.blocks, held, units)


def hold_unread(scores: LineScores, document: Document, units: Floats) -> LineScores:
    """The scores of a page, paragraphs in a script that the network was not shown taken for article.

    units: the length of each line in word equivalents. Of Thai, Lao, Khmer and Burmese the network was shown one page,
    and gives whole stories in `<div>` .00: where it takes less than `MOST_READ` of such paragraphs for article, all
    are.
    """
    if UNSPACED_LETTER.search(document.text) is None:
        return scores
    body = scores.body.copy()
    rows = zip(document.blocks, document.lines, strict=True)
    unread = np.array(
        [block.link_share <= MOST_LINKED and is_unpunctuated(line) and is_prose(line) for block, line in rows], bool
    )
    if units[unread & (body >= 0.5)].sum() < MOST_READ * units[unread].sum():
        body[unread] = np.maximum(body[unread], UNREAD)
    return LineScores(body, scores.kinds)


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
