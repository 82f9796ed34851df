"""The figures of the model card, from the out-of-fold scores that training left in its work folder:

    python -m training.translation.figures --data ../shared/data --work FOLDER [--language en]

Shares of documents above the thresholds of 0.5, 1 and 5 % false flags, by corpus, year, engine, source language and
outlet, with a 95 % bootstrap interval over source documents and outlets.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np

from cleaner.translation.cascade import LEAST_STANDING, log_odds, standing_run
from training.translation import calibrate, corpus
from training.translation.corpus import Text
from training.translation.language import SEED, _passages

RATES = (0.005, 0.01, 0.05)
TABLES: dict[str, Callable[[Text], str | None]] = {
    "group and corpus": lambda t: f"{t.group} {t.corpus}",
    "year (machine)": lambda t: str(t.year) if t.group == "mt" else None,
    "domain (machine)": lambda t: t.domain if t.group == "mt" else None,
    "source language (machine)": lambda t: t.source if t.group == "mt" else None,
    "engine (machine)": lambda t: f"{t.system} {t.year}" if t.group == "mt" else None,
    "outlet (outside the English-speaking countries)": lambda t: t.outlet if t.group == "nn" else None,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--language", default="en")
    chosen = parser.parse_args()
    texts = corpus.sample(list(corpus.read_texts(chosen.data, chosen.language)), SEED)
    passages = _passages(texts, chosen.language, chosen.language == "en")
    with np.load(chosen.work / f"scores-{chosen.language}.npz", allow_pickle=False) as kept:
        units = calibrate.make_units(passages, kept["scores"], calibrate.TOKENS_PER_WORD.get(chosen.language, 1.16))
    odds = _odds(units)
    whole = units.level == calibrate.DOCUMENT
    natives = [odds[whole & (units.group == g)] for g in calibrate.NATIVE]
    cuts = [calibrate.threshold([n for n in natives if len(n)], rate) for rate in RATES]
    news = np.array([t.domain == "news" and t.group == "mt" for t in texts])[units.text] & whole
    every = [calibrate.threshold([np.concatenate(natives)], rate) for rate in RATES]
    print("machine translations noted as news, caught as score_mt.py counts (every native document weighing the same):")
    print(f"{int(news.sum())} documents: " + ", ".join(f"{(odds[news] > cut).mean():.3f}" for cut in every))
    abroad = whole & (units.group == "nn")
    print(
        "flagged outside the English-speaking countries: "
        + ", ".join(f"{(odds[abroad] > c).mean():.3f}" for c in every)
    )
    print_held_out(units, texts)
    print_pasted(units, texts)
    for title, key in TABLES.items():
        print(f"\n| {title} | documents | 0.5 % | 1 % (95 %) | 5 % |\n|---|---|---|---|---|")
        rows: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for text, value in zip(units.text[whole], odds[whole], strict=True):
            name = key(texts[text])
            if name is not None:
                one = texts[text]
                rows[name].append((one.outlet if one.group in ("nn", "all") else one.doc, float(value)))
        for name, found in sorted(rows.items()):
            values = np.array([v for _, v in found])
            low, high = bootstrap([g for g, _ in found], values > cuts[1])
            shares = [f"{(values > cut).mean():.3f}" for cut in cuts]
            print(f"| {name} | {len(values)} | {shares[0]} | {shares[1]} ({low:.3f}-{high:.3f}) | {shares[2]} |")


def print_held_out(units: calibrate.Units, texts: list[Text]) -> None:
    """The held-out part: mix, line and thresholds from the other parts, source languages and outlets unseen by all.

    By class of length, at thresholds of 1 %: native texts flagged (documents, and windows of them), translations of
    news caught; below what one threshold for every length, by collections, gives.
    """
    others = units.part != corpus.HELD_OUT_PART
    full = calibrate.fit_stage(units, units.scores, others).probability
    first = calibrate.fit_stage(units, units.scores[:, : calibrate.NGRAM_MODELS], others).probability
    probability = np.where(calibrate.is_asked(units, first), full, first)
    tables = calibrate.thresholds_by_length(units, probability, others)
    native = np.isin(units.group, calibrate.NATIVE)
    whole = units.level == calibrate.DOCUMENT
    collections = [probability[whole & others & (units.group == g)] for g in calibrate.NATIVE]
    single = calibrate.threshold([c for c in collections if len(c)], 0.01)
    news = np.array([t.domain == "news" for t in texts])[units.text]
    cuts = np.array([dict(map(tuple, tables[str(words)]))[0.01] for words in calibrate.CLASSES])[units.length]
    print("\n| held out, words from | threshold | native documents flagged | windows flagged | machine news caught |")
    print("|---|---|---|---|---|")
    for name, cut in (("by length", cuts), ("one for all", np.full(len(cuts), single))):
        for number, words in enumerate([*calibrate.CLASSES, 0]):
            here = ~others & ((units.length == number) if words else (units.length >= 0))
            groups = (
                here & whole & native, here & native & (units.level == calibrate.WINDOW),
                here & whole & news & (units.group == "mt"),
            )  # fmt: skip
            shares = [share(probability[g] > cut[g]) for g in groups]
            at = f"{cut[here][0]:.3f}" if words and here.any() else ""
            print(f"| {words or 'all'} ({name}) | {at} | " + " | ".join(shares) + " |")
    for group in ("llm", "nn", "ht", "web"):
        here = ~others & whole & (units.group == group) & (units.length >= 0)
        print(f"{group}: by length {share(probability[here] > cuts[here])}, one {share(probability[here] > single)}")
    for content in ("news", "opinion", "figures", "sports"):
        here = ~others & native & (units.content == content) & (units.length >= 0)
        print(f"native {content}: {share(probability[here] > cuts[here])}, one {share(probability[here] > single)}")


def print_pasted(units: calibrate.Units, texts: list[Text]) -> None:
    """Translated passages of the held-out part pasted into its native stories: in how many a run stands out."""
    others = units.part != corpus.HELD_OUT_PART
    first = calibrate.fit_stage(units, units.scores[:, : calibrate.NGRAM_MODELS], others).probability
    cut = calibrate.standing_of_natives(units, first, others)
    odds, news = log_odds(first), np.array([t.domain == "news" for t in texts])[units.text]
    rows = np.flatnonzero((units.level == calibrate.PASSAGE) & ~others)
    stories = np.split(rows, np.flatnonzero(np.diff(units.text[rows])) + 1)
    native = [odds[s] for s in stories if units.group[s[0]] in calibrate.NATIVE and len(s) >= LEAST_STANDING]
    machine = [odds[s] for s in stories if units.group[s[0]] == "mt" and news[s[0]]]
    draw = np.random.default_rng(1)
    print(f"\nclean native stories of which a run stands out: {share(np.array([_standing(s) > cut for s in native]))}")
    for size in (1, 2, 3):
        sources = [m for m in machine if len(m) >= size]
        found = []
        for story in native:
            piece = sources[draw.integers(0, len(sources))]
            at, begin = int(draw.integers(0, len(story) + 1)), int(draw.integers(0, len(piece) - size + 1))
            found.append(_standing(np.insert(story, at, piece[begin : begin + size])) > cut)
        print(f"{size} passages pasted: {share(np.array(found))}")


def _standing(odds: np.ndarray) -> float:
    run = standing_run(odds)
    return run.standing if run else -np.inf


def share(flagged: np.ndarray) -> str:
    """A share, its number and its 95 % Wilson interval."""
    count, total = int(flagged.sum()), len(flagged)
    if not total:
        return "-"
    middle, z = count / total, 1.96
    centre, half = middle + z * z / (2 * total), z * np.sqrt((middle * (1 - middle) + z * z / (4 * total)) / total)
    low, high = ((centre + sign * half) / (1 + z * z / total) for sign in (-1, 1))
    return f"{middle:.3f} ({max(0.0, low):.3f}-{high:.3f}; {total})"


def _odds(units: calibrate.Units) -> np.ndarray:
    """What the two stages say of each unit."""
    full = calibrate.fit_stage(units, units.scores).probability
    first = calibrate.fit_stage(units, units.scores[:, : calibrate.NGRAM_MODELS]).probability
    return np.where(calibrate.is_asked(units, first), full, first)


def bootstrap(groups: list[str], flagged: np.ndarray, draws: int = 300) -> tuple[float, float]:
    """The 95 % interval of a share, whole groups drawn with replacement."""
    names, place = np.unique(groups, return_inverse=True)
    hits, sizes = np.bincount(place, flagged), np.bincount(place)
    draw = np.random.default_rng(1).integers(0, len(names), (draws, len(names)))
    shares = hits[draw].sum(1) / sizes[draw].sum(1)
    low, high = np.quantile(shares, [0.025, 0.975])
    return float(low), float(high)


if __name__ == "__main__":
    main()
