"""Run the installed assessor over gold files for ../shared/bench/score_mt.py, or print false flags per corpus.

    python benchmarks/translation.py GOLD... -o PRED [--limit N]      {"id", "score", "passages"} per document
    python benchmarks/translation.py GOLD... --false-flags            a table: corpus, documents, shares by verdict
    python benchmarks/translation.py GOLD... --false-flags --by-length   the same by class of length

The gold paragraphs are the kept text; no detector runs, since they are bodies already. A gold paragraph that
was joined with a neighbour or split gets the mean of the passages it stands in, by their shared characters.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from gold import read_gold, write_rows

from cleaner.document import Document, Segment, Span, Translation, Verdict
from cleaner.kinds import Fate
from cleaner.readers import read
from cleaner.translation import TranslationAssessor

BATCH = 256
LENGTHS = (80, 150, 250, 400)
HUMAN = ("human-original", "human-translated", "human-nonnative")


def judged(rows: Iterator[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], list[Span], Translation]]:
    """Every gold row with where its paragraphs stand in the page text, and the verdict."""
    assess = TranslationAssessor()
    while batch := list(islice(rows, BATCH)):
        pages = [page_of(row) for row in batch]
        jobs = [(document, (Segment(Span(0, len(document.text)), Fate.KEEP),)) for document, _ in pages]
        for row, (_, spans), translation in zip(batch, pages, assess.assess_many(jobs), strict=True):
            yield row, spans, translation


def page_of(row: dict[str, Any]) -> tuple[Document, list[Span]]:
    """The gold paragraphs as a plain-text page, one per line with a blank line between."""
    paragraphs = [" ".join(p.split()) for p in row["paragraphs"]]
    spans, at = [], 0
    for paragraph in paragraphs:
        spans.append(Span(at, at + len(paragraph)))
        at += len(paragraph) + 2
    return read("\n\n".join(paragraphs), form="text", language=row["lang"]), spans


def passage_scores(spans: list[Span], translation: Translation) -> list[float | None]:
    """One probability per gold paragraph, None where none of it was judged."""
    scores: list[float | None] = []
    for span in spans:
        parts = [
            (min(p.span.end, span.end) - max(p.span.start, span.start), p.probability)
            for p in translation.passages
            if p.span.overlaps(span) and p.probability is not None
        ]
        shared = sum(size for size, _ in parts)
        scores.append(round(sum(size * q for size, q in parts if q) / shared, 5) if shared else None)
    return scores


def false_flags(rows: Iterator[dict[str, Any]], by_length: bool = False) -> None:
    """Prints, per corpus and human class (and class of length), how many got which verdict, with Wilson intervals."""
    counts: dict[tuple[str, ...], dict[Verdict, int]] = defaultdict(lambda: defaultdict(int))
    for row, _, translation in judged(rows):
        label = row["label"] if row["label"] == "machine" else row.get("note") or row["label"]
        words = sum(len(paragraph.split()) for paragraph in row["paragraphs"])
        begin = max((least for least in LENGTHS if least <= words), default=0)
        key = (row["lang"], row["corpus"], label, *((f"{begin}+",) if by_length else ()))
        counts[key][translation.verdict] += 1
    heads = ("judged", "likely", "95 % Wilson", "likely or possible", "partly", "insufficient")
    print(
        f"{'lang corpus label':60s} {heads[0]:>7s} {heads[1]:>7s} {heads[2]:>14s} {heads[3]:>19s} {heads[4]:>7s} "
        f"{heads[5]:>12s}"
    )
    for key, verdicts in sorted(counts.items()):
        total = sum(verdicts.values()) - verdicts[Verdict.INSUFFICIENT]
        likely = verdicts[Verdict.LIKELY] + verdicts[Verdict.DECLARED]
        low, high = wilson(likely, total)
        either = likely + verdicts[Verdict.POSSIBLE]
        print(
            f"{' '.join(key):60s} {total:7d} {likely / max(total, 1):7.4f} {low:7.4f}-{high:.4f} "
            f"{either / max(total, 1):19.4f} {verdicts[Verdict.PARTLY] / max(total, 1):7.4f} "
            f"{verdicts[Verdict.INSUFFICIENT]:12d}"
        )


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share."""
    if not total:
        return 0.0, 1.0
    share, z = count / total, 1.96
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--false-flags", action="store_true")
    parser.add_argument("--by-length", action="store_true")
    parser.add_argument("--limit", type=int, help="only so many documents")
    chosen = parser.parse_args()
    rows = islice(read_gold(chosen.gold), chosen.limit)
    if chosen.false_flags:
        false_flags(rows, chosen.by_length)
        return
    if chosen.output is None:
        parser.error("-o PRED or --false-flags is needed")
    began = time.perf_counter()
    passages = 0

    def predictions() -> Iterator[dict[str, Any]]:
        nonlocal passages
        for row, spans, translation in judged(rows):
            passages += len(spans)
            yield {"id": row["id"], "score": translation.probability, "passages": passage_scores(spans, translation)}

    count = write_rows(chosen.output, predictions())
    seconds = time.perf_counter() - began
    print(
        f"{count} documents, {passages} passages in {seconds:.1f} s: {passages / seconds:.0f} passages a second",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
