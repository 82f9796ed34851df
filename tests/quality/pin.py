"""Measure the sets and pin their figures in `floors.json`.

    python tests/quality/pin.py            raise what has risen; exit 1 and leave what has fallen as it was
    python tests/quality/pin.py --lower    write what has fallen too: for a change that was meant to cost that

The first column is body lost. A set whose documents have changed is pinned anew: its old figures say nothing. A set
that is not on this machine keeps its figures. The shipped models have seen many of the pages of ../shared/data, so
these figures guard against regressions and claim nothing about new pages.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FLOORS = HERE / "floors.json"
sys.path[:0] = [str(ROOT), str(HERE)]

from floor_figures import HIGHER_IS_BETTER, as_row, measure  # noqa: E402
from floor_sets import SETS, digest_of, is_present  # noqa: E402

SLACK = 0.001
"""By how much a figure may be worse than pinned: sums of floats differ between processors."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", action="store_true", help="pin figures that have become worse as well")
    parser.add_argument("--set", action="append", choices=sorted(SETS), help="these sets only")
    args = parser.parse_args()
    pinned = read_floors()
    fallen: list[str] = []
    for name in args.set or SETS:
        if is_present(name):
            pinned[name], worse = pin(name, pinned.get(name), lower=args.lower)
            fallen += worse
    FLOORS.write_text(json.dumps(pinned, indent=1) + "\n", encoding="utf-8")
    if fallen:
        sys.exit("not lowered without --lower: " + ", ".join(fallen))


def pin(name: str, old: dict[str, Any] | None, *, lower: bool) -> tuple[dict[str, Any], list[str]]:
    """A set's entry, and the figures of it that have fallen and stay as they were."""
    since = time.process_time()
    documents = list(SETS[name]())
    data, found = digest_of(documents), as_row(measure(documents))
    print(f"{name:14} {len(documents):3} documents {time.process_time() - since:5.1f} s", found, flush=True)
    figures, fallen = merged(old["figures"] if old and old["data"] == data else {}, found, lower=lower)
    entry = {"documents": len(documents), "data": data, **code_digests(), "figures": figures}
    return (entry if not fallen or old is None else {**old, "figures": figures}), [f"{name}.{key}" for key in fallen]


def merged(
    old: dict[str, float | None], found: dict[str, float | None], *, lower: bool
) -> tuple[dict[str, float | None], list[str]]:
    """The figures to pin, and the names of those that have fallen by more than `SLACK` and were not lowered."""
    fallen = [] if lower else [key for key, value in found.items() if is_worse(key, value, old.get(key))]
    kept = [key for key in found if not lower and old.get(key) is not None and not is_better(key, found[key], old[key])]
    return {key: old[key] if key in kept else value for key, value in found.items()}, fallen


def is_worse(key: str, value: float | None, floor: float | None) -> bool:
    """Whether a figure breaks its floor."""
    if floor is None:
        return False
    return value is None or (value < floor - SLACK if HIGHER_IS_BETTER[key] else value > floor + SLACK)


def is_better(key: str, value: float | None, floor: float | None) -> bool:
    """Whether a figure has risen above its floor."""
    if value is None or floor is None:
        return False
    return value > floor if HIGHER_IS_BETTER[key] else value < floor


def code_digests() -> dict[str, str]:
    """The digests of the models and of the packs, from their `SHA256SUMS`."""
    package = ROOT / "cleaner"
    return {
        part: hashlib.sha256((package / folder / "SHA256SUMS").read_bytes()).hexdigest()
        for part, folder in (("models", "models"), ("packs", "phrases"))
    }


def read_floors() -> dict[str, Any]:
    """The pinned entries, by set; none before the first pin."""
    found: dict[str, Any] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    return found


if __name__ == "__main__":
    main()
