"""How well rewritten copies are found and told from other texts, on pairs made of given data.

    python -m training.corpus.measure_pairs ../shared/data                    pairs of machine and human translations
    python -m training.corpus.measure_pairs ../shared/data --reports          reports of one event in different outlets
    python -m training.corpus.measure_pairs ../shared/data --direction WORK   which of a pair is the copy (English)

Pairs: for each source document of the translation data one machine output and one human translation, all in one index
of their language, related through it; "found": the pair is `rewritten-*`, "unrelated": documents that have such a
relation to the text of another source. Suspected post-edits and texts under 80 words are left out.

Reports: the outlets of `human_en` (allsides) in one index; each document with the others the index proposes, of another
outlet. They tell one event more often than not, and some do share a paragraph of an agency; all that are called
rewritten count as mistakes. `--groups N` takes every N-th document.

Direction: of each English pair that is found as rewritten, and of the invented stories' pairs. The probabilities of
being a translation are out of fold, from the scores that `training.translation` left in its work folder; the invented
stories are judged by the shipped model, which has not seen them.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from cleaner.corpus.build import build_index
from cleaner.corpus.compare import compare_results, side_of
from cleaner.corpus.direction import Side, judge_direction
from cleaner.corpus.fingerprint import take_fingerprint
from cleaner.corpus.index import Index
from cleaner.corpus.relate import Relator
from cleaner.pipeline import Cleaner
from cleaner.result import Result

LANGUAGES = ("en", "cs", "de", "fr", "ru", "zh", "ja")
LEAST_WORDS = 80
TOKENS_PER_WORD = 1.16
CLEANER = Cleaner(detectors=(), translation=False)
STORIES = Path(__file__).parent.parent.parent / "tests" / "corpus" / "data" / "stories"


def main() -> None:
    """Print the measures of the command line's choice."""
    data = Path(sys.argv[1])
    if "--reports" in sys.argv:
        measure_reports(data, step=int(sys.argv[-1]) if sys.argv[-1].isdigit() else 1)
        return
    if "--direction" in sys.argv:
        measure_direction(data, Path(sys.argv[sys.argv.index("--direction") + 1]))
        return
    for language in LANGUAGES:
        measure_pairs(data, language)


def measure_pairs(data: Path, language: str) -> None:
    """One language's pairs through one index."""
    machines, humans = [], []
    for machine, human in translation_pairs(data / "mt" / f"mt_{language}.jsonl.gz"):
        machines.append(_result(machine))
        humans.append(_result(human))
    source = {result.id: number for results in (machines, humans) for number, result in enumerate(results)}
    counts: Counter[str] = Counter()
    with _indexed([*machines, *humans]) as relator:
        for result in machines:
            related = {r.id: r for r in relator.relations(result)}
            own = [r for r in related.values() if source[r.id] == source[result.id]]
            counts["found"] += any(r.relation.startswith("rewritten") for r in own)
            counts["near-duplicate"] += any("duplicate" in r.relation for r in own)
            others = [r for r in related.values() if source[r.id] != source[result.id]]
            counts["unrelated"] += sum(r.relation.startswith("rewritten") for r in others)
            counts["same-story"] += sum(r.relation == "same-story" for r in others)
    n = len(machines)
    print(
        f"{language}: {n} pairs, found {counts['found'] / n:.3f}, near duplicates {counts['near-duplicate'] / n:.3f}; "
        f"of {n * 2 * (n - 1)} unrelated pairs {counts['unrelated']} rewritten, {counts['same-story']} same-story",
        flush=True,
    )


def measure_direction(data: Path, work: Path) -> None:
    """How often the machine translation is called the copy of the human one, and the rewriting that of the original."""
    translated = out_of_fold_probabilities(data, work)
    answers: Counter[str] = Counter()
    for machine, human in translation_pairs(data / "mt" / "mt_en.jsonl.gz"):
        if machine["id"] in translated and human["id"] in translated:
            sides = [Side("", translated[row["id"]]) for row in (machine, human)]
            answers[_judged(_result(machine), _result(human), *sides)] += 1
    _print_direction("machine and human translation", answers)
    answers = Counter()
    judge = Cleaner(detectors=())
    for group in sorted(path for path in STORIES.iterdir() if path.is_dir()):
        told = [
            judge.clean((group / f"{name}.txt").read_text(encoding="utf-8"), language=group.name[:2], form="text")
            for name in ("rewritten", "original")
        ]
        answers[_judged(*told, *map(side_of, told))] += 1
    _print_direction("invented stories, rewritten by hand", answers)


def _judged(copy: Result, original: Result, left: Side, right: Side) -> str:
    """ "right", "wrong", "unknown", or "not found" where the pair does not count as rewritten."""
    found = compare_results(copy, original)
    if found.near_duplicate or found.rewritten < 0.5:
        return "not found"
    return {"left": "right", "right": "wrong", "unknown": "unknown"}[judge_direction(found, left, right).copy]


def _print_direction(name: str, answers: Counter[str]) -> None:
    decided = answers["right"] + answers["wrong"]
    asked = decided + answers["unknown"]
    print(f"{name}: {asked} pairs, decided {decided / asked:.3f}, right of those {answers['right'] / decided:.3f}")


def out_of_fold_probabilities(data: Path, work: Path) -> dict[str, float]:
    """The probability of each English text of being a machine translation, by models that had not seen it."""
    import numpy as np

    from training.translation import calibrate, corpus
    from training.translation.language import SEED, _passages

    texts = corpus.sample(list(corpus.read_texts(data, "en")), SEED)
    with np.load(work / "scores-en.npz", allow_pickle=False) as kept:
        units = calibrate.make_units(_passages(texts, "en", True), kept["scores"], TOKENS_PER_WORD)
    honest = calibrate.fit_stage(units, units.scores).honest
    whole = units.level == calibrate.DOCUMENT
    return {texts[text].id: float(value) for text, value in zip(units.text[whole], honest[whole], strict=True)}


def translation_pairs(path: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """A machine output and a human translation of each source document."""
    rng = random.Random(7)
    versions: dict[str, list[dict[str, Any]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["n_words"] >= LEAST_WORDS and row["domain"] == "news" and not row.get("note"):
                versions.setdefault(row["doc"], []).append(row)
    for doc in sorted(versions):
        machines = [row for row in versions[doc] if row["label"] == "machine"]
        humans = [row for row in versions[doc] if row["label"] == "human-translated"]
        if machines and humans:
            yield rng.choice(machines), rng.choice(humans)


def measure_reports(data: Path, step: int) -> None:
    """Reports of one event in different outlets."""
    with gzip.open(data / "human_news" / "human_en.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["corpus"] == "allsides"]
    outlets = {row["id"]: row["outlet"] for row in rows}
    counts: Counter[str] = Counter()
    with _indexed(map(_result, rows)) as relator:
        for row in islice(rows, 0, None, step):
            for relation in relator.relations(_result(row)):
                if outlets[relation.id] != row["outlet"]:
                    counts[relation.relation.partition("-")[0]] += 1
    told = counts["rewritten"] + counts["same"]
    share = counts["rewritten"] / told
    print(f"{told} pairs that tell one story, {counts['rewritten']} rewritten ({share:.4f}); {counts}")


def _result(row: dict[str, Any]) -> Result:
    return CLEANER.clean("\n\n".join(row["paragraphs"]), id=row["id"], language=row["lang"], form="text")


class _indexed:  # noqa: N801 - reads as what it is: with _indexed(results) as relator
    """An index of results in a folder of its own, for as long as it is needed."""

    def __init__(self, results: Any) -> None:
        self._results = results

    def __enter__(self) -> Relator:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "measured.index"
        build_index(map(take_fingerprint, self._results), path)
        return Relator(Index(path))

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()


if __name__ == "__main__":
    main()
