"""Score the metadata on pages with gold: authors by exact name, the date by day.

    python benchmarks/metadata.py ../shared/data/pages/fundus.jsonl.gz [--text] [-v]

Gold names are cleaned and split the same way as ours (`cleaner.decision.metadata.split_names`); names are compared
without regard to case and accents, once per page. The date counts where the gold has one: right, wrong, missing.
`--text` cleans the visible text of the pages instead (what the lines alone give, without JSON-LD and `<meta>`).
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gold  # noqa: F401 - takes this folder off the path, where html.py would stand in for Python's own

import cleaner
from cleaner.decision.metadata import split_names, to_iso_day
from cleaner.newsroom.word_lists import words_for
from cleaner.readers.html import read_html
from cleaner.text.folding import fold


def read_pages(paths: list[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def gold_names(page: dict[str, Any]) -> set[str]:
    words = words_for(page["lang"])
    return {fold(name) for value in page["authors"] or [] for name in split_names(value, words)}


def score_page(page: dict[str, Any], cleaned: cleaner.Result, counts: Counter[str]) -> list[str]:
    """Count one page; what was wrong, for reading."""
    wanted, got = gold_names(page), {fold(name) for name in cleaned.metadata.authors}
    counts.update(right=len(wanted & got), extra=len(got - wanted), lost=len(wanted - got))
    wrong = [f"authors {sorted(wanted)} got {sorted(got)}"] if wanted != got else []
    day = to_iso_day(page["date"]) if page["date"] else None
    if day:
        date = cleaned.metadata.date
        counts["day " + ("right" if date == day else "wrong" if date else "missing")] += 1
        wrong += [f"date {day} got {date} from {cleaned.metadata.sources.get('date')}"] if date != day else []
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--text", action="store_true", help="clean the visible text instead of the HTML")
    parser.add_argument("-v", "--verbose", action="store_true", help="name what is wrong")
    arguments = parser.parse_args()
    worker = cleaner.Cleaner(translation=False)
    counts: Counter[str] = Counter()
    for page in read_pages(arguments.pages):
        if arguments.text:
            result = worker.clean(read_html(page["html"], witness=False).text, form="text")
        else:
            result = worker.clean(page["html"], url=page["url"], form="html")
        for line in score_page(page, result, counts):
            if arguments.verbose:
                print(page["id"], line)
    precision = counts["right"] / (counts["right"] + counts["extra"] or 1)
    recall = counts["right"] / (counts["right"] + counts["lost"] or 1)
    days = counts["day right"] + counts["day wrong"] + counts["day missing"]
    print(f"authors: precision {precision:.3f}, recall {recall:.3f} of {counts['right'] + counts['lost']} names")
    print(
        f"date: {counts['day right'] / (days or 1):.3f} right, {counts['day wrong']} wrong, "
        f"{counts['day missing']} missing of {days}"
    )


if __name__ == "__main__":
    main()
