"""Time the cleaner and its peers side by side, interleaved in one process, and print ratios to the yardstick.

    python benchmarks/speed.py ../shared/data/pages/fundus.jsonl.gz ../shared/data/pages/wcxb.jsonl.gz --sample 60

The yardstick is `trafilatura.extract(html, include_comments=False, with_metadata=True)` on the same page, HTML given
as a string. Text rows clean the page's `bs4` or `trafilatura_recall` dump and are measured against the yardstick on
the page itself. Ratios are per page: median, minimum, maximum.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from gold import read_gold

Run = Callable[[dict[str, Any]], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--dumps", nargs="*", type=Path, default=[], help="dumps of the same pages, for the text rows")
    parser.add_argument("--sample", type=int, default=60, help="pages drawn with a fixed seed")
    parser.add_argument("--rounds", type=int, default=3, help="rounds a page; the fastest counts")
    parser.add_argument("--lines", nargs=2, type=int, metavar=("LEAST", "MOST"), help="only dumps of so many lines")
    args = parser.parse_args()
    pages = [page for page in read_gold(args.pages) if page["html"]]
    random.Random(1).shuffle(pages)
    pages = add_dumps(pages, args.dumps)
    if args.lines:
        pages = [page for page in pages if args.lines[0] <= len(page["bs4"].splitlines()) <= args.lines[1]]
    pages = pages[: args.sample]
    table = measure(pages, contestants(with_dumps=bool(args.dumps)), args.rounds)
    yardstick = table["trafilatura.extract, metadata (yardstick)"]
    print(f"{len(pages)} pages, yardstick median {statistics.median(yardstick) * 1e3:.1f} ms")
    print(f"{'':54} {'median':>7} {'min':>7} {'max':>7}")
    for name, seconds in table.items():
        ratios = [own / base for own, base in zip(seconds, yardstick, strict=True)]
        print(f"{name:54} {statistics.median(ratios):7.3f} {min(ratios):7.3f} {max(ratios):7.3f}")


def add_dumps(pages: list[dict[str, Any]], paths: list[Path]) -> list[dict[str, Any]]:
    """The pages that have both dumps, with their texts; all pages where no dumps are given."""
    if not paths:
        return pages
    texts = {(dump["id"], dump["dumper"]): dump["text"] for dump in read_gold(paths)}
    wanted = ("bs4", "trafilatura_recall")
    return [
        page | {name: texts[page["id"], name] for name in wanted}
        for page in pages
        if all((page["id"], name) in texts for name in wanted)
    ]


def measure(pages: list[dict[str, Any]], runs: dict[str, Run], rounds: int) -> dict[str, list[float]]:
    """Seconds by contestant and page: every contestant takes its turn on a page before the next page comes."""
    for run in runs.values():
        run(pages[0])
    table: dict[str, list[float]] = {name: [] for name in runs}
    for page in pages:
        best = dict.fromkeys(runs, float("inf"))
        for _ in range(rounds):
            for name, run in runs.items():
                start = time.perf_counter()
                run(page)
                best[name] = min(best[name], time.perf_counter() - start)
        for name, seconds in best.items():
            table[name].append(seconds)
    return table


def contestants(*, with_dumps: bool) -> dict[str, Run]:
    """The yardstick, the cleaner in its configurations, and the peers that are installed."""
    import trafilatura

    from cleaner import Cleaner

    full, quick, plain = Cleaner(), Cleaner(witness=False, translation=False), Cleaner(translation=False)
    runs: dict[str, Run] = {
        "trafilatura.extract, metadata (yardstick)": lambda page: trafilatura.extract(
            page["html"], include_comments=False, with_metadata=True
        ),
        "cleaner, everything on": lambda page: full.clean(page["html"], form="html").to_record(),
        "cleaner, --no-translation": lambda page: plain.clean(page["html"], form="html").to_record(),
        "cleaner, --no-witness --no-translation": lambda page: quick.clean(page["html"], form="html").to_record(),
        "trafilatura.extract, fast": lambda page: trafilatura.extract(page["html"], include_comments=False, fast=True),
    }
    if with_dumps:
        runs |= {
            "cleaner, text of a whole page": lambda page: full.clean(page["bs4"], form="text").to_record(),
            "cleaner, the same without translation": lambda page: plain.clean(page["bs4"], form="text").to_record(),
            "cleaner, text of an extractor": lambda page: full.clean(
                page["trafilatura_recall"], form="text"
            ).to_record(),
            "wording and newsroom detectors, text of a whole page": detectors_alone(),
        }
    return runs | peers()


def detectors_alone() -> Run:
    """All rules, on a document nothing is known of yet; its reading is not counted."""
    from cleaner import default_detectors
    from cleaner.config import Config
    from cleaner.detectors import IndexedDocument
    from cleaner.readers import read

    detectors = default_detectors(Config())
    read_once = lru_cache(maxsize=1)(lambda text: read(text, form="text"))

    def run(page: dict[str, Any]) -> object:
        document = IndexedDocument.of(read_once(page["bs4"]))
        return [mark for find in detectors for mark in find(document)]

    return run


def peers() -> dict[str, Run]:
    """Other extractors, where they are installed: readability-lxml, jusText, resiliparse."""
    found: dict[str, Run] = {}
    try:
        from readability import Document

        found["readability-lxml"] = lambda page: Document(page["html"]).summary()
    except ImportError:
        pass
    try:
        import justext

        words = justext.get_stoplist("English")
        found["jusText"] = lambda page: justext.justext(page["html"], words)
    except ImportError:
        pass
    try:
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda page: extract_plain_text(page["html"], main_content=True)
    except ImportError:
        pass
    return found


if __name__ == "__main__":
    main()
