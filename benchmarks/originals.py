"""How often the original of a machine translation is found in a pool of documents in other languages.

    python benchmarks/originals.py MT... --others NEWS... [--year 2021] [--limit 900]

MT: gold files of ../shared/data/mt; their originals make the pool, with the documents of the --others files.
A translation counts as found where its original (the same `doc`) is the best of the pool and has at least the score.
False: the best of the rest, as if the original were not there. Documents of WMT22 whose boundaries differ between
languages have no original under their `doc`: of English into German, Japanese, Russian, Chinese none can be found.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from gold import read_gold

from cleaner.corpus.across_languages import SURE, Anchors, Pool, find_anchors

LEAST_WORDS = 80
SCORES = (0.05, 0.08, 0.1, SURE, 0.15, 0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--others", nargs="*", type=Path, default=[])
    parser.add_argument("--year", type=int)
    parser.add_argument("--limit", type=int, default=900)
    chosen = parser.parse_args()
    documents: dict[tuple[str, str], Anchors] = {}
    queries: list[tuple[str, str, Anchors]] = []
    for row in read_gold(chosen.gold):
        if row["label"] == "machine":
            if row["n_words"] >= LEAST_WORDS and chosen.year in (None, row["year"]):
                queries.append((row["doc"], row["source_lang"], anchors_of(row)))
        elif row["label"] == "human-original":
            documents.setdefault((row["doc"], row["lang"]), anchors_of(row))
    for row in read_gold(chosen.others):
        documents.setdefault((row["doc"], row["lang"]), anchors_of(row))
    names = [doc for doc, _ in documents]
    queries = [query for query in queries if query[:2] in documents]
    order = np.random.default_rng(0).permutation(len(queries))[: chosen.limit]
    report(Pool(documents.values()), names, [queries[i] for i in order])


def anchors_of(row: dict[str, object]) -> Anchors:
    return find_anchors("\n".join(row["paragraphs"]), str(row["lang"]))  # type: ignore[arg-type]


def report(pool: Pool, names: list[str], queries: list[tuple[str, str, Anchors]]) -> None:
    """Prints what is found by score and by pair of languages."""
    found: dict[str, list[float]] = defaultdict(list)
    false: list[float] = []
    for doc, source, anchors in queries:
        best = pool.find(anchors, most=5)
        rest = [one.score for one in best if names[one.number] != doc]
        is_first = bool(best) and names[best[0].number] == doc
        found[f"{source} to {anchors.language}"].append(best[0].score if is_first else 0.0)
        false.append(max(rest, default=0.0))
    every = np.array([score for scores in found.values() for score in scores])
    print(f"{len(queries)} translations, {len(names)} documents")
    for score in SCORES:
        wrong = float(np.mean(np.array(false) >= score))
        print(f"score {score}: found {np.mean(every >= score):.3f}; false where the original is missing {wrong:.3f}")
    for pair, scores in sorted(found.items()):
        first, sure = (float(np.mean(np.array(scores) > least)) for least in (0, SURE))
        print(f"{pair}: {len(scores)}, best {first:.3f}, sure {sure:.3f}")


if __name__ == "__main__":
    main()
