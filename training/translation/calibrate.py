"""From out-of-fold scores to probabilities, thresholds and figures.

Passages, pairs of passages and whole documents are fitted together, with length as a term: first a mix that tells
machine translations from everything else, then a straight line in its log-odds that makes a probability of it for
originals and equal classes. Thresholds are read off whole documents of native news.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from cleaner.translation.cascade import log_odds, standing_run
from cleaner.translation.scorer import line_design, mixing_design, to_probability
from training.translation.windows import CLASSES, content_of, windows

if TYPE_CHECKING:
    from training.translation.language import Passages

Floats = NDArray[np.float64]
Tables = dict[str, list[list[float]]]
NATIVE = ("all", "fnc", "small", "pages", "gnad")
RATES = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
MASS = {"mt": 1.0, "all": 0.35, "fnc": 0.2, "small": 0.15, "pages": 0.1, "nn": 0.1, "ht": 0.1, "web": 0.05}
"""What each group weighs in the mix. 10kGNAD sets thresholds only: its terms are non-commercial."""
LINE_MASS = {"mt": 1.0, "all": 0.4, "fnc": 0.3, "small": 0.2, "pages": 0.1}
"""What each group weighs in the line. A mix of these alone caught 3 % less at 0.5 % false flags, one with the others
too is too low for originals: the calibration error of documents was .07, with the line it is half of that."""
TOKENS_PER_WORD = {"ja": 2.2, "zh": 1.7}
DOCUMENT, PASSAGE, PAIR, WINDOW = 0, 1, 2, 3
FEWEST = 300
"""Native texts of one kind of content in a class of length, from which on it sets the threshold where it is worse; and
of a class, from which on it has thresholds of its own and not those of all lengths together."""
PARTLY_RATE = 0.02
"""Share of native stories of which a run of passages may stand out."""
NGRAM_MODELS = 2
GATE = 0.1
"""First-stage probability of a document below which the slot net is not asked. Out of fold not one machine translation
less was caught at 0.5, 1 or 5 % false flags; above 0.1 are 9 % of the allsides documents,
21 % of fnc1, 29 % of the web pages and 97 % of the machine translations."""


@dataclass(frozen=True)
class Stage:
    """mix: weights of `mixing_design`; line: see `judge.to_odds`; probability: of each unit, by models that saw it.

    honest: the probability by a line fitted on the other half of the data.
    """

    mix: Floats
    line: Floats
    probability: Floats
    honest: Floats


@dataclass(frozen=True)
class Calibration:
    """full, first: with and without the slot model. thresholds: by class of length, (rate, probability).

    natives: documents behind them. standing: above it a run of passages stands out of its document.
    """

    full: Stage
    first: Stage
    thresholds: dict[str, list[list[float]]]
    natives: int
    standing: float


@dataclass(frozen=True)
class Units:
    """Stretches of text to calibrate on: their level, group, scores, tokens, document and part of the split.

    length: the class of length, -1 for less than 80 words; content: see `content_of`.
    """

    level: NDArray[np.int64]
    group: NDArray[np.str_]
    scores: Floats
    tokens: Floats
    text: NDArray[np.int64]
    part: NDArray[np.int64]
    length: NDArray[np.int64]
    content: NDArray[np.str_]


def calibrate(chosen: Passages, scores: Floats, language: str) -> Calibration:
    """Fits mixes and lines, sets the thresholds, prints the figures."""
    units = make_units(chosen, scores, TOKENS_PER_WORD.get(language, 1.16))
    full, first = fit_stage(units, units.scores), fit_stage(units, units.scores[:, :NGRAM_MODELS])
    asked = is_asked(units, first.probability)
    probability = np.where(asked, full.probability, first.probability)
    report(units, probability, np.where(asked, full.honest, first.honest))
    natives = int(((units.level == DOCUMENT) & np.isin(units.group, NATIVE)).sum())
    tables = thresholds_by_length(units, probability)
    return Calibration(full, first, tables, natives, standing_of_natives(units, first.probability))


def is_asked(units: Units, first: Floats) -> NDArray[np.bool_]:
    """Whether the net reads each unit: where its document is above the gate; a window, and a short text, is its own."""
    whole = units.level == DOCUMENT
    documents = np.full(units.text.max() + 1, np.nan)
    documents[units.text[whole]] = first[whole]
    own = documents[units.text]
    return np.where(np.isnan(own) | (units.level == WINDOW), first, own) > GATE


def fit_stage(units: Units, scores: Floats, allowed: NDArray[np.bool_] | None = None) -> Stage:
    """The mix of some scores and its line. allowed: the units to fit on, all by default."""
    allowed = np.ones(len(scores), np.bool_) if allowed is None else allowed
    design = mixing_design(scores.astype(np.float32), units.tokens.astype(np.float32))
    mix = fit_logistic(design, units, MASS, allowed)
    terms = line_design(design @ mix, units.tokens)
    line = fit_logistic(terms, units, LINE_MASS, allowed)
    honest = np.zeros(len(design))
    for part in np.unique(units.part):
        other = fit_logistic(terms, units, LINE_MASS, allowed & (units.part != part))
        honest[units.part == part] = to_probability(terms[units.part == part] @ other)
    return Stage(mix, line, to_probability(terms @ line), honest)


def make_units(chosen: Passages, scores: Floats, tokens_per_word: float) -> Units:
    """Whole news documents of 80 words, passages of 40, a pair of neighbours per document, and windows of each class.

    A window is a stretch of a document that ends at a passage's end: one from the top and one from anywhere for each
    class of length that the document is longer than. Short native texts are few; stretches of long ones are as native.
    """
    draw = np.random.default_rng(3)
    rows: list[tuple[int, int, NDArray[np.int64]]] = []
    usable = ~np.isnan(scores).any(1)
    first = np.flatnonzero(np.diff(chosen.owner, prepend=-1))
    for at, start in enumerate(first):
        stop = first[at + 1] if at + 1 < len(first) else len(chosen.owner)
        members = np.arange(start, stop)[usable[start:stop]]
        text = int(chosen.owner[start])
        if not len(members) or not (chosen.texts[text].news or chosen.texts[text].group == "web"):
            continue
        if chosen.words[members].sum() >= 80:
            rows.append((DOCUMENT, text, members))
        rows += [(PASSAGE, text, members[k : k + 1]) for k in range(len(members)) if chosen.words[members[k]] >= 40]
        if len(members) > 2:
            k = draw.integers(0, len(members) - 1)
            rows.append((PAIR, text, members[k : k + 2]))
        if chosen.texts[text].group in NATIVE:
            rows += [(WINDOW, text, window) for window in windows(members, chosen.words, draw)]
    group = np.array([chosen.texts[text].group for _, text, _ in rows])
    words = np.array([chosen.words[m].sum() for _, _, m in rows])
    joined = np.stack([np.average(scores[m], axis=0, weights=chosen.words[m]) for _, _, m in rows])
    level = np.array([kind for kind, _, _ in rows])
    owner = np.array([text for _, text, _ in rows])
    part = chosen.part[[int(members[0]) for _, _, members in rows]]
    content = np.array([
        content_of(" ".join(chosen.passages[k] for k in m)) if kind in (DOCUMENT, WINDOW) else "" for kind, _, m in rows
    ])  # fmt: skip
    length = np.searchsorted(CLASSES, words, side="right") - 1
    return Units(level, group, joined, words * tokens_per_word, owner, part, length, content)


def thresholds_by_length(units: Units, probability: Floats, allowed: NDArray[np.bool_] | None = None) -> Tables:
    """For every class of length the probabilities that a share of native texts exceeds, by rate.

    A class's threshold is the highest of two: that of all collections weighing the same, and that of the kind of
    content that needs the highest, among those with `FEWEST` texts.
    """
    native = np.isin(units.level, (DOCUMENT, WINDOW)) & np.isin(units.group, NATIVE)
    tables: Tables = {}
    for number, words in enumerate(CLASSES):
        usable = native & (units.length >= 0) & (True if allowed is None else allowed)
        here = usable & (units.length == number)
        here = here if here.sum() >= FEWEST else usable
        collections = [probability[here & (units.group == g)] for g in NATIVE]
        kinds = [probability[here & (units.content == c)] for c in np.unique(units.content[here])]
        kinds = [values for values in kinds if len(values) >= FEWEST]
        tables[str(words)] = [
            [rate, max([threshold([c for c in collections if len(c)], rate), *(threshold([k], rate) for k in kinds)])]
            for rate in RATES
        ]
    return tables


def standing_of_natives(units: Units, first: Floats, allowed: NDArray[np.bool_] | None = None) -> float:
    """How far a run of passages stands out of the native documents in which it does so most, collections alike."""
    found: dict[str, list[float]] = {}
    usable = np.isin(units.group, NATIVE) & (True if allowed is None else allowed)
    passages = np.flatnonzero((units.level == PASSAGE) & usable)
    for rows in np.split(passages, np.flatnonzero(np.diff(units.text[passages])) + 1):
        if run := standing_run(log_odds(first[rows])):
            found.setdefault(str(units.group[rows[0]]), []).append(run.standing)
    return threshold([np.array(values) for values in found.values()], PARTLY_RATE) if found else float("inf")


def fit_logistic(design: Floats, units: Units, masses: dict[str, float], allowed: NDArray[np.bool_]) -> Floats:
    """A logistic regression of the design, levels and classes weighing the same."""
    weight = np.zeros(len(units.level))
    for level in (DOCUMENT, PASSAGE, PAIR):
        here = allowed & (units.level == level)
        present = {g: m for g, m in masses.items() if (here & (units.group == g)).any()}
        negative = sum(m for g, m in present.items() if g != "mt")
        for group, mass in present.items():
            members = here & (units.group == group)
            weight[members] = (mass if group == "mt" else mass / negative) * 1000 / members.sum()
    used = weight > 0
    deviation = design[used].std(0)
    deviation[-1] = 1
    scaled, target, weight = design[used] / deviation, units.group[used] == "mt", weight[used]

    def loss(at: Floats) -> tuple[float, Floats]:
        odds = scaled @ at
        slope = weight * (1 / (1 + np.exp(-odds)) - target)
        value = float((weight * np.logaddexp(0, np.where(target, -odds, odds))).sum() + 0.5 * at @ at)
        return value, scaled.T @ slope + at

    found = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / deviation)


def auc(positive: Floats, negative: Floats) -> float:
    """The share of pairs in the right order, ties half."""
    both = np.concatenate([positive, negative])
    _, place, count = np.unique(both, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    size = len(positive)
    return (
        float((rank[:size].sum() - size * (size + 1) / 2) / (size * len(negative))) if size and len(negative) else 0.0
    )


def threshold(values: list[Floats], rate: float) -> float:
    """The lowest value that at most a share `rate` exceeds, each array of values weighing the same."""
    joined = np.concatenate(values)
    weight = np.concatenate([np.full(len(v), 1 / len(v)) for v in values])
    order = np.argsort(-joined)
    place = int(np.searchsorted(np.cumsum(weight[order]) / len(values), rate, side="right"))
    return float(joined[order][min(place, len(order) - 1)])


def calibration_error(positive: Floats, negative: Floats) -> float:
    """Fifteen bins, the classes weighing the same, as in ../shared/bench/score_mt.py."""
    values = np.concatenate([positive, negative])
    target = np.concatenate([np.ones(len(positive)), np.zeros(len(negative))])
    weight = np.where(target > 0, 0.5 / max(1, len(positive)), 0.5 / max(1, len(negative)))
    bins = np.minimum((values * 15).astype(int), 14)
    gaps = [abs(np.sum(weight[bins == b] * (target - values)[bins == b])) for b in range(15)]
    return float(sum(gaps))


def report(units: Units, probability: Floats, honest: Floats) -> None:
    """Prints the figures of documents and passages."""
    for level, name in ((DOCUMENT, "documents"), (PASSAGE, "passages")):
        by = {g: probability[(units.level == level) & (units.group == g)] for g in (*MASS, "gnad", "mixed", "llm")}
        natives = [by[g] for g in NATIVE if len(by[g])]
        joined = np.concatenate(natives)
        apart = [honest[(units.level == level) & m] for m in (units.group == "mt", np.isin(units.group, NATIVE))]
        areas = ", ".join(f"{g} {auc(by['mt'], v):.4f} ({len(v)})" for g, v in by.items() if len(v) and g != "mt")
        print(f"  {name}: {len(by['mt'])} machine; AUC {areas}")
        print(
            f"    ECE {calibration_error(by['mt'], joined):.3f}, line of the other part {calibration_error(*apart):.3f}"
        )
        pooled = [float((by["mt"] > threshold([joined], rate)).mean()) for rate in (0.005, 0.01, 0.05)]
        print(
            "    caught at 0.5, 1, 5 % of all native texts, each weighing the same: "
            + " ".join(f"{s:.4f}" for s in pooled)
        )
        for rate in RATES:
            at = threshold(natives, rate)
            shares = ", ".join(f"{g} {(v > at).mean():.4f}" for g, v in by.items() if len(v))
            print(f"    {100 * rate:g} %: p > {at:.4f}: {shares}")
