"""How much work a document is: Python calls, folded texts and searches by pattern, counted, since times are noisy.

Counted over the samples, each cleaned once before, in the package's own code: libraries count as nothing. A sum above
its ceiling is work that came in unseen: find it with a profile, or raise the ceiling and say why. A ceiling is a
tenth above the count of its day, which `python tests/test_work.py` prints; lower it when the work becomes less.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

import pytest

import cleaner
from cleaner import Cleaner
from cleaner.text import folding

SAMPLES = Path(__file__).parent.parent / "samples" / "in"
PACKAGE = str(Path(cleaner.__file__).parent)
CEILINGS = {
    ".html": {"calls": 41200, "fold": 1030, "patterns": 3910},
    ".txt": {"calls": 52900, "fold": 1530, "patterns": 5500},
}


def count_work(ending: str) -> dict[str, int]:
    """Calls of Python functions, calls of `fold` and of methods of patterns for all samples of an ending."""
    sources = [path.read_bytes() for path in sorted(SAMPLES.glob(f"*{ending}"))]
    cleaner = Cleaner()
    for source in sources:
        cleaner.clean(source).to_record()
    counts: Counter[str] = Counter()

    def look(frame: FrameType, event: str, what: object) -> None:
        if not frame.f_code.co_filename.startswith(PACKAGE):
            return
        if event == "call":
            counts["calls"] += 1
            counts["fold"] += frame.f_code is folding.fold.__code__
        elif event == "c_call":
            counts["patterns"] += isinstance(getattr(what, "__self__", None), re.Pattern)

    sys.setprofile(look)
    try:
        for source in sources:
            cleaner.clean(source).to_record()
    finally:
        sys.setprofile(None)
    return dict(counts)


@pytest.mark.parametrize("ending", CEILINGS)
def test_a_document_is_no_more_work_than_before(ending: str) -> None:
    counts = count_work(ending)
    above = {what: count for what, count in counts.items() if count > CEILINGS[ending][what]}
    assert not above, f"{above} above {CEILINGS[ending]}"
    assert min(counts.values()) > 0


if __name__ == "__main__":
    for ending in CEILINGS:
        print(ending, count_work(ending))
