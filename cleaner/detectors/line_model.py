"""Claims every line for the article or for a kind of boilerplate, by the learned line model.

The model sees a line, the lines around it, and where the story seems to stand in the text; it knows no site. It is
trained by `training/lines`; its card stands beside it in `cleaner/models`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from cleaner.classifier.boosted_trees import Trees
from cleaner.classifier.features import Floats, Measures, Tokens, add_witness, measure_lines, measure_page
from cleaner.classifier.network import LineNet, LineScores, join_scores
from cleaner.classifier.stacking import FirstLook, weigh_lines
from cleaner.decision.kind_smoothing import SURE_NAME
from cleaner.detectors.comments import comment_section
from cleaner.detectors.line_index import survey
from cleaner.document import Document, Mark, Reason
from cleaner.kinds import BODY, KINDS
from cleaner.models import FOLDER, model_digests
from cleaner.models.arrays import load_arrays
from cleaner.text.line_shape import is_cjk

NAME = "line_model"
TEXT_MODEL, PAGE_MODEL, SECOND_LOOK = "lines_text.npz", "lines_html.npz", "second_look.npz"
MAX_LINES = 20_000
"""Lines judged together; a longer text is judged in pieces, so that memory stays bounded."""

MOST_DOUBT = 0.08
"""The share of the article in doubt (`doubt`) above which the witness is asked: on 36 % of labelled pages. Out of fold
that costs F1 0.0003 on fundus and on wcxb against always asking (never asking costs 0.003 and 0.0035), and two exact
pages of 125, eleven of 670."""

MOST_NAMING = 0.9
"""How far a kind named by the model can be trusted at the most: of those it gave 0.9 and more, 0.93 were right on sites
it was not trained on, and where a rule said another kind, the rule was right four times in five."""

KIND_NAMES = tuple(name for name in KINDS if name not in ("dateline", "standfirst", "correction"))
"""The kinds the model tells apart, in the order of its output: those that leave the body by default."""

COMMENTS, NAVIGATION, TIMESTAMP = (KIND_NAMES.index(name) for name in ("comments", "navigation", "timestamp"))
LONGEST_ENTRY = 40
"""Characters of an entry of a menu, at most."""

SPOKEN = np.isin(KIND_NAMES, ("signup", "paywall", "comments", "legal", "consent", "contact"))
"""The kinds made of words rather than of a shape. To an unsure name among them the model offers another that is not: of
189 lines it gave such a name with less than 0.7, no rule of that kind close by, 166 were something else."""

ASKED = SPOKEN | np.isin(KIND_NAMES, ("advert",))
"""The kinds for which it offers another. Of 2,700 characters it called advert for want of a better word, 290 were; but
for a line that looks like one of the spoken kinds and is not, advert is a better guess than any other."""


class LineModelDetector:
    """The detector with the shipped models, loaded at their first use, or with models of the caller's own.

    text_net judges by the text alone; page_net, where a document was read from HTML, by its structure too. trees weigh
    the judgement of a text by the claims of other detectors (`look_again`); without them a net of the caller's own
    has the last word.
    """

    def __init__(
        self, text_net: LineNet | None = None, page_net: LineNet | None = None, trees: Trees | None = None
    ) -> None:
        self._text_net = text_net
        self._page_net = page_net
        self._trees = trees

    def __call__(self, document: Document) -> Iterator[Mark]:
        """One mark per line: `BODY` with the probability of body, or the likeliest kind of boilerplate.

        The score is calibrated: of such marks, that share was right on labelled texts of sites not trained on.
        """
        if not document.blocks:
            return
        scores = self.score(document)
        scores = replace(scores, kinds=_possible(document, scores.kinds))
        first = document.notes.get(NAME)
        if isinstance(first, FirstLook):
            document.notes[NAME] = replace(first, scores=scores)
        yield from _claim_lines(document, scores, scores.body)

    def score(self, document: Document) -> LineScores:
        """The probabilities of body and of the kinds for every line of a document."""
        lines = document.lines
        if document.is_html and len(lines) <= MAX_LINES and has_page_model(self._page_net):
            return score_page(self._page_net or shipped_model(PAGE_MODEL), document)
        net = self._text_net or shipped_model(TEXT_MODEL)
        pieces = [measure_lines(lines[at : at + MAX_LINES]) for at in range(0, max(len(lines), 1), MAX_LINES)]
        scores = join_scores([net.score(piece) for piece in pieces])
        trees = self._trees or (shipped_trees() if self._text_net is None else None)
        if trees is not None and not document.is_html:
            document.notes[NAME] = FirstLook(scores, *join_measures(pieces), trees)
        return scores


def join_measures(pieces: Sequence[Measures]) -> tuple[Floats, Tokens]:
    """The lengths and the content words of the lines of consecutive pieces of a text."""
    units = np.concatenate([piece.units for piece in pieces])
    begins = np.cumsum([0, *(len(piece.units) for piece in pieces)])
    hashes = np.concatenate([piece.content[0] for piece in pieces])
    return units, (hashes, np.concatenate([piece.content[1] + at for piece, at in zip(pieces, begins, strict=False)]))


def look_again(document: Document, marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """The claims, those of the line model weighed by all others; as they are where it has not judged a plain text."""
    first = document.notes.pop(NAME, None)
    if not isinstance(first, FirstLook):
        return tuple(marks)
    others = [mark for mark in marks if mark.detector != NAME]
    return (*others, *_claim_lines(document, weigh_lines(document, first, others), first.scores.body))


def _claim_lines(document: Document, scores: LineScores, alone: Floats) -> Iterator[Mark]:
    """The claims of the model. alone: the probability of body that its network gave by itself: it names the kinds, so
    its doubt says how far they can be trusted."""
    kinds = scores.kinds
    names = kinds.argmax(axis=1)
    lines, body = np.arange(len(names)), scores.body.astype(np.float64)
    offered = np.where(SPOKEN, 0, kinds)
    offered[lines, names] = 0
    shaped = offered.argmax(axis=1)
    named = np.minimum((1.0 - alone) * kinds[lines, names], MOST_NAMING)
    unsure, second = ASKED[names] & (named < SURE_NAME), (1 - alone) * kinds[lines, shaped]
    reasons = map(_reason, *(np.rint(100 * column).astype(int).tolist() for column in (body, alone)))
    columns = (column.tolist() for column in (body, names, named, unsure, shaped, second))
    rows = zip(document.blocks, reasons, *columns, strict=True)
    for (span, _, _), reason, share, name, trust, doubted, other, rest in rows:
        if share >= 0.5:
            yield Mark(span, BODY, share, NAME, reason)
            continue
        yield Mark(span, KIND_NAMES[name], 1 - share, NAME, reason, (), trust)
        if doubted:
            yield Mark(span, KIND_NAMES[other], 0.0, NAME, reason, (), rest)


def score_page(net: LineNet, document: Document) -> LineScores:
    """Judge a page without the witness, and once more with it where the first judgement leaves too much in doubt."""
    measures = measure_page(document)
    bags = net.average_tokens(measures)
    scores = net.score(measures, bags)
    if doubt(scores.body, measures.units) > MOST_DOUBT and (witnessed := document.witnessed) is not None:
        return net.score(add_witness(measures, document, witnessed), bags)
    return scores


def doubt(body: Floats, units: Floats) -> float:
    """The share of the article's words expected to be judged wrongly, kept or lost, by calibrated probabilities.

    units: the length of each line. Above 1.0 where hardly anything is taken for article.
    """
    return float((units * np.minimum(body, 1 - body)).sum() / max(float((units * body).sum()), 1.0))


@lru_cache(maxsize=101 * 101)
def _reason(body: int, alone: int) -> Reason:
    """The shares of a hundred, the network's own where the second look is another."""
    said = f"body {body / 100:.2f}"
    return Reason("line-model", said if body == alone else f"{said}, by itself {alone / 100:.2f}")


def _possible(document: Document, kinds: Floats) -> Floats:
    """The probabilities of the kinds, none for a kind that a line cannot be by its shape or its place.

    Comments stand in a comment section only: elsewhere two of three lines the model called so were none. Entries of
    menus are short: of longer lines it called navigation one in seven was. A timestamp says when, and more than a
    figure: of other lines called so one in six was. All on sites the model was not trained on.
    """
    page = survey(document)
    lines = page.lines
    held = kinds.copy()
    held[
        [place for place, line in enumerate(lines) if 2 * len(line) > LONGEST_ENTRY and _is_long(line)], NAVIGATION
    ] = 0
    timed, figures = np.zeros(len(lines) + 2, bool), []
    for place, when in enumerate(page.whens):
        if when is None:
            continue
        if when.rule in ("number", "clock"):
            figures.append(place)
        else:
            timed[place : place + 3] = True
    held[~timed[1:-1], TIMESTAMP] = 0
    held[figures, TIMESTAMP] = 0
    if (kinds.argmax(axis=1) == COMMENTS).any():
        places = {place for section in comment_section(document) for place in section}
        held[[place for place in range(len(lines)) if place not in places], COMMENTS] = 0
    return held


def _is_long(line: str) -> bool:
    """Whether a line is longer than an entry of a menu; Chinese, Japanese and Korean say it in half as much."""
    return len(line) > LONGEST_ENTRY or (2 * len(line) > LONGEST_ENTRY and is_cjk(line))


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
    digest = model_digests().get(SECOND_LOOK)
    return Trees(load_arrays(FOLDER / SECOND_LOOK, digest)) if digest else None
