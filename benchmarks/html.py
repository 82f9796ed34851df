"""Clean gold pages with the installed package, or extract them with a peer, and write predictions for the scorer.

    python benchmarks/html.py ../shared/data/pages/fundus.jsonl.gz ../shared/data/pages/wcxb.jsonl.gz -o html.pred.jsonl
    python benchmarks/html.py ... -o peer.pred.jsonl --peer trafilatura
    python ../shared/bench/score_text.py ../shared/data/pages/fundus.jsonl.gz ... -p html.pred.jsonl --by source

`--compare` does both in one run and scores them, when ../shared/bench is there.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gold import read_gold, write_rows

SCORER = Path(__file__).resolve().parents[2] / "shared" / "bench" / "score_text.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("-o", "--output", required=True, type=Path)
    parser.add_argument("--peer", choices=sorted(PEERS), help="a peer instead of the cleaner")
    parser.add_argument("--no-witness", action="store_true", help="without trafilatura")
    parser.add_argument("--compare", action="store_true", help="trafilatura beside it, both scored")
    args = parser.parse_args()
    runs = [(args.output, PEERS[args.peer] if args.peer else make_cleaner(witness=not args.no_witness))]
    if args.compare:
        runs.append((args.output.with_suffix(".trafilatura.jsonl"), PEERS["trafilatura"]))
    for path, extract in runs:
        print(write_rows(path, predict(args.pages, extract)), "pages:", path)
        if args.compare:
            sources = [str(page) for page in args.pages]
            subprocess.run([sys.executable, str(SCORER), *sources, "-p", str(path), "--by", "source"], check=True)


def predict(paths: list[Path], extract: Callable[[dict[str, Any]], str]) -> Iterator[dict[str, Any]]:
    """One prediction per page that has any HTML."""
    for page in read_gold(paths):
        yield {"id": page["id"], "text": extract(page)}


def make_cleaner(*, witness: bool) -> Callable[[dict[str, Any]], str]:
    """The installed package, without the translation flags, which do not touch the body."""
    from cleaner import Cleaner

    cleaner = Cleaner(translation=False, witness=witness)
    return lambda page: cleaner.clean(page["html"], page.get("url"), form="html").body


def run_trafilatura(page: dict[str, Any]) -> str:
    """The peer the issue names: defaults, without comments."""
    import trafilatura

    return trafilatura.extract(page["html"], include_comments=False) or ""


PEERS: dict[str, Callable[[dict[str, Any]], str]] = {"trafilatura": run_trafilatura}

if __name__ == "__main__":
    main()
