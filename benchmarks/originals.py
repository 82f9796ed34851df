"""How often the original of a machine translation is found in a pool of documents in other languages.

    python benchmarks/originals.py MT... --others NEWS... [--year 2021]

MT: gold files of ../shared/data/mt; their originals make the pool, with the documents of the --others files. A query is
one machine translation of each news story and language, drawn by chance. A translation counts as found where its
original (the same `doc`) has at least the score. False: any other document of the pool. Some of these report the same
event. Not asked: WMT22 from English into German, Japanese, Russian and Chinese and its Chinese documents "pNNN", whose
boundaries differ between the languages, so that no document is the original; comments, conversations and shop pages.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from gold import read_gold

from cleaner.corpus.across_languages import SURE, Pool
from cleaner.corpus.anchors import Anchors, find_anchors

LEAST_WORDS = 80
LISTED = 40
SCORES = (0.05, 0.06, SURE, 0.1, 0.15, 0.2)
_NO_NEWS = re.compile(r"wmt22\.zh\.p|social|ecommerce|conversation")
_DIVIDED_OTHERWISE = {("en", target) for target in ("de", "ja", "ru", "zh")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--others", nargs="*", type=Path, default=[])
    parser.add_argument("--year", type=int)
    chosen = parser.parse_args()
    documents: dict[tuple[str, str], Anchors] = {}
    machine: list[dict[str, object]] = []
    for row in read_gold(chosen.gold):
        if row["label"] == "machine" and row["n_words"] >= LEAST_WORDS and is_asked(row, chosen.year):
            machine.append(row)
        elif row["label"] == "human-original":
            documents.setdefault((row["doc"], row["lang"]), anchors_of(row))
    for row in read_gold(chosen.others):
        documents.setdefault((row["doc"], row["lang"]), anchors_of(row))
    random.Random(0).shuffle(machine)
    one_each = {(row["doc"], row["source_lang"], row["lang"]): row for row in machine}
    queries = [
        (doc, source, anchors_of(row)) for (doc, source, _), row in one_each.items() if (doc, source) in documents
    ]
    report(Pool(documents.values()), [doc for doc, _ in documents], queries)


def is_asked(row: dict[str, object], year: int | None) -> bool:
    """Whether a machine translation is of news, of the year, and has a document that is its original."""
    pair, east = (row["source_lang"], row["lang"]), row["source_lang"] in ("zh", "ja")
    kind = ("news",) if east else ("news", "general")
    divided = row["year"] == 2022 and pair in _DIVIDED_OTHERWISE
    return (
        row["domain"] in kind and year in (None, row["year"]) and not divided and not _NO_NEWS.search(str(row["doc"]))
    )


def anchors_of(row: dict[str, object]) -> Anchors:
    return find_anchors("\n".join(row["paragraphs"]), str(row["lang"]))  # type: ignore[arg-type]


def report(pool: Pool, names: list[str], queries: list[tuple[str, str, Anchors]]) -> None:
    """Prints what is found by score and by pair of languages."""
    found: dict[str, list[float]] = defaultdict(list)
    false: list[list[float]] = []
    for doc, source, anchors in queries:
        best = pool.find(anchors, most=LISTED)
        found[f"{source} to {anchors.language}"].append(
            max([b.score for b in best if names[b.number] == doc], default=0)
        )
        false.append([b.score for b in best if names[b.number] != doc])
    every = np.array([score for scores in found.values() for score in scores])
    wrong = np.sort(np.concatenate([np.array(scores) for scores in false]))[::-1]
    pairs = len(queries) * len(names)
    print(f"{len(queries)} translations, {len(names)} documents")
    for rate in (1e-5, 1e-6):
        least = wrong[min(len(wrong) - 1, int(rate * pairs))]
        print(f"at 1 false pair in {1 / rate:,.0f} (score {least:.3f}): found {np.mean(every >= least):.3f}")
    for score in SCORES:
        asked = np.mean([max(scores, default=0.0) >= score for scores in false])
        rate = np.count_nonzero(wrong >= score) / pairs
        print(f"score {score}: found {np.mean(every >= score):.3f}; false pairs {rate:.1e}, translations {asked:.4f}")
    for pair, scores in sorted(found.items()):
        print(f"{pair}: {len(scores)}, score {SURE}: {np.mean(np.array(scores) >= SURE):.2f}")


if __name__ == "__main__":
    main()
