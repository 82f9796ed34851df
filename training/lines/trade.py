"""Measures what each weight of body costs and writes it into the package: cleaner/models/trade.toml.

    python -m training.lines.trade --data ../shared/data --work WORK

WORK is the folder that `training.lines.train text --only folds`, `train html --only folds` and
`training.lines.stacking` filled. Every document is cleaned by models that saw no page of its site; the domains that are
held out are not among them.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner import Cleaner
from cleaner.classifier.weights import TABLE, Weights
from cleaner.decision.resolve import resolve
from cleaner.detectors import IndexedDocument
from cleaner.detectors.line_model import mark_lines
from cleaner.document import Document, Segment
from cleaner.kinds import Fate
from cleaner.models import FOLDER
from cleaner.readers import read
from training.checksums import write_sums
from training.lines.data import HELD_OUT, Dump, load_dumps, read_pages
from training.lines.out_of_fold import make_cleaner
from training.lines.pages import is_usable, label_lines

WEIGHTS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 8.0, 10.0, 20.0, 40.0, 100.0, 300.0, 1000.0, 3000.0)
FORMS = {"bs4": "dump", "trafilatura_recall": "extract", "html": "page"}
_MOST = 300
"""Documents of a source and form, so that blogs do not outnumber news."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Characters of a document, by label: of the body, of it lost, of boilerplate, of it left."""

    body: int
    lost: int
    boilerplate: int
    left: int

    @property
    def f1(self) -> float:
        """Of the characters kept."""
        kept = self.body - self.lost
        return 2 * kept / (2 * kept + self.lost + self.left) if kept else 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    given = parser.parse_args(arguments)
    costs: dict[tuple[str, float], list[Cost]] = defaultdict(list)
    with get_context("fork").Pool(2) as pool:
        for form, by_weight in pool.imap(partial(measure, given.work), gather(given.data), chunksize=4):
            for weight, cost in by_weight.items():
                costs[form, weight].append(cost)
    (FOLDER / TABLE).write_text("\n".join(_row(*key, costs[key]) for key in sorted(costs)), encoding="utf-8")
    write_sums()


def gather(data: Path) -> Iterator[tuple[Dump, str, str | None]]:
    """The development documents: a dump, and for pages the HTML and the address."""
    pages, count = read_pages(data), defaultdict(int)
    for dump in load_dumps(data):
        if dump.fold == HELD_OUT or not dump.aligned or dump.dumper not in FORMS:
            continue
        count[dump.source, dump.dumper] += 1
        if count[dump.source, dump.dumper] <= _MOST:
            yield dump, "", None
            if dump.dumper == "bs4":
                yield dump, pages[dump.id]["html"], pages[dump.id]["url"]


def measure(work: Path, given: tuple[Dump, str, str | None]) -> tuple[str, dict[float, Cost]]:
    """What each weight costs in a document, by the models of its fold. A page that cannot be labelled gives nothing."""
    dump, html, url = given
    form = FORMS["html" if html else dump.dumper]
    if html:
        document = read(html, form="html", url=url, language=dump.language)
        labels = label_lines(document.lines, dump.lines, dump.labels)
        usable = is_usable(document, labels)
    else:
        document, labels = read("\n".join(dump.lines), form="text", language=dump.language), list(dump.labels)
        usable = len(document.blocks) == len(labels)
    if not usable:
        return form, {}
    return form, dict(_costs(document, np.array(labels), _cleaner(work, "html" if html else "text", dump.fold)))


def _costs(document: Document, labels: NDArray[np.int64], cleaner: Cleaner) -> Iterator[tuple[float, Cost]]:
    indexed, classifier = IndexedDocument.of(document), cleaner.classifier
    assert classifier is not None
    marks = [mark for detect in cleaner.detectors for mark in detect(indexed)]
    first = classifier.score(document)
    for weight in WEIGHTS:
        scores = classifier.weigh(document, first, marks, Weights(weight, weight, weight))
        made = [*marks, *mark_lines(indexed, scores, first.scores.body)]
        yield weight, _cost(document, labels, resolve(document, made, cleaner.config))


def _cost(document: Document, labels: NDArray[np.int64], segments: Sequence[Segment]) -> Cost:
    kept = np.zeros(len(document.text) + 1, np.int64)
    for segment in segments:
        kept[segment.span.start + 1 : segment.span.end + 1] = segment.fate is Fate.KEEP
    kept = kept.cumsum()
    start, end = np.array([block.span for block in document.blocks]).T
    held, size = kept[end] - kept[start], end - start
    body, rest = labels == 1, labels == 0
    return Cost(*(int(column.sum()) for column in (size[body], (size - held)[body], size[rest], held[rest])))


@lru_cache(maxsize=8)
def _cleaner(work: Path, model: str, fold: int) -> Cleaner:
    return make_cleaner(work, model, fold, witness=True)


def _row(form: str, weight: float, costs: Sequence[Cost]) -> str:
    """A row of the table."""
    lost = sum(cost.lost / cost.body for cost in costs) / len(costs)
    overall = sum(cost.lost for cost in costs) / sum(cost.body for cost in costs)
    left = sum(cost.left for cost in costs) / sum(cost.boilerplate for cost in costs)
    f1 = sum(cost.f1 for cost in costs) / len(costs)
    return (
        f'[[trade]]\nform = "{form}"\nweight = {weight}\ndocuments = {len(costs)}\n'
        f"lost = {lost:.5f}\nlost_overall = {overall:.5f}\nleft = {left:.4f}\nf1 = {f1:.4f}\n"
    )


if __name__ == "__main__":
    main()
