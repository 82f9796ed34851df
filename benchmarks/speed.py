"""Time the cleaner and its peers side by side, interleaved in one process, and print ratios to the yardstick.

    python benchmarks/speed.py ../shared/data/pages/fundus.jsonl.gz ../shared/data/pages/wcxb.jsonl.gz --sample 60
    python benchmarks/speed.py ... --stages     where the cleaner's time goes
    python benchmarks/speed.py --sizes          made pages of 10 KB, 250 KB, 1 MB and 5 MB
    python benchmarks/speed.py --start          a fresh process to its first text and page, beside trafilatura

The yardstick is `trafilatura.extract(html, include_comments=False, with_metadata=True)` on the same page, HTML given
as a string. Text rows clean the page's `bs4` or `trafilatura_recall` dump and are measured against the yardstick on
the page itself. Ratios: of the sums over all pages, and by page the median, minimum and maximum. All times are
processor time of the thread with BLAS on one thread, of the rounds the least. A result with the status `error` ends
the run: a cleaner that fails is fast. A folder is measured by `batch.py speed`.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from batch import invented_story
from gold import read_gold
from stages import print_stages

if TYPE_CHECKING:
    from cleaner.result import Result

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # read when numpy is loaded, which is later

Run = Callable[[dict[str, Any]], object]
YARDSTICK = "trafilatura.extract, metadata (yardstick)"
SIZES = (10_000, 250_000, 1_000_000, 5_000_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--dumps", nargs="*", type=Path, default=[], help="dumps of the same pages, for the text rows")
    parser.add_argument("--sample", type=int, default=60, help="pages drawn with a fixed seed")
    parser.add_argument("--rounds", type=int, default=3, help="rounds a page; the fastest counts")
    parser.add_argument("--lines", nargs=2, type=int, metavar=("LEAST", "MOST"), help="only dumps of so many lines")
    parser.add_argument("--stages", action="store_true", help="the cleaner's time by stage instead")
    parser.add_argument("--sizes", action="store_true", help="made pages of four sizes instead")
    parser.add_argument("--start", action="store_true", help="what starting costs instead")
    args = parser.parse_args()
    if args.start:
        print_start(args.rounds)
    elif args.sizes:
        for size in SIZES:
            print(f"made pages of {size:,} characters: ", end="")
            print_table([made_page(size)], args.rounds, with_dumps=False)
    elif args.stages:
        print_stages(chosen_pages(args), args.rounds)
    else:
        print_table(chosen_pages(args), args.rounds, with_dumps=bool(args.dumps))


def chosen_pages(args: argparse.Namespace) -> list[dict[str, Any]]:
    """The pages the command line asks for, in random order with a fixed seed."""
    pages = [page for page in read_gold(args.pages) if page["html"]]
    random.Random(1).shuffle(pages)
    pages = add_dumps(pages, args.dumps)
    if args.lines:
        pages = [page for page in pages if args.lines[0] <= len(page["bs4"].splitlines()) <= args.lines[1]]
    return pages[: args.sample]


def made_page(size: int) -> dict[str, Any]:
    """A page of an invented story of about so many characters, with a menu and teasers around it."""
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("News", "Sport", "Culture", "Weather"))
    teasers = "".join(f'<li><a href="/{n}">{invented_story(n).partition(chr(10))[0]}</a></li>' for n in range(12))
    title = "<html><head><title>Harbour news</title></head><body>"
    head = f"{title}<nav><ul>{menu}</ul></nav><article><h1>Harbour news</h1>"
    story: list[str] = []
    left = size - len(head) - len(teasers)
    for number in count(100):
        if left <= 0:
            break
        piece = "".join(f"<p>{line}</p>" for line in invented_story(number).split("\n\n")[1:])
        story.append(piece)
        left -= len(piece)
    return {"html": f"{head}{''.join(story)}</article><aside><ul>{teasers}</ul></aside></body></html>"}


STARTS = {
    "import trafilatura": "import trafilatura",
    "import cleaner": "import cleaner",
    "cleaner, a text of one letter": "import cleaner; cleaner.clean('x')",
    "cleaner, an English text": "import cleaner; cleaner.clean(STORY)",
    "cleaner, an English page": "import cleaner; cleaner.clean(f'<html><body><p>{STORY}</p></body></html>')",
}


def print_start(rounds: int) -> None:
    """Processor seconds of a fresh process, less those of a Python that does nothing; in turns, the least counts.

    A round more than asked for, the first, compiles the modules to byte code, as installing a package does.
    """
    story = " ".join(invented_story(number) for number in range(3))
    best = dict.fromkeys(["", *STARTS], float("inf"))
    with TemporaryDirectory() as folder:
        compiled = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        compiled["PYTHONPYCACHEPREFIX"] = folder
        for _ in range(rounds + 1):
            for name in best:
                before = os.times()
                code = f"STORY = {story!r}\n{STARTS.get(name, '')}"
                subprocess.run([sys.executable, "-c", code], check=True, env=compiled)
                after = os.times()
                spent = after.children_user + after.children_system - before.children_user - before.children_system
                best[name] = min(best[name], spent)
    for name in STARTS:
        print(f"{name:54} {best[name] - best['']:7.3f} s")


def print_table(pages: list[dict[str, Any]], rounds: int, *, with_dumps: bool) -> None:
    """All contestants over the pages, as ratios to the yardstick."""
    table = measure(pages, contestants(with_dumps=with_dumps), rounds)
    yardstick = table[YARDSTICK]
    print(f"{len(pages)} pages, yardstick median {statistics.median(yardstick) * 1e3:.1f} ms")
    print(f"{'':54} {'sum':>7} {'median':>7} {'min':>7} {'max':>7}")
    for name, seconds in table.items():
        ratios = [own / base for own, base in zip(seconds, yardstick, strict=True)]
        total = sum(seconds) / sum(yardstick)
        print(f"{name:54} {total:7.3f} {statistics.median(ratios):7.3f} {min(ratios):7.3f} {max(ratios):7.3f}")


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
                start = time.thread_time()
                run(page)
                best[name] = min(best[name], time.thread_time() - start)
        for name, seconds in best.items():
            table[name].append(seconds)
    return table


def contestants(*, with_dumps: bool) -> dict[str, Run]:
    """The yardstick, the cleaner in its configurations, and the peers that are installed."""
    import trafilatura

    from cleaner import Cleaner

    full, quick, plain = Cleaner(), Cleaner(witness=False, translation=False), Cleaner(translation=False)
    runs: dict[str, Run] = {
        YARDSTICK: lambda page: trafilatura.extract(page["html"], include_comments=False, with_metadata=True),
        "cleaner, everything on": lambda page: record_of(full.clean(page["html"], form="html")),
        "cleaner, --no-translation": lambda page: record_of(plain.clean(page["html"], form="html")),
        "cleaner, --no-witness --no-translation": lambda page: record_of(quick.clean(page["html"], form="html")),
        "trafilatura.extract, no metadata": lambda page: trafilatura.extract(page["html"], include_comments=False),
        "trafilatura.extract, fast": lambda page: trafilatura.extract(page["html"], include_comments=False, fast=True),
    }
    if with_dumps:
        runs |= {
            "cleaner, text of a whole page": lambda page: record_of(full.clean(page["bs4"], form="text")),
            "cleaner, the same without translation": lambda page: record_of(plain.clean(page["bs4"], form="text")),
            "cleaner, text of an extractor": lambda page: record_of(
                full.clean(page["trafilatura_recall"], form="text")
            ),
            "wording and newsroom detectors, text of a whole page": detectors_alone(),
        }
    return runs | peers()


def record_of(result: Result) -> dict[str, Any]:
    """The record of a result. Raises RuntimeError for one that failed."""
    if result.status == "error":
        raise RuntimeError(f"a document failed: {result.warnings}")
    return result.to_record()


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
