"""Marks of the line classifier: every line is marked as the article or as a kind of boilerplate."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cleaner.classifier.features import Floats
from cleaner.classifier.network import LineScores
from cleaner.decision.kind_smoothing import SURE_NAME
from cleaner.detectors.comments import comment_section
from cleaner.detectors.indexed_document import IndexedDocument
from cleaner.document import Mark, Reason
from cleaner.kinds import BODY, KINDS
from cleaner.text.line_shape import is_cjk

NAME = "line_model"

MOST_NAMING = 0.8
"""How far a kind named by the classifier can be trusted at the most: less than by a rule that knows the line, which was
right four times in five where the two disagreed. With 0.9 "By Ana Ruiz" above a text of two paragraphs was a caption;
with 0.8 kinds given rightly on our samples rise from .976 to .996."""
MOST_NAMING_A_WORD = 0.6
"""The same for a line of one word that it gives a kind made of words: "CNN" below a copyright notice is a section."""

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


def mark_lines(document: IndexedDocument, scores: LineScores, alone: Floats) -> list[Mark]:
    """One mark per line: `BODY` with the probability of body, or the likeliest kind of boilerplate.

    scores: of the classifier, weighed or not; calibrated: of such marks, that share was right on labelled texts of
        sites not trained on.
    alone: the probability of body that the network gave by itself: it names the kinds, so its doubt says how far they
        can be trusted.
    """
    kinds = _possible(document, scores.kinds)
    names = kinds.argmax(axis=1)
    lines, body = np.arange(len(names)), scores.body.astype(np.float64)
    offered = np.where(SPOKEN, 0, kinds)
    offered[lines, names] = 0
    shaped = offered.argmax(axis=1)
    named = np.minimum((1.0 - alone) * kinds[lines, names], MOST_NAMING)
    single = np.array([" " not in line for line in document.index.lines], bool)
    named = np.where(single & SPOKEN[names], np.minimum(named, MOST_NAMING_A_WORD), named)
    unsure, second = ASKED[names] & (named < SURE_NAME), (1 - alone) * kinds[lines, shaped]
    reasons = map(_reason, *(np.rint(100 * column).astype(int).tolist() for column in (body, alone)))
    columns = (column.tolist() for column in (body, names, named, unsure, shaped, second))
    rows = zip(document.blocks, reasons, *columns, strict=True)
    marks: list[Mark] = []
    for (span, _, _), reason, share, name, trust, doubted, other, rest in rows:
        if share >= 0.5:
            marks.append(Mark(span, BODY, share, NAME, reason))
            continue
        marks.append(Mark(span, KIND_NAMES[name], 1 - share, NAME, reason, (), trust))
        if doubted:
            marks.append(Mark(span, KIND_NAMES[other], 0.0, NAME, reason, (), rest))
    return marks


@lru_cache(maxsize=101 * 101)
def _reason(body: int, alone: int) -> Reason:
    """The shares of a hundred, the network's own where the stacking is another."""
    said = f"body {body / 100:.2f}"
    return Reason("line-model", said if body == alone else f"{said}, by itself {alone / 100:.2f}")


def _possible(document: IndexedDocument, kinds: Floats) -> Floats:
    """The probabilities of the kinds, none for a kind that a line cannot be by its shape or its place.

    Comments stand in a comment section only: elsewhere two of three lines the model called so were none. Entries of
    menus are short: of longer lines it called navigation one in seven was. A timestamp says when, and more than a
    figure: of other lines called so one in six was. All on sites the model was not trained on.
    """
    page = document.index
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
